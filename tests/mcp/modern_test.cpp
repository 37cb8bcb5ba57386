#include "client.h"
#include "fakes/modern_server.h"

#include <atomic>

using namespace parley;
using fakes::McpServer;
using fakes::ModernServer;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;

namespace {

struct ModernPair {
    ModernServer server;
    std::unique_ptr<net::Http> http = net::make_http();
    mcp::EraMemory eras;

    Result<mcp::Session> open(mcp::Host* host = nullptr, std::optional<Secret> token = std::nullopt) {
        eras.remember(server.url(), mcp::Era::modern);
        mcp::Options options;
        options.eras = &eras;
        options.host = host;
        return mcp::Session::open(*http, checked(server.url()), std::move(token), "Bearer", options);
    }
};

Json tool(const std::string& name, Json properties) {
    return {{"name", name},
            {"description", "d"},
            {"inputSchema", {{"type", "object"}, {"properties", std::move(properties)}}}};
}

Json wants(const Seen& seen, Json requests, Json state) {
    Json result{{"resultType", "input_required"}};
    if (!requests.is_null()) result["inputRequests"] = std::move(requests);
    if (!state.is_null()) result["requestState"] = std::move(state);
    return McpServer::result(seen, std::move(result));
}

const Json one_question{{"q1", {{"method", "elicitation/create"}, {"params", {{"message", "sure?"}}}}}};

}  // namespace

TEST_CASE("mcp: every modern request says what it is, and nothing says goodbye") {
    ModernPair pair;
    {
        auto session = pair.open(nullptr, Secret("tok"));
        REQUIRE(session);
        REQUIRE(session.value().list_tools());
        CHECK(session.value().call(admitted({{"a", 1}})).value().text == "done");
        REQUIRE(session.value().prove_alive(5'000));
        CHECK(session.value().server().name == "modern fake");
        CHECK(session.value().server().protocol_version == "2026-07-28");
    }
    CHECK(pair.server.methods() == std::vector<std::string>{"tools/list", "tools/call", "server/discover"});
    std::set<Json> ids;
    for (const auto& seen : pair.server.seen()) {
        CAPTURE(seen.method());
        const Json& meta = seen.message["params"]["_meta"];
        CHECK(meta["io.modelcontextprotocol/protocolVersion"] == "2026-07-28");
        CHECK(meta["io.modelcontextprotocol/clientCapabilities"] == Json::object());
        CHECK(meta["io.modelcontextprotocol/clientInfo"] == Json{{"name", "parley"}, {"version", "0.1.0"}});
        CHECK(seen.asked.header("mcp-protocol-version") == "2026-07-28");
        CHECK(seen.asked.header("mcp-method") == seen.method());
        CHECK(seen.asked.header("mcp-name") == (seen.method() == "tools/call" ? "echo" : ""));
        CHECK(seen.asked.header("mcp-session-id").empty());
        CHECK(seen.asked.header("authorization") == "Bearer tok");
        CHECK(seen.asked.header("accept") == "application/json, text/event-stream");
        ids.insert(seen.message["id"]);
    }
    CHECK(ids.size() == 3);
    CHECK(pair.server.seen("tools/call")[0].message["params"]["arguments"] == Json{{"a", 1}});
    CHECK(pair.server.connections() == 1);
}

TEST_CASE("mcp: a version that is refused is chosen anew from the server's list, once") {
    ModernPair pair;
    std::atomic<int> refused = 0;
    int refusals = 1;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        if (refused < refusals) {
            ++refused;
            return ModernServer::refuse(seen, line, 400, -32022, "no", {{"supported", {"2026-07-28"}}});
        }
        McpServer::reply(line, ModernServer::words(seen, "done"));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()));
    CHECK(pair.server.seen("tools/call").size() == 2);
    CHECK(pair.server.seen("tools/call")[0].message["id"] != pair.server.seen("tools/call")[1].message["id"]);

    refused = 0;
    refusals = 99;
    CHECK_FALSE(session.value().call(admitted()));
    CHECK(pair.server.seen("tools/call").size() == 4);
}

TEST_CASE("mcp: arguments that a tool wants to see in headers are put there") {
    ModernPair pair;
    const auto echo = tool("echo", {{"region", {{"type", "string"}, {"x-mcp-header", "Region"}}},
                                    {"count", {{"type", "integer"}, {"x-mcp-header", "Count"}}},
                                    {"on", {{"type", "boolean"}, {"x-mcp-header", "On"}}},
                                    {"none", {{"type", "string"}, {"x-mcp-header", "None"}}},
                                    {"query", {{"type", "string"}}}});
    pair.server.tools = Json::array({echo});
    auto session = pair.open();
    REQUIRE(session);
    REQUIRE(session.value().list_tools());
    REQUIRE(session.value().call(
        admitted({{"region", "Zürich"}, {"count", 42}, {"on", false}, {"query", "SELECT 1"}}, echo["inputSchema"])));
    const auto asked = pair.server.seen("tools/call")[0].asked;
    CHECK(asked.header("mcp-param-region") == "=?base64?WsO8cmljaA==?=");
    CHECK(asked.header("mcp-param-count") == "42");
    CHECK(asked.header("mcp-param-on") == "false");
    CHECK(asked.headers.count("mcp-param-none") == 0);
    CHECK(asked.headers.count("mcp-param-query") == 0);
}

