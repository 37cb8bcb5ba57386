#pragma once
// Keeps a connection's token alive: one refresh in flight per connection, written back only over the generation that
// was read. For this room only; safe from several threads.

#include "base/clock.h"
#include "net/url_guard.h"
#include "oauth/grant.h"
#include "store/store.h"
#include "vault/vault.h"
#include "vendors/catalogue.h"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace parley::connect {

// What it takes to open a session.
struct Ready {
    store::Connection connection;
    std::optional<Secret> token;
    std::string authorization_header = "Bearer";
    std::int64_t generation = 0;
};

class Refresher {
public:
    struct Wiring {
        const vault::Vault& vault;
        const vendors::Catalogue& catalogue;
        const net::UrlGuard& guard;
        const Clock& clock;
    };
    explicit Refresher(Wiring wiring) : wiring_(wiring) {}

    // A token that is good for a while. dead_generation: the one a server has refused. Fault::reconnect where the grant
    // is gone; the row says so then, and nothing is sent for it any more.
    Result<Ready> ready(store::OrgStore& org, const ConnectionId& id, std::optional<std::int64_t> dead_generation);

private:
    struct Flight {
        std::mutex mutex;
        std::atomic<std::uint64_t> failures = 0;
        std::atomic<bool> short_lived = false;  // The server's tokens live no longer than the margin.
        Error last_failure;                     // Guarded by mutex.
    };
    struct Opened {
        oauth::Grant grant;
        std::int64_t generation = 0;
    };

    Flight& flight(const OrgId& org, const ConnectionId& id);
    Result<Opened> read(store::OrgStore& org, const ConnectionId& id) const;
    bool is_due(const oauth::Grant& grant, const Flight& flight) const;
    Result<Opened> renew(store::OrgStore& org, const store::Connection& connection, std::int64_t stale_generation);
    Result<Opened> refresh(store::OrgStore& org, const store::Connection& connection, Opened old, Flight& flight);
    Result<Opened> write_back(store::OrgStore& org, const store::Connection& connection, Opened fresh);
    Error lose(store::OrgStore& org, const store::Connection& connection, std::string reason) const;

    Wiring wiring_;
    std::mutex mutex_;
    std::map<std::pair<OrgId, ConnectionId>, Flight> flights_;  // Guarded by mutex_; a flight stays where it is.
};

}  // namespace parley::connect
