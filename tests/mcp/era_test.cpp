#include "client.h"
#include "fakes/modern_server.h"
#include "mcp/detect.h"

using namespace parley;
using fakes::McpServer;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;
using Methods = std::vector<std::string>;

namespace {

const Methods handshake{"server/discover", "initialize", "notifications/initialized"};

McpServer::Handler says(int status, const std::string& body, const std::string& headers = "") {
    return [=](const Seen&, Line& line) { line.reply(status, "application/json", body, headers); };
}

McpServer::Handler refuses(int status, int code, Json data = nullptr) {
    return [=](const Seen& seen, Line& line) {
        line.reply(status, "application/json", dump(McpServer::error(seen, code, "no", data)));
    };
}

McpServer::Handler answers(Json result) {
    return [=](const Seen& seen, Line& line) { McpServer::reply(line, McpServer::result(seen, result)); };
}

}  // namespace

TEST_CASE("mcp: whatever an older server says to the modern question, it is greeted next") {
    struct {
        std::string what;
        McpServer::Handler to_discover;
    } const cases[] = {
        {"400 without a body", says(400, "")},
        {"400 in its own words", refuses(400, -32000)},
        {"400 with words", says(400, "Bad Request: no session")},
        {"403 without a challenge", says(403, "")},
        {"404", says(404, "")},
        {"404, method not found", refuses(404, -32601)},
        {"405", says(405, "")},
        {"406", says(406, "{}")},
        {"500", says(500, "stack trace")},
        {"202", says(202, "")},
        {"200, method not found", refuses(200, -32601)},
        {"200, not initialized", refuses(200, -32002)},
        {"200, an error that only looks modern", refuses(200, -32001)},
        {"an answer that says nothing", answers(Json::object())},
        {"an answer with older versions", answers({{"supportedVersions", {"2025-11-25"}}})},
        {"other versions are wanted", refuses(400, -32022, {{"supported", {"2025-11-25"}}})},
        {"a web page", says(200, "<html>")},
        {"half an answer",
         [](const Seen&, Line& line) {
             line.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{");
             line.hang_up();
         }},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Pair pair;
        pair.server.on["server/discover"] = c.to_discover;
        mcp::Options options;
        options.eras = &pair.eras;
        auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options);
        REQUIRE_MESSAGE(session, session.error().message);
        CHECK(session.value().era() == mcp::Era::streamable);
        CHECK(pair.server.methods() == handshake);
        CHECK(pair.eras.of(pair.server.url()) == mcp::Era::streamable);
        CHECK(pair.server.seen("initialize")[0].asked.header("mcp-protocol-version").empty());
        CHECK(session.value().refusal().status == 0);
        CHECK(session.value().call(admitted()));
    }
}

TEST_CASE("mcp: what says nothing of the era ends the search") {
    struct {
        int status;
        std::string headers;
        Fault fault;
        std::optional<int> retry_after_ms;
    } const cases[] = {
        {401, "WWW-Authenticate: Bearer\r\n", Fault::reconnect, {}},
        {403, "WWW-Authenticate: Bearer error=\"insufficient_scope\"\r\n", Fault::reconnect, {}},
        {429, "Retry-After: 7\r\n", Fault::over_limit, 7'000},
        {503, "Retry-After: 2\r\n", Fault::unavailable, 2'000},
        {302, "Location: http://169.254.169.254/\r\n", Fault::unavailable, {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.status);
        Pair pair;
        pair.server.on["server/discover"] = says(c.status, "", c.headers);
        mcp::Refusal refusal;
        mcp::Options options;
        options.eras = &pair.eras;
        options.refusal = &refusal;
        const auto session =
            mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options);
        REQUIRE_FALSE(session);
        CHECK(session.error().fault == c.fault);
        CHECK(pair.server.methods() == Methods{"server/discover"});
        CHECK_FALSE(pair.eras.of(pair.server.url()));
        if (c.status == 302) continue;
        CHECK(refusal.status == c.status);
        CHECK(refusal.www_authenticate.size() == (c.status < 429 ? 1 : 0));
        CHECK(refusal.retry_after_ms == c.retry_after_ms);
    }
}

TEST_CASE("mcp: a modern server is known by its errors as well") {
    for (const int code : {-32020, -32021}) {
        CAPTURE(code);
        Pair pair;
        pair.server.on["server/discover"] = refuses(400, code);
        mcp::Options options;
        options.eras = &pair.eras;
        auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options);
        REQUIRE(session);
        CHECK(session.value().era() == mcp::Era::modern);
        CHECK(pair.server.methods() == Methods{"server/discover"});
    }
    // It does not know the question, but no older one either.
    Pair pair;
    pair.server.on["server/discover"] = refuses(404, -32601);
    pair.server.on["initialize"] = refuses(404, -32601);
    const auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt);
    REQUIRE_MESSAGE(session, session.error().message);
    CHECK(session.value().era() == mcp::Era::modern);
}