TEST_CASE("mcp: a session that has not listed knows the headers from what was reviewed") {
    const Json good{{"type", "object"}, {"properties", {{"region", {{"type", "string"}, {"x-mcp-header", "Region"}}}}}};
    const Json bad{{"type", "object"}, {"properties", {{"region", {{"type", "string"}, {"x-mcp-header", "a b"}}}}}};
    ModernPair pair;
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted({{"region", "eu"}}, bad)).error().fault == Fault::denied);
    CHECK(pair.server.methods().empty());
    REQUIRE(session.value().call(admitted({{"region", "eu"}}, good)));
    CHECK(pair.server.methods() == std::vector<std::string>{"tools/call"});
    CHECK(pair.server.seen("tools/call")[0].asked.header("mcp-param-region") == "eu");
}

TEST_CASE("mcp: a server that misses a header of a tool that is as it was is called once more") {
    ModernPair pair;
    auto echo = tool("echo", {{"region", {{"type", "string"}, {"x-mcp-header", "Region"}}}});
    echo["description"] = "";
    pair.server.tools = Json::array({echo});
    std::atomic<int> refusals = 0;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        const bool is_moody = seen.asked.header("mcp-param-region") == "us" || refusals++ == 0;
        if (is_moody) return ModernServer::refuse(seen, line, 400, -32020, "Mcp-Param-Region is missing");
        McpServer::reply(line, ModernServer::words(seen, "done"));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted({{"region", "eu"}}, echo["inputSchema"])));
    CHECK(pair.server.methods() == std::vector<std::string>{"tools/call", "tools/list", "tools/call"});
    CHECK(session.value().call(admitted({{"region", "eu"}}, echo["inputSchema"])));
    CHECK(pair.server.methods().size() == 4);
    // Once is enough: what is missing then is not ours to know.
    CHECK_FALSE(session.value().call(admitted({{"region", "us"}}, echo["inputSchema"])));
    CHECK(pair.server.methods().size() == 7);
}

