#pragma once
// Sessions with vendors' servers, lent for one question at a time, each opened with a token that is fresh.
// Pooled by organization, connection and user; one refresh in flight per connection. A vendor that is slow, dead or
// overrun holds up nobody but its own organization's questions to it. Safe from several threads.

#include "base/clock.h"
#include "mcp/session.h"
#include "net/http.h"
#include "net/url_guard.h"
#include "policy/gate.h"
#include "store/store.h"
#include "vault/vault.h"
#include "vendors/catalogue.h"

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace parley::connect {

// The gate of one connection: what its pinned, admitted tools let through. Also gives the planner its offer.
struct Access {
    store::Connection connection;
    policy::Gate gate;
    vendors::Resolved resolved;
    planner::Offer offer;
    const vendors::Vendor* vendor = nullptr;  // As it was when the question began; null: a server by URL.
    std::vector<std::string> changed = {};    // Tools that were admitted once and wait for a review now; the first few.
};
Result<Access> access(store::OrgStore& org, const vendors::Catalogue& catalogue, const store::Connection& connection);

class Sessions {
public:
    // redirect_uri: Connector's; empty: a client that an authorization server has forgotten is not registered anew.
    struct Wiring {
        const vault::Vault& vault;
        const vendors::Catalogue& catalogue;
        const net::UrlGuard& guard;
        const Clock& clock;
        std::string redirect_uri = {};
    };
    explicit Sessions(Wiring wiring);
    ~Sessions();

    // A session for the length of the loan; goes back to the pool unless broken() was said.
    class Loan {
    public:
        mcp::Session& session();
        void broken();
        ~Loan();
        Loan(Loan&&) noexcept;

    private:
        friend class Sessions;
        struct Inside;
        explicit Loan(std::unique_ptr<Inside> inside);
        std::unique_ptr<Inside> inside_;
    };

    // Fault::reconnect where the grant is gone; the connection's row says so then. Refreshes first where the token is
    // due. A session that has been idle for long is proved good before it is lent.
    Result<Loan> lend(store::OrgStore& org, const UserId& user, const ConnectionId& id);

    // Calls and, where the token turns out to be dead, refreshes once and calls again.
    // A server that asks for patience is given it, within timeout_ms. Calls of one organization to one vendor beyond
    // limits::calls_at_once_per_vendor wait their turn. Asking for stop ends the waiting and the call soon, with
    // Fault::unavailable "cancelled". Where the server says that its tools are others now, they are listed and judged
    // again afterwards; the reply of a tool that has changed is not handed out, and from then on it is not called.
    Result<mcp::Reply> call(store::OrgStore& org, const UserId& user, const policy::AdmittedCall& call, int timeout_ms,
                            std::stop_token stop = {});

    // What the server says of itself and publishes, with the same care; also of a server that is left alone just now.
    struct Listing {
        mcp::ServerInfo server;
        std::vector<policy::ToolDefinition> tools;
        std::vector<std::string> left_out;  // "name: reason": published against the rules, so not to be used.
    };
    Result<Listing> list(store::OrgStore& org, const UserId& user, const ConnectionId& id);

    // Whoever reads pins to write them back holds this: a list and a person's word must not write over each other.
    std::unique_lock<std::mutex> hold_pins();

    // Drops pooled sessions and what is known of the server's failures.
    void forget(const OrgId& org, const ConnectionId& id);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::connect
