#include "sim/mcp_endpoint.h"

#include "support.h"

#include <set>

using namespace parley;
using namespace parley::sim;
using namespace std::chrono_literals;

namespace {

constexpr const char* url = "http://127.0.0.1:1/mcp";
constexpr const char* issuer = "http://127.0.0.1:2";
constexpr const char* challenge_start =
    R"(Bearer resource_metadata="http://127.0.0.1:1/.well-known/oauth-protected-resource/mcp")";

vendors::Auth auth_of(const char* kind, const char* header) {
    vendors::Auth auth;
    auth.kind = kind;
    auth.header = header;
    auth.scopes = {"read"};
    return auth;
}

struct Fixture {
    explicit Fixture(const char* kind = "oauth", const char* header = "")
        : endpoint(authority, script, {url, issuer, "Tiny", auth_of(kind, header)}) {}

    testing::MovableClock clock;
    Authority authority{clock, url, 3600};
    Script script{{clock, 7}, testing::tiny_simulate, "tiny"};
    McpEndpoint endpoint;
    Client client = authority.add_client({"", "", "none", {testing::redirect}, true});
    std::string token = new_token();

    std::string new_token() {
        const auto code = authority.issue_code({client.id, testing::redirect, testing::challenge, url, "read"});
        const auto tokens = authority.exchange(client.id, {code, testing::redirect, testing::verifier, url});
        REQUIRE(std::holds_alternative<IssuedTokens>(tokens));
        return std::get<IssuedTokens>(tokens).access;
    }

    Fields headers(const std::string& session) const {
        Fields fields{{"content-type", "application/json"},
                      {"accept", "application/json, text/event-stream"},
                      {"authorization", "Bearer " + token}};
        if (!session.empty()) fields.emplace_back("mcp-session-id", session);
        return fields;
    }
    Reply post(const std::string& session, const Json& message) {
        return endpoint.handle({"POST", "/mcp", {}, headers(session), dump(message)});
    }
    Reply ask(const std::string& session, const Json& id, const std::string& method, const Json& params) {
        return post(session, {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}});
    }
    std::string open(const std::string& revision = "2025-11-25") {
        const auto reply = ask("", 0, "initialize", {{"protocolVersion", revision}});
        CHECK(reply.status == 200);
        return field(reply.headers, "Mcp-Session-Id");
    }
    Reply call(const std::string& session, const Json& id, const std::string& tool, const Json& arguments) {
        return ask(session, id, "tools/call", {{"name", tool}, {"arguments", arguments}});
    }
};

Json message_of(const Reply& reply) {
    return testing::message_of(reply.type, reply.body);
}

}  // namespace

TEST_CASE("sim: without a valid token there is only the way to one") {
    Fixture fixture;
    struct {
        const char* authorization;
        const char* starts;
    } const cases[] = {
        {"", challenge_start},
        {"Basic dXNlcjpwYXNz", challenge_start},
        {"Bearer access_of_nobody", "Bearer error=\"invalid_token\""},
        {"Bearer ", "Bearer error=\"invalid_token\""},
    };
    for (const auto& c : cases) {
        for (const char* method : {"POST", "GET", "DELETE"}) {
            CAPTURE(c.authorization);
            CAPTURE(method);
            const auto reply = fixture.endpoint.handle({method, "/mcp", {}, {{"authorization", c.authorization}}, ""});
            CHECK(reply.status == 401);
            CHECK(field(reply.headers, "WWW-Authenticate").rfind(c.starts, 0) == 0);
        }
    }
    const auto in_url = fixture.endpoint.handle({"POST", "/mcp", {{"access_token", fixture.token}}, {}, ""});
    CHECK(in_url.status == 401);
    fixture.clock.move(3600s);
    CHECK(fixture.ask("", 1, "initialize", {{"protocolVersion", "2025-11-25"}}).status == 401);
}

TEST_CASE("sim: the resource metadata names the resource and its authorization server") {
    Fixture fixture;
    const auto reply = fixture.endpoint.handle({"GET", "/.well-known/oauth-protected-resource/mcp", {}, {}, ""});
    const auto metadata = testing::json_of(reply.body);
    CHECK(metadata["resource"] == url);
    CHECK(metadata["authorization_servers"] == Json::array({issuer}));
    CHECK(metadata["scopes_supported"] == Json::array({"read"}));
    CHECK(fixture.endpoint.handle({"GET", "/.well-known/oauth-protected-resource", {}, {}, ""}).status == 404);
}

