// Keys, members, plans and limits as a client of the server meets them.
#include "client.h"
#include "gate.h"

#include <thread>

using namespace parley;
using namespace parley::tests;

namespace {

net::Headers as(const std::string& key) {
    return {{"Authorization", "Bearer " + key}};
}

void check_problem(const net::Response& response, int status, const std::string& says) {
    INFO(response.body);
    CHECK(response.status == status);
    CHECK(net::header(response.headers, "Content-Type") == "application/problem+json");
    const Json problem = body_of(response);
    CHECK(problem["status"] == status);
    CHECK(problem["detail"].get<std::string>().find(says) != std::string::npos);
}

}  // namespace

TEST_CASE("api: a key is shown once, does what its role may, and is revoked") {
    DemoHouse demo;
    Client client(demo);
    const auto response = client.send("POST", "/v1/keys", R"({"name":"board","role":"viewer","expires_in_days":7})");
    REQUIRE(response.status == 201);
    const Json made = body_of(response);
    const std::string key = made["key"];
    CHECK(made["role"] == "viewer");
    CHECK(made["expires_at"].is_string());
    CHECK(key.size() > 40);
    CHECK(client.send_bare("GET", "/v1/dashboards", "", as(key)).status == 200);
    check_problem(client.send_bare("POST", "/v1/ask", R"({"question":"MRR?"})", as(key)), 403, "role analyst");

    const auto listed = client.send("GET", "/v1/keys");
    CHECK(listed.body.find(key) == std::string::npos);
    CHECK(listed.body.find(vault::sha256_hex(key)) == std::string::npos);
    CHECK(body_of(listed)["items"].size() == 2);
    const std::string path = "/v1/keys/" + made["id"].get<std::string>();
    CHECK(client.send_bare("DELETE", path, "", as(key)).status == 403);
    CHECK(client.send("DELETE", path).status == 204);
    CHECK(client.send("DELETE", path).status == 404);
    check_problem(client.send_bare("GET", "/v1/dashboards", "", as(key)), 401, "API key");
}

TEST_CASE("api: what keys and members are made from is checked, and nothing is half made") {
    DemoHouse demo;
    Client client(demo);
    const struct {
        const char *path, *body;
        int status;
    } cases[] = {
        {"/v1/keys", R"({"name":"a"})", 201},
        {"/v1/keys", R"({"name":"a","role":"owner","expires_in_days":366})", 201},
        {"/v1/keys", R"({})", 400},
        {"/v1/keys", R"({"name":7})", 400},
        {"/v1/keys", R"({"name":"a","role":"root"})", 400},
        {"/v1/keys", R"({"name":"a","role":["owner"]})", 400},
        {"/v1/keys", R"({"name":"a","role":null})", 400},
        {"/v1/keys", R"({"name":"a","expires_in_days":null})", 400},
        {"/v1/keys", R"({"name":"a","expires_in_days":"7"})", 400},
        {"/v1/keys", R"({"name":"a","expires_in_days":1.5})", 400},
        {"/v1/keys", R"({"name":"a","expires_in_days":0})", 400},
        {"/v1/keys", R"({"name":"a","expires_in_days":-9223372036854775808})", 400},
        {"/v1/keys", R"({"name":"a","expires_in_days":18446744073709551615})", 400},
        {"/v1/members", R"({"email":"Ann@Example.com","role":"owner"})", 201},
        {"/v1/members", R"({"email":"bob@example.com"})", 201},
        {"/v1/members", R"({"email":"ann@example.com"})", 400},
        {"/v1/members", R"({})", 400},
        {"/v1/members", R"({"email":"nobody"})", 400},
        {"/v1/members", R"({"email":["a@b"]})", 400},
        {"/v1/members", R"({"email":"cat@example.com","role":"boss"})", 400},
        {"/v1/members", R"({"email":"cat@example.com","name":7})", 400},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        CHECK(client.send("POST", c.path, c.body).status == c.status);
    }
    CHECK(body_of(client.send("GET", "/v1/keys"))["items"].size() == 3);
    const Json members = body_of(client.send("GET", "/v1/members"))["items"];
    REQUIRE(members.size() == 2);
    CHECK(members[0]["email"] == "ann@example.com");
    CHECK(members[1]["role"] == "viewer");

    const std::string ann = "/v1/members/" + members[0]["id"].get<std::string>();
    const std::string bob = "/v1/members/" + members[1]["id"].get<std::string>();
    check_problem(client.send("DELETE", ann), 400, "last one");
    check_problem(client.send("PUT", ann, R"({"role":"admin"})"), 400, "last one");
    CHECK(body_of(client.send("PUT", bob, R"({"role":"owner","name":"Bob"})"))["role"] == "owner");
    CHECK(client.send("DELETE", ann).status == 204);
    CHECK(client.send("DELETE", ann).status == 404);
}

