// The organization's own words and the numbers that may answer, from the settings to the answer.
#include "base/text.h"
#include "client.h"

using namespace parley;
using namespace parley::tests;

namespace {

Json asked(Client& client, const std::string& question) {
    return body_of(client.send("POST", "/v1/ask", dump(Json{{"question", question}})));
}

bool says(const Json& answer, const std::string& words) {
    return dump(answer["notes"]).find(words) != std::string::npos ||
           text_at(answer, "text").find(words) != std::string::npos;
}

int put(Client& client, const Json& settings) {
    return client.send("PUT", "/v1/organization", dump(settings)).status;
}

}  // namespace

TEST_CASE("api: a term of the glossary answers as what it means, and the answer says so") {
    DemoHouse demo;
    Client client(demo);
    CHECK(asked(client, "What was the flurble figure last quarter?")["status"] != "answered");
    const Json days = body_of(client.send("GET", "/v1/organization"))["glossary"]["days"];
    CHECK_FALSE(days.empty());
    const Json terms = Json::array({Json{{"word", "flurble figure"},
                                         {"means", "MRR"},
                                         {"metric", "stripe.mrr"},
                                         {"definition", "What all plans bring in a month."}},
                                    Json{{"word", "openers"}, {"means", "open rate"}}});
    REQUIRE(put(client, {{"glossary", {{"terms", terms}}}}) == 200);
    Json saved = body_of(client.send("GET", "/v1/organization"));
    CHECK(saved["glossary"]["terms"] == terms);
    CHECK(saved["glossary"]["days"] == days);
    CHECK(saved["verified_only"] == false);

    Json answer = asked(client, "What was the flurble figure last quarter?");
    CAPTURE(answer.dump());
    CHECK(answer["status"] == "answered");
    CHECK(answer["plan"]["measures"][0]["metric"] == "stripe.mrr");
    CHECK(answer["plan"]["measures"][0]["verified"] == true);
    CHECK(answer["text"] == asked(client, "What was MRR last quarter?")["text"]);
    CHECK(says(answer, "is read as \\\"Stripe MRR\\\", as the organization's glossary says"));
    CHECK(says(answer, "What all plans bring in a month."));
    CHECK(asked(client, "openers by segment last quarter")["plan"]["measures"][0]["metric"] == "ecomail.open_rate");

    const Json rows = body_of(client.send("GET", "/v1/audit"))["items"];
    CHECK(std::any_of(rows.begin(), rows.end(), [](const Json& row) {
        return text_at(row, "action") == "settings" &&
               at_or_null(at_or_null(row, "details"), "changed") == Json::array({"glossary"});
    }));
}

TEST_CASE("api: what is no glossary and no verified number is refused, and nothing is half saved") {
    DemoHouse demo;
    Client client(demo);
    const Json before = body_of(client.send("GET", "/v1/organization"));
    const char* const cases[] = {
        R"({"zone":7})",
        R"({"week_start":"monday"})",
        R"({"week_start":4294967297})",
        R"({"fiscal_year_month":13})",
        R"({"glossary":7})",
        R"({"glossary":{"words":[]}})",
        R"({"glossary":{"terms":{}}})",
        R"({"glossary":{"terms":[{"word":"GMV"}]}})",
        R"({"glossary":{"terms":[{"word":"GMV","means":"<script>"}]}})",
        R"({"glossary":{"terms":[{"word":"GMV","metric":"stripe.no_such_number"}]}})",
        R"({"glossary":{"terms":[{"word":"GMV","metric":"nobody.mrr"}]}})",
        R"({"name":"Changed","glossary":{"terms":[{"word":"GMV","means":"MRR"},{"word":"gmv","means":"MRR"}]}})",
        R"({"name":"Changed","verified_only":"yes"})",
        R"({"name":"Changed","verified_only":null})",
        R"({"name":"Changed","verified_metrics":"stripe.mrr"})",
        R"({"name":"Changed","verified_metrics":["mrr"]})",
        R"({"name":"Changed","verified_metrics":["stripe.no_such_number"]})",
        R"({"name":"Changed","verified_metrics":["no-such-connection.mrr"]})",
        R"({"name":"Changed","glossary":{"days":{"launch":"tomorrow"}}})",
    };
    for (const char* body : cases) {
        CAPTURE(body);
        const auto response = client.send("PUT", "/v1/organization", body);
        CHECK(response.status == 400);
        const std::string detail = body_of(response)["detail"];
        CHECK(detail.size() > 20);
        CHECK(detail.back() == '.');
    }
    CHECK(body_of(client.send("GET", "/v1/organization")) == before);
}

TEST_CASE("api: where only verified numbers may answer, others say how they can be verified") {
    DemoHouse demo;
    Client client(demo);
    const std::string question = "What was the open rate by segment last quarter?";
    Json before = asked(client, question);
    REQUIRE(before["status"] == "answered");
    CHECK(before["plan"]["measures"][0]["verified"] == false);  // Nobody has confirmed what Ecomail's tools are called.
    const Json board = body_of(client.send("POST", "/v1/dashboards", R"({"name":"Board"})"));
    const Json pin = body_of(client.send(
        "POST", "/v1/pins", dump(Json{{"answer", before["id"]}, {"dashboard", board["id"]}, {"title", "Opens"}})));
    const std::string refresh = cat("/v1/pins/", text_at(pin, "id"), "/refresh");
    CHECK(client.send("POST", refresh).status == 200);

    REQUIRE(put(client, {{"verified_only", true}}) == 200);
    CHECK(asked(client, "What was MRR last quarter?")["status"] == "answered");
    Json refused = asked(client, question);
    CHECK(refused["status"] == "refused");
    CHECK(refused["reason"] == "denied");
    CHECK(says(refused, "is not verified"));
    CHECK(says(refused, "\"ecomail.open_rate\""));
    CHECK(client.send("POST", refresh).status != 200);  // A pin is held against it as well.

    REQUIRE(put(client, {{"verified_metrics", Json::array({"ecomail.open_rate"})}}) == 200);
    Json after = asked(client, question);
    CHECK(after["status"] == "answered");
    CHECK(after["plan"]["measures"][0]["verified"] == true);
    CHECK(after["plan"]["hash"] == before["plan"]["hash"]);
    CHECK(client.send("POST", refresh).status == 200);
    Json settings = body_of(client.send("GET", "/v1/organization"));
    CHECK(settings["verified_only"] == true);
    CHECK(settings["verified_metrics"] == Json::array({"ecomail.open_rate"}));
    // What else was settled stays, and taking the mark back takes the answer back.
    REQUIRE(put(client, {{"glossary", {{"terms", Json::array()}}}, {"verified_metrics", Json::array()}}) == 200);
    CHECK(asked(client, question)["reason"] == "denied");
}