TEST_CASE("mcp: a server of none of our versions is told apart from one that is not there") {
    Pair pair;
    pair.server.on["server/discover"] = answers({{"supportedVersions", {"2031-01-01"}}});
    auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt);
    REQUIRE_FALSE(session);
    CHECK(session.error().message == "The vendor's server speaks no version of MCP that Parley knows.");
    CHECK(pair.server.methods() == Methods{"server/discover"});

    Pair page;
    for (const char* method : {"server/discover", "initialize", "GET"}) page.server.on[method] = says(404, "");
    session = mcp::Session::open(*page.http, checked(page.server.url()), std::nullopt);
    REQUIRE_FALSE(session);
    CHECK(session.error().message == "There is no MCP server at this address.");
    CHECK(page.server.methods() == Methods{"server/discover", "initialize", "GET"});
}

TEST_CASE("mcp: a known era costs no extra request") {
    mcp::EraMemory eras;
    mcp::Options options;
    options.eras = &eras;
    const auto http = net::make_http();
    fakes::ModernServer modern;
    fakes::McpServer streamable;
    for (int times = 0; times < 2; ++times) {
        auto first = mcp::Session::open(*http, checked(modern.url()), std::nullopt, "Bearer", options);
        REQUIRE(first);
        CHECK(first.value().era() == mcp::Era::modern);
        CHECK(first.value().call(admitted()));
        CHECK(first.value().server().name == "modern fake");
        auto second = mcp::Session::open(*http, checked(streamable.url()), std::nullopt, "Bearer", options);
        REQUIRE(second);
        CHECK(second.value().call(admitted()));
    }
    CHECK(modern.methods() == Methods{"server/discover", "tools/call", "tools/call"});
    CHECK(streamable.seen("server/discover").size() == 1);
    CHECK(streamable.seen("initialize").size() == 2);
}

TEST_CASE("mcp: an era is remembered by origin and path, without the query") {
    CHECK(mcp::memory_key(checked("http://127.0.0.1:81/mcp?key=1")) == "http://127.0.0.1:81/mcp");
    CHECK(mcp::memory_key(checked("http://127.0.0.1:81/sse")) == "http://127.0.0.1:81/sse");
    mcp::EraMemory eras;
    eras.remember("a", mcp::Era::modern);
    eras.remember("a", mcp::Era::event_stream);
    CHECK(eras.of("a") == mcp::Era::event_stream);
    CHECK_FALSE(eras.of("b"));
    eras.forget("a");
    CHECK_FALSE(eras.of("a"));
}

TEST_CASE("mcp: a server that is no longer what it was is found out anew") {
    struct {
        std::string what;
        mcp::Era remembered;
        McpServer::Handler to_modern_call;  // Of the older server that is there now.
    } const cases[] = {
        {"was modern, wants a session", mcp::Era::modern, refuses(400, -32000)},
        {"was modern, wants to be greeted", mcp::Era::modern, refuses(200, -32600)},
        {"was modern, knows no such page", mcp::Era::modern, says(404, "")},
        {"was of the oldest", mcp::Era::event_stream, nullptr},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Pair pair;
        if (c.to_modern_call) {
            pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
                if (!seen.asked.header("mcp-method").empty()) return c.to_modern_call(seen, line);
                McpServer::reply(line, McpServer::result(seen, {{"content", {{{"type", "text"}, {"text", "x"}}}}}));
            };
        }
        pair.eras.remember(pair.server.url(), c.remembered);
        mcp::Options options;
        options.eras = &pair.eras;
        auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options);
        REQUIRE_MESSAGE(session, session.error().message);
        const auto reply = session.value().call(admitted());
        REQUIRE_MESSAGE(reply, reply.error().message);
        CHECK(session.value().era() == mcp::Era::streamable);
        CHECK(pair.eras.of(pair.server.url()) == mcp::Era::streamable);
    }
}

