#include "sim/sim.h"
#include "support.h"
#include "vendor_folder.h"
#include "wire.h"

#include <Poco/Exception.h>
#include <atomic>
#include <thread>

using namespace parley;
using namespace parley::sim;
using namespace parley::sim::testing;
using namespace std::chrono_literals;

namespace {

// The whole way to a token by hand, as RFC 9728, 8414, 7591 and 6749 have it.
class Browser {
public:
    explicit Browser(std::string url) : url_(std::move(url)) {
        const auto refused = testing::send("POST", url_, {{"Content-Type", "application/json"}}, "{}");
        REQUIRE(refused.status == 401);
        const std::string before = "resource_metadata=\"";
        const auto challenge = refused.header("WWW-Authenticate");
        const auto start = challenge.find(before) + before.size();
        resource = testing::json_of(
            testing::send("GET", challenge.substr(start, challenge.find('"', start) - start), {}, "").body);
        const auto issuer = resource["authorization_servers"][0].get<std::string>();
        server =
            testing::json_of(testing::send("GET", issuer + "/.well-known/oauth-authorization-server", {}, "").body);
        const Json metadata{{"redirect_uris", Json::array({testing::redirect})},
                            {"token_endpoint_auth_method", "none"},
                            {"grant_types", Json::array({"authorization_code", "refresh_token"})}};
        client_id = text_at(testing::json_of(testing::send("POST", text_at(server, "registration_endpoint"),
                                                           {{"Content-Type", "application/json"}}, dump(metadata))
                                                 .body),
                            "client_id");
    }

    std::string code() const {
        const auto query = form_text({{"response_type", "code"},
                                      {"client_id", client_id},
                                      {"redirect_uri", testing::redirect},
                                      {"code_challenge", testing::challenge},
                                      {"code_challenge_method", "S256"},
                                      {"resource", url_},
                                      {"state", "state"}});
        const auto reply = testing::send("GET", text_at(server, "authorization_endpoint") + "?" + query, {}, "");
        REQUIRE(reply.status == 302);
        return testing::parameter(reply.header("Location"), "code");
    }

    testing::WireReply form(const std::string& endpoint, const Fields& fields) const {
        const Fields headers{{"Content-Type", "application/x-www-form-urlencoded"}};
        return testing::send("POST", text_at(server, endpoint), headers, form_text(fields));
    }

    testing::WireReply exchange(const std::string& with_code) const {
        return form("token_endpoint", {{"grant_type", "authorization_code"},
                                       {"client_id", client_id},
                                       {"code", with_code},
                                       {"redirect_uri", testing::redirect},
                                       {"code_verifier", testing::verifier},
                                       {"resource", url_}});
    }

    testing::WireReply refresh(const std::string& token) const {
        return form("token_endpoint",
                    {{"grant_type", "refresh_token"}, {"client_id", client_id}, {"refresh_token", token}});
    }

    Json tokens() const { return testing::json_of(exchange(code()).body); }

    Json resource, server;
    std::string client_id;

private:
    std::string url_;
};

// One MCP session by hand.
class Wire {
public:
    Wire(std::string url, std::string token) : url_(std::move(url)), token_(std::move(token)) {
        session_ = ask("initialize", {{"protocolVersion", "2025-11-25"}}).header("Mcp-Session-Id");
    }

    testing::WireReply ask(const std::string& method, const Json& params) {
        Fields headers{{"Content-Type", "application/json"},
                       {"Accept", "application/json, text/event-stream"},
                       {"Authorization", "Bearer " + token_}};
        if (!session_.empty()) headers.emplace_back("Mcp-Session-Id", session_);
        const Json message{{"jsonrpc", "2.0"}, {"id", ++id_}, {"method", method}, {"params", params}};
        return testing::send("POST", url_, headers, dump(message));
    }

    testing::WireReply call(const std::string& tool, const Json& arguments) {
        return ask("tools/call", {{"name", tool}, {"arguments", arguments}});
    }

private:
    std::string url_, token_, session_;
    int id_ = 0;
};

}  // namespace

