// An answer's plan with slots set anew, over HTTP.
#include "client.h"

using namespace parley;
using namespace parley::tests;

namespace {

std::string path_of(const Json& answer) {
    return "/v1/answers/" + answer["id"].get<std::string>() + "/edit";
}

}  // namespace

TEST_CASE("api: an edit gives a new answer by the old plan, says what it kept, and leaves the old one alone") {
    DemoHouse demo;
    Client client(demo);
    const Json first =
        body_of(client.send("POST", "/v1/ask", R"({"question":"What was gross volume by currency last quarter?"})"));
    REQUIRE(first["status"] == "answered");
    const Json second = body_of(
        client.send("POST", path_of(first), R"({"change":{"range":"last month","grain":"week","chart":"table"}})"));
    CAPTURE(second.dump());
    REQUIRE(second["status"] == "answered");
    CHECK(second["id"] != first["id"]);
    CHECK(second["question"] == first["question"]);
    CHECK(second["plan"]["hash"] != first["plan"]["hash"]);
    CHECK(second["plan"]["group_by"] == first["plan"]["group_by"]);
    CHECK(second["plan"]["grain"] == "week");
    CHECK(second["plan"]["range"]["start"] == "2026-10-01");
    CHECK(second["plan"]["chart"] == "table");
    CHECK(second["notes"].dump().find("kept: gross volume from Stripe") != std::string::npos);
    CHECK(second["notes"].dump().find("changed: per week; from 1 to 31 Oct 2026 (last month); as a table") !=
          std::string::npos);
    CHECK(body_of(client.send("GET", "/v1/answers/" + first["id"].get<std::string>())) == first);

    // It is an answer as any other: the next turn goes on from it.
    const Json back = body_of(
        client.send("POST", path_of(second), R"({"change":{"range":"last quarter","grain":null,"chart":null}})"));
    CHECK(back["plan"]["hash"] == first["plan"]["hash"]);
    CHECK(back["table"] == first["table"]);
    const Json asked = body_of(
        client.send("POST", "/v1/ask", dump({{"question", "only EUR"}, {"follow", second["id"].get<std::string>()}})));
    CHECK(asked["plan"]["grain"] == "week");
    CHECK(asked["plan"]["filters"].size() == 1);
}

TEST_CASE("api: an edit that cannot be is one sentence with the nearest thing, asks no vendor and stores nothing") {
    DemoHouse demo;
    Client client(demo);
    const Json first =
        body_of(client.send("POST", "/v1/ask", R"({"question":"What was gross volume by currency last quarter?"})"));
    const auto calls = demo.simulation().seen({"stripe"}).tools_called.size();
    const auto answers = body_of(client.send("GET", "/v1/answers"))["items"].size();
    const struct {
        const char* body;
        const char* says;
    } cases[] = {
        {R"({})", "Nothing is to be changed"},
        {R"({"change":{}})", "Nothing is to be changed"},
        {R"({"change":[]})", "Nothing is to be changed"},
        {R"({"change":"by country"})", "Nothing is to be changed"},
        {R"({"change":{"group":["currency"]}})", "no part"},
        {R"({"change":{"group_by":["currancy"]}})", "did you mean \"currency\"?"},
        {R"({"change":{"measures":["stripe.gross_volum"]}})", "did you mean \"stripe.gross_volume\"?"},
        {R"({"change":{"measures":["shopify.orders"]}})", "Nothing connected is called \"shopify\""},
        {R"({"change":{"range":"someday"}})", "names no days"},
        {R"({"change":{"limit":-1}})", "whole number"},
        {R"({"change":{"steps":[{"tool":"stripe_api_write"}]}})", "no part \"steps\""},
        {R"({"change":{"filters":[{"field":"currency","op":"; drop","value":"x"}]}})", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        const auto response = client.send("POST", path_of(first), c.body);
        CHECK(response.status == 400);
        const Json problem = body_of(response);
        CAPTURE(problem.dump());
        CHECK(text_at(problem, "detail").find(c.says) != std::string::npos);
    }
    CHECK(client.send("POST", "/v1/answers/nothing/edit", R"({"change":{"limit":5}})").status == 404);
    CHECK(client.send_bare("POST", path_of(first), R"({"change":{"limit":5}})").status == 401);
    CHECK(demo.simulation().seen({"stripe"}).tools_called.size() == calls);
    CHECK(body_of(client.send("GET", "/v1/answers"))["items"].size() == answers);
}

TEST_CASE("api: an explained edit or question is a sentence with the reason and the runners-up, and asks no vendor") {
    DemoHouse demo;
    Client client(demo);
    const auto calls = demo.simulation().seen({"stripe"}).tools_called.size();
    const Json first = body_of(client.send(
        "POST", "/v1/ask", R"({"question":"What was gross volume by currency last quarter?","explain":true})"));
    const std::string text = first["text"];
    CAPTURE(text);
    CHECK(text.starts_with("Gross volume from Stripe ("));
    CHECK(text.find(
              ", by currency, from 1 Jul to 30 Sep 2026 (last quarter). Why Stripe: gross volume fits best, with ") !=
          std::string::npos);
    CHECK(text.find("runner") != std::string::npos);
    CHECK(text.ends_with(" Nothing was asked of a vendor."));
    const Json considered = first["plan"]["steps"][0]["considered"];
    REQUIRE(considered.size() >= 2);
    CHECK(considered.size() <= 4);
    CHECK(considered[0]["metric"] == "stripe.gross_volume");
    CHECK(considered[0]["parts"]["name"].is_number());
    CHECK(considered[1]["score"] <= considered[0]["score"]);

    const Json second =
        body_of(client.send("POST", path_of(first), R"({"change":{"group_by":null,"limit":null},"explain":true})"));
    CHECK(second["text"].get<std::string>().starts_with("Gross volume from Stripe ("));
    CHECK(second["plan"]["group_by"].empty());
    CHECK(second["plan"]["steps"][0]["considered"] == considered);
    CHECK_FALSE(second["plan"]["steps"][0]["arguments"].empty());
    CHECK(demo.simulation().seen({"stripe"}).tools_called.size() == calls);
}
