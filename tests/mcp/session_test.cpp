#include "mcp/session.h"

#include "client.h"

using namespace parley;
using fakes::McpServer;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;

TEST_CASE("mcp: a session begins, carries its headers, and ends") {
    Pair pair;
    {
        auto session = pair.open(Secret("tok"));
        REQUIRE_MESSAGE(session, session.error().message);
        CHECK(session.value().server().name == "fake");
        CHECK(session.value().server().version == "7");
        CHECK(session.value().server().protocol_version == "2025-11-25");
        CHECK(session.value().server().capabilities.contains("tools"));
        REQUIRE(session.value().call(admitted()));
        mcp::Session moved = std::move(session).value();
        CHECK(moved.server().name == "fake");
    }
    const auto seen = pair.server.seen();
    REQUIRE(pair.server.methods() ==
            std::vector<std::string>{"initialize", "notifications/initialized", "tools/call", "DELETE"});
    const auto& params = seen[0].message["params"];
    CHECK(params["protocolVersion"] == "2025-11-25");
    CHECK(params["clientInfo"] == Json{{"name", "parley"}, {"version", "0.1.0"}});
    CHECK(params["capabilities"] == Json::object());
    CHECK(seen[0].asked.header("mcp-protocol-version").empty());
    CHECK(seen[0].asked.header("mcp-session-id").empty());
    CHECK_FALSE(seen[1].message.contains("id"));
    for (std::size_t at = 0; at < seen.size(); ++at) {
        CAPTURE(at);
        CHECK(seen[at].asked.header("authorization") == "Bearer tok");
        CHECK(seen[at].asked.target == "/mcp");
        if (at > 0) CHECK(seen[at].asked.header("mcp-protocol-version") == "2025-11-25");
        if (at > 0) CHECK(seen[at].asked.header("mcp-session-id") == "session-1");
        if (seen[at].asked.method == "POST")
            CHECK(seen[at].asked.header("accept") == "application/json, text/event-stream");
        if (seen[at].asked.method == "POST") CHECK(seen[at].asked.header("content-type") == "application/json");
    }
    CHECK(pair.server.connections() == 1);
}

TEST_CASE("mcp: a key goes into the header that the vendor names, and nothing where there is none") {
    Pair keyed;
    REQUIRE(keyed.open(Secret("k-1"), "X-Api-Key"));
    CHECK(keyed.server.seen().front().asked.header("x-api-key") == "k-1");
    CHECK(keyed.server.seen().front().asked.header("authorization").empty());
    Pair open;
    REQUIRE(open.open());
    CHECK(open.server.seen().front().asked.header("authorization").empty());
}

TEST_CASE("mcp: the protocol versions that Parley speaks") {
    struct {
        std::string version;
        bool works;
    } const cases[] = {{"2025-11-25", true},  {"2025-06-18", true},  {"2025-03-26", true}, {"2024-11-05", true},
                       {"2026-07-28", false}, {"2024-10-07", false}, {"", false}};
    for (const auto& c : cases) {
        CAPTURE(c.version);
        Pair pair;
        pair.server.protocol_version = c.version;
        const auto session = pair.open();
        REQUIRE(static_cast<bool>(session) == c.works);
        if (session)
            CHECK(session.value().server().protocol_version == c.version);
        else
            CHECK(session.error().message == "The vendor's server speaks no version of MCP that Parley knows.");
        if (c.works)
            CHECK(pair.server.seen("notifications/initialized")[0].asked.header("mcp-protocol-version") == c.version);
    }
}

TEST_CASE("mcp: a server that refuses the newest version with a list is asked for one of the list") {
    Pair pair;
    pair.server.protocol_version = "2025-03-26";
    pair.server.on["initialize"] = [&](const Seen& seen, Line& line) {
        if (seen.message["params"]["protocolVersion"] == "2025-03-26") return pair.server.initialize()(seen, line);
        line.reply(400, "application/json",
                   dump(McpServer::error(seen, -32602, "Unsupported protocol version",
                                         {{"supported", {"2024-10-07", "2025-03-26"}}})));
    };
    const auto session = pair.open();
    REQUIRE_MESSAGE(session, session.error().message);
    CHECK(session.value().server().protocol_version == "2025-03-26");
}

