// What the browser brings back from a vendor's consent page, and what becomes of it.
#include "connect/grants.h"
#include "connect/health.h"
#include "connect/records.h"
#include "connect/sign_in.h"
#include "vault/crypto.h"

namespace parley::connect {
namespace {

// The way from a claimed authorization to a grant that may be kept. What may not be kept is given back at once.
Result<oauth::Grant> grant_for(const Connector::Wiring& wiring, store::OrgStore& org,
                               const store::Store::Claimed& claimed, const std::string& name,
                               Connector::Callback callback) {
    PARLEY_TRY(oauth::Grant grant, complete_sign_in(wiring, org, claimed, std::move(callback)));
    const auto fits = check_scopes(grant, name);
    if (fits) return grant;
    revoke_all(wiring, grant);
    return fits.error();
}

// The row as it is now, with what the sign-in has settled.
void settle(const Connector::Wiring& wiring, const oauth::Grant& grant, store::Connection& connection) {
    connection.issuer = grant.endpoints.issuer;
    connection.resource = grant.endpoints.resource;
    connection.auth = "oauth";
    connection.state = store::ConnectionState::connected;
    connection.reason.clear();
    connection.updated_at = wiring.clock.now();
    // Made by hand for an authorization server that is no longer asked: it must not come back to another one.
    Json& parameters = connection.parameters;
    if (parameters.is_object() && parameters.contains("client_id") && parameters["client_id"] != grant.client.id) {
        parameters.erase("client_id");
    }
    if (const auto target = target_of(wiring, connection)) connection.url = target.value().url;
}

}  // namespace

Result<store::Connection> Connector::finish(Callback callback) {
    if (callback.state.empty()) return Error{Fault::invalid, "This answer belongs to no sign-in.", "no state"};
    auto claimed = wiring_.store.take_authorization(vault::sha256_hex(callback.state), wiring_.clock.now());
    if (!claimed && claimed.error().fault == Fault::not_found) {
        return Error{Fault::not_found, "This sign-in is unknown, was finished already or has run out: start it again.",
                     ""};
    }
    if (!claimed) return std::move(claimed).error();

    const auto org = wiring_.store.for_org(claimed.value().org);
    const UserId user = claimed.value().authorization.user;
    const ConnectionId id = claimed.value().authorization.connection;
    Journal journal(wiring_.clock);
    PARLEY_TRY(const store::Connection before, org->connection(id));
    auto grant = grant_for(wiring_, *org, claimed.value(), before.name, std::move(callback));
    if (!grant) {
        journal.add("sign-in", "callback", grant.error().message);
        journal.write(*org, id);
        PARLEY_TRY(
            [[maybe_unused]] const Done written,
            org->audit(audit_entry(wiring_.clock, user, "denied", id.text, details_of(before, "callback refused"))));
        return std::move(grant).error();
    }

    auto row = org->connection(id);
    if (!row) {  // Disconnected while the vendor was answering: what it gave must not live on.
        revoke_all(wiring_, grant.value());
        return std::move(row).error();
    }
    store::Connection connection = std::move(row).value();
    const bool first = connection.state == store::ConnectionState::authorizing;
    settle(wiring_, grant.value(), connection);
    wiring_.sessions.forget(org->org(), id);
    const auto old = org->credential(id);
    const auto credential =
        seal_grant(wiring_.vault, token_binding(org->org(), id), grant.value(), old ? old.value().generation + 1 : 1);
    const auto saved = org->update_connection(
        connection, &credential,
        audit_entry(wiring_.clock, user, first ? "connect" : "reconnect", id.text, details_of(connection, "finished")));
    // A write whose answer was lost may have happened all the same.
    const auto kept = org->credential(id);
    const bool is_kept = saved || (kept && kept.value().sealed.fernet == credential.sealed.fernet);
    if (!is_kept) {  // Disconnected this very moment, or the database does not take it: nobody must hold what it gave.
        revoke_all(wiring_, grant.value());
        return saved.error();
    }
    wiring_.sessions.forget(org->org(), id);
    journal.add("sign-in", "callback", "finished");
    for (auto& warning : scope_warnings(grant.value(), connection.name)) journal.add("sign-in", "scope", warning);
    journal.add("state", "", "connected");
    journal.write(*org, id);
    // A server that cannot list its tools just now is connected all the same: test() says what is wrong.
    [[maybe_unused]] const auto health = look_at_tools(wiring_, *org, user, connection);
    return connection;
}

}  // namespace parley::connect
