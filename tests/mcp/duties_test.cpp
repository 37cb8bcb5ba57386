// The duties of a client that are most often forgotten, by their numbers in our list of them; one case each. Those of
// OAuth are in the room oauth, those of the connection in connect.

#include "base/text.h"
#include "client.h"
#include "fakes/modern_server.h"

using namespace parley;
using fakes::McpServer;
using fakes::ModernServer;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;
using Methods = std::vector<std::string>;

namespace {

Json text_result(const std::string& text) {
    return {{"content", {{{"type", "text"}, {"text", text}}}}};
}

Json answer(const Json& id, const std::string& text) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", text_result(text)}};
}

Result<mcp::Session> open_modern(const ModernServer& server, net::Http& http, mcp::EraMemory& eras,
                                 mcp::Host* host = nullptr) {
    eras.remember(server.url(), mcp::Era::modern);
    mcp::Options options;
    options.eras = &eras;
    options.host = host;
    return mcp::Session::open(http, checked(server.url()), std::nullopt, "Bearer", options);
}

}  // namespace

TEST_CASE("mcp: duty 01: a 404 with a session id begins another session without it, and repeats the call once") {
    Pair pair;
    std::atomic<int> calls = 0;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        if (++calls == 1) return line.reply(404, "", "");
        McpServer::reply(line, McpServer::result(seen, text_result("again")));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).value().text == "again");
    CHECK(calls == 2);
    REQUIRE(pair.server.seen("initialize").size() == 2);
    CHECK(pair.server.seen("initialize")[1].asked.headers.count("mcp-session-id") == 0);
    CHECK(pair.server.seen("notifications/initialized").size() == 2);

    // Without a session id there is nothing that could have been forgotten.
    Pair stateless;
    stateless.server.session_id = "";
    stateless.server.on["tools/call"] = [](const Seen&, Line& line) { line.reply(404, "", ""); };
    auto other = stateless.open();
    REQUIRE(other);
    CHECK(other.value().call(admitted()).error().message == "There is no MCP server at this address.");
    CHECK(stateless.server.seen("initialize").size() == 1);
}

TEST_CASE("mcp: duty 02: an empty cursor leads to the next page, an absent one ends the list") {
    Pair pair;
    pair.server.on["tools/list"] = [](const Seen& seen, Line& line) {
        const Json& cursor = at_or_null(at_or_null(seen.message, "params"), "cursor");
        Json page{{"tools", {{{"name", cursor.is_null() ? "first" : "second"}}}}};
        if (cursor.is_null()) page["nextCursor"] = "";
        McpServer::reply(line, McpServer::result(seen, page));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().list_tools().value().size() == 2);
    CHECK(pair.server.seen("tools/list")[1].message["params"]["cursor"] == "");
}

TEST_CASE(
    "mcp: duty 03: a stream that closes early is taken up by GET no sooner than asked, or asked anew since 2026") {
    using Time = std::chrono::steady_clock;
    Pair pair;
    Json id;
    Time::time_point closed, back;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        id = seen.message["id"];
        McpServer::begin_stream(line);
        line.chunk("id: e7\nretry: 200\ndata:\n\n");
        closed = Time::now();
        McpServer::end_stream(line);
    };
    pair.server.on["GET"] = [&](const Seen&, Line& line) {
        back = Time::now();
        McpServer::begin_stream(line);
        line.chunk(McpServer::event(answer(id, "resumed")));
        McpServer::end_stream(line);
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).value().text == "resumed");
    REQUIRE(pair.server.seen("GET").size() == 1);
    CHECK(pair.server.seen("GET")[0].asked.header("last-event-id") == "e7");
    CHECK(back - closed >= std::chrono::milliseconds(200));
    CHECK(back - closed < std::chrono::milliseconds(400));
    CHECK(pair.server.seen("tools/call").size() == 1);

    ModernServer server;
    std::atomic<int> calls = 0;
    server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        if (++calls == 2) return McpServer::reply(line, ModernServer::words(seen, "anew"));
        McpServer::begin_stream(line);
        line.chunk("id: e7\nretry: 10\ndata:\n\n");
        McpServer::end_stream(line);
    };
    mcp::EraMemory eras;
    auto modern = open_modern(server, *pair.http, eras);
    REQUIRE(modern);
    CHECK(modern.value().call(admitted()).value().text == "anew");
    CHECK(server.methods() == Methods{"tools/call", "tools/call"});
    CHECK(server.seen()[0].message["id"] != server.seen()[1].message["id"]);
}