TEST_CASE("sim: the whole way over the wire, from 401 to data") {
    Fixture fixture;
    Browser browser(fixture.url);
    CHECK(browser.resource["resource"] == fixture.url);
    const auto tokens = browser.tokens();
    Wire wire(fixture.url, text_at(tokens, "access_token"));
    const auto as_json = wire.call("list_rows", {{"limit", 2}});  // Request 2.
    const auto as_stream = wire.call("list_rows", {{"limit", 2}});
    CHECK(as_json.type == "application/json");
    CHECK(as_stream.type == "text/event-stream");
    const auto raw = fixture.simulation->answer(tiny, "list_rows", {{"limit", 2}});
    REQUIRE(raw);
    for (const auto& reply : {as_json, as_stream}) {
        const auto message = testing::message_of(reply.type, reply.body);
        CHECK(message["result"]["structuredContent"] == raw.value());
    }
    const auto seen = fixture.simulation->seen(tiny);
    CHECK(seen.tools_called == std::vector<std::string>{"list_rows", "list_rows"});
    CHECK(seen.authorizations == 1);
    CHECK(seen.refreshes == 0);
}

TEST_CASE("sim: over the wire a code works once, an old refresh token ends everything") {
    Fixture fixture;
    Browser browser(fixture.url);
    const auto code = browser.code();
    const auto first = testing::json_of(browser.exchange(code).body);
    CHECK(browser.exchange(code).status == 400);
    CHECK(Wire(fixture.url, text_at(first, "access_token")).ask("ping", {}).status == 401);

    const auto second = browser.tokens();
    const auto third = testing::json_of(browser.refresh(text_at(second, "refresh_token")).body);
    CHECK(Wire(fixture.url, text_at(third, "access_token")).ask("ping", {}).status == 200);
    CHECK(browser.refresh(text_at(second, "refresh_token")).status == 400);
    CHECK(Wire(fixture.url, text_at(third, "access_token")).ask("ping", {}).status == 401);
    CHECK(browser.refresh(text_at(third, "refresh_token")).status == 400);
    CHECK(fixture.simulation->seen(tiny).refreshes == 1);
}

TEST_CASE("sim: over the wire a revoked and an expired token give 401") {
    Fixture fixture(Options{7, 0, 60, true});
    Browser browser(fixture.url);
    const auto tokens = browser.tokens();
    Wire wire(fixture.url, text_at(tokens, "access_token"));
    CHECK(wire.ask("ping", {}).status == 200);
    fixture.clock.move(60s);
    CHECK(wire.ask("ping", {}).status == 401);
    const auto fresh = testing::json_of(browser.refresh(text_at(tokens, "refresh_token")).body);
    CHECK(Wire(fixture.url, text_at(fresh, "access_token")).ask("ping", {}).status == 200);
    const Fields revocation{{"client_id", browser.client_id}, {"token", text_at(fresh, "refresh_token")}};
    CHECK(browser.form("revocation_endpoint", revocation).status == 200);
    CHECK(Wire(fixture.url, text_at(fresh, "access_token")).ask("ping", {}).status == 401);
    CHECK(fixture.simulation->seen(tiny).revocations == 1);
}

TEST_CASE("sim: a token of one vendor is nothing to another") {
    const auto catalogue = read_vendors(std::string(PARLEY_SOURCE_DIR) + "/plugins/vendors");
    testing::MovableClock clock;
    auto simulation = Simulation::start(catalogue, {VendorId{"stripe"}, VendorId{"ecomail"}}, clock, {});
    REQUIRE(simulation);
    const auto stripe = simulation.value()->url(VendorId{"stripe"});
    const auto ecomail = simulation.value()->url(VendorId{"ecomail"});
    const auto token = text_at(Browser(stripe).tokens(), "access_token");
    CHECK(Wire(stripe, token).ask("ping", {}).status == 200);
    CHECK(Wire(ecomail, token).ask("ping", {}).status == 401);
}

TEST_CASE("sim: troubles over the wire come and go while it runs") {
    Fixture fixture;
    Browser browser(fixture.url);
    Wire wire(fixture.url, text_at(browser.tokens(), "access_token"));
    struct {
        const char* trouble;
        int status;
        std::size_t bytes_min, bytes_max;
    } const cases[] = {
        {"none", 200, 50, 500},      {"html", 200, 10, 200}, {"server_error", 500, 1, 100},
        {"half_json", 200, 10, 150}, {"none", 200, 50, 500}, {"huge", 200, 100u << 20, 101u << 20},
        {"always_401", 401, 1, 100}, {"none", 200, 50, 500},
    };
    for (const auto& c : cases) {
        const std::string name = c.trouble;
        CAPTURE(name);
        const auto trouble = trouble_named(name);
        REQUIRE(trouble);
        fixture.simulation->set_trouble(tiny, *trouble);
        const auto reply = wire.call("count_rows", Json::object());
        CHECK(reply.status == c.status);
        CHECK(reply.body.size() >= c.bytes_min);
        CHECK(reply.body.size() <= c.bytes_max);
        if (name == "half_json") CHECK_FALSE(parse_json(reply.body));
    }
    fixture.simulation->set_trouble(tiny, Trouble::expired);
    CHECK(wire.call("count_rows", {}).status == 401);
    CHECK(wire.call("count_rows", {}).status == 401);
    CHECK_FALSE(trouble_named("everything"));
}

