#pragma once
// A client of one MCP server, of any released revision. One thread at a time.

#include "base/json.h"
#include "base/secret.h"
#include "net/http.h"
#include "policy/gate.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace parley::mcp {

// How a server speaks.
enum class Era {
    modern,       // 2026-07-28: no handshake, everything in each request
    streamable,   // 2025-03-26 to 2025-11-25: initialize, session id, streams that can be taken up again
    event_stream  // 2024-11-05: HTTP+SSE, a stream by GET and messages by POST
};

// What each endpoint was found to speak, so that it is found out once. Safe from several threads; outlives the sessions
// that use it. Grows with the endpoints.
class EraMemory {
public:
    std::optional<Era> of(const std::string& endpoint) const;
    void remember(const std::string& endpoint, Era era);
    void forget(const std::string& endpoint);

private:
    mutable std::mutex mutex_;
    std::map<std::string, Era> eras_;  // Guarded by mutex_.
};

// Who answers what a server asks of us in the middle of a call (elicitation). The product has nobody there: without a
// host nothing is declared and every such question is declined. Asked one thing at a time, from the thread of a call or
// of a stream that the server opened for its questions.
class Host {
public:
    virtual ~Host() = default;
    virtual Json capabilities() const = 0;  // {"elicitation": {}}
    // The result, or null for a method that it does not know.
    virtual Json answer(const std::string& method, const Json& params) = 0;
};

struct Reply {
    Json value;              // structuredContent; else the JSON or the table that the text blocks hold; else null
    std::string text;        // All text blocks, joined by newlines; empty where structuredContent came without text
    bool says_more = false;  // The reply itself says that it is not all of it.
    std::size_t bytes = 0;
    int ms = 0;
};

// What a 401 or 403 said, for oauth::discover.
struct Challenge {
    int status = 0;
    std::vector<std::string> www_authenticate;
};

// Why a server did not let a request through, for whoever can do something about it.
struct Refusal {
    int status = 0;  // 401, 403, 429, 503
    std::vector<std::string> www_authenticate;
    std::optional<int> retry_after_ms;  // As the server said it; not capped.
};

struct Options {
    EraMemory* eras = nullptr;  // Null: found out anew each time.
    Host* host = nullptr;
    int timeout_ms = limits::reply_timeout_ms;  // Of opening, altogether.
    std::stop_token stop = {};                  // Of opening; call() has its own.
    Refusal* refusal = nullptr;                 // Where opening writes why it was refused.
    net::Headers headers = {};                  // Beside the token's, with every request to the server.
};

struct ServerInfo {
    std::string name, version, protocol_version;
    Json capabilities = Json::object();
};

// What tools/list said beside the tools.
struct ListNotes {
    std::vector<std::string> left_out;  // "name: reason", for the log: tools that must not be used.
    std::optional<int> ttl_ms;          // How long the list may be kept; nothing where the server did not say.
    enum class Scope { caller, everybody };
    Scope scope = Scope::caller;  // Whom the list is for: one of a caller is never shown to another.
};

class Session {
public:
    // Asks without a token what the server wants: nothing where it lets anybody in. Errors as below.
    static Result<std::optional<Challenge>> probe(net::Http& http, const net::SafeUrl& endpoint,
                                                  const Options& options = {});

    // Finds out how the server speaks, where options.eras does not know, and shakes hands where that is usual.
    // authorization_header: "Bearer" for OAuth, or the header that an api_key manifest names ("X-Api-Key").
    // Fault::reconnect on 401/403, Fault::unavailable with one sentence for everything a sick server does (HTML, 5xx,
    // half a JSON, silence); http outlives the session. A modern server that is remembered is not asked anything.
    static Result<Session> open(net::Http& http, net::SafeUrl endpoint, std::optional<Secret> token,
                                std::string authorization_header = "Bearer", const Options& options = {});
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();  // Ends the server's session, if it gave one, without waiting long.

    const ServerInfo& server() const;
    Era era() const;
    // Of the last thing asked, where the server refused it with 401, 403, 429 or 503; else its status is 0.
    const Refusal& refusal() const;
    // True once the server has said that its list of tools is another one, or its time to live is over: list again, and
    // judge again. A list that was never to be kept (a time to live of 0) does not grow old.
    bool tools_changed() const;
    // Asks the server something that costs it nothing (ping; server/discover in the modern era).
    Result<Done> prove_alive(int timeout_ms);

    // All pages, capped, within timeout_ms altogether; a repeated cursor ends it. Tools that must not be used are left
    // out, see list_notes().
    Result<std::vector<policy::ToolDefinition>> list_tools(int timeout_ms = limits::reply_timeout_ms,
                                                           std::stop_token stop = {});
    const ListNotes& list_notes() const;

    // Fault::invalid for a tool error (isError, or a JSON-RPC error about the arguments): the vendor's words are in
    // detail, never in message. Fault::denied where the tool asks for what nobody here can answer. A lost session is
    // opened again once. Asking for stop ends it soon and tells the server.
    Result<Reply> call(const policy::AdmittedCall& call, int timeout_ms = limits::reply_timeout_ms,
                       std::stop_token stop = {});

private:
    struct Inside;
    explicit Session(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::mcp