TEST_CASE("sim: initialize agrees on a revision") {
    struct {
        const char* wanted;
        const char* agreed;
    } const cases[] = {{"2025-11-25", "2025-11-25"},
                       {"2025-06-18", "2025-06-18"},
                       {"2025-03-26", "2025-03-26"},
                       {"2026-07-28", "2025-11-25"},
                       {"1.0", "2025-11-25"}};
    for (const auto& c : cases) {
        CAPTURE(c.wanted);
        Fixture fixture;
        const auto reply = fixture.ask("", 1, "initialize", {{"protocolVersion", c.wanted}});
        CHECK(message_of(reply)["result"]["protocolVersion"] == c.agreed);
        CHECK(field(reply.headers, "Mcp-Session-Id").size() > 20);
    }
    Fixture fixture;
    CHECK(message_of(fixture.ask("", 1, "initialize", Json::object()))["error"]["code"] == -32602);
}

TEST_CASE("sim: every request but initialize needs a session of its own caller") {
    Fixture fixture;
    const auto session = fixture.open();
    CHECK(fixture.ask(session, 2, "ping", Json::object()).status == 200);
    CHECK(fixture.ask("", 2, "ping", Json::object()).status == 400);
    CHECK(fixture.ask("session_of_nobody", 2, "ping", Json::object()).status == 404);
    CHECK(fixture.ask("", 2, "server/discover", Json::object()).status == 400);  // A client of the next era looks.

    const std::string first = std::exchange(fixture.token, fixture.new_token());
    CHECK(fixture.ask(session, 2, "ping", Json::object()).status == 404);
    fixture.token = first;
    auto headers = fixture.headers(session);
    headers.emplace_back("mcp-protocol-version", "2025-03-26");
    const Json ping{{"jsonrpc", "2.0"}, {"id", 2}, {"method", "ping"}};
    CHECK(fixture.endpoint.handle({"POST", "/mcp", {}, headers, dump(ping)}).status == 400);

    CHECK(fixture.endpoint.handle({"DELETE", "/mcp", {}, fixture.headers(session), ""}).status == 200);
    CHECK(fixture.ask(session, 2, "ping", Json::object()).status == 404);
    CHECK(fixture.endpoint.handle({"DELETE", "/mcp", {}, fixture.headers(session), ""}).status == 404);
}

TEST_CASE("sim: what is no JSON-RPC request is refused") {
    Fixture fixture;
    const auto session = fixture.open();
    struct {
        const char* body;
        int status;
    } const cases[] = {
        {R"({"jsonrpc":"2.0","id":1,"method":"ping"})", 200},
        {R"({"jsonrpc":"2.0","id":"one","method":"ping"})", 200},
        {R"({"jsonrpc":"2.0","method":"notifications/initialized"})", 202},
        {R"({"jsonrpc":"2.0","id":1,"result":{}})", 202},
        {R"({"jsonrpc":"2.0","id":null,"method":"ping"})", 400},
        {R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", 400},
        {R"({"jsonrpc":"1.0","id":1,"method":"ping"})", 400},
        {R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])", 400},
        {R"({"jsonrpc":"2.0","id":1,)", 400},
        {"", 400},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        CHECK(fixture.endpoint.handle({"POST", "/mcp", {}, fixture.headers(session), c.body}).status == c.status);
    }
    Fields as_text{{"content-type", "text/plain"}, {"authorization", "Bearer " + fixture.token}};
    CHECK(fixture.endpoint.handle({"POST", "/mcp", {}, as_text, "{}"}).status == 415);
    CHECK(fixture.endpoint.handle({"GET", "/mcp", {}, fixture.headers(session), ""}).status == 405);
    CHECK(fixture.endpoint.handle({"POST", "/other", {}, fixture.headers(session), ""}).status == 404);
    CHECK(message_of(fixture.ask(session, 2, "resources/list", {}))["error"]["code"] == -32601);
}

TEST_CASE("sim: a web page of another site may not call") {
    Fixture fixture;
    for (const char* origin : {"https://evil.example", "http://127.0.0.1.evil.example", "null"}) {
        CAPTURE(origin);
        auto headers = fixture.headers("");
        headers.emplace_back("origin", origin);
        CHECK(fixture.endpoint.handle({"POST", "/mcp", {}, headers, "{}"}).status == 403);
    }
    auto headers = fixture.headers("");
    headers.emplace_back("origin", "http://127.0.0.1:8080");
    CHECK(fixture.endpoint.handle({"POST", "/mcp", {}, headers, "{}"}).status == 400);
}

