#pragma once
// Keeps a connection's token alive: one refresh in flight per connection and process, one lease per connection over all
// processes, written back only over the generation that was read. For this room only; safe from several threads.

#include "base/clock.h"
#include "base/deadline.h"
#include "connect/flight.h"
#include "connect/renewal.h"
#include "net/url_guard.h"
#include "store/store.h"
#include "vault/vault.h"
#include "vendors/catalogue.h"

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
    // redirect_uri: what a client is registered with; empty: one that is forgotten is not registered anew.
    struct Wiring {
        const vault::Vault& vault;
        const vendors::Catalogue& catalogue;
        const net::UrlGuard& guard;
        const Clock& clock;
        std::string redirect_uri = {};
    };
    explicit Refresher(const Wiring& wiring);

    // A token that is good for a while. dead_generation: the one a server has refused. Fault::reconnect where the grant
    // is gone; the row says so then, and nothing is sent for it any more. A refresh that has begun is brought to its
    // end, whatever the patience of its caller: an answer that nobody hears may hold the only good token.
    Result<Ready> ready(store::OrgStore& org, const ConnectionId& id, std::optional<std::int64_t> dead_generation,
                        const Deadline& deadline = {});

    // A server has refused the token of `generation`, which was renewed because it had refused the one before. After
    // limits::refused_sign_ins_max in a row the connection waits for a person. The error is for the caller to hand on.
    Error refused(store::OrgStore& org, const ConnectionId& id, std::int64_t generation);
    void accepted(const OrgId& org, const ConnectionId& id);  // A token was good: the row of refusals is over.

    // The connection is disconnected or signed in anew. A pair that could not be stored yet is revoked and dropped.
    void forget(const OrgId& org, const ConnectionId& id);

private:
    Flight& flight(const OrgId& org, const ConnectionId& id);
    bool is_due(const Opened& opened) const;
    Result<Opened> renew(Renewal& renewal, Flight& own, std::int64_t stale_generation, const Deadline& deadline);

    const Renewal::Tools tools_;
    std::mutex mutex_;
    std::map<std::pair<OrgId, ConnectionId>, Flight> flights_;  // Guarded by mutex_; a flight stays where it is.
};

}  // namespace parley::connect
