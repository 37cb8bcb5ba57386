#pragma once
// One refresh of one connection: the lease, the request, the way back into the row, and a line in the connection's log
// for each of them. For this room only; lives as long as the call that makes it.

#include "base/clock.h"
#include "base/deadline.h"
#include "connect/flight.h"
#include "net/url_guard.h"
#include "oauth/grant.h"
#include "store/store.h"
#include "vault/vault.h"
#include "vendors/catalogue.h"

#include <optional>
#include <string>

namespace parley::connect {

struct Opened {
    oauth::Grant grant;
    std::int64_t generation = 0;
    Instant sealed_at;
};

class Renewal {
public:
    // holder: this process, in the eyes of the others. redirect_uri: as in Refresher::Wiring.
    struct Tools {
        const vault::Vault& vault;
        const vendors::Catalogue& catalogue;
        const net::UrlGuard& guard;
        const Clock& clock;
        std::string redirect_uri;
        std::string holder;
    };
    Renewal(const Tools& tools, store::OrgStore& org, const store::Connection& connection, Flight& flight)
        : tools_(tools), org_(org), connection_(connection), flight_(flight) {}

    // The newest pair there is. One that could not be stored yet is tried again first, and used even if that fails.
    Result<Opened> current();

    // For the flight's leader: a newer pair than the stale one, of ours or of another process.
    Result<Opened> run(std::int64_t stale_generation, const Deadline& deadline);
    bool gave_up() const { return gave_up_; }  // run() failed for want of patience; nothing was sent.

    // The connection waits for a person from now on, with this reason. The error is for the caller to hand on.
    Error lose(std::string reason);
    void log(const std::string& step, const std::string& subject, std::string outcome);

private:
    Result<Opened> open(const store::Credential& credential) const;
    Result<Opened> refresh_under_lease(Opened old, int attempts);
    Result<oauth::Tokens> ask(const Opened& old);
    Result<oauth::Tokens> ask_anew(Opened& old);
    Result<Done> renew_client(Opened& old);
    Result<Opened> settle(const Opened& old, const Error& failure);
    Result<Opened> write_back(Opened fresh);
    void revive();
    Result<bool> store_pair(const store::Credential& credential);
    Result<bool> hold_lease(std::int64_t generation);
    bool is_registered(const oauth::Grant& grant) const;

    const Tools& tools_;
    store::OrgStore& org_;
    const store::Connection& connection_;
    Flight& flight_;
    bool gave_up_ = false;
};

// At the vendor, as far as it listens.
void revoke_refresh(const Renewal::Tools& tools, const oauth::Grant& grant);

}  // namespace parley::connect
