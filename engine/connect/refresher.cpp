#include "connect/refresher.h"

#include "base/limits.h"
#include "base/text.h"
#include "connect/grants.h"
#include "connect/target.h"
#include "net/http.h"

namespace parley::connect {

Result<Ready> Refresher::ready(store::OrgStore& org, const ConnectionId& id,
                               std::optional<std::int64_t> dead_generation) {
    PARLEY_TRY(store::Connection connection, org.connection(id));
    if (connection.state == store::ConnectionState::authorizing) {
        return Error{Fault::reconnect, cat(connection.name, " is not connected yet: finish signing in."), ""};
    }
    if (connection.state == store::ConnectionState::needs_reconnect) {
        return Error{Fault::reconnect, cat(connection.name, " has to be connected again."), connection.reason};
    }
    Ready ready{connection, std::nullopt, authorization_header(wiring_.catalogue, connection), 0};
    if (connection.auth == "none") {
        if (dead_generation) return lose(org, connection, cat(connection.name, " now asks for a sign-in."));
        return ready;
    }

    PARLEY_TRY(Opened opened, read(org, id));
    const bool dead = dead_generation && *dead_generation == opened.generation;
    if (connection.auth == "api_key") {
        if (dead) return lose(org, connection, cat(connection.name, " no longer accepts the API key."));
    } else if (dead || is_due(opened.grant, flight(org.org(), id))) {
        auto renewed = renew(org, connection, opened.generation);
        const auto& expires_at = opened.grant.tokens.expires_at;
        const bool still_good = !dead && expires_at && *expires_at > wiring_.clock.now();
        if (renewed) {
            opened = std::move(renewed).value();
        } else if (renewed.error().fault != Fault::unavailable || !still_good) {
            return std::move(renewed).error();
        }
    }
    ready.token = std::move(opened.grant.tokens.access);
    ready.generation = opened.generation;
    return ready;
}

Refresher::Flight& Refresher::flight(const OrgId& org, const ConnectionId& id) {
    const std::lock_guard lock(mutex_);
    return flights_[{org, id}];
}

Result<Refresher::Opened> Refresher::read(store::OrgStore& org, const ConnectionId& id) const {
    PARLEY_TRY(const store::Credential credential, org.credential(id));
    PARLEY_TRY(oauth::Grant grant, open_grant(wiring_.vault, token_binding(org.org(), id), credential));
    return Opened{std::move(grant), credential.generation};
}

bool Refresher::is_due(const oauth::Grant& grant, const Flight& flight) const {
    if (!grant.tokens.expires_at) return false;
    // Without a refresh token an early end gains nothing; with tokens shorter than the margin it would never stop.
    const int margin_s = grant.tokens.refresh && !flight.short_lived ? limits::refresh_margin_s : 0;
    return *grant.tokens.expires_at <= wiring_.clock.now() + std::chrono::seconds(margin_s);
}

Result<Refresher::Opened> Refresher::renew(store::OrgStore& org, const store::Connection& connection,
                                           std::int64_t stale_generation) {
    Flight& own = flight(org.org(), connection.id);
    const std::uint64_t failures_before = own.failures;
    const std::lock_guard lock(own.mutex);
    PARLEY_TRY(Opened opened, read(org, connection.id));
    if (opened.generation != stale_generation) return opened;             // Somebody was faster.
    if (own.failures != failures_before) return Error(own.last_failure);  // We waited for a refresh that failed.

    auto renewed = refresh(org, connection, std::move(opened), own);
    if (!renewed) {
        own.last_failure = renewed.error();
        ++own.failures;
    }
    return renewed;
}

Result<Refresher::Opened> Refresher::refresh(store::OrgStore& org, const store::Connection& connection, Opened old,
                                             Flight& flight) {
    if (!old.grant.tokens.refresh)
        return lose(org, connection, cat("The sign-in to ", connection.name, " has run out."));

    const auto http = net::make_http();
    auto tokens = oauth::refresh(*http, wiring_.guard, old.grant.endpoints, old.grant.client, *old.grant.tokens.refresh,
                                 wiring_.clock.now());
    if (!tokens && tokens.error().fault == Fault::reconnect) {
        // Another process may have used the same refresh token a moment before us: then its pair is the good one.
        PARLEY_TRY(Opened newest, read(org, connection.id));
        if (newest.generation != old.generation) return newest;
        return lose(org, connection, cat(connection.name, " has withdrawn the sign-in, or it has run out."));
    }
    if (!tokens) return std::move(tokens).error();

    const auto& expires_at = tokens.value().expires_at;
    flight.short_lived =
        expires_at && *expires_at <= wiring_.clock.now() + std::chrono::seconds(limits::refresh_margin_s);
    if (tokens.value().scope.empty()) tokens.value().scope = old.grant.tokens.scope;
    old.grant.tokens = std::move(tokens).value();
    return write_back(org, connection, std::move(old));
}

// fresh carries the generation it was made from.
Result<Refresher::Opened> Refresher::write_back(store::OrgStore& org, const store::Connection& connection,
                                                Opened fresh) {
    const store::Credential credential =
        seal_grant(wiring_.vault, token_binding(org.org(), connection.id), fresh.grant, fresh.generation + 1);
    auto swapped = org.swap_credential(connection.id, fresh.generation, credential);
    if (swapped && swapped.value()) {
        ++fresh.generation;
        return fresh;
    }
    if (!swapped && swapped.error().fault != Fault::not_found) return std::move(swapped).error();
    auto newest = read(org, connection.id);
    if (newest) return newest;
    if (newest.error().fault ==
        Fault::not_found) {  // Disconnected meanwhile: what we were just given must not live on.
        const auto http = net::make_http();
        [[maybe_unused]] const auto revoked =
            oauth::revoke(*http, wiring_.guard, fresh.grant.endpoints, fresh.grant.client, *fresh.grant.tokens.refresh);
    }
    return std::move(newest).error();
}

Error Refresher::lose(store::OrgStore& org, const store::Connection& connection, std::string reason) const {
    const auto saved =
        org.set_state(connection.id, store::ConnectionState::needs_reconnect, reason, wiring_.clock.now());
    if (!saved) return saved.error();
    return Error{Fault::reconnect, cat(connection.name, " has to be connected again."), std::move(reason)};
}

}  // namespace parley::connect
