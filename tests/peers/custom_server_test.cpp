// MCP servers from the npm registry that nobody here wrote, connected by their URL.
#include "../house/support.h"
#include "node_server.h"

#include <algorithm>

using namespace parley;
using namespace parley::tests;

namespace {

bool peers_are_here() {
    const bool here = std::filesystem::exists(node_module("@modelcontextprotocol/server-everything"));
    if (!here) MESSAGE("skipped, 1 test: npm ci has not brought the servers");
    return here;
}

store::Connection connect_by_url(DemoHouse& demo, const std::string& url, const std::string& name) {
    connect::Begin wish;
    wish.url = url;
    wish.name = name;
    auto started = demo.house().connector().begin(demo.org(), app::terminal_user, std::move(wish));
    INFO((started ? "" : started.error().message + " " + started.error().detail));
    REQUIRE(started);
    CHECK(started.value().authorize_url.empty());
    return started.value().connection;
}

std::string verdict(DemoHouse& demo, const ConnectionId& id, const std::string& tool) {
    const auto pins = demo.org().tools(id);
    REQUIRE(pins);
    for (const auto& pin : pins.value()) {
        if (pin.name == tool) return pin.verdict;
    }
    return "not there";
}

}  // namespace

TEST_CASE("peers: server-everything connects by URL, and its tools are judged by the strict rule") {
    if (!peers_are_here()) return;
    const NodeServer server(node_module("@modelcontextprotocol/server-everything/dist/index.js"), {"streamableHttp"});
    DemoHouse demo;
    const auto connection = connect_by_url(demo, server.url(), "Everything");
    CHECK(connection.state == store::ConnectionState::connected);
    const auto pins = demo.org().tools(connection.id);
    REQUIRE(pins);
    CHECK(pins.value().size() >= 8);
    for (const auto& pin : pins.value()) {
        CAPTURE(pin.name);
        CHECK_FALSE(pin.reason.empty());
        // What is admitted by itself reads by name and is declared read-only by the server.
        if (pin.verdict == "admitted") CHECK(flag_at(pin.annotations, "readOnlyHint", false));
    }
    const auto health = demo.house().connector().test(demo.org(), app::terminal_user, connection.id);
    REQUIRE(health);
    CHECK(health.value().tools.size() == pins.value().size());
}

TEST_CASE("peers: a cohort server's table is inferred once an administrator has admitted its tool") {
    if (!peers_are_here()) return;
    const NodeServer server(node_module("@modelcontextprotocol/server-cohort-heatmap/dist/index.js"), {});
    DemoHouse demo;
    const auto connection = connect_by_url(demo, server.url(), "Cohorts");
    REQUIRE(verdict(demo, connection.id, "get-cohort-data") == "waiting");
    CHECK(demo.ask("Show the cohort data")["status"] != "answered");  // Not before somebody has looked at it.

    const auto waiting = demo.house().connector().reviews(demo.org());
    REQUIRE(waiting);
    const auto item = std::find_if(waiting.value().begin(), waiting.value().end(),
                                   [](const connect::Review& review) { return review.subject == "get-cohort-data"; });
    REQUIRE(item != waiting.value().end());
    REQUIRE(demo.house().connector().review(demo.org(), app::terminal_user, connection.id, item->subject,
                                            {connect::Decision::Word::admit, item->hash}));
    const auto answer = demo.ask("Show the cohort data");
    INFO(answer.dump());
    REQUIRE(answer["status"] == "answered");
    CHECK(answer["sources"][0]["tool"] == "get-cohort-data");
    CHECK(answer["table"]["rows"].size() >= 3);
    CHECK(answer["table"]["columns"].size() >= 3);
}

TEST_CASE("peers: a server by URL is gone with its tools when it is disconnected") {
    if (!peers_are_here()) return;
    const NodeServer server(node_module("@modelcontextprotocol/server-cohort-heatmap/dist/index.js"), {});
    DemoHouse demo;
    const auto connection = connect_by_url(demo, server.url(), "Cohorts");
    REQUIRE(demo.house().connector().disconnect(demo.org(), app::terminal_user, connection.id));
    CHECK(demo.org().connection(connection.id).error().fault == Fault::not_found);
    CHECK(demo.house().connector().disconnect(demo.org(), app::terminal_user, connection.id).error().fault ==
          Fault::not_found);
}
