#include "client.h"

using namespace parley;
using fakes::McpServer;
using Line = fakes::HttpServer::Line;
using Seen = McpServer::Seen;

namespace {

Json words(const Seen& seen, const std::string& text) {
    return McpServer::result(seen, {{"content", {{{"type", "text"}, {"text", text}}}}});
}

// As the call's answer, but under the call's id: for the stream that is taken up, which knows only its own request.
Json words(const Json& id, const std::string& text) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", {{"content", {{{"type", "text"}, {"text", text}}}}}}};
}

}  // namespace

TEST_CASE("mcp: an answer is found on its stream among all else that comes") {
    Pair pair;
    pair.server.on["tools/call"] = [](const Seen& seen, Line& line) {
        McpServer::begin_stream(line);
        line.chunk(": hello\n\nid: 1\ndata:\n\n");
        line.chunk(
            McpServer::event({{"jsonrpc", "2.0"}, {"method", "notifications/progress"}, {"params", Json::object()}}));
        line.chunk(McpServer::event(words(Json(999), "not ours")));
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", seen.message["id"]}}));
        line.chunk("event: other\ndata: {not json\n\n");
        const auto whole = McpServer::event(words(seen, "ours"));
        line.chunk(whole.substr(0, 20));
        line.chunk(whole.substr(20));
        line.chunk(McpServer::event(words(seen, "too late")));
        line.wait_for_client_to_go();
    };
    auto session = pair.open();
    REQUIRE(session);
    const auto reply = session.value().call(admitted());
    REQUIRE_MESSAGE(reply, reply.error().message);
    CHECK(reply.value().text == "ours");
}

TEST_CASE("mcp: an answer in a batch is found, as an older server may send it") {
    Pair pair;
    pair.server.on["tools/call"] = [](const Seen& seen, Line& line) {
        McpServer::reply(line,
                         Json::array({{{"jsonrpc", "2.0"}, {"method", "notifications/message"}}, words(seen, "ours")}));
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).value().text == "ours");
}

TEST_CASE("mcp: the server's own requests are answered while it makes us wait") {
    Pair pair;
    std::mutex mutex;
    std::condition_variable answered;
    std::map<std::string, Json> answers;
    const auto answer = [&](const Seen& seen, Line& line) {
        line.reply(202, "", "");
        const std::lock_guard lock(mutex);
        answers[dump(seen.message["id"])] = seen.message;
        answered.notify_all();
    };
    pair.server.on["POST"] = answer;  // A message without a method is an answer.
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        McpServer::begin_stream(line);
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", "p1"}, {"method", "ping"}}));
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", 7}, {"method", "sampling/createMessage"}}));
        line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", Json::array()}, {"method", "ping"}}));
        std::unique_lock lock(mutex);
        answered.wait_for(lock, std::chrono::seconds(5), [&] { return answers.size() == 2; });
        line.chunk(McpServer::event(words(seen, "done")));
        McpServer::end_stream(line);
    };
    auto session = pair.open(Secret("tok"));
    REQUIRE(session);
    const auto reply = session.value().call(admitted());
    REQUIRE_MESSAGE(reply, reply.error().message);
    CHECK(reply.value().text == "done");
    CHECK(answers["\"p1\""] == Json{{"jsonrpc", "2.0"}, {"id", "p1"}, {"result", Json::object()}});
    CHECK(answers["7"]["error"]["code"] == -32601);
    CHECK(pair.server.seen("POST")[0].asked.header("mcp-session-id") == "session-1");
    CHECK(pair.server.seen("POST")[0].asked.header("authorization") == "Bearer tok");
}

TEST_CASE("mcp: a server that only asks is given up") {
    Pair pair;
    pair.server.on["tools/call"] = [](const Seen&, Line& line) {
        McpServer::begin_stream(line);
        for (int i = 0; i < 100; ++i) line.chunk(McpServer::event({{"jsonrpc", "2.0"}, {"id", i}, {"method", "ping"}}));
        line.wait_for_client_to_go();
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).error().message == "The vendor's server kept asking instead of answering.");
}

