#pragma once
// A client of one MCP server over Streamable HTTP. One thread at a time.

#include "base/json.h"
#include "base/secret.h"
#include "net/http.h"
#include "policy/gate.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::mcp {

struct Reply {
    Json value;        // structuredContent; else the one JSON value that the text blocks hold; else null
    std::string text;  // All text blocks, joined by newlines; empty where structuredContent came without text
    std::size_t bytes = 0;
    int ms = 0;
};

// What a 401 or 403 said, for oauth::discover.
struct Challenge {
    int status = 0;
    std::vector<std::string> www_authenticate;
};

struct ServerInfo {
    std::string name, version, protocol_version;
    Json capabilities = Json::object();
};

class Session {
public:
    // Asks without a token what the server wants: nothing where it lets anybody in. Errors as below.
    static Result<std::optional<Challenge>> probe(net::Http& http, const net::SafeUrl& endpoint);

    // initialize and notifications/initialized. authorization_header: "Bearer" for OAuth, or the header that an api_key
    // manifest names ("X-Api-Key"). Fault::reconnect on 401/403, Fault::unavailable with one sentence for everything a
    // sick server does (HTML, 5xx, half a JSON, silence); http outlives the session.
    static Result<Session> open(net::Http& http, net::SafeUrl endpoint, std::optional<Secret> token,
                                std::string authorization_header = "Bearer");
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();  // Ends the server's session, if it gave one, without waiting long.

    const ServerInfo& server() const;

    // All pages, capped; a repeated cursor ends it.
    Result<std::vector<policy::ToolDefinition>> list_tools();

    // Fault::invalid for a tool error (isError, or a JSON-RPC error about the arguments): the vendor's words are in
    // detail, never in message. A lost session is opened again once.
    Result<Reply> call(const policy::AdmittedCall& call, int timeout_ms = limits::reply_timeout_ms);

private:
    struct Inside;
    explicit Session(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::mcp
