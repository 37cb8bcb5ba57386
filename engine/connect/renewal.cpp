#include "connect/renewal.h"

#include "base/limits.h"
#include "base/text.h"
#include "connect/grants.h"
#include "net/http.h"

#include <random>

namespace parley::connect {
namespace {

constexpr int unfinished_max = 2;  // The first try and one more: a third would only guess.
constexpr int writes_max = 3;
constexpr std::chrono::milliseconds write_pause{20};

// 25 to 50 ms, so that processes that wait for the same row do not ask in step.
std::chrono::milliseconds poll_pause() {
    return std::chrono::milliseconds(25 + std::random_device{}() % 26);
}

Instant lease_end(Instant now) {
    return now + std::chrono::milliseconds(limits::refresh_lease_ms);
}

std::string place_of(const std::string& url) {
    return url.substr(0, url.find_first_of("?#"));
}

// oauth's detail is a status and a code of the standard where there was an answer; anything else stays out of the log.
std::string outcome_of(const Error& error) {
    return error.detail.rfind("status ", 0) == 0 ? error.detail : error.message;
}

bool secret_is_over(const oauth::Client& client, Instant now) {
    return client.secret && client.secret_expires_at && *client.secret_expires_at <= now;
}

}  // namespace

Result<Opened> Renewal::open(const store::Credential& credential) const {
    PARLEY_TRY(oauth::Grant grant, open_grant(tools_.vault, token_binding(org_.org(), connection_.id), credential));
    PARLEY_TRY(const Instant sealed_at, vault::sealed_at(credential.sealed));
    return Opened{std::move(grant), credential.generation, sealed_at};
}

Result<Opened> Renewal::current() {
    if (const auto unsaved = flight_.unsaved()) {
        const auto stored = store_pair(*unsaved);
        if (stored && stored.value()) log("refresh", place_of(connection_.issuer), "stored at last");
        // Gone or newer in the row: a disconnect or a reconnect came between.
        if (stored || stored.error().fault == Fault::not_found) flight_.drop_unsaved(unsaved->generation);
        if (!stored && stored.error().fault == Fault::not_found) {
            const auto orphan = open(*unsaved);
            if (orphan) revoke_refresh(tools_, orphan.value().grant);
            return stored.error();
        }
        if (!stored) {
            [[maybe_unused]] const auto held = hold_lease(unsaved->generation - 1);
            return open(*unsaved);
        }
    }
    PARLEY_TRY(const store::Credential credential, org_.credential(connection_.id));
    return open(credential);
}

Result<Opened> Renewal::run(std::int64_t stale_generation, const Deadline& deadline) {
    PARLEY_TRY(Opened old, current());
    if (old.generation != stale_generation) return old;  // Somebody was faster.
    if (flight_.unsaved()) {
        return Error{Fault::unavailable, "The database does not take a sign-in that was just renewed: try again later.",
                     "an unsaved pair is not refreshed again"};
    }
    if (!old.grant.tokens.refresh) return lose(cat("The sign-in to ", connection_.name, " has run out."));

    while (!deadline.is_over()) {
        const Instant now = tools_.clock.now();
        PARLEY_TRY(const store::RefreshClaim claim,
                   org_.claim_refresh(connection_.id, old.generation, tools_.holder, now, lease_end(now)));
        switch (claim.state) {
        case store::RefreshClaim::State::ours: return refresh_under_lease(std::move(old), claim.attempts);
        case store::RefreshClaim::State::moved_on: return current();
        case store::RefreshClaim::State::busy: deadline.pause(poll_pause()); break;
        }
    }
    gave_up_ = true;
    return Error{Fault::unavailable, cat("The sign-in to ", connection_.name, " is being renewed: try again shortly."),
                 "out of patience"};
}

Result<Opened> Renewal::refresh_under_lease(Opened old, int attempts) {
    // Who held the lease before us may have found that the grant is gone.
    PARLEY_TRY(const store::Connection newest, org_.connection(connection_.id));
    if (newest.state == store::ConnectionState::needs_reconnect) {
        [[maybe_unused]] const auto released = org_.release_refresh(connection_.id, tools_.holder);
        return Error{Fault::reconnect, cat(connection_.name, " has to be connected again."), newest.reason};
    }
    if (attempts > unfinished_max) {
        return lose(cat("Renewing the sign-in to ", connection_.name, " was cut off ", attempts - 1,
                        " times, and nobody knows which token is the good one."));
    }
    const Instant now = tools_.clock.now();
    const bool anew = secret_is_over(old.grant.client, now) && is_registered(old.grant);
    auto tokens = anew ? ask_anew(old) : ask(old);
    if (!tokens && !anew && oauth::client_is_unknown(tokens.error())) tokens = ask_anew(old);
    if (!tokens) return settle(old, tokens.error());

    if (tokens.value().scope.empty()) tokens.value().scope = old.grant.tokens.scope;
    old.grant.tokens = std::move(tokens).value();
    old.sealed_at = now;
    return write_back(std::move(old));
}

Result<oauth::Tokens> Renewal::ask(const Opened& old) {
    const auto http = net::make_http();
    auto tokens = oauth::refresh(*http, tools_.guard, old.grant.endpoints, old.grant.client, *old.grant.tokens.refresh,
                                 tools_.clock.now());
    if (tokens) return tokens;
    log("refresh", place_of(old.grant.endpoints.token_endpoint), outcome_of(tokens.error()));
    if (tokens.error().fault != Fault::reconnect) return tokens;
    return Error{Fault::reconnect, cat(connection_.name, " has withdrawn the sign-in, or it has run out."),
                 tokens.error().detail};
}

// The authorization server has forgotten our client, or its secret is over: once more with another one.
Result<oauth::Tokens> Renewal::ask_anew(Opened& old) {
    PARLEY_TRY([[maybe_unused]] const Done done, renew_client(old));
    PARLEY_TRY(const bool held, hold_lease(old.generation));
    if (!held) return Error{Fault::unavailable, "The sign-in is being renewed elsewhere: try again shortly.", ""};
    auto tokens = ask(old);
    if (tokens || tokens.error().fault == Fault::unavailable) return tokens;
    return Error{Fault::reconnect,
                 cat(connection_.name, " had forgotten Parley's registration and does not renew the old sign-in."),
                 tokens.error().detail};
}

Result<Done> Renewal::renew_client(Opened& old) {
    const oauth::Grant& grant = old.grant;
    if (!is_registered(grant)) {
        return Error{Fault::reconnect, cat(connection_.name, " no longer accepts the OAuth client of this connection."),
                     ""};
    }
    const auto stored = org_.registration(grant.endpoints.issuer, tools_.redirect_uri);
    if (stored) {  // Another connection may have registered anew already.
        auto client = open_client(tools_.vault, org_.org(), stored.value());
        if (client && client.value().id != grant.client.id && !secret_is_over(client.value(), tools_.clock.now())) {
            old.grant.client = std::move(client).value();
            return Done{};
        }
    }
    const auto http = net::make_http();
    auto client = oauth::register_client(*http, tools_.guard, grant.endpoints, tools_.redirect_uri);
    log("registration", place_of(grant.endpoints.registration_endpoint), client ? "200" : outcome_of(client.error()));
    if (!client && client.error().fault == Fault::unavailable) return std::move(client).error();
    if (!client) {
        return Error{Fault::reconnect,
                     cat(connection_.name, " has forgotten Parley's registration and does not register it again."),
                     client.error().detail};
    }
    old.grant.client = std::move(client).value();
    return org_.save_registration(seal_client(tools_.vault, org_.org(), tools_.redirect_uri, old.grant.client));
}

// Only a grant that is really gone ends the connection, and only if nobody has a newer one.
Result<Opened> Renewal::settle(const Opened& old, const Error& failure) {
    PARLEY_TRY(Opened newest, current());
    if (newest.generation != old.generation) return newest;
    if (failure.fault == Fault::reconnect) return lose(failure.message);
    [[maybe_unused]] const auto released = org_.release_refresh(connection_.id, tools_.holder);
    return failure;
}

// fresh carries the generation it was made from.
Result<Opened> Renewal::write_back(Opened fresh) {
    const std::string place = place_of(fresh.grant.endpoints.token_endpoint);
    const store::Credential credential =
        seal_grant(tools_.vault, token_binding(org_.org(), connection_.id), fresh.grant, fresh.generation + 1);
    auto stored = store_pair(credential);
    for (int tries = 1; !stored && stored.error().fault != Fault::not_found && tries < writes_max; ++tries) {
        Deadline().pause(write_pause);
        stored = store_pair(credential);
    }
    if (stored && stored.value()) {
        revive();
        const auto& expires_at = fresh.grant.tokens.expires_at;
        log("refresh", place, expires_at ? cat("200, good until ", to_text(*expires_at)) : "200, no end named");
        ++fresh.generation;
        return fresh;
    }
    if (stored) return current();  // A reconnect came between: its grant is the one that counts.
    if (stored.error().fault == Fault::not_found) {
        revoke_refresh(tools_, fresh.grant);  // Disconnected meanwhile: what we were just given must not live on.
        return std::move(stored).error();
    }
    flight_.keep_unsaved(credential);
    [[maybe_unused]] const auto held = hold_lease(fresh.generation);
    log("refresh", place, "200, not stored yet");
    ++fresh.generation;
    return fresh;
}

// Another process that took our lease for over may have found the old token spent, and ended what we have just renewed.
void Renewal::revive() {
    const auto newest = org_.connection(connection_.id);
    if (!newest || newest.value().state != store::ConnectionState::needs_reconnect) return;
    const auto saved = org_.set_state(connection_.id, store::ConnectionState::connected, "", tools_.clock.now());
    if (saved) log("state", connection_.name, "connected: the sign-in was renewed after all");
}

Result<bool> Renewal::store_pair(const store::Credential& credential) {
    return org_.swap_credential(connection_.id, credential.generation - 1, credential);
}

// The lease of a holder is lengthened when it claims again.
Result<bool> Renewal::hold_lease(std::int64_t generation) {
    const Instant now = tools_.clock.now();
    PARLEY_TRY(const store::RefreshClaim claim,
               org_.claim_refresh(connection_.id, generation, tools_.holder, now, lease_end(now)));
    return claim.state == store::RefreshClaim::State::ours;
}

// By dynamic registration, and not made by hand, named by the manifest, or the address of our own document.
bool Renewal::is_registered(const oauth::Grant& grant) const {
    const std::string& id = grant.client.id;
    if (tools_.redirect_uri.empty() || grant.endpoints.registration_endpoint.empty()) return false;
    if (connection_.parameters.contains("client_id") || id.rfind("https://", 0) == 0) return false;
    const vendors::Vendor* vendor = tools_.catalogue.find(connection_.vendor);
    return !vendor || vendor->manifest.auth.client_id != id;
}

Error Renewal::lose(std::string reason) {
    const auto saved =
        org_.set_state(connection_.id, store::ConnectionState::needs_reconnect, reason, tools_.clock.now());
    if (!saved) return saved.error();
    // After the state, so that whoever gets the lease next finds it.
    [[maybe_unused]] const auto released = org_.release_refresh(connection_.id, tools_.holder);
    log("state", connection_.name, cat("needs_reconnect: ", reason));
    return Error{Fault::reconnect, cat(connection_.name, " has to be connected again."), std::move(reason)};
}

// The log explains; it is no act. What cannot be written down must not stop a refresh.
void Renewal::log(const std::string& step, const std::string& subject, std::string outcome) {
    [[maybe_unused]] const auto written =
        org_.log_connection(connection_.id, {{tools_.clock.now(), step, subject, std::move(outcome)}});
}

void revoke_refresh(const Renewal::Tools& tools, const oauth::Grant& grant) {
    if (!grant.tokens.refresh) return;
    const auto http = net::make_http();
    [[maybe_unused]] const auto ignored =
        oauth::revoke(*http, tools.guard, grant.endpoints, grant.client, *grant.tokens.refresh, tools.clock.now());
}

}  // namespace parley::connect
