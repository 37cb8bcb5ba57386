#include "client.h"

using namespace parley;
using fakes::McpServer;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;

TEST_CASE("mcp: a call that nobody waits for any more ends soon, and the server is told") {
    enum class When { silent, streaming, between_streams };
    for (const auto when : {When::silent, When::streaming, When::between_streams}) {
        CAPTURE(static_cast<int>(when));
        Pair pair;
        std::stop_source source;
        std::atomic<int> calls = 0;
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            if (++calls > 1) {
                const Json words{{"content", {{{"type", "text"}, {"text", "x"}}}}};
                return McpServer::reply(line, McpServer::result(seen, words));
            }
            if (when == When::silent) {
                source.request_stop();
                return line.wait_for_client_to_go();
            }
            McpServer::begin_stream(line);
            line.chunk(when == When::streaming ? ": x\n\n" : "id: 1\nretry: 15000\ndata:\n\n");
            if (when == When::between_streams) McpServer::end_stream(line);
            source.request_stop();
            if (when == When::streaming) line.wait_for_client_to_go();
        };
        auto session = pair.open();
        REQUIRE(session);
        const auto start = std::chrono::steady_clock::now();
        const auto reply = session.value().call(admitted(), 20'000, source.get_token());
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
        REQUIRE_FALSE(reply);
        CHECK(reply.error().fault == Fault::unavailable);
        CHECK(reply.error().message == "The request was cancelled.");
        const auto told = pair.server.seen("notifications/cancelled");
        REQUIRE(told.size() == 1);
        CHECK(told[0].message["params"]["requestId"] == pair.server.seen("tools/call")[0].message["id"]);
        CHECK(pair.server.seen("GET").empty());
        // The session is as good as before.
        CHECK(session.value().call(admitted()));
    }
}

TEST_CASE("mcp: the greeting is never cancelled by name") {
    for (const bool stopped : {false, true}) {
        CAPTURE(stopped);
        Pair pair;
        std::stop_source source;
        pair.server.on["initialize"] = [&](const Seen&, Line& line) {
            if (stopped) source.request_stop();
            line.wait_for_client_to_go();
        };
        auto options = pair.known();
        options.timeout_ms = stopped ? 20'000 : 100;
        options.stop = source.get_token();
        CHECK_FALSE(mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options));
        CHECK(pair.server.seen("notifications/cancelled").empty());
    }
}

TEST_CASE("mcp: a late answer to a call that was given up is not taken for the next one's") {
    Pair pair;
    std::atomic<int> calls = 0;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        if (++calls == 1) return line.wait_for_client_to_go();
        const auto id = seen.message["id"].get<std::int64_t>();
        McpServer::begin_stream(line);
        for (const auto of : {id - 1, id}) {
            const Json words{{"content", {{{"type", "text"}, {"text", of == id ? "mine" : "late"}}}}};
            line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", of}, {"result", words}}));
        }
        McpServer::end_stream(line);
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK_FALSE(session.value().call(admitted(), 80));
    CHECK(session.value().call(admitted()).value().text == "mine");
}

TEST_CASE("mcp: a host that declared something is asked, others are not") {
    struct {
        Json capabilities;
        Json answer;
        std::string method;
        bool answered;
    } const cases[] = {
        {{{"elicitation", Json::object()}}, {{"action", "accept"}}, "elicitation/create", true},
        {{{"elicitation", Json::object()}}, {{"action", "accept"}}, "sampling/createMessage", false},
        {{{"elicitation", Json::object()}}, nullptr, "elicitation/create", false},
        {Json::object(), {{"action", "accept"}}, "elicitation/create", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.method);
        Pair pair;
        FixedHost host(c.capabilities, c.answer);
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            McpServer::begin_stream(line);
            line.chunk(McpServer::event(
                {{"jsonrpc", "2.0"}, {"id", "q"}, {"method", c.method}, {"params", {{"message", "m"}}}}));
            line.chunk(McpServer::event(McpServer::result(seen, {{"content", {{{"type", "text"}, {"text", "x"}}}}})));
            McpServer::end_stream(line);
        };
        auto options = pair.known();
        options.host = &host;
        auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options);
        REQUIRE(session);
        CHECK(session.value().call(admitted()));
        CHECK(pair.server.seen("initialize")[0].message["params"]["capabilities"] == c.capabilities);
        const auto told = pair.server.seen("POST");
        REQUIRE(told.size() == 1);
        CHECK(told[0].message.contains("result") == c.answered);
        if (!c.answered) CHECK(told[0].message["error"]["code"] == -32601);
        if (c.answered) CHECK(host.asked[0] == Json{{"method", c.method}, {"params", {{"message", "m"}}}});
    }
}

