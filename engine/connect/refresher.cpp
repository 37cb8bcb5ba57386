#include "connect/refresher.h"

#include "base/limits.h"
#include "base/text.h"
#include "connect/grants.h"
#include "connect/target.h"
#include "vault/crypto.h"

namespace parley::connect {
namespace {

// Nobody waits longer for a refresh that somebody else is at: by then its lease is over, and it has been tried again.
constexpr std::chrono::milliseconds wait_max{2 * limits::refresh_lease_ms};
// With a token that still lives for a moment there is no need to wait long.
constexpr std::chrono::milliseconds wait_with_a_good_token{2'000};

}  // namespace

Refresher::Refresher(const Wiring& wiring)
    : tools_{wiring.vault, wiring.catalogue, wiring.guard, wiring.clock, wiring.redirect_uri, vault::random_token(12)} {
}

Result<Ready> Refresher::ready(store::OrgStore& org, const ConnectionId& id,
                               std::optional<std::int64_t> dead_generation, const Deadline& deadline) {
    PARLEY_TRY(store::Connection connection, org.connection(id));
    if (connection.state == store::ConnectionState::authorizing) {
        return Error{Fault::reconnect, cat(connection.name, " is not connected yet: finish signing in."), ""};
    }
    if (connection.state == store::ConnectionState::needs_reconnect) {
        return Error{Fault::reconnect, cat(connection.name, " has to be connected again."), connection.reason};
    }
    Flight& own = flight(org.org(), id);
    Renewal renewal(tools_, org, connection, own);
    Ready ready{connection, std::nullopt, authorization_header(tools_.catalogue, connection), 0};
    if (connection.auth == "none") {
        if (dead_generation) return renewal.lose(cat(connection.name, " now asks for a sign-in."));
        return ready;
    }

    PARLEY_TRY(Opened opened, renewal.current());
    const bool dead = dead_generation && *dead_generation == opened.generation;
    if (connection.auth == "api_key") {
        if (dead) return renewal.lose(cat(connection.name, " no longer accepts the API key."));
    } else if (dead || is_due(opened)) {
        const auto& expires_at = opened.grant.tokens.expires_at;
        const bool still_good = !dead && expires_at && *expires_at > tools_.clock.now();
        auto renewed =
            renew(renewal, own, opened.generation, deadline.at_most(still_good ? wait_with_a_good_token : wait_max));
        if (renewed) {
            opened = std::move(renewed).value();
        } else if (renewed.error().fault == Fault::reconnect || renewed.error().fault == Fault::not_found ||
                   !still_good) {
            return std::move(renewed).error();
        }
    }
    ready.token = std::move(opened.grant.tokens.access);
    ready.generation = opened.generation;
    return ready;
}

Flight& Refresher::flight(const OrgId& org, const ConnectionId& id) {
    const std::lock_guard lock(mutex_);
    return flights_[{org, id}];
}

// A minute early, but never more than a quarter of the token's life: short-lived ones would be due at every call.
// Without a refresh token an early end gains nothing.
bool Refresher::is_due(const Opened& opened) const {
    const auto& tokens = opened.grant.tokens;
    if (!tokens.expires_at) return false;
    const auto life = std::max(*tokens.expires_at - opened.sealed_at, std::chrono::milliseconds(0));
    const auto margin = std::min<std::chrono::milliseconds>(std::chrono::seconds(limits::refresh_margin_s), life / 4);
    return *tokens.expires_at <= tools_.clock.now() + (tokens.refresh ? margin : std::chrono::milliseconds(0));
}

Result<Opened> Refresher::renew(Renewal& renewal, Flight& own, std::int64_t stale_generation,
                                const Deadline& deadline) {
    while (true) {
        if (own.is_paused(tools_.clock.now())) return own.last_failure();
        switch (own.join(deadline)) {
        case Flight::Turn::lead: {
            auto renewed = renewal.run(stale_generation, deadline);
            const auto failed = renewal.gave_up() ? Flight::End::nothing : Flight::End::failure;
            own.land(renewed ? Flight::End::success : failed, renewed ? Error{} : renewed.error(), tools_.clock.now());
            return renewed;
        }
        case Flight::Turn::landed: {
            PARLEY_TRY(Opened opened, renewal.current());
            if (opened.generation != stale_generation) return opened;
            break;
        }
        case Flight::Turn::failed: return own.last_failure();
        case Flight::Turn::out_of_time:
            return Error{Fault::unavailable, "The sign-in is being renewed: try again shortly.", "out of patience"};
        }
    }
}

Error Refresher::refused(store::OrgStore& org, const ConnectionId& id, std::int64_t generation) {
    const auto connection = org.connection(id);
    if (!connection) return connection.error();
    const std::string& name = connection.value().name;
    Flight& own = flight(org.org(), id);
    Renewal renewal(tools_, org, connection.value(), own);
    const int refusals = own.refused(generation);
    renewal.log("session", name,
                cat("401 to a token that was just renewed, ", refusals, " of ", limits::refused_sign_ins_max));
    if (refusals >= limits::refused_sign_ins_max) {
        own.accepted();  // A reconnect begins at zero.
        return renewal.lose(cat(name, " refuses every sign-in, also one that it has just renewed."));
    }
    return Error{Fault::reconnect, cat(name, " refuses a sign-in that it has just renewed: connect it again."), ""};
}

void Refresher::accepted(const OrgId& org, const ConnectionId& id) {
    flight(org, id).accepted();
}

void Refresher::forget(const OrgId& org, const ConnectionId& id) {
    Flight& own = flight(org, id);
    own.accepted();
    const auto unsaved = own.unsaved();
    if (!unsaved) return;
    own.drop_unsaved(unsaved->generation);
    const auto grant = open_grant(tools_.vault, token_binding(org, id), *unsaved);
    if (grant) revoke_refresh(tools_, grant.value());
}

}  // namespace parley::connect