TEST_CASE("mcp: a session id that would break the header is refused") {
    for (const std::string id : {"a b", "caf\xc3\xa9", "a\tb"}) {
        CAPTURE(id);
        Pair pair;
        pair.server.session_id = id;
        const auto session = pair.open();
        REQUIRE_FALSE(session);
        CHECK(session.error().message == "The vendor's server gave a session id that cannot be used.");
    }
    Pair none;
    none.server.session_id = "";
    REQUIRE(none.open());
    CHECK(none.server.seen("DELETE").empty());
}

TEST_CASE("mcp: a session that the server forgot is opened again once") {
    Pair pair;
    std::atomic<int> calls = 0;
    std::atomic<int> sessions = 0;
    pair.server.on["initialize"] = [&](const Seen& seen, Line& line) {
        pair.server.session_id = "session-" + std::to_string(++sessions);
        pair.server.initialize()(seen, line);
    };
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        if (++calls == 1) return line.reply(404, "text/plain", "no such session");
        McpServer::reply(line, McpServer::result(seen, {{"structuredContent", {{"rows", Json::array()}}}}));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()));
    const auto greetings = pair.server.seen("initialize");
    REQUIRE(greetings.size() == 2);
    CHECK(greetings[1].asked.header("mcp-session-id").empty());
    const auto asked = pair.server.seen("tools/call");
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].asked.header("mcp-session-id") == "session-1");
    CHECK(asked[1].asked.header("mcp-session-id") == "session-2");
    CHECK(asked[0].message["id"] != asked[1].message["id"]);
}

TEST_CASE("mcp: a server that forgets every session is given up") {
    Pair pair;
    pair.server.on["tools/call"] = [](const Seen&, Line& line) { line.reply(404, "", ""); };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).error().message == "The vendor's server keeps losing our session.");
    CHECK(pair.server.seen("tools/call").size() == 2);
}

TEST_CASE("mcp: probe tells whether a token is wanted") {
    SUBCASE("wanted") {
        for (const int status : {401, 403}) {
            Pair pair;
            pair.server.on["initialize"] = [&](const Seen&, Line& line) {
                line.reply(status, "", "",
                           "WWW-Authenticate: Bearer resource_metadata=\"https://a/b\"\r\nwww-authenticate: Basic\r\n");
            };
            const auto challenge = mcp::Session::probe(*pair.http, checked(pair.server.url()), pair.known());
            REQUIRE(challenge);
            REQUIRE(challenge.value());
            CHECK(challenge.value()->status == status);
            CHECK(challenge.value()->www_authenticate ==
                  std::vector<std::string>{"Bearer resource_metadata=\"https://a/b\"", "Basic"});
            CHECK(pair.server.seen().front().asked.header("authorization").empty());
        }
    }
    SUBCASE("not wanted") {
        Pair pair;
        const auto challenge = mcp::Session::probe(*pair.http, checked(pair.server.url()), pair.known());
        REQUIRE(challenge);
        CHECK_FALSE(challenge.value());
        CHECK(pair.server.methods() ==
              std::vector<std::string>{"initialize", "notifications/initialized", "tools/list", "DELETE"});
    }
    SUBCASE("wanted only at the tools") {
        for (const int status : {401, 403, 500}) {
            CAPTURE(status);
            Pair pair;
            pair.server.on["tools/list"] = [&](const Seen&, Line& line) {
                line.reply(status, "", "", "WWW-Authenticate: Bearer scope=\"read\"\r\n");
            };
            const auto challenge = mcp::Session::probe(*pair.http, checked(pair.server.url()), pair.known());
            REQUIRE(challenge);
            CHECK(challenge.value().has_value() == (status == 401));
        }
    }
    SUBCASE("no MCP server at all") {
        Pair pair;
        pair.server.on["initialize"] = [](const Seen&, Line& line) {
            line.reply(404, "text/html", "<h1>Not found</h1>");
        };
        const auto challenge = mcp::Session::probe(*pair.http, checked(pair.server.url()), pair.known());
        REQUIRE_FALSE(challenge);
        CHECK(challenge.error().message == "There is no MCP server at this address.");
    }
}