TEST_CASE("sim: the tools come in pages of five") {
    Fixture fixture;
    const auto session = fixture.open();
    std::set<std::string> names;
    Json params = Json::object();
    int pages = 0;
    while (true) {
        const auto result = message_of(fixture.ask(session, 2 + pages, "tools/list", params))["result"];
        ++pages;
        CHECK(result["tools"].size() <= 5);
        for (const auto& tool : result["tools"]) names.insert(text_at(tool, "name"));
        if (!result.contains("nextCursor")) break;
        params["cursor"] = result["nextCursor"];
        REQUIRE(pages < 5);
    }
    CHECK(pages == 2);
    CHECK(names.size() == 7);
    for (const char* cursor : {"", "5", "YWZ0ZXI6OQ", "YWZ0ZXI6LTE", "%%%"}) {
        CAPTURE(cursor);
        CHECK(message_of(fixture.ask(session, 2, "tools/list", {{"cursor", cursor}}))["error"]["code"] == -32602);
    }
}

TEST_CASE("sim: a tool's answer comes as text and as structure") {
    Fixture fixture;
    const auto session = fixture.open();
    const auto rows = message_of(fixture.call(session, 2, "list_rows", {{"limit", 2}}))["result"];
    CHECK(rows["isError"] == false);
    CHECK(rows["structuredContent"]["data"].size() == 2);
    CHECK(testing::json_of(text_at(rows["content"][0], "text")) == rows["structuredContent"]);
    const auto raw = fixture.script.call("list_rows", {{"limit", 2}});
    REQUIRE(raw);
    CHECK(raw.value() == rows["structuredContent"]);

    const auto list = message_of(fixture.call(session, 2, "list_themes", {}))["result"];
    CHECK_FALSE(list.contains("structuredContent"));  // Objects only.
    CHECK(text_at(list["content"][0], "text") == R"(["shipping","pricing"])");
}

TEST_CASE("sim: what a tool refuses is a tool error, what is no tool is a protocol error") {
    Fixture fixture;
    const auto session = fixture.open();
    const auto refused = message_of(fixture.call(session, 2, "get_row", {{"id", "row_9"}}))["result"];
    CHECK(refused["isError"] == true);
    CHECK(text_at(refused["content"][0], "text") == "No such row: row_9");
    const auto incomplete = message_of(fixture.call(session, 2, "get_row", Json::object()))["result"];
    CHECK(text_at(incomplete["content"][0], "text") == "Missing required argument: id");
    CHECK(message_of(fixture.call(session, 2, "drop_rows", Json::object()))["error"]["code"] == -32602);
    CHECK(message_of(fixture.call(session, 2, "list_rows", Json::array()))["error"]["code"] == -32602);
    CHECK(message_of(fixture.call(session, 2, "delete_row", Json::object()))["error"]["code"] == -32603);
    CHECK(fixture.endpoint.tools_called() ==
          std::vector<std::string>{"get_row", "get_row", "drop_rows", "list_rows", "delete_row"});
}

TEST_CASE("sim: odd request ids and large answers come as an event stream, where the client accepts one") {
    struct {
        const char* accept;
        int id;
        const char* tool;
        int status;
        const char* type;
    } const cases[] = {
        {"application/json, text/event-stream", 2, "count_rows", 200, "application/json"},
        {"application/json, text/event-stream", 3, "count_rows", 200, "text/event-stream"},
        {"application/json, text/event-stream", 2, "list_many", 200, "text/event-stream"},
        {"application/json", 3, "count_rows", 200, "application/json"},
        {"application/json", 3, "list_many", 200, "application/json"},
        {"text/event-stream", 2, "count_rows", 200, "text/event-stream"},
        {"*/*", 3, "count_rows", 200, "text/event-stream"},
        {"", 2, "count_rows", 200, "application/json"},
        {"image/png", 2, "count_rows", 406, "application/json"},
    };
    Fixture fixture;
    const auto session = fixture.open();
    for (const auto& c : cases) {
        CAPTURE(c.accept);
        CAPTURE(c.id);
        CAPTURE(c.tool);
        auto headers = fixture.headers(session);
        headers[1].second = c.accept;
        const Json message{{"jsonrpc", "2.0"}, {"id", c.id}, {"method", "tools/call"}, {"params", {{"name", c.tool}}}};
        const auto reply = fixture.endpoint.handle({"POST", "/mcp", {}, headers, dump(message)});
        CHECK(reply.status == c.status);
        CHECK(reply.type == c.type);
        if (c.status == 200) CHECK(message_of(reply)["id"] == c.id);
    }
}