TEST_CASE("mcp: a stream that ends early is taken up where it ended") {
    struct {
        std::string what;
        std::string first;  // What the POST's stream holds.
        bool reset;         // Cut off instead of ended.
        int empty_streams;  // That many more end early as well.
        std::vector<std::string> last_ids;
        bool works;
    } const cases[] = {
        {"primed", "id: a1\nretry: 20\ndata:\n\n", false, 0, {"a1"}, true},
        {"cut off", "id: a1\nretry: 20\ndata:\n\n", true, 0, {"a1"}, true},
        {"half an event", "id: a1\nretry: 20\ndata:\n\nid: a2\ndata: {\"jso", false, 0, {"a1"}, true},
        {"again and again", "id: a1\nretry: 1\ndata:\n\n", false, 3, {"a1", "b0", "b1", "b2"}, true},
        {"for ever", "id: a1\nretry: 1\ndata:\n\n", false, 99, {"a1", "b0", "b1", "b2", "b3", "b4", "b5", "b6"}, false},
        {"no id", "retry: 20\ndata:\n\n", false, 0, {}, false},
        {"nothing at all", "", false, 0, {}, false},
        {"come back in an hour", "id: a1\nretry: 3600000\ndata:\n\n", false, 0, {}, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Pair pair;
        Json id;
        std::atomic<int> streams = 0;
        pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
            id = seen.message["id"];
            McpServer::begin_stream(line);
            if (!c.first.empty()) line.chunk(c.first);
            if (c.reset)
                line.hang_up();
            else
                McpServer::end_stream(line);
        };
        pair.server.on["GET"] = [&](const Seen&, Line& line) {
            McpServer::begin_stream(line);
            const int stream = streams++;
            if (stream < c.empty_streams)
                line.chunk("id: b" + std::to_string(stream) + "\ndata:\n\n");
            else
                line.chunk(McpServer::event(words(id, "resumed")));
            McpServer::end_stream(line);
        };
        auto session = pair.open(Secret("tok"));
        REQUIRE(session);
        const auto reply = session.value().call(admitted());
        REQUIRE(static_cast<bool>(reply) == c.works);
        if (reply)
            CHECK(reply.value().text == "resumed");
        else
            CHECK(reply.error().message == "The vendor's server closed the connection before it had answered.");
        std::vector<std::string> last_ids;
        for (const auto& got : pair.server.seen("GET")) {
            last_ids.push_back(got.asked.header("last-event-id"));
            CHECK(got.asked.header("accept") == "text/event-stream");
            CHECK(got.asked.header("mcp-session-id") == "session-1");
            CHECK(got.asked.header("mcp-protocol-version") == "2025-11-25");
            CHECK(got.asked.header("authorization") == "Bearer tok");
        }
        CHECK(last_ids == c.last_ids);
    }
}

TEST_CASE("mcp: the wait that the server asks for is kept") {
    Pair pair;
    std::chrono::steady_clock::time_point ended, back;
    Json id;
    pair.server.on["tools/call"] = [&](const Seen& seen, Line& line) {
        id = seen.message["id"];
        McpServer::begin_stream(line);
        line.chunk("id: 1\nretry: 120\ndata:\n\n");
        ended = std::chrono::steady_clock::now();
        McpServer::end_stream(line);
    };
    pair.server.on["GET"] = [&](const Seen&, Line& line) {
        back = std::chrono::steady_clock::now();
        McpServer::begin_stream(line);
        line.chunk(McpServer::event(words(id, "resumed")));
        McpServer::end_stream(line);
    };
    auto session = pair.open();
    REQUIRE(session);
    REQUIRE(session.value().call(admitted()));
    CHECK(back - ended >= std::chrono::milliseconds(119));
}

TEST_CASE("mcp: what a server may say instead of taking the stream up again") {
    struct {
        int status;
        std::string sentence;
    } const cases[] = {
        {405, "The vendor's server closed the connection before it had answered."},
        {400, "The vendor's server closed the connection before it had answered."},
        {401, "The vendor no longer lets this connection in: connect it again."},
        {503, "The vendor's server is in trouble (HTTP 503)."},
        {404, "The vendor's server keeps losing our session."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.status);
        Pair pair;
        pair.server.on["tools/call"] = [](const Seen&, Line& line) {
            McpServer::begin_stream(line);
            line.chunk("id: 1\nretry: 5\ndata:\n\n");
            McpServer::end_stream(line);
        };
        pair.server.on["GET"] = [&](const Seen&, Line& line) { line.reply(c.status, "", ""); };
        auto session = pair.open();
        REQUIRE(session);
        CHECK(session.value().call(admitted()).error().message == c.sentence);
    }
}
