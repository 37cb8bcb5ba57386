#pragma once
// Who knocks, how often, and whether he may come in: what stands between a request and its handler. Knows no socket.
// Safe from several threads.

#include "api/call.h"
#include "api/seats.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parley::api {

// What a request says about who sent it.
struct Knock {
    std::string address;                     // address_of
    std::vector<std::string> authorization;  // Each header of this name.
    BrowserRequest browser = {};
};

struct Admitted {
    std::optional<Caller> caller;               // Nobody on public routes.
    std::unique_ptr<store::OrgStore> org = {};  // The caller's.
    std::optional<Seats::Seat> seat = {};       // Held until the reply is sent.
};

struct Refusal {
    int status = 401;
    std::string sentence;
    int retry_after_s = 0;  // 0: not said.
};

using Verdict = std::variant<Refusal, Admitted>;

class Admission {
public:
    // deps outlives it.
    explicit Admission(const Deps& deps);

    Verdict admit(const Route& route, const Knock& knock);

private:
    std::optional<Refusal> limit(const Route& route, const Caller& caller);
    Result<Caller> identify(const Knock& knock) const;
    Result<Caller> caller_of_session(const BrowserRequest& browser) const;
    Result<Caller> caller_of_key(std::string_view key) const;
    Refusal turn_away(const Knock& knock, const Error& error);

    const Deps& deps_;
    Buckets anonymous_;        // By address, where no caller is needed.
    Buckets wrong_;            // By address: knocks with a key or a session that is none.
    Buckets requests_;         // By caller.
    Buckets vendor_requests_;  // By caller.
    Seats seats_{limits::threads_per_organization, limits::threads_for_vendors};
};

// The key in an Authorization header, where there is one that could be a key of ours; else empty. No store is asked
// about anything else.
std::string_view bearer_key(std::string_view header);

// A new key: 256 random bits behind a prefix that scanners for leaked keys can find.
std::string new_key_text();

// The address that asks: the peer's; of the proxy's requests the last entry of X-Forwarded-For, which is the one that
// the proxy itself has written.
std::string address_of(const std::string& peer, const std::string& forwarded_for, const std::string& proxy);

// Whom an address counts as: of IPv6 the network, for one machine has as many addresses as it likes.
std::string neighbourhood(const std::string& address);

}  // namespace parley::api
