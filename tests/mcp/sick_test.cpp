#include "client.h"

using namespace parley;
using fakes::McpServer;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;

namespace {

McpServer::Handler replies_with(int status, const std::string& type, const std::string& body,
                                const std::string& headers = "") {
    return [=](const Seen&, Line& line) { line.reply(status, type, body, headers); };
}

struct Sickness {
    std::string what;
    McpServer::Handler handler;
    Fault fault;
    std::string sentence;
};

// What may happen to any request.
std::vector<Sickness> sicknesses() {
    const std::string json = "application/json";
    return {
        {"web page", replies_with(200, "text/html", "<!doctype html><h1>Log in</h1>"), Fault::unavailable,
         "The vendor's server sent a web page instead of an answer."},
        {"web page in disguise", replies_with(200, json, "\n<html>"), Fault::unavailable,
         "The vendor's server sent a web page instead of an answer."},
        {"half a JSON", replies_with(200, json, "{\"jsonrpc\":\"2.0\",\"id\":1,\"resu"), Fault::unavailable,
         "The vendor's server sent an answer that is not whole."},
        {"too deep", replies_with(200, json, std::string(100'000, '[')), Fault::unavailable,
         "The vendor's server sent an answer that is not whole."},
        {"nothing", replies_with(200, json, ""), Fault::unavailable, "The vendor's server sent an empty answer."},
        {"accepted, no answer", replies_with(202, "", ""), Fault::unavailable,
         "The vendor's server sent an empty answer."},
        {"another's answer", replies_with(200, json, "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}"),
         Fault::unavailable, "The vendor's server sent something that is no answer to our question."},
        {"500", replies_with(500, "text/plain", "stack trace"), Fault::unavailable,
         "The vendor's server is in trouble (HTTP 500)."},
        {"503 as a page", replies_with(503, "text/html", "<h1>"), Fault::unavailable,
         "The vendor's server is in trouble (HTTP 503)."},
        {"429", replies_with(429, "", "", "Retry-After: 30\r\n"), Fault::over_limit,
         "The vendor's server asked us to slow down."},
        {"401", replies_with(401, "", ""), Fault::reconnect,
         "The vendor no longer lets this connection in: connect it again."},
        {"403",
         replies_with(403, json, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"no\"}}"),
         Fault::reconnect, "The vendor no longer lets this connection in: connect it again."},
        {"302", replies_with(302, "", "", "Location: http://169.254.169.254/\r\n"), Fault::unavailable,
         "The vendor's server sends us to another address: connect that one instead."},
        {"400", replies_with(400, "text/plain", "Bad"), Fault::unavailable,
         "The vendor's server refused the request (HTTP 400)."},
        {"405", replies_with(405, "", ""), Fault::unavailable, "There is no MCP server at this address."},
        {"garbled event",
         [](const Seen&, Line& line) {
             McpServer::begin_stream(line);
             line.chunk("data: {\"jsonrpc\n\n");
             line.wait_for_client_to_go();
         },
         Fault::unavailable, "The vendor's server sent an answer that is not whole."},
        {"half a body",
         [](const Seen&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
             line.hang_up();
         },
         Fault::unavailable, "127.0.0.1 closed the connection in the middle of its answer."},
        {"100 MB",
         [](const Seen&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n");
             line.wait_for_client_to_go();
         },
         Fault::over_limit, "The answer of 127.0.0.1 is larger than 16 MB."},
        {"100 MB of events",
         [](const Seen&, Line& line) {
             McpServer::begin_stream(line);
             const std::string flood = "data: " + std::string(1 << 20, 'x');
             for (int i = 0; i < 100 && line.is_open(); ++i) line.chunk(flood);
         },
         Fault::over_limit, "The answer of 127.0.0.1 is larger than 16 MB."},
        {"silence", [](const Seen&, Line& line) { line.wait_for_client_to_go(); }, Fault::unavailable,
         "127.0.0.1 did not answer within 200 ms."},
        {"silence on a stream",
         [](const Seen&, Line& line) {
             McpServer::begin_stream(line);
             while (line.pause(20)) line.chunk(": still here\n\n");
         },
         Fault::unavailable, "127.0.0.1 did not finish its answer within 200 ms."},
    };
}

int patience_ms(const Sickness& sickness) {
    return sickness.what.starts_with("silence") ? 200 : 10'000;
}

}  // namespace

TEST_CASE("mcp: a sick server gets one sentence when it is called") {
    for (const auto& c : sicknesses()) {
        CAPTURE(c.what);
        Pair pair;
        pair.http = std::make_unique<HurriedHttp>(patience_ms(c));
        pair.server.on["tools/call"] = c.handler;
        auto session = pair.open();
        REQUIRE(session);
        const auto reply = session.value().call(admitted());
        REQUIRE_FALSE(reply);
        CHECK(reply.error().message == c.sentence);
        CHECK(reply.error().fault == c.fault);
    }
}

TEST_CASE("mcp: a sick server gets one sentence when it is greeted") {
    for (const auto& c : sicknesses()) {
        CAPTURE(c.what);
        Pair pair;
        pair.http = std::make_unique<HurriedHttp>(patience_ms(c));
        pair.server.on["initialize"] = c.handler;
        const auto session = pair.open();
        REQUIRE_FALSE(session);
        CHECK(session.error().message == c.sentence);
        CHECK(session.error().fault == c.fault);
    }
}

TEST_CASE("mcp: a call that takes too long is cancelled by name") {
    Pair pair;
    pair.server.on["tools/call"] = [](const Seen&, Line& line) { line.wait_for_client_to_go(); };
    auto session = pair.open();
    REQUIRE(session);
    const auto reply = session.value().call(admitted(), /*timeout_ms=*/80);
    REQUIRE_FALSE(reply);
    CHECK(reply.error().fault == Fault::unavailable);
    const auto cancelled = pair.server.seen("notifications/cancelled");
    REQUIRE(cancelled.size() == 1);
    CHECK(cancelled[0].message["params"]["requestId"] == pair.server.seen("tools/call")[0].message["id"]);
}

TEST_CASE("mcp: the vendor's words stay in the detail") {
    const std::string words = "customer a@b.example has no sk_live_1";
    struct {
        std::string what;
        McpServer::Handler handler;
        Fault fault;
    } const cases[] = {
        {"tool error",
         [&](const Seen& seen, Line& line) {
             McpServer::reply(line, McpServer::result(
                                        seen, {{"isError", true}, {"content", {{{"type", "text"}, {"text", words}}}}}));
         },
         Fault::invalid},
        {"arguments",
         [&](const Seen& seen, Line& line) { McpServer::reply(line, McpServer::error(seen, -32602, words)); },
         Fault::invalid},
        {"arguments with a status",
         [&](const Seen& seen, Line& line) {
             line.reply(400, "application/json", dump(McpServer::error(seen, -32602, words)));
         },
         Fault::invalid},
        {"its own bug",
         [&](const Seen& seen, Line& line) { McpServer::reply(line, McpServer::error(seen, -32603, words)); },
         Fault::unavailable},
        {"server error",
         [&](const Seen& seen, Line& line) { McpServer::reply(line, McpServer::error(seen, -32001, words)); },
         Fault::unavailable},
        {"status", replies_with(500, "text/plain", words), Fault::unavailable},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Pair pair;
        pair.server.on["tools/call"] = c.handler;
        auto session = pair.open();
        REQUIRE(session);
        const auto reply = session.value().call(admitted());
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == c.fault);
        CHECK(reply.error().message.find("customer") == std::string::npos);
        CHECK(reply.error().detail.find(words) != std::string::npos);
    }
}

TEST_CASE("mcp: a server that is not there, or refuses to be told that we are ready") {
    std::string url;
    { url = McpServer().url(); }
    const auto http = net::make_http();
    CHECK(mcp::Session::open(*http, checked(url), std::nullopt).error().message == "127.0.0.1 refused the connection.");

    Pair pair;
    pair.server.on["notifications/initialized"] = replies_with(500, "", "");
    CHECK(pair.open().error().message == "The vendor's server is in trouble (HTTP 500).");
    CHECK(pair.server.seen("DELETE").size() == 1);
}