namespace {

// Pages of one tool each: "0" leads to "1" and so on; what comes after the last is up to the case.
Json page(const std::string& tool, const Json& next) {
    Json value{{"tools",
                {{{"name", tool},
                  {"description", "d"},
                  {"inputSchema", {{"type", "object"}}},
                  {"annotations", {{"readOnlyHint", true}}}}}}};
    if (!next.is_discarded()) value["nextCursor"] = next;
    return value;
}
const Json absent = Json(Json::value_t::discarded);

}  // namespace

TEST_CASE("mcp: tools are listed page by page") {
    struct {
        std::string what;
        std::vector<Json> cursors;  // Of each page; the last one repeats.
        std::size_t tools;
    } const cases[] = {
        {"one page", {absent}, 1},
        {"three pages", {"a", "b", absent}, 3},
        {"an empty cursor is a cursor", {"", absent}, 2},
        {"null is none", {nullptr}, 1},
        {"a repeated cursor ends it", {"a", "a"}, 2},
        {"a circle ends", {"a", "b", "a"}, 3},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Pair pair;
        std::size_t pages = 0;
        pair.server.on["tools/list"] = [&](const Seen& seen, Line& line) {
            const auto& next = c.cursors[std::min(pages, c.cursors.size() - 1)];
            McpServer::reply(line, McpServer::result(seen, page("tool_" + std::to_string(pages++), next)));
        };
        auto session = pair.open();
        REQUIRE(session);
        const auto tools = session.value().list_tools();
        REQUIRE(tools);
        REQUIRE(tools.value().size() == c.tools);
        CHECK(tools.value()[0] ==
              policy::ToolDefinition{"tool_0", "d", {{"type", "object"}}, {{"readOnlyHint", true}}});
        const auto asked = pair.server.seen("tools/list");
        CHECK_FALSE(at_or_null(asked[0].message, "params").contains("cursor"));
        if (asked.size() > 1) CHECK(asked[1].message["params"]["cursor"] == c.cursors[0]);
    }
}

TEST_CASE("mcp: a list without end is cut") {
    Pair pair;
    std::atomic<int> pages = 0;
    pair.server.on["tools/list"] = [&](const Seen& seen, Line& line) {
        const auto number = std::to_string(pages++);
        McpServer::reply(line, McpServer::result(seen, page("t" + number, number)));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().list_tools().value().size() == limits::tool_list_pages);

    Pair wide;
    wide.server.on["tools/list"] = [&](const Seen& seen, Line& line) {
        Json tools = Json::array();
        for (int i = 0; i < limits::tools_per_server + 5; ++i) tools.push_back({{"name", "t" + std::to_string(i)}});
        tools.push_back({{"description", "nameless"}});
        tools.push_back(7);
        McpServer::reply(line, McpServer::result(seen, {{"tools", tools}}));
    };
    auto other = wide.open();
    REQUIRE(other);
    CHECK(other.value().list_tools().value().size() == limits::tools_per_server);
}

