// The HTTP face over the whole house: what a client sees.
#include "client.h"

#include <thread>

using namespace parley;
using namespace parley::tests;

TEST_CASE("api: everything under /v1 wants a key, and the rest does not") {
    DemoHouse demo;
    Client client(demo);
    struct {
        const char *path, *authorization;
        int status;
    } const cases[] = {
        {"/healthz", "", 200},
        {"/v1/vendors", "", 401},
        {"/v1/vendors", "Bearer nonsense", 401},
        {"/v1/vendors", "Basic abc", 401},
        {"/v1/connections", "Bearer ", 401},
        {"/oauth/callback", "", 303},
        {"/nowhere", "", 404},
        {"/v1/ask", "", 405},
    };
    for (const auto& c : cases) {
        CAPTURE(c.path);
        CAPTURE(c.authorization);
        net::Headers headers;
        if (*c.authorization != 0) headers.emplace_back("Authorization", c.authorization);
        const auto response = client.send_bare("GET", c.path, "", headers);
        CHECK(response.status == c.status);
        if (response.status == 401) CHECK(net::header(response.headers, "WWW-Authenticate") == "Bearer");
    }
    CHECK(client.send("GET", "/v1/vendors").status == 200);
}

TEST_CASE("api: a question is answered in the form that others rely on") {
    DemoHouse demo;
    Client client(demo);
    const auto answer = body_of(client.send("POST", "/v1/ask", R"({"question":"What was MRR last quarter?"})"));
    for (const char* member : {"id", "question", "status", "reason", "text", "findings", "notes", "plan", "table",
                               "chart", "choices", "sources", "timing"}) {
        CAPTURE(member);
        CHECK(answer.contains(member));
    }
    CHECK(answer.size() == 13);
    CHECK(answer["status"] == "answered");
    CHECK(answer["reason"].is_null());
    for (const char* member : {"hash", "steps", "measures", "group_by", "grain", "filters", "range", "compare", "order",
                               "limit", "join", "chart"}) {
        CAPTURE(member);
        CHECK(answer["plan"].contains(member));
    }
    for (const char* member : {"vendor", "connection", "tool", "arguments", "called_at", "ms", "pages", "rows", "bytes",
                               "cached", "age_s", "definition"}) {
        CAPTURE(member);
        CHECK(answer["sources"][0].contains(member));
    }
    for (const char* member : {"plan_ms", "fetch_ms", "shape_ms", "analysis_ms", "chart_ms", "engine_ms", "total_ms"}) {
        CAPTURE(member);
        CHECK(answer["timing"][member].is_number());
    }
    CHECK(answer["chart"]["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json");
    // Each number of a finding points at a cell or names its formula.
    for (const auto& finding : answer["findings"]) {
        for (const auto& value : finding["values"]) {
            const auto& from = value["from"];
            CHECK((from.contains("formula") || (from.contains("row") && from.contains("column"))));
        }
    }
    CHECK(body_of(client.send("GET", "/v1/answers/" + answer["id"].get<std::string>())) == answer);
}

TEST_CASE("api: bad input is a problem in one sentence, and the server stays up") {
    DemoHouse demo;
    Client client(demo);
    struct {
        const char *method, *path;
        std::string body;
        int status;
    } const cases[] = {
        {"POST", "/v1/ask", "{", 400},
        {"POST", "/v1/ask", "[]", 400},
        {"POST", "/v1/ask", "{}", 400},
        {"POST", "/v1/ask", R"({"question":""})", 400},
        {"POST", "/v1/ask", R"({"question":7})", 400},
        {"POST", "/v1/ask", R"({"question":")" + std::string(5000, 'x') + R"("})", 400},
        {"POST", "/v1/ask", R"({"question":")" + std::string(2'000'000, 'x') + R"("})", 413},
        {"POST", "/v1/ask", R"({"question":"MRR?","follow":"nothing"})", 404},
        {"POST", "/v1/ask", "{\"question\":\"\xFF\"}", 400},
        {"POST", "/v1/connections", R"({"vendor":"strpe"})", 404},
        {"POST", "/v1/connections", R"({"url":"http://10.0.0.1/mcp"})", 403},
        {"POST", "/v1/connections", R"({"vendor":"stripe","url":"https://example.com"})", 400},
        {"POST", "/v1/connections", "{}", 400},
        {"GET", "/v1/connections/nothing", "", 404},
        {"DELETE", "/v1/connections/nothing", "", 404},
        {"POST", "/v1/pins", R"({"answer":"nothing","dashboard":"nothing"})", 404},
        {"POST", "/v1/pins/nothing/refresh", "", 404},
        {"PUT", "/v1/organization", R"({"zone":"Europe/Atlantis"})", 400},
        {"PUT", "/v1/organization", R"({"glossary":{"days":{"launch":"tomorrow"}}})", 400},
        {"PUT", "/v1/organization", R"({"currency":"dollars"})", 400},
        {"GET", "/v1/vendors/strpe", "", 404},
        {"PATCH", "/v1/vendors", "", 405},
    };
    for (const auto& c : cases) {
        CAPTURE(c.method);
        CAPTURE(c.path);
        CAPTURE(c.body.substr(0, 80));
        const auto response = client.send(c.method, c.path, c.body);
        CHECK(response.status == c.status);
        CHECK(net::header(response.headers, "Content-Type") == "application/problem+json");
        const Json problem = body_of(response);
        CHECK(problem["status"] == c.status);
        CHECK(problem["detail"].get<std::string>().size() > 10);
        CHECK(problem["request_id"] == net::header(response.headers, "X-Request-Id"));
    }
    CHECK(body_of(client.send("GET", "/v1/organization"))["zone"] == "UTC");  // Nothing was half saved.
    CHECK(body_of(client.send("GET", "/v1/connections"))["items"].size() == 3);
}

TEST_CASE("api: an answer streams as typed parts with the whole at the end") {
    DemoHouse demo;
    Client client(demo);
    const auto response = client.send("POST", "/v1/ask", R"({"question":"What was MRR last quarter?"})",
                                      {{"Accept", "text/event-stream"}});
    REQUIRE(response.status == 200);
    CHECK(net::header(response.headers, "Content-Type") == "text/event-stream");
    std::size_t last = 0;
    for (const char* part :
         {"event: plan", "event: progress", "event: table", "event: chart", "event: text", "event: done"}) {
        CAPTURE(part);
        const auto at = response.body.find(part);
        CHECK(at != std::string::npos);
        CHECK(at >= last);
        last = at;
    }
}

TEST_CASE("api: an answer is pinned to a dashboard and refreshed") {
    DemoHouse demo;
    Client client(demo);
    const auto answer = body_of(
        client.send("POST", "/v1/ask", R"({"question":"What is open-rate by audience segment last quarter?"})"));
    const auto board = client.send("POST", "/v1/dashboards", R"({"name":"Mail"})");
    REQUIRE(board.status == 201);
    const std::string board_id = body_of(board)["id"];
    const auto pinned =
        client.send("POST", "/v1/pins", dump({{"answer", answer["id"]}, {"dashboard", board_id}, {"title", "Opens"}}));
    REQUIRE(pinned.status == 201);
    const std::string pin_id = body_of(pinned)["id"];
    const auto refreshed = client.send("POST", "/v1/pins/" + pin_id + "/refresh");
    REQUIRE(refreshed.status == 200);
    CHECK(body_of(refreshed)["chart"]["data"] == answer["chart"]["data"]);
    CHECK(body_of(client.send("GET", "/v1/dashboards/" + board_id))["pins"].size() == 1);
    CHECK(client.send("DELETE", "/v1/dashboards/" + board_id).status == 204);
    CHECK(client.send("GET", "/v1/pins/" + pin_id).status == 404);
}

TEST_CASE("api: a connection is made, tested, and forgotten over HTTP") {
    DemoHouse demo;
    Client client(demo);
    const auto listed = body_of(client.send("GET", "/v1/connections"))["items"];
    REQUIRE(listed.size() == 3);
    for (const auto& connection : listed) {
        CAPTURE(connection["vendor"]);
        CHECK(connection["state"] == "connected");
        const std::string path = "/v1/connections/" + connection["id"].get<std::string>();
        const auto health = body_of(client.send("POST", path + "/test"));
        CHECK(health["tools"].size() >= 5);
        for (const auto& tool : health["tools"]) {
            if (policy::names_a_write(tool["name"].get<std::string>())) CHECK(tool["verdict"] == "refused");
        }
        CHECK(client.send("DELETE", path).status == 204);
        CHECK(client.send("GET", path).status == 404);
        CHECK(demo.simulation().seen({connection["vendor"]}).revocations >= 1);
    }
    CHECK(body_of(client.send("POST", "/v1/ask", R"({"question":"What was MRR last quarter?"})"))["reason"] ==
          "no_source");
}

TEST_CASE("api: another organization's key sees nothing of the first") {
    DemoHouse demo;
    Client client(demo);
    const auto answer = body_of(client.send("POST", "/v1/ask", R"({"question":"What was MRR last quarter?"})"));
    store::Organization other;
    other.id = {"globex"};
    other.name = "Globex";
    other.tier = "enterprise";
    REQUIRE(demo.house().store().create_organization(other));
    const SystemClock clock;
    const auto key = app::make_api_key(demo.house().store(), other.id, "test", clock);
    REQUIRE(key);
    const net::Headers as_other{{"Authorization", "Bearer " + key.value()}};
    CHECK(client.send_bare("GET", "/v1/answers/" + answer["id"].get<std::string>(), "", as_other).status == 404);
    CHECK(body_of(client.send_bare("GET", "/v1/connections", "", as_other))["items"].empty());
    const auto asked =
        body_of(client.send_bare("POST", "/v1/ask", R"({"question":"What was MRR last quarter?"})", as_other));
    CHECK(asked["status"] == "refused");
    CHECK(asked["reason"] == "no_source");
}

TEST_CASE("api: questions of several threads are answered side by side") {
    DemoHouse demo;
    Client client(demo);
    constexpr int threads_count = 8;
    std::vector<std::string> texts(threads_count);
    std::vector<std::thread> threads;
    for (int number = 0; number < threads_count; ++number) {
        threads.emplace_back([&, number] {
            auto org = demo.house().store().for_org(demo.org().org());
            const auto answer = demo.house().asker().ask(
                *org, {"u1"}, {"What is open-rate by audience segment last quarter?", {}, false});
            if (answer) texts[static_cast<std::size_t>(number)] = answer.value()["text"];
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& text : texts) CHECK(text == texts.front());
    CHECK_FALSE(texts.front().empty());
}