TEST_CASE("mcp: a server that was of the middle eras and is modern now is found out when it is greeted") {
    fakes::ModernServer server;
    const auto http = net::make_http();
    mcp::EraMemory eras;
    eras.remember(server.url(), mcp::Era::streamable);
    mcp::Options options;
    options.eras = &eras;
    auto session = mcp::Session::open(*http, checked(server.url()), std::nullopt, "Bearer", options);
    REQUIRE_MESSAGE(session, session.error().message);
    CHECK(session.value().era() == mcp::Era::modern);
    CHECK(eras.of(server.url()) == mcp::Era::modern);
}

TEST_CASE("mcp: a modern server that was remembered and refuses a call is not taken for an older one") {
    for (const int status : {400, 404}) {
        CAPTURE(status);
        fakes::ModernServer server;
        server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            fakes::ModernServer::refuse(seen, line, status, status == 404 ? -32601 : -32021, "no");
        };
        const auto http = net::make_http();
        mcp::EraMemory eras;
        eras.remember(server.url(), mcp::Era::modern);
        mcp::Options options;
        options.eras = &eras;
        auto session = mcp::Session::open(*http, checked(server.url()), std::nullopt, "Bearer", options);
        REQUIRE(session);
        CHECK_FALSE(session.value().call(admitted()));
        CHECK(server.methods() == Methods{"tools/call"});
        CHECK(eras.of(server.url()) == mcp::Era::modern);
    }
}

TEST_CASE("mcp: a probe finds the challenge whatever the era, and whether it is known or not") {
    for (const auto remembered : {std::optional<mcp::Era>(), std::optional(mcp::Era::modern)}) {
        Pair pair;
        for (const char* method : {"server/discover", "initialize"})
            pair.server.on[method] = says(401, "", "WWW-Authenticate: Bearer scope=\"read\"\r\n");
        if (remembered) pair.eras.remember(pair.server.url(), *remembered);
        mcp::Options options;
        options.eras = &pair.eras;
        const auto challenge = mcp::Session::probe(*pair.http, checked(pair.server.url()), options);
        REQUIRE(challenge);
        REQUIRE(challenge.value());
        CHECK(challenge.value()->status == 401);
        CHECK(challenge.value()->www_authenticate == Methods{"Bearer scope=\"read\""});
        CHECK(pair.server.methods() == Methods{"server/discover"});
    }
    fakes::ModernServer open;
    const auto http = net::make_http();
    const auto nothing = mcp::Session::probe(*http, checked(open.url()));
    REQUIRE(nothing);
    CHECK_FALSE(nothing.value());
}

TEST_CASE("mcp: a server that never answers what it does not know leaves time for what it knows") {
    Pair pair;
    pair.server.on["server/discover"] = [](const Seen&, Line& line) { line.wait_for_client_to_go(); };
    mcp::Options options;
    options.timeout_ms = 600;
    const auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options);
    REQUIRE_MESSAGE(session, session.error().message);
    CHECK(session.value().era() == mcp::Era::streamable);
}

TEST_CASE("mcp: opening has one deadline, and ends soon when it is asked to") {
    Pair pair;
    for (const char* method : {"server/discover", "initialize"})
        pair.server.on[method] = [](const Seen&, Line& line) { line.wait_for_client_to_go(); };
    mcp::Options options;
    options.timeout_ms = 200;
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));

    Pair other;
    std::stop_source source;
    other.server.on["server/discover"] = [&](const Seen&, Line& line) {
        source.request_stop();
        line.wait_for_client_to_go();
    };
    options.timeout_ms = 20'000;
    options.stop = source.get_token();
    const auto stopped = mcp::Session::open(*other.http, checked(other.server.url()), std::nullopt, "Bearer", options);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().message == "The request was cancelled.");
    CHECK(other.server.methods() == Methods{"server/discover"});
}
