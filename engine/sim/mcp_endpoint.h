#pragma once
// An MCP server of the revisions 2025-03-26 to 2025-11-25 over Streamable HTTP: one session a client, tools only. It
// can be told to misbehave. Safe from several threads.

#include "base/json.h"
#include "sim/answers.h"
#include "sim/authority.h"
#include "sim/server.h"
#include "sim/sim.h"

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

namespace parley::sim {

class McpEndpoint {
public:
    struct Settings {
        std::string url;     // "http://127.0.0.1:PORT/mcp"
        std::string issuer;  // The authorization server.
        std::string vendor_name;
        vendors::Auth auth;
    };

    // authority and answers outlive this.
    McpEndpoint(Authority& authority, Answers& answers, Settings settings)
        : authority_(authority), answers_(answers), settings_(std::move(settings)) {}

    Reply handle(const Request& request);

    void set_trouble(Trouble trouble) { trouble_ = trouble; }
    std::vector<std::string> tools_called() const;

private:
    // Who is asking: the grant behind the token; 0 where the vendor knows no grants.
    using Caller = std::variant<int, Reply>;
    struct Session {
        int caller = 0;
        std::string revision;
    };
    struct Call {
        const Request& request;
        const Json& message;
        int caller = 0;
    };

    Reply resource_metadata() const;
    Caller admit(const Request& request);
    Caller check_credentials(const Request& request) const;
    Caller check_bearer(const Request& request) const;
    Reply unauthorized(const std::string& error) const;
    Reply end_session(const Request& request, int caller);
    Reply post(const Request& request, int caller);
    Reply open_session(const Call& call);
    Reply in_session(const Call& call);
    Reply answer(const Call& call, const Session& session);
    bool is_one_too_many();
    Result<Json> published_tools();
    Reply list_tools(const Call& call, const Session& session);
    Reply call_tool(const Call& call, const Session& session);
    std::optional<Session> session_of(const Request& request, int caller) const;

    Authority& authority_;
    Answers& answers_;
    const Settings settings_;
    std::atomic<Trouble> trouble_{Trouble::none};
    std::atomic<int> calls_{0};
    mutable std::mutex mutex_;
    std::map<std::string, Session> sessions_;
    std::vector<std::string> tools_called_;
};

}  // namespace parley::sim