TEST_CASE("api: a trial that is over looks, disconnects and manages, and is told what asking takes") {
    DemoHouse demo;
    Client client(demo);
    auto settings = demo.org().settings().value();
    settings.tier = "trial";
    settings.created_at = demo.house().now();
    REQUIRE(demo.org().save_settings(settings, {{"u"}, "settings", "x", {}, demo.house().now()}));
    const Json fresh = body_of(client.send("GET", "/v1/plan"));
    CHECK(fresh["tier"] == "trial");
    CHECK(fresh["days_left"] == 14);
    CHECK(fresh["over"] == false);
    CHECK(fresh["features"].size() == 4);
    CHECK(fresh["usage"]["connections"] == 3);
    CHECK(fresh["usage"]["keys"] == 1);

    store::Organization old;  // Its first day is long ago.
    old.id = {"old"};
    old.name = "Old";
    REQUIRE(demo.house().store().create_organization(old));
    const SystemClock clock;
    const auto key = app::make_api_key(demo.house().store(), old.id, "test", clock);
    REQUIRE(key);
    const auto send = [&](const char* method, const char* path, const char* body) {
        return client.send_bare(method, path, body, as(key.value()));
    };
    const Json plan = body_of(send("GET", "/v1/plan", ""));
    CHECK(plan["over"] == true);
    CHECK(plan["days_left"] == 0);
    CHECK(plan["features"].empty());
    const char* const sentence = "The plan Trial is over. Asking questions takes the plan Starter.";
    check_problem(send("POST", "/v1/ask", R"({"question":"MRR?"})"), 403, sentence);
    check_problem(send("POST", "/v1/connections", R"({"vendor":"stripe"})"), 403, "is over");
    check_problem(send("POST", "/v1/connections", R"({"url":"https://mcp.example.com/"})"), 403, "is over");
    CHECK(send("GET", "/v1/connections", "").status == 200);
    CHECK(send("DELETE", "/v1/connections/nothing", "").status == 404);
    CHECK(send("PUT", "/v1/organization", R"({"name":"Older","tier":"enterprise"})").status == 200);
    CHECK(body_of(send("GET", "/v1/plan", ""))["tier"] == "trial");  // Nobody gives himself another plan.
}

TEST_CASE("api: a server by its address is another act than a vendor of the catalogue, and the body decides which") {
    Gate gate;
    const struct {
        const char* body;
        bool refused;
    } cases[] = {
        {R"({"url":"https://mcp.example.com/"})", true},
        {R"({"url":"http://10.0.0.1/"})", true},
        {R"({"vendor":"no-such-vendor"})", false},
        {R"({"vendor":"","url":"https://mcp.example.com/"})", true},
    };
    auto permits = policy::Permits::make({{"small", "Small", 0, {policy::Feature::ask}},
                                          {"big", "Big", 0, {policy::Feature::ask, policy::Feature::custom_servers}}});
    REQUIRE(permits);
    api::Doorkeeper doorkeeper(std::move(permits).value(), gate.clock);
    const auto& house = gate.deps();
    const api::Deps deps{house.store, house.catalogue, house.connector, house.asker, house.clock, doorkeeper};
    const auto org = gate.make_org("acme", "small");
    const std::string key = bearer(gate.make_key(*org, api::terminal_user, policy::Role::owner));
    const auto found = api::match("POST", "/v1/connections");
    api::Admission admission(deps);
    for (const auto& c : cases) {
        CAPTURE(c.body);
        api::Knock knock;
        knock.authorization = {key};
        auto verdict = admission.admit(*found.route, knock);
        auto* guest = std::get_if<api::Admitted>(&verdict);
        REQUIRE(guest != nullptr);
        api::Call call;
        call.caller = *guest->caller;
        call.org = std::move(guest->org);
        call.what = "POST /v1/connections";
        call.body = parse_json(c.body).value();
        const auto reply = found.route->handler(deps, call);
        REQUIRE_FALSE(reply);
        CHECK((reply.error().fault == Fault::denied) == c.refused);
        if (c.refused) CHECK(reply.error().message == "Connecting a server by its address takes the plan Big.");
    }
    CHECK(gate.rows_of("acme", "denied").size() == 3);
}

TEST_CASE("api: who asks too often is told when to come again, and health always answers") {
    DemoHouse demo;
    Client client(demo);
    int passed = 0;
    net::Response last;
    for (int number = 0; number < limits::requests_per_minute + 20; ++number) {
        last = client.send("GET", "/v1/organization");
        passed += last.status == 200 ? 1 : 0;
    }
    CHECK(passed == limits::requests_per_minute);  // The demo's clock stands.
    check_problem(last, 429, "minute");
    CHECK(net::header(last.headers, "Retry-After") == "1");
    CHECK(client.send_bare("GET", "/healthz").status == 200);
    CHECK(net::header(last.headers, "WWW-Authenticate").empty());
}

TEST_CASE("api: a tenant whose vendors are all silent takes no thread from health and from its neighbours") {
    constexpr int question_timeout_ms = 4'000;
    DemoHouse demo(question_timeout_ms);
    Client client(demo);
    store::Organization globex;
    globex.id = {"globex"};
    globex.name = "Globex";
    globex.tier = "enterprise";
    REQUIRE(demo.house().store().create_organization(globex));
    const SystemClock clock;
    const auto key = app::make_api_key(demo.house().store(), globex.id, "test", clock);
    REQUIRE(key);
    demo.simulation().set_trouble({"stripe"}, sim::Trouble::silent);
    std::atomic<int> ended{0};
    std::atomic<int> answered{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    // One key may ask for vendors thirty times a minute: enough to fill the seats.
    constexpr int askers = limits::vendor_requests_per_minute - 2;
    static_assert(askers > limits::threads_per_organization);
    for (int number = 0; number < askers; ++number) {
        threads.emplace_back([&] {
            Peer peer(client.port());
            const int status =
                peer.status("POST", "/v1/ask", client.key(), R"({"question":"What was gross volume last month?"})");
            ++(status == 429 ? refused : answered);
            ++ended;
            ended.notify_all();
        });
    }
    // Those over the limit are told at once; that one of them was means that all seats are taken.
    ended.wait(0);
    CHECK(answered == 0);
    const auto begun = std::chrono::steady_clock::now();
    for (int number = 0; number < 5; ++number) {
        CHECK(client.send_bare("GET", "/healthz").status == 200);
        CHECK(client.send_bare("GET", "/v1/connections", "", as(key.value())).status == 200);
        CHECK(client.send("GET", "/v1/connections").status == 200);
    }
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(question_timeout_ms));
    CHECK(answered == 0);
    for (auto& thread : threads) thread.join();
    CHECK(refused >= 1);
    CHECK(answered >= limits::threads_per_organization);
    CHECK(refused + answered == askers);
}