TEST_CASE("mcp: a session proves that it is alive by anything that the server says of itself") {
    struct {
        int status;
        int code;  // Of the JSON-RPC error; 0: a result, 1: no message.
        bool alive;
    } const cases[] = {{200, 0, true},       {200, -32601, true}, {400, -32600, true},  {401, 1, false},
                       {401, -32000, false}, {500, 1, false},     {500, -32603, false}, {200, 1, false}};
    for (const auto& c : cases) {
        CAPTURE(c.status);
        CAPTURE(c.code);
        Pair pair;
        pair.server.on["ping"] = [&](const Seen& seen, Line& line) {
            if (c.code == 1) return line.reply(c.status, "text/plain", "");
            const Json message =
                c.code == 0 ? McpServer::result(seen, Json::object()) : McpServer::error(seen, c.code, "no");
            line.reply(c.status, "application/json", dump(message));
        };
        auto session = pair.open();
        REQUIRE(session);
        const auto alive = session.value().prove_alive(5'000);
        CHECK(static_cast<bool>(alive) == c.alive);
        if (c.status == 401) CHECK(alive.error().fault == Fault::reconnect);
    }
    // One that was forgotten is begun anew.
    Pair pair;
    std::atomic<int> pings = 0;
    pair.server.on["ping"] = [&](const Seen& seen, Line& line) {
        if (++pings == 1) return line.reply(404, "", "");
        McpServer::reply(line, McpServer::result(seen, Json::object()));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().prove_alive(5'000));
    CHECK(pair.server.seen("initialize").size() == 2);
}

TEST_CASE("mcp: a server may ask the host on a stream of its own, which is opened only where there is one") {
    Pair pair;
    FixedHost host({{"elicitation", Json::object()}}, {{"action", "accept"}});
    std::mutex mutex;
    std::condition_variable changed;
    bool called = false;
    bool answered = false;
    std::atomic<int> streams = 0;
    pair.server.on["GET"] = [&](const Seen& seen, Line& line) {
        McpServer::begin_stream(line);
        if (++streams == 1) {
            line.chunk("id: g1\nretry: 5\ndata:\n\n");
            return McpServer::end_stream(line);
        }
        CHECK(seen.asked.header("last-event-id") == "g1");
        CHECK(seen.asked.header("mcp-session-id") == "session-1");
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::chrono::seconds(5), [&] { return called; });
        lock.unlock();
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"method", "notifications/tools/list_changed"}}));
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", 5}, {"method", "elicitation/create"}}));
        line.wait_for_client_to_go();
    };
    pair.server.on["POST"] = [&](const Seen& seen, Line& line) {
        line.reply(202, "", "");
        const std::lock_guard lock(mutex);
        answered = seen.message["id"] == 5 && seen.message["result"] == Json{{"action", "accept"}};
        changed.notify_all();
    };
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        std::unique_lock lock(mutex);
        called = true;
        changed.notify_all();
        const bool heard = changed.wait_for(lock, std::chrono::seconds(5), [&] { return answered; });
        const Json words{{"content", {{{"type", "text"}, {"text", heard ? "heard" : "not heard"}}}}};
        McpServer::reply(line, McpServer::result(seen, words));
    };
    {
        auto options = pair.known();
        options.host = &host;
        auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), std::nullopt, "Bearer", options);
        REQUIRE(session);
        CHECK(session.value().call(admitted()).value().text == "heard");
        CHECK(session.value().tools_changed());
    }
    CHECK(pair.server.methods().back() == "DELETE");

    for (const bool declares : {false, true}) {
        CAPTURE(declares);
        Pair other;
        FixedHost mute(declares ? Json{{"elicitation", Json::object()}} : Json::object(), nullptr);
        auto options = other.known();
        options.host = &mute;
        {
            auto session =
                mcp::Session::open(*other.http, checked(other.server.url()), std::nullopt, "Bearer", options);
            REQUIRE(session);
            CHECK(session.value().call(admitted({{"a", 1}})));
        }
        CHECK(other.server.seen("GET").size() <= (declares ? 1 : 0));  // 405 is an answer.
    }
}