TEST_CASE("mcp: duty 04: the protocol version is on every later request, GET and DELETE included") {
    Pair pair;
    pair.server.protocol_version = "2025-06-18";
    Json id;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        id = seen.message["id"];
        McpServer::begin_stream(line);
        line.chunk("id: 1\nretry: 1\ndata:\n\n");
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", "p"}, {"method", "ping"}}));
        McpServer::end_stream(line);
    };
    pair.server.on["GET"] = [&](const Seen&, Line& line) {
        McpServer::begin_stream(line);
        line.chunk(McpServer::event(answer(id, "x")));
        McpServer::end_stream(line);
    };
    {
        auto session = pair.open();
        REQUIRE(session);
        CHECK(session.value().call(admitted()));
        CHECK(session.value().list_tools());
    }
    const auto seen = pair.server.seen();
    CHECK(pair.server.methods() ==
          Methods{"initialize", "notifications/initialized", "tools/call", "POST", "GET", "tools/list", "DELETE"});
    CHECK(seen[0].asked.headers.count("mcp-protocol-version") == 0);
    for (std::size_t at = 1; at < seen.size(); ++at) {
        CAPTURE(at);
        CHECK(seen[at].asked.header("mcp-protocol-version") == "2025-06-18");
    }
}

TEST_CASE("mcp: duty 13: a changed list is noticed, and a tool with bad headers goes while the others stay") {
    Pair pair;
    pair.server.on["tools/call"] = [](const Seen& seen, Line& line) {
        McpServer::begin_stream(line);
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"method", "notifications/tools/list_changed"}}));
        line.chunk(McpServer::event(answer(seen.message["id"], "x")));
        McpServer::end_stream(line);
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK_FALSE(session.value().tools_changed());
    CHECK(session.value().call(admitted()));
    CHECK(session.value().tools_changed());
    CHECK(session.value().list_tools());
    CHECK_FALSE(session.value().tools_changed());

    ModernServer server;
    const auto tool = [](const std::string& name, const std::string& header) {
        return Json{{"name", name},
                    {"inputSchema", {{"properties", {{"a", {{"type", "string"}, {"x-mcp-header", header}}}}}}}};
    };
    server.tools = {tool("bad", "a b"), tool("good", "A")};
    mcp::EraMemory eras;
    auto modern = open_modern(server, *pair.http, eras);
    REQUIRE(modern);
    const auto tools = modern.value().list_tools();
    REQUIRE(tools);
    REQUIRE(tools.value().size() == 1);
    CHECK(tools.value()[0].name == "good");
    CHECK(modern.value().list_notes().left_out.size() == 1);
}