TEST_CASE("mcp: a tool that wants other headers than it did when it was reviewed is not called again") {
    const Json reviewed{{"type", "object"}, {"properties", {{"region", {{"type", "string"}}}}}};
    const struct {
        std::string what;
        Json tools;
    } cases[] = {
        {"another header", Json::array({tool("echo", {{"region", {{"type", "string"}, {"x-mcp-header", "Region"}}}})})},
        {"no such tool", Json::array({tool("other", Json::object())})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        ModernPair pair;
        pair.server.tools = c.tools;
        pair.server.on["tools/call"] = [](const Seen& seen, Line& line) {
            ModernServer::refuse(seen, line, 400, -32020, "Mcp-Param-Region is missing");
        };
        auto session = pair.open();
        REQUIRE(session);
        CHECK(session.value().call(admitted({{"region", "eu"}}, reviewed)).error().fault == Fault::denied);
        CHECK(pair.server.methods() == std::vector<std::string>{"tools/call", "tools/list"});
        CHECK(session.value().tools_changed());
    }
}

TEST_CASE("mcp: headers are those of the definition that was reviewed, also where another was listed since") {
    const Json reviewed{{"type", "object"}, {"properties", {{"region", {{"type", "string"}}}}}};
    ModernPair pair;
    pair.server.tools = Json::array({tool("echo", {{"region", {{"type", "string"}, {"x-mcp-header", "Region"}}}})});
    auto session = pair.open();
    REQUIRE(session);
    REQUIRE(session.value().list_tools());
    REQUIRE(session.value().call(admitted({{"region", "eu"}}, reviewed)));
    CHECK(pair.server.seen("tools/call")[0].asked.headers.count("mcp-param-region") == 0);
}

TEST_CASE("mcp: a tool with headers against the rules is left out and cannot be called; the others stay") {
    ModernPair pair;
    pair.server.tools = {tool("echo", {{"a", {{"type", "object"}, {"x-mcp-header", "A"}}}}),
                         tool("good", {{"a", {{"type", "string"}, {"x-mcp-header", "A"}}}})};
    auto session = pair.open();
    REQUIRE(session);
    const auto tools = session.value().list_tools();
    REQUIRE(tools);
    REQUIRE(tools.value().size() == 1);
    CHECK(tools.value()[0].name == "good");
    CHECK(session.value().list_notes().left_out ==
          std::vector<std::string>{"echo: a: only a string, an integer or a boolean can stand in a header"});
    CHECK(session.value().call(admitted()).error().fault == Fault::denied);
    CHECK(pair.server.seen("tools/call").empty());
}

TEST_CASE("mcp: an older server's tools are not judged by rules that it cannot know") {
    Pair pair;
    pair.server.on["tools/list"] = [](const Seen& seen, Line& line) {
        McpServer::reply(
            line,
            McpServer::result(seen, {{"tools", {tool("echo", {{"a", {{"type", "object"}, {"x-mcp-header", ""}}}})}}}));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().list_tools().value().size() == 1);
}

TEST_CASE("mcp: what the server wants to know in the middle of a call is told round by round") {
    FixedHost host({{"elicitation", Json::object()}}, {{"action", "accept"}, {"content", {{"confirmed", true}}}});
    struct {
        std::string what;
        Json requests;
        Json state;
        bool answers;
    } const cases[] = {
        {"a question and a state", one_question, "{\"nonce\": \"\\u00e9 \\/\"}", true},
        {"a question", one_question, nullptr, true},
        {"a state alone", nullptr, "opaque", false},
        {"an empty state", nullptr, "", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        ModernPair pair;
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            const Json& params = seen.message["params"];
            const bool again = params.contains("inputResponses") || params.contains("requestState");
            McpServer::reply(line, again ? ModernServer::words(seen, "done") : wants(seen, c.requests, c.state));
        };
        auto session = pair.open(&host);
        REQUIRE(session);
        CHECK(session.value().call(admitted({{"a", 1}})).value().text == "done");
        const auto calls = pair.server.seen("tools/call");
        REQUIRE(calls.size() == 2);
        const Json& again = calls[1].message["params"];
        CHECK(calls[0].message["id"] != calls[1].message["id"]);
        CHECK(again["arguments"] == Json{{"a", 1}});
        CHECK(again.contains("requestState") == c.state.is_string());
        CHECK(at_or_null(again, "requestState") == c.state);
        CHECK(again.contains("inputResponses") == c.answers);
        if (c.answers) CHECK(again["inputResponses"]["q1"]["content"] == Json{{"confirmed", true}});
        // The next call knows nothing of it.
        CHECK(calls[0].message["params"].contains("requestState") == false);
    }
    CHECK(host.asked.size() == 2);
    CHECK(host.asked[0]["params"]["message"] == "sure?");
}

TEST_CASE("mcp: what was not declared is not answered, and a server that never stops asking is given up") {
    FixedHost person({{"elicitation", Json::object()}}, {{"action", "accept"}});
    FixedHost other({{"roots", Json::object()}}, {{"roots", Json::array()}});
    struct {
        std::string what;
        mcp::Host* host;
        Json requests, state;
        Fault fault;
        std::string sentence;
        std::size_t calls;
    } const cases[] = {
        {"nobody there", nullptr, one_question, "s", Fault::denied,
         "The vendor's tool asks for something that nobody here can answer.", 1},
        {"somebody else", &other, one_question, "s", Fault::denied,
         "The vendor's tool asks for something that nobody here can answer.", 1},
        {"for ever", &person, one_question, "s", Fault::unavailable,
         "The vendor's server kept asking instead of answering.", limits::input_rounds_per_call + 1},
        {"for ever without a question", nullptr, nullptr, "s", Fault::unavailable,
         "The vendor's server kept asking instead of answering.", limits::input_rounds_per_call + 1},
        {"neither question nor state", nullptr, nullptr, nullptr, Fault::unavailable,
         "The vendor's server wants to be asked again, but does not say how.", 1},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        ModernPair pair;
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            McpServer::reply(line, wants(seen, c.requests, c.state));
        };
        auto session = pair.open(c.host);
        REQUIRE(session);
        const auto reply = session.value().call(admitted());
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == c.fault);
        CHECK(reply.error().message == c.sentence);
        CHECK(pair.server.seen("tools/call").size() == c.calls);
        CHECK(pair.server.methods().size() == c.calls);  // Nothing is ever told beside.
    }
}

TEST_CASE("mcp: a result of no type is complete, and of an unknown type is none") {
    ModernPair pair;
    Json type;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        Json result{{"content", {{{"type", "text"}, {"text", "x"}}}}};
        if (!type.is_null()) result["resultType"] = type;
        McpServer::reply(line, McpServer::result(seen, result));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()));
    type = "complete";
    CHECK(session.value().call(admitted()));
    for (const Json& unknown : {Json("task"), Json(7)}) {
        type = unknown;
        CHECK(session.value().call(admitted()).error().fault == Fault::unavailable);
    }
}

