#pragma once
// Sessions with vendors' servers, lent for one question at a time, each opened with a token that is fresh.
// Pooled by organization and connection; one refresh in flight per connection. Safe from several threads.

#include "base/clock.h"
#include "mcp/session.h"
#include "net/http.h"
#include "net/url_guard.h"
#include "policy/gate.h"
#include "store/store.h"
#include "vault/vault.h"
#include "vendors/catalogue.h"

#include <memory>

namespace parley::connect {

// The gate of one connection: what its pinned, admitted tools let through. Also gives the planner its offer.
struct Access {
    store::Connection connection;
    policy::Gate gate;
    vendors::Resolved resolved;
    planner::Offer offer;
};
Result<Access> access(store::OrgStore& org, const vendors::Catalogue& catalogue, const store::Connection& connection);

class Sessions {
public:
    struct Wiring {
        const vault::Vault& vault;
        const vendors::Catalogue& catalogue;
        const net::UrlGuard& guard;
        const Clock& clock;
    };
    explicit Sessions(Wiring wiring);
    ~Sessions();

    // A session for the length of the loan; goes back to the pool unless broken() was said.
    class Loan {
    public:
        mcp::Session& session() { return *session_; }
        void broken() { broken_ = true; }
        ~Loan();
        Loan(Loan&&) noexcept;

    private:
        friend class Sessions;
        Loan(Sessions& owner, std::string key, std::unique_ptr<net::Http> http, std::unique_ptr<mcp::Session> session);
        Sessions* owner_;
        std::string key_;
        std::unique_ptr<net::Http> http_;  // Outlives the session.
        std::unique_ptr<mcp::Session> session_;
        std::int64_t generation_ = 0;  // Of the token that opened it.
        std::uint64_t epoch_ = 0;      // forget() begins a new one: what was lent before does not come back.
        bool broken_ = false;
    };

    // Fault::reconnect where the grant is gone; the connection's row says so then. Refreshes first where the token is
    // due.
    Result<Loan> lend(store::OrgStore& org, const ConnectionId& id);

    // Calls and, where the token turns out to be dead, refreshes once and calls again.
    Result<mcp::Reply> call(store::OrgStore& org, const policy::AdmittedCall& call, int timeout_ms);

    // What the server says of itself and publishes, with the same care.
    struct Listing {
        mcp::ServerInfo server;
        std::vector<policy::ToolDefinition> tools;
    };
    Result<Listing> list(store::OrgStore& org, const ConnectionId& id);

    void forget(const OrgId& org, const ConnectionId& id);  // Drops pooled sessions.

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::connect