TEST_CASE("mcp: a tool whose schema is too large to read is left out with its reason") {
    const auto tool = [](const char* name, const char* field, int width) {
        Json wide = Json::object();
        for (int at = 0; at < width; ++at) wide[cat("p", at)] = Json{{"type", "string"}};
        return Json{{"name", name}, {field, {{"type", "object"}, {"properties", std::move(wide)}}}};
    };
    Pair pair;
    pair.server.on["tools/list"] = [&tool](const Seen& seen, Line& line) {
        const Json tools =
            Json::array({tool("list_wide", "inputSchema", 6'000), tool("list_large", "inputSchema", 4'900),
                         tool("list_promise", "outputSchema", 6'000)});
        McpServer::reply(line, McpServer::result(seen, Json{{"tools", tools}}));
    };
    auto session = pair.open();
    REQUIRE(session);
    const auto tools = session.value().list_tools();
    REQUIRE(tools);
    REQUIRE(tools.value().size() == 1);
    CHECK(tools.value()[0].name == "list_large");
    CHECK(session.value().list_notes().left_out ==
          std::vector<std::string>{"list_wide: its schema has more than 10000 parts",
                                   "list_promise: its schema has more than 10000 parts"});
}

TEST_CASE("mcp: duty 14: a server's ping is answered and its unknown requests are refused, or it would hang") {
    Pair pair;
    std::mutex mutex;
    std::condition_variable answered;
    std::atomic<int> answers = 0;
    pair.server.on["POST"] = [&](const Seen&, Line& line) {
        line.reply(202, "", "");
        const std::lock_guard lock(mutex);
        ++answers;
        answered.notify_all();
    };
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        McpServer::begin_stream(line);
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", 1}, {"method", "ping"}}));
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", 2}, {"method", "roots/list"}}));
        std::unique_lock lock(mutex);
        const bool all = answered.wait_for(lock, std::chrono::seconds(5), [&] { return answers == 2; });
        line.chunk(McpServer::event(answer(seen.message["id"], all ? "heard" : "not heard")));
        McpServer::end_stream(line);
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).value().text == "heard");
    const auto told = pair.server.seen("POST");
    REQUIRE(told.size() == 2);
    CHECK(told[0].message["result"] == Json::object());
    CHECK(told[1].message["error"]["code"] == -32601);
}

TEST_CASE("mcp: duty 15: priming events and comments are not messages") {
    Pair pair;
    pair.server.on["tools/call"] = [](const Seen& seen, Line& line) {
        McpServer::begin_stream(line);
        line.chunk(": {not json\n\nid: 1\ndata:\n\nid: 2\ndata: \n\nretry: 7\n\n:\r\n\r\n");
        line.chunk(McpServer::event(answer(seen.message["id"], "x"), "3"));
        McpServer::end_stream(line);
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).value().text == "x");
}