TEST_CASE("mcp: a capability that the server misses ends the call with one sentence") {
    ModernPair pair;
    pair.server.on["tools/call"] = [](const Seen& seen, Line& line) {
        ModernServer::refuse(seen, line, 400, -32021, "no", {{"requiredCapabilities", {{"sampling", Json::object()}}}});
    };
    auto session = pair.open();
    REQUIRE(session);
    const auto reply = session.value().call(admitted());
    CHECK(reply.error().fault == Fault::denied);
    CHECK(pair.server.seen("tools/call").size() == 1);
}

TEST_CASE("mcp: a stream that is lost takes its request with it, which is asked again as another one") {
    struct {
        std::string what;
        bool reset;
        int losses;
        bool works;
    } const cases[] = {{"ended", false, 1, true},
                       {"cut off", true, 1, true},
                       {"twice", false, 2, true},
                       {"for ever", false, 99, false}};
    for (const auto& c : cases) {
        CAPTURE(c.what);
        ModernPair pair;
        std::atomic<int> streams = 0;
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            if (streams++ >= c.losses) return McpServer::reply(line, ModernServer::words(seen, "done"));
            McpServer::begin_stream(line);
            line.chunk("id: 1\nretry: 5\ndata:\n\n");
            if (c.reset) return line.hang_up();
            McpServer::end_stream(line);
        };
        auto session = pair.open();
        REQUIRE(session);
        const auto reply = session.value().call(admitted());
        CHECK(static_cast<bool>(reply) == c.works);
        if (!reply) CHECK(reply.error().message == "The vendor's server closed the connection before it had answered.");
        const auto calls = pair.server.seen("tools/call");
        CHECK(calls.size() == static_cast<std::size_t>(std::min(c.losses, limits::reads_retried) + 1));
        std::set<Json> ids;
        for (const auto& call : calls) {
            ids.insert(call.message["id"]);
            CHECK(call.asked.header("last-event-id").empty());
        }
        CHECK(ids.size() == calls.size());
        CHECK(pair.server.seen("GET").empty());
    }
}

TEST_CASE("mcp: a modern call is cancelled by closing its stream, and nothing is told") {
    ModernPair pair;
    std::stop_source source;
    std::mutex mutex;
    std::condition_variable changed;
    bool closed = false;
    pair.server.on["tools/call"] = [&](const Seen&, Line& line) {
        McpServer::begin_stream(line);
        source.request_stop();
        line.wait_for_client_to_go();
        const std::lock_guard lock(mutex);
        closed = true;
        changed.notify_all();
    };
    auto session = pair.open();
    REQUIRE(session);
    const auto reply = session.value().call(admitted(), 20'000, source.get_token());
    CHECK(reply.error().message == "The request was cancelled.");
    std::unique_lock lock(mutex);
    CHECK(changed.wait_for(lock, std::chrono::seconds(5), [&] { return closed; }));
    CHECK(pair.server.methods() == std::vector<std::string>{"tools/call"});
}

TEST_CASE("mcp: how long a list of tools may be kept, and by whom") {
    struct {
        Json extras;
        std::optional<int> ttl_ms;
        mcp::ListNotes::Scope scope;
    } const cases[] = {
        {{{"ttlMs", 60'000}, {"cacheScope", "public"}}, 60'000, mcp::ListNotes::Scope::everybody},
        {{{"ttlMs", 60'000}, {"cacheScope", "private"}}, 60'000, mcp::ListNotes::Scope::caller},
        {{{"ttlMs", -5}}, 0, mcp::ListNotes::Scope::caller},
        {{{"ttlMs", 1e300}, {"cacheScope", "PUBLIC"}}, 86'400'000, mcp::ListNotes::Scope::caller},
        {{{"ttlMs", "soon"}}, {}, mcp::ListNotes::Scope::caller},
        {Json::object(), {}, mcp::ListNotes::Scope::caller},
    };
    for (const auto& c : cases) {
        CAPTURE(c.extras.dump());
        ModernPair pair;
        pair.server.list_extras = c.extras;
        auto session = pair.open();
        REQUIRE(session);
        REQUIRE(session.value().list_tools());
        CHECK(session.value().list_notes().ttl_ms == c.ttl_ms);
        CHECK(session.value().list_notes().scope == c.scope);
        CHECK_FALSE(session.value().tools_changed());
    }
    ModernPair pair;
    pair.server.list_extras = {{"ttlMs", 1}};
    auto session = pair.open();
    REQUIRE(session);
    REQUIRE(session.value().list_tools());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!session.value().tools_changed() && std::chrono::steady_clock::now() < deadline) continue;
    CHECK(session.value().tools_changed());
}