TEST_CASE("mcp: what a tool gives becomes a value and a text") {
    const auto text = [](const std::string& words) { return Json{{"type", "text"}, {"text", words}}; };
    struct {
        std::string what;
        Json result;
        Json value;
        std::string text;
    } const cases[] = {
        {"structured", {{"structuredContent", {{"a", 1}}}, {"content", {text("{\"a\":2}")}}}, {{"a", 1}}, "{\"a\":2}"},
        {"structured alone", {{"structuredContent", {{"a", 1}}}}, {{"a", 1}}, ""},
        {"JSON in a text", {{"content", {text(" [1,2]\n")}}}, {1, 2}, " [1,2]\n"},
        {"words", {{"content", {text("hello"), text("world")}}}, nullptr, "hello\nworld"},
        {"words around JSON", {{"content", {text("Found:"), text("{\"a\":1}")}}}, {{"a", 1}}, "Found:\n{\"a\":1}"},
        {"a number is a word", {{"content", {text("42")}}}, nullptr, "42"},
        {"two JSON texts", {{"content", {text("{}"), text("[]")}}}, nullptr, "{}\n[]"},
        {"broken JSON", {{"content", {text("{\"a\":")}}}, nullptr, "{\"a\":"},
        {"a resource",
         {{"content", {{{"type", "resource"}, {"resource", {{"uri", "x:"}, {"text", "{\"a\":1}"}}}}}}},
         {{"a", 1}},
         "{\"a\":1}"},
        {"others are let be",
         {{"content", {{{"type", "image"}, {"data", "AA"}}, {{"type", "new"}}, 7, text("x")}}},
         nullptr,
         "x"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Pair pair;
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            McpServer::reply(line, McpServer::result(seen, c.result));
        };
        auto session = pair.open();
        REQUIRE(session);
        const auto reply = session.value().call(admitted());
        REQUIRE_MESSAGE(reply, reply.error().message);
        CHECK(reply.value().value == c.value);
        CHECK(reply.value().text == c.text);
        CHECK(reply.value().bytes > 0);
        CHECK(reply.value().ms >= 0);
    }
}

TEST_CASE("mcp: a call says what the gate let through") {
    Pair pair;
    auto session = pair.open();
    REQUIRE(session);
    const Json arguments{{"from", "2026-01-01"}, {"n", 3}, {"text", "\xff"}};
    const auto reply = session.value().call(admitted(arguments));
    REQUIRE(reply);
    const auto seen = pair.server.seen("tools/call");
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].message["params"]["name"] == "echo");
    CHECK(seen[0].message["params"]["arguments"]["n"] == 3);
    CHECK(reply.value().value["from"] == "2026-01-01");
}

TEST_CASE("mcp: a server that repeats our token is not let tell it") {
    const std::string token = "tok/en+with.all-kinds";
    struct {
        std::string what;
        int status;
        bool stream;
    } const cases[] = {{"a failing tool", 200, false},
                       {"on a stream", 200, true},
                       {"a refusal", 401, false},
                       {"its own trouble", 500, false}};
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Pair pair;
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            const auto words = "failed with " + seen.asked.header("authorization") + " and " + token;
            if (c.status != 200) return line.reply(c.status, "text/plain", words);
            const Json message =
                McpServer::result(seen, {{"isError", true}, {"content", {{{"type", "text"}, {"text", words}}}}});
            if (!c.stream) return McpServer::reply(line, message);
            McpServer::begin_stream(line);
            line.chunk(McpServer::event(message));
            McpServer::end_stream(line);
        };
        auto session = pair.open(Secret(token));
        REQUIRE(session);
        const auto reply = session.value().call(admitted());
        REQUIRE_FALSE(reply);
        CHECK(reply.error().message.find(token) == std::string::npos);
        CHECK(reply.error().detail.find(token) == std::string::npos);
        CHECK(reply.error().detail.find("failed with Bearer [token] and [token]") != std::string::npos);
    }
    // What is as short as a word is left in peace.
    Pair pair;
    auto session = pair.open(Secret("a"), "X-Api-Key");
    REQUIRE(session);
    CHECK(session.value().call(admitted({{"a", "banana"}})).value().value == Json{{"a", "banana"}});
}