TEST_CASE("mcp: duty 16: what a schema refers to is never fetched, and a list is no other session's") {
    ModernServer server;
    const auto elsewhere = server.url() + "/schema.json";
    server.tools = {{{"name", "echo"},
                     {"inputSchema", {{"properties", {{"a", {{"$ref", elsewhere}}}}}}},
                     {"outputSchema", {{"$ref", elsewhere}}}}};
    server.list_extras = {{"ttlMs", 60'000}, {"cacheScope", "private"}};
    const auto http = net::make_http();
    mcp::EraMemory eras;
    for (int caller = 0; caller < 2; ++caller) {
        auto session = open_modern(server, *http, eras);
        REQUIRE(session);
        const auto tools = session.value().list_tools();
        REQUIRE(tools);
        CHECK(tools.value()[0].input_schema["properties"]["a"]["$ref"] == elsewhere);
        CHECK(session.value().list_notes().scope == mcp::ListNotes::Scope::caller);
        [[maybe_unused]] const auto reply = session.value().call(admitted());
    }
    CHECK(server.methods() == Methods{"tools/list", "tools/call", "tools/list", "tools/call"});
}

TEST_CASE("mcp: duty 17: a session that goes says so by DELETE, whatever the server says to it") {
    for (const int status : {200, 404, 405, 500}) {
        CAPTURE(status);
        Pair pair;
        pair.server.on["DELETE"] = [&](const Seen&, Line& line) { line.reply(status, "", ""); };
        {
            auto session = pair.open();
            REQUIRE(session);
        }
        REQUIRE(pair.server.seen("DELETE").size() == 1);
        CHECK(pair.server.seen("DELETE")[0].asked.header("mcp-session-id") == "session-1");
    }
}

TEST_CASE("mcp: duty 18: header names in any case, media types with parameters, challenges of several schemes") {
    Pair pair;
    pair.server.on["initialize"] = [&](const Seen& seen, Line& line) {
        const Json info{{"protocolVersion", "2025-11-25"}, {"capabilities", Json::object()}};
        line.reply(200, "APPLICATION/JSON ; charset=UTF-8", dump(McpServer::result(seen, info)),
                   "mCp-SeSsIoN-iD: abc\r\n");
    };
    std::atomic<bool> refuse = false;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        if (refuse) {
            return line.reply(401, "", "",
                              "www-authenticate: Basic realm=\"a, b\"\r\nWWW-AUTHENTICATE: Bearer scope=\"read\"\r\n");
        }
        line.write(
            "HTTP/1.1 200 OK\r\nCONTENT-TYPE: Text/Event-Stream;charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
        line.chunk(McpServer::event(answer(seen.message["id"], "x")));
        McpServer::end_stream(line);
    };
    auto session = pair.open();
    REQUIRE_MESSAGE(session, session.error().message);
    CHECK(session.value().call(admitted()).value().text == "x");
    CHECK(pair.server.seen("tools/call")[0].asked.header("mcp-session-id") == "abc");
    refuse = true;
    CHECK(session.value().call(admitted()).error().fault == Fault::reconnect);
    CHECK(session.value().refusal().status == 401);
    CHECK(session.value().refusal().www_authenticate == Methods{"Basic realm=\"a, b\"", "Bearer scope=\"read\""});
    refuse = false;
    CHECK(session.value().call(admitted()));
    CHECK(session.value().refusal().status == 0);
}

TEST_CASE(
    "mcp: duty 19: a request's state goes back as it came and nowhere else, and no undeclared question is answered") {
    const std::string state = "s3cr3t {\"a\":\t\"\\u0000\xc3\xa9\"}";
    ModernServer server;
    std::atomic<bool> ask = false;
    server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        const Json& params = seen.message["params"];
        if (params.contains("requestState") && !ask)
            return McpServer::reply(line,
                                    ModernServer::words(seen, params["requestState"] == state ? "same" : "other"));
        Json result{{"resultType", "input_required"}, {"requestState", state}};
        if (ask) result["inputRequests"] = {{"q", {{"method", "sampling/createMessage"}, {"params", Json::object()}}}};
        McpServer::reply(line, McpServer::result(seen, result));
    };
    const auto http = net::make_http();
    mcp::EraMemory eras;
    FixedHost host({{"elicitation", Json::object()}}, {{"action", "accept"}});
    auto session = open_modern(server, *http, eras, &host);
    REQUIRE(session);
    CHECK(session.value().call(admitted()).value().text == "same");
    CHECK(session.value().list_tools());
    ask = true;
    const auto refused = session.value().call(admitted());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::denied);
    CHECK(refused.error().message.find("s3cr3t") == std::string::npos);
    CHECK(refused.error().detail.find("s3cr3t") == std::string::npos);
    CHECK(host.asked.empty());
    const auto seen = server.seen();
    REQUIRE(server.methods() == Methods{"tools/call", "tools/call", "tools/list", "tools/call"});
    CHECK(seen[2].asked.body.find("s3cr3t") == std::string::npos);
    CHECK(seen[3].asked.body.find("s3cr3t") == std::string::npos);
}

TEST_CASE("mcp: duty 20: only -32020, -32021 and -32022 mark a modern server") {
    for (int code = -32099; code <= -32000; ++code) {
        CAPTURE(code);
        Pair pair;
        pair.server.on["server/discover"] = [&](const Seen& seen, Line& line) {
            line.reply(400, "application/json",
                       dump(McpServer::error(seen, code, "no", {{"supported", {"2026-07-28"}}})));
        };
        const auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt);
        const bool modern = code == -32020 || code == -32021;
        const bool never_content = code == -32022;  // It names our version and refuses it again.
        if (never_content) {
            CHECK_FALSE(session);
            CHECK(pair.server.methods() == Methods{"server/discover", "server/discover"});
            continue;
        }
        REQUIRE(session);
        CHECK(session.value().era() == (modern ? mcp::Era::modern : mcp::Era::streamable));
    }
}