TEST_CASE("sim: from 2025-11-25 on a stream begins with an event without data") {
    Fixture fixture;
    const auto recent = fixture.open("2025-11-25");
    CHECK(fixture.ask(recent, 3, "ping", {}).body.rfind("id: 3.0\nretry: 100\ndata:\n\n", 0) == 0);
    const auto older = fixture.open("2025-06-18");
    CHECK(fixture.ask(older, 3, "ping", {}).body.rfind(":", 0) == 0);
}

TEST_CASE("sim: each trouble spoils calls and initialize, and nothing else") {
    struct {
        Trouble trouble;
        int status;
        const char* type;
        Ending ending;
    } const cases[] = {
        {Trouble::none, 200, "application/json", Ending::whole},
        {Trouble::html, 200, "text/html", Ending::whole},
        {Trouble::server_error, 500, "text/plain", Ending::whole},
        {Trouble::half_json, 200, "application/json", Ending::in_half},
        {Trouble::silent, 200, "application/json", Ending::never},
        {Trouble::huge, 200, "application/json", Ending::huge},
    };
    Fixture fixture;
    const auto session = fixture.open();
    for (const auto& c : cases) {
        CAPTURE(static_cast<int>(c.trouble));
        fixture.endpoint.set_trouble(c.trouble);
        for (const auto& reply : {fixture.call(session, 2, "count_rows", {}),
                                  fixture.ask("", 2, "initialize", {{"protocolVersion", "2025-11-25"}})}) {
            CHECK(reply.status == c.status);
            CHECK(reply.type == c.type);
            CHECK(reply.ending == c.ending);
        }
        CHECK(fixture.ask(session, 2, "tools/list", Json::object()).ending == Ending::whole);
    }
}

TEST_CASE("sim: expired kills the token at hand once, always_401 every one") {
    Fixture fixture;
    const auto session = fixture.open();
    fixture.endpoint.set_trouble(Trouble::expired);
    CHECK(fixture.endpoint.handle({"POST", "/mcp", {}, {}, ""}).status == 401);  // There is no token to expire.
    CHECK(fixture.call(session, 2, "count_rows", {}).status == 401);
    CHECK(fixture.call(session, 2, "count_rows", {}).status == 401);  // The same token stays dead.
    fixture.token = fixture.new_token();
    CHECK(fixture.call(fixture.open(), 2, "count_rows", {}).status == 200);
    fixture.endpoint.set_trouble(Trouble::always_401);
    for (int round = 0; round < 3; ++round) {
        fixture.token = fixture.new_token();
        CHECK(fixture.ask("", 2, "initialize", {{"protocolVersion", "2025-11-25"}}).status == 401);
    }
}

TEST_CASE("sim: a vendor with keys wants one in its header, a vendor without wants nothing") {
    struct {
        const char* kind;
        const char* header;
        const char* sent_name;
        const char* sent;
        int status;
    } const cases[] = {
        {"api_key", "X-Api-Key", "x-api-key", "key", 200},
        {"api_key", "X-Api-Key", "x-api-key", "", 401},
        {"api_key", "X-Api-Key", "x-other", "key", 401},
        {"api_key", "Authorization: Bearer", "authorization", "Bearer key", 200},
        {"api_key", "Authorization: Bearer", "authorization", "Bearer ", 401},
        {"api_key", "Authorization: Bearer", "authorization", "Basic key", 401},
        {"none", "", "x-other", "", 200},
    };
    const Json hello{
        {"jsonrpc", "2.0"}, {"id", 2}, {"method", "initialize"}, {"params", {{"protocolVersion", "2025-06-18"}}}};
    for (const auto& c : cases) {
        CAPTURE(c.header);
        CAPTURE(c.sent);
        Fixture fixture(c.kind, c.header);
        const Fields headers{{"content-type", "application/json"}, {c.sent_name, c.sent}};
        CHECK(fixture.endpoint.handle({"POST", "/mcp", {}, headers, dump(hello)}).status == c.status);
    }
}
