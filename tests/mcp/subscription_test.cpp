#include "mcp/subscription.h"

#include "client.h"
#include "fakes/modern_server.h"

using namespace parley;
using fakes::McpServer;
using fakes::ModernServer;
using mcp::Subscription;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;
using Notice = Subscription::Notice;

namespace {

Json notice(const std::string& method, const Json& id) {
    return {{"jsonrpc", "2.0"},
            {"method", "notifications/" + method},
            {"params", {{"_meta", {{"io.modelcontextprotocol/subscriptionId", id}}}}}};
}

const std::string acknowledged = "subscriptions/acknowledged";

}  // namespace

TEST_CASE("mcp: a subscription gives what was wished for, acknowledged and its own") {
    ModernServer server;
    std::stop_source source;
    server.on["subscriptions/listen"] = [](const Seen& seen, Line& line) {
        const Json& id = seen.message["id"];
        McpServer::begin_stream(line);
        line.chunk(McpServer::event(notice("tools/list_changed", id)));  // Too early.
        line.chunk(McpServer::event(notice(acknowledged, id)));
        line.chunk(": still here\n\n");
        line.chunk(McpServer::event(notice("tools/list_changed", 999)));   // Another's.
        line.chunk(McpServer::event(notice("prompts/list_changed", id)));  // Not wished for.
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"method", "notifications/tools/list_changed"}}));
        line.chunk(McpServer::event(notice("tools/list_changed", id)));
        line.chunk(McpServer::event(notice("resources/list_changed", id)));
        line.wait_for_client_to_go();
    };
    const auto http = net::make_http();
    Subscription subscription(*http, checked(server.url()), Secret("tok"));
    std::vector<Notice> heard;
    const auto pumped = subscription.pump(
        {Notice::tools_changed, Notice::resources_changed},
        [&](Notice one) {
            heard.push_back(one);
            if (heard.size() == 2) source.request_stop();
        },
        20'000, source.get_token());
    CHECK(pumped);
    CHECK(heard == std::vector<Notice>{Notice::tools_changed, Notice::resources_changed});
    const auto asked = server.seen("subscriptions/listen");
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].asked.header("authorization") == "Bearer tok");
    CHECK(asked[0].message["params"]["notifications"] ==
          Json{{"toolsListChanged", true}, {"resourcesListChanged", true}});
}

TEST_CASE("mcp: a subscription that is lost is asked for again under another id, and what was missed is told") {
    ModernServer server;
    std::atomic<int> streams = 0;
    server.on["subscriptions/listen"] = [&](const Seen& seen, Line& line) {
        McpServer::begin_stream(line);
        line.chunk("retry: 5\n\n");
        line.chunk(McpServer::event(notice(acknowledged, seen.message["id"])));
        if (++streams == 1) return line.hang_up();
        if (streams == 3) line.chunk(McpServer::event(ModernServer::complete(seen, Json::object())));
        McpServer::end_stream(line);
    };
    const auto http = net::make_http();
    Subscription subscription(*http, checked(server.url()), std::nullopt);
    std::atomic<int> heard = 0;
    const auto pumped = subscription.pump(
        {Notice::tools_changed}, [&](Notice) { ++heard; }, 20'000, std::stop_token());
    REQUIRE_MESSAGE(pumped, pumped.error().message);
    CHECK(heard == 2);
    const auto asked = server.seen("subscriptions/listen");
    REQUIRE(asked.size() == 3);
    CHECK(asked[0].message["id"] != asked[1].message["id"]);
    CHECK(asked[1].message["id"] != asked[2].message["id"]);
}

TEST_CASE("mcp: a subscription ends in time, with its server's refusal, or when it is lost for ever") {
    struct {
        std::string what;
        McpServer::Handler handler;
        int timeout_ms;
        std::string sentence;  // Empty: it ends well.
    } const cases[] = {
        {"silence",
         [](const Seen&, Line& line) {
             McpServer::begin_stream(line);
             line.wait_for_client_to_go();
         },
         100, ""},
        {"not there", [](const Seen& seen, Line& line) { ModernServer::refuse(seen, line, 404, -32601, "no"); }, 5'000,
         "The vendor's server reported an error of its own."},
        {"not let in", [](const Seen&, Line& line) { line.reply(401, "", ""); }, 5'000,
         "The vendor no longer lets this connection in: connect it again."},
        {"for ever",
         [](const Seen&, Line& line) {
             McpServer::begin_stream(line);
             line.chunk("retry: 1\n\n");
             McpServer::end_stream(line);
         },
         5'000, "The vendor's server keeps closing the stream of its notices."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        ModernServer server;
        server.on["subscriptions/listen"] = c.handler;
        const auto http = net::make_http();
        Subscription subscription(*http, checked(server.url()), std::nullopt);
        const auto pumped = subscription.pump(
            {Notice::tools_changed}, [](Notice) {}, c.timeout_ms, std::stop_token());
        CHECK(static_cast<bool>(pumped) == c.sentence.empty());
        if (!pumped) CHECK(pumped.error().message == c.sentence);
    }
}