TEST_CASE("sim: a silent vendor does not keep the simulation from stopping") {
    Fixture fixture;
    const auto token = text_at(Browser(fixture.url).tokens(), "access_token");
    fixture.simulation->set_trouble(tiny, Trouble::silent);
    std::atomic<bool> ended{false};
    std::thread client([&] {
        try {
            Wire waiting(fixture.url, token);
        } catch (const Poco::Exception&) {
            ended = true;
        }
    });
    fixture.simulation.reset();
    client.join();
    CHECK(ended);
}

TEST_CASE("sim: same seed, same clock, same bytes; another seed, others") {
    const auto wire_bytes = [](std::uint64_t seed) {
        Fixture fixture(Options{seed, 0, 3600, true});
        Wire wire(fixture.url, text_at(Browser(fixture.url).tokens(), "access_token"));
        std::string all = wire.ask("tools/list", Json::object()).body;
        for (const int limit : {1, 10, 100}) all += wire.call("list_rows", {{"limit", limit}}).body;
        return all;
    };
    const auto first = wire_bytes(7);
    CHECK(first == wire_bytes(7));
    CHECK(first != wire_bytes(8));
}

TEST_CASE("sim: only what can be simulated starts, on the port that is wanted") {
    VendorFolder folder;
    const auto catalogue = read_vendors(folder.path());
    testing::MovableClock clock;
    auto all = Simulation::start(catalogue, {}, clock, {});
    REQUIRE(all);
    CHECK(all.value()->url(tiny).rfind("http://127.0.0.1:", 0) == 0);
    CHECK(all.value()->url(still) == "");
    CHECK_FALSE(all.value()->answer(still, "list_rows", Json::object()));
    for (const auto& id : {still, VendorId{"tyny"}}) {
        CAPTURE(id.text);
        const auto refused = Simulation::start(catalogue, {id}, clock, {});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().fault == Fault::not_found);
        CHECK(refused.error().message.find(id.text) != std::string::npos);
    }
    const auto url = all.value()->url(tiny);
    Options wanted;
    wanted.port = std::stoi(url.substr(url.rfind(':') + 1));
    const auto taken = Simulation::start(catalogue, {tiny}, clock, wanted);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().fault == Fault::unavailable);
    CHECK(Simulation::start(catalogue, {tiny, tiny}, clock, {}).error().fault == Fault::invalid);
}

TEST_CASE("sim: every vendor of the house that has a script runs it") {
    const auto catalogue = read_vendors(std::string(PARLEY_SOURCE_DIR) + "/plugins/vendors");
    testing::MovableClock clock;
    auto simulation = Simulation::start(catalogue, {}, clock, {});
    REQUIRE(simulation);
    CHECK_FALSE(simulation.value()->named_days().empty());
    int scripts = 0, answers = 0;
    for (const auto& vendor : catalogue.vendors()) {
        if (vendor.simulate_source.empty()) continue;
        CAPTURE(vendor.manifest.id.text);
        ++scripts;
        Script script({clock, 7}, vendor.simulate_source, vendor.manifest.id.text);
        const auto tools = script.tools();
        REQUIRE_MESSAGE(tools, (tools ? "" : tools.error().detail));
        CHECK_FALSE(tools.value().empty());
        for (const auto& tool : tools.value()) {
            CAPTURE(dump(tool));
            CHECK(tool["inputSchema"]["type"] == "object");
            CHECK_FALSE(text_at(tool, "description").empty());
            if (tool["inputSchema"].contains("required") || !flag_at(tool["annotations"], "readOnlyHint", false))
                continue;
            const auto answer = script.call(text_at(tool, "name"), Json::object());
            if (!answer) {  // A tool may want one of several arguments, which no schema says.
                CHECK(answer.error().fault == Fault::invalid);
                CHECK_FALSE(answer.error().detail.empty());
                continue;
            }
            const auto served = simulation.value()->answer(vendor.manifest.id, text_at(tool, "name"), Json::object());
            REQUIRE(served);
            CHECK(dump(answer.value()) == dump(served.value()));
            ++answers;
        }
    }
    CHECK(scripts >= 3);
    CHECK(answers > scripts);
}
