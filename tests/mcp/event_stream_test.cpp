#include "client.h"
#include "fakes/event_stream_server.h"

using namespace parley;
using fakes::EventStreamServer;

namespace {

struct OldPair {
    EventStreamServer server;
    std::unique_ptr<net::Http> http = net::make_http();
    mcp::EraMemory eras;

    Result<mcp::Session> open(mcp::Host* host = nullptr, std::optional<Secret> token = std::nullopt) {
        eras.remember(server.url(), mcp::Era::event_stream);
        mcp::Options options;
        options.eras = &eras;
        options.host = host;
        options.timeout_ms = 2'000;
        return mcp::Session::open(*http, checked(server.url()), std::move(token), "Bearer", options);
    }
};

}  // namespace

TEST_CASE("mcp: a server of the oldest era is found, greeted and called over its stream") {
    OldPair pair;
    pair.server.protocol_version = "2024-11-05";
    mcp::Options options;
    options.eras = &pair.eras;
    auto session = mcp::Session::open(*pair.http, checked(pair.server.url()), Secret("tok"), "Bearer", options);
    REQUIRE_MESSAGE(session, session.error().message);
    CHECK(session.value().era() == mcp::Era::event_stream);
    CHECK(session.value().server().name == "old fake");
    CHECK(session.value().server().protocol_version == "2024-11-05");
    CHECK(pair.eras.of(pair.server.url()) == mcp::Era::event_stream);
    CHECK(session.value().list_tools());
    const auto reply = session.value().call(admitted({{"a", 1}}));
    REQUIRE_MESSAGE(reply, reply.error().message);
    CHECK(reply.value().text == "old");
    CHECK(reply.value().bytes > 0);
    CHECK(session.value().prove_alive(2'000));
    const auto seen = pair.server.seen();
    CHECK(pair.server.methods() == std::vector<std::string>{"server/discover", "initialize", "GET", "initialize",
                                                            "notifications/initialized", "tools/list", "tools/call",
                                                            "ping"});
    for (std::size_t at = 2; at < seen.size(); ++at) {
        CAPTURE(at);
        CHECK(seen[at].asked.target == (at == 2 ? "/sse" : "/messages?session=s1"));
        CHECK(seen[at].asked.header("authorization") == "Bearer tok");
        CHECK(seen[at].asked.header("mcp-session-id").empty());
        CHECK(seen[at].asked.header("mcp-protocol-version").empty());
    }
    CHECK(seen[6].message["params"] == Json{{"name", "echo"}, {"arguments", {{"a", 1}}}});
}

TEST_CASE("mcp: the stream names an address of the same server, in whatever form") {
    struct {
        std::string endpoint;  // ORIGIN stands for the server's own.
        std::string target;    // Empty: refused.
    } const cases[] = {
        {"/messages?session=1", "/messages?session=1"},
        {"ORIGIN/messages", "/messages"},
        {"messages/7", "/messages/7"},
        {"//169.254.169.254/latest", ""},
        {"http://169.254.169.254/latest", ""},
        {"https://ORIGIN/x", ""},
        {"http://user@127.0.0.1/x", ""},
        {"file:///etc/passwd", ""},
        {"/a b", ""},
        {"/a\\b", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.endpoint);
        OldPair pair;
        auto endpoint = c.endpoint;
        if (const auto at = endpoint.find("ORIGIN"); at != std::string::npos)
            endpoint.replace(at, 6, at == 0 ? pair.server.origin() : pair.server.origin().substr(7));
        pair.server.endpoint = endpoint;
        auto session = pair.open();
        if (c.target.empty()) {
            REQUIRE_FALSE(session);
            CHECK(pair.server.count("POST") + pair.server.count("initialize") <= 1);  // The streamable one only.
            continue;
        }
        REQUIRE_MESSAGE(session, session.error().message);
        CHECK(session.value().call(admitted()));
        CHECK(pair.server.seen().back().asked.target == c.target);
    }
}

TEST_CASE("mcp: an answer may come with the POST, and late answers are thrown away") {
    OldPair pair;
    pair.server.answers_in_post = true;
    auto session = pair.open();
    REQUIRE_MESSAGE(session, session.error().message);
    CHECK(session.value().call(admitted()).value().text == "old");

    pair.server.answers_in_post = false;
    pair.server.on["tools/call"] = [](const Json& message) {
        Json late = EventStreamServer::result(message, {{"content", {{{"type", "text"}, {"text", "late"}}}}});
        late["id"] = 1;
        Json words = EventStreamServer::result(message, {{"content", {{{"type", "text"}, {"text", "mine"}}}}});
        return EventStreamServer::event(late) + EventStreamServer::event(words);
    };
    CHECK(session.value().call(admitted()).value().text == "mine");
}

TEST_CASE("mcp: the old server's own requests are answered, between calls too") {
    OldPair pair;
    auto session = pair.open();
    REQUIRE(session);
    pair.server.send(EventStreamServer::event({{"jsonrpc", "2.0"}, {"id", "p"}, {"method", "ping"}}) +
                     EventStreamServer::event({{"jsonrpc", "2.0"}, {"id", 7}, {"method", "sampling/createMessage"}}) +
                     EventStreamServer::event({{"jsonrpc", "2.0"}, {"method", "notifications/tools/list_changed"}}));
    REQUIRE(pair.server.wait_for("POST", 2));
    std::vector<Json> answers;
    for (const auto& seen : pair.server.seen()) {
        if (seen.method() == "POST") answers.push_back(seen.message);
    }
    CHECK(answers[0] == Json{{"jsonrpc", "2.0"}, {"id", "p"}, {"result", Json::object()}});
    CHECK(answers[1]["error"]["code"] == -32601);
    CHECK(session.value().call(admitted()));
    CHECK(session.value().tools_changed());
    CHECK(session.value().list_tools());
    CHECK_FALSE(session.value().tools_changed());
}

TEST_CASE("mcp: the host answers an old server from the thread of the call") {
    FixedHost host({{"elicitation", Json::object()}}, {{"action", "decline"}});
    OldPair pair;
    Json waiting;
    pair.server.on["tools/call"] = [&](const Json& message) {
        waiting = message;
        return EventStreamServer::event({{"jsonrpc", "2.0"}, {"id", "e"}, {"method", "elicitation/create"}});
    };
    pair.server.on["POST"] = [&](const Json&) {
        return EventStreamServer::event(
            EventStreamServer::result(waiting, {{"content", Json::array({{{"type", "text"}, {"text", "x"}}})}}));
    };
    auto session = pair.open(&host);
    REQUIRE(session);
    CHECK(session.value().call(admitted()));
    CHECK(host.asked.size() == 1);
    CHECK(pair.server.seen().back().message["result"] == Json{{"action", "decline"}});
}

TEST_CASE("mcp: an old server that asks without end is given up") {
    OldPair pair;
    pair.server.on["tools/call"] = [](const Json&) {
        std::string flood;
        for (int i = 0; i < 100; ++i) flood += EventStreamServer::event({{"id", i}, {"method", "ping"}});
        return flood;
    };
    auto session = pair.open();
    REQUIRE(session);
    CHECK(session.value().call(admitted()).error().message == "The vendor's server kept asking instead of answering.");
}

TEST_CASE("mcp: a stream that ended is begun again, between calls and once within a call") {
    OldPair pair;
    auto session = pair.open();
    REQUIRE(session);
    pair.server.close_streams();
    REQUIRE(session.value().call(admitted()));
    CHECK(pair.server.count("GET") == 2);
    CHECK(pair.server.count("initialize") == 2);

    std::atomic<int> calls = 0;
    pair.server.on["tools/call"] = [&](const Json& message) -> std::string {
        if (++calls == 1) {
            pair.server.close_streams();
            return "";
        }
        return EventStreamServer::event(
            EventStreamServer::result(message, {{"content", Json::array({{{"type", "text"}, {"text", "x"}}})}}));
    };
    CHECK(session.value().call(admitted()));
    CHECK(calls == 2);

    pair.server.on["tools/call"] = [&](const Json&) {
        ++calls;
        pair.server.close_streams();
        return std::string();
    };
    CHECK(session.value().call(admitted()).error().message ==
          "The vendor's server closed the connection before it had answered.");
    CHECK(calls == 4);
}

TEST_CASE("mcp: what an old server may say instead") {
    struct {
        std::string what;
        std::string answer;
        std::string sentence;
    } const cases[] = {
        {"half a JSON", "data: {\"jsonrpc\n\n", "The vendor's server sent an answer that is not whole."},
        {"an error", "ERROR", "The vendor's server reported an error of its own."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        OldPair pair;
        pair.server.on["tools/call"] = [&](const Json& message) {
            if (c.answer != "ERROR") return c.answer;
            return EventStreamServer::event(
                {{"jsonrpc", "2.0"}, {"id", message["id"]}, {"error", {{"code", -32603}, {"message", "no"}}}});
        };
        auto session = pair.open();
        REQUIRE(session);
        CHECK(session.value().call(admitted()).error().message == c.sentence);
    }
    for (const int status : {401, 429, 500}) {
        CAPTURE(status);
        OldPair pair;
        auto session = pair.open();
        REQUIRE(session);
        pair.server.post_status = status;
        CHECK_FALSE(session.value().call(admitted()));
        CHECK(session.value().refusal().status == (status == 500 ? 0 : status));
    }
}

TEST_CASE("mcp: opening an old server that refuses, or names no address, ends with one sentence") {
    OldPair refusing;
    refusing.server.stream_status = 401;
    mcp::Refusal refusal;
    mcp::Options options;
    options.refusal = &refusal;
    auto session = mcp::Session::open(*refusing.http, checked(refusing.server.url()), std::nullopt, "Bearer", options);
    REQUIRE_FALSE(session);
    CHECK(session.error().fault == Fault::reconnect);
    CHECK(refusal.status == 401);

    OldPair nameless;
    nameless.server.endpoint = "";
    options.timeout_ms = 400;
    session = mcp::Session::open(*nameless.http, checked(nameless.server.url()), std::nullopt, "Bearer", options);
    REQUIRE_FALSE(session);
    CHECK(session.error().message == "There is no MCP server at this address.");
}

TEST_CASE("mcp: a call to an old server ends at its deadline or when asked to, and the server is told") {
    for (const bool stopped : {false, true}) {
        CAPTURE(stopped);
        OldPair pair;
        std::stop_source source;
        pair.server.on["tools/call"] = [&](const Json&) {
            if (stopped) source.request_stop();
            return std::string();
        };
        auto session = pair.open();
        REQUIRE(session);
        const auto reply = session.value().call(admitted(), stopped ? 20'000 : 100, source.get_token());
        CHECK(reply.error().fault == Fault::unavailable);
        CHECK(reply.error().message == (stopped ? "The request was cancelled." : "127.0.0.1 did not answer in time."));
        REQUIRE(pair.server.wait_for("notifications/cancelled", 1));
        const auto seen = pair.server.seen();
        CHECK(seen.back().message["params"]["requestId"] == seen[seen.size() - 2].message["id"]);
    }
}
