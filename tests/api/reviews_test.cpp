// The review queue over HTTP: what a vendor changed, shown before and after, and a decision that names what was seen.
#include "client.h"
#include "connect/pins.h"

#include <algorithm>

using namespace parley;
using namespace parley::tests;

namespace {

constexpr const char* question = R"({"question":"What was gross volume last month?"})";

ConnectionId stripe(DemoHouse& demo) {
    for (const auto& connection : demo.org().connections().value()) {
        if (connection.vendor.text == "stripe") return connection.id;
    }
    FAIL("no Stripe");
    return {};
}

// As if the tool had been reviewed with other words than the server's.
void reword_pin(DemoHouse& demo, const ConnectionId& id, const std::string& tool, const std::string& words) {
    auto pins = demo.org().tools(id);
    REQUIRE(pins);
    auto changed = pins.value();
    for (auto& pin : changed) {
        if (pin.name != tool) continue;
        pin.description = words;
        pin.hash = connect::definition_hash(connect::definition_of(pin));
    }
    REQUIRE(demo.org().save_tools(id, changed, {app::terminal_user, "review", id.text, Json::object(), {}}));
}

Json items(Client& client) {
    const auto response = client.send("GET", "/v1/reviews");
    REQUIRE(response.status == 200);
    return body_of(response)["items"];
}

}  // namespace

TEST_CASE("api: a changed tool is shown before and after, and admitted by the hash that was looked at") {
    DemoHouse demo;
    Client client(demo);
    const ConnectionId id = stripe(demo);
    CHECK(items(client).empty());
    CHECK(body_of(client.send("POST", "/v1/ask", question))["status"] == "answered");

    reword_pin(demo, id, "stripe_api_read", "Old words, with a \"quote\" and <b>markup</b>.");
    REQUIRE(client.send("POST", "/v1/connections/" + id.text + "/test").status == 200);
    const Json waiting = items(client);
    REQUIRE(waiting.size() == 1);
    const Json& item = waiting[0];
    CHECK(item["kind"] == "tool");
    CHECK(item["connection"] == id.text);
    CHECK(item["vendor"] == "stripe");
    CHECK(item["subject"] == "stripe_api_read");
    CHECK(item["change"] == "wording");
    CHECK(item["sentence"] == "Description reworded.");
    REQUIRE(item["before"].is_string());  // The vendor's words, as text.
    CHECK(text_at(parse_json(item["before"].get<std::string>()).value(), "description") ==
          "Old words, with a \"quote\" and <b>markup</b>.");
    CHECK(item["after"].is_string());
    CHECK(item["since"].is_string());
    // Whatever else may answer it: not this tool, and the answer says who is missing.
    const Json without = body_of(client.send("POST", "/v1/ask", question));
    for (const auto& source : without["sources"]) CHECK(source["vendor"] != "stripe");
    CHECK(dump(without["notes"]).find("must review: stripe_api_read.") != std::string::npos);

    const std::string path = "/v1/connections/" + id.text + "/tools/stripe_api_read";
    struct {
        Json body;
        int status;
    } const cases[] = {
        {{{"admit", true}}, 400},
        {{{"admit", true}, {"hash", ""}}, 400},
        {{{"admit", true}, {"hash", "0123"}}, 400},
        {{{"hash", item["hash"]}}, 400},
        {{{"admit", "yes"}, {"hash", item["hash"]}}, 400},
        {{{"admit", true}, {"hash", item["hash"]}}, 200},
    };
    for (const auto& c : cases) {
        CAPTURE(dump(c.body));
        CHECK(client.send("POST", path, dump(c.body)).status == c.status);
    }
    CHECK(items(client).empty());
    const Json answer = body_of(client.send("POST", "/v1/ask", question));
    CHECK(answer["status"] == "answered");
    CHECK(answer["sources"][0]["definition"] == item["hash"]);
    CHECK(client.send("POST", "/v1/connections/nothing/tools/stripe_api_read", dump(cases[5].body)).status == 404);
}

TEST_CASE("api: replies of another form stop the question, stand in the queue and are accepted there") {
    DemoHouse demo;
    Client client(demo);
    const ConnectionId id = stripe(demo);
    CHECK(body_of(client.send("POST", "/v1/ask", question))["status"] == "answered");
    const auto shapes = demo.org().shapes(id);
    REQUIRE(shapes);
    REQUIRE_FALSE(shapes.value().empty());
    store::ShapePin pin = shapes.value()[0];
    CHECK(pin.tool.rfind("stripe_api_read ", 0) == 0);
    pin.shape["spots"]["data[].settled"] = {{"sorts", {"integer"}}, {"in_every", true}};
    REQUIRE(demo.org().save_shape(id, pin, nullptr));

    const Json failed = body_of(client.send("POST", "/v1/ask", question));
    CHECK(failed["status"] == "failed");
    CHECK(failed["reason"] == "unavailable");
    const std::string text = failed["text"];
    CAPTURE(text);
    CHECK(text.find("`settled` is gone") != std::string::npos);
    CHECK(text.find("An administrator must review it.") != std::string::npos);

    const Json waiting = items(client);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0]["kind"] == "shape");
    std::string path = "/v1/connections/" + id.text + "/shapes/" + waiting[0]["subject"].get<std::string>();
    path.replace(path.find(' '), 1, "%20");
    const Json good{{"accept", true}, {"hash", waiting[0]["hash"]}};
    CHECK(client.send("POST", path, R"({"accept":false,"hash":"x"})").status == 400);
    CHECK(client.send("POST", path, R"({"accept":true})").status == 400);
    CHECK(client.send("POST", path, R"({"accept":true,"hash":"x"})").status == 400);
    CHECK(client.send("POST", path, dump(good)).status == 204);
    CHECK(items(client).empty());
    CHECK(body_of(client.send("POST", "/v1/ask", question))["status"] == "answered");
    CHECK(client.send("POST", path, dump(good)).status == 404);
}
