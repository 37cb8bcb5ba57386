#include "connect/sign_in.h"

#include "base/limits.h"
#include "base/text.h"
#include "connect/grants.h"
#include "connect/step_up.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::connect {
namespace {

void add_missing(std::vector<std::string>& scopes, const std::vector<std::string>& more) {
    for (const auto& scope : more) {
        if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end()) scopes.push_back(scope);
    }
}

// Long-lived access is asked for where discovery has found that it is offered, and never alone: that would narrow the
// server's own default to nothing.
std::vector<std::string> scopes_for(const Target& target, const oauth::Endpoints& endpoints,
                                    const std::vector<std::string>& remembered) {
    std::vector<std::string> scopes = target.vendor && !target.vendor->manifest.auth.scopes.empty()
                                          ? target.vendor->manifest.auth.scopes
                                          : read_scopes(endpoints.scopes);
    add_missing(scopes, read_scopes(remembered));
    if (!scopes.empty() && endpoints.offline_access) add_missing(scopes, {"offline_access"});
    return scopes;
}

std::string origin_of(const std::string& url) {
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) return {};
    std::string origin = lower(url.substr(0, url.find_first_of("/?#", scheme + 3)));
    if (origin.starts_with("https://") && origin.ends_with(":443")) origin.resize(origin.size() - 4);
    return origin;
}

// A custom server whose sign-in leads to where another connection signs in could be handed that one's codes.
Result<Done> check_not_mixed_up(store::OrgStore& org, const Target& target, const oauth::Endpoints& endpoints) {
    if (target.vendor) return Done{};
    PARLEY_TRY(const std::vector<store::Connection> rows, org.connections());
    for (const auto* place :
         {&endpoints.authorization_endpoint, &endpoints.token_endpoint, &endpoints.registration_endpoint}) {
        const std::string origin = origin_of(*place);
        if (origin.empty() || origin == origin_of(endpoints.issuer)) continue;
        for (const auto& row : rows) {
            if (row.issuer.empty() || row.issuer == endpoints.issuer || origin_of(row.issuer) != origin) continue;
            return Error{
                Fault::denied,
                cat("The sign-in of this server leads to where ", row.name, " signs in, so it is not to be trusted."),
                origin};
        }
    }
    return Done{};
}

Result<oauth::Client> client_for(const Connector::Wiring& wiring, Registrar& registrar, store::OrgStore& org,
                                 net::Http& http, const Target& target, const oauth::Endpoints& endpoints, Known known,
                                 Journal& journal) {
    const bool moved = !known.issuer.empty() && known.issuer != endpoints.issuer;
    if (moved) journal.add("registration", endpoints.issuer, "another authorization server than before");
    if (!known.client_id.empty() && !moved) {
        return oauth::known_client(endpoints, std::move(known.client_id), std::move(known.client_secret));
    }
    if (target.vendor && !target.vendor->manifest.auth.client_id.empty() && !moved) {
        return oauth::known_client(endpoints, target.vendor->manifest.auth.client_id, std::nullopt);
    }
    if (endpoints.client_id_documents && !wiring.client_metadata_url.empty()) {
        journal.add("registration", endpoints.issuer, "by our metadata document");
        return oauth::known_client(endpoints, wiring.client_metadata_url, std::nullopt);
    }
    return registrar.client(org, http, endpoints, known.dead_client, journal);
}

// Only codes that the standard defines mean anything; nothing that the server wrote is shown.
Error callback_error(const std::string& code) {
    if (code == "access_denied") {
        return {Fault::denied, "Access was not granted on the vendor's page, so nothing was connected.", code};
    }
    if (code == "temporarily_unavailable" || code == "server_error") {
        return {Fault::unavailable, "The vendor's sign-in page is in trouble: try again later.", code};
    }
    if (code == "invalid_scope") {
        return {Fault::invalid, "The vendor does not know the permissions that Parley asked for.", code};
    }
    return {Fault::invalid, "The vendor's sign-in page refused the request.", ""};
}

Result<Done> check_browser(const store::Store::Claimed& claimed, const Connector::Callback& callback) {
    if (callback.org && *callback.org != claimed.org) {
        return Error{Fault::denied, "This sign-in was begun in another organization: start it again in this one.", ""};
    }
    if (callback.user && *callback.user != claimed.authorization.user) {
        return Error{Fault::denied, "Somebody else began this sign-in: start it again yourself.", ""};
    }
    return Done{};
}

}  // namespace

Known known_of(const Connector::Wiring& wiring, store::OrgStore& org, const store::Connection& connection) {
    Known known{text_at(connection.parameters, "client_id"), std::nullopt, connection.issuer, "",
                remembered_scopes(connection)};
    const auto credential = org.credential(connection.id);
    if (!credential) {
        // Begun and never finished: the page may have refused a client that it has forgotten.
        const auto registration = org.registration(connection.issuer, wiring.redirect_uri);
        auto client = registration ? open_client(wiring.vault, org.org(), registration.value())
                                   : Result<oauth::Client>(registration.error());
        if (client) known.dead_client = client.value().id;
        return known;
    }
    auto grant = open_grant(wiring.vault, token_binding(org.org(), connection.id), credential.value());
    if (!grant) return known;
    known.dead_client = grant.value().client.id;
    if (grant.value().client.id == known.client_id) known.client_secret = std::move(grant.value().client.secret);
    return known;
}

Result<Prepared> prepare_sign_in(const Connector::Wiring& wiring, Registrar& registrar, store::OrgStore& org,
                                 const Target& target, const std::vector<std::string>& www_authenticate, Known known,
                                 Journal& journal) {
    const auto http = net::make_http();
    std::vector<oauth::Tried> tried;
    auto found = oauth::discover(*http, wiring.guard, target.server, www_authenticate, &tried);
    journal.add(tried);
    if (!found) {
        journal.add("discovery", "", found.error().message);
        return std::move(found).error();
    }
    oauth::Endpoints& endpoints = found.value().endpoints;
    PARLEY_TRY([[maybe_unused]] const Done separate, check_not_mixed_up(org, target, endpoints));
    auto scopes = scopes_for(target, endpoints, known.scopes);
    PARLEY_TRY(oauth::Client client,
               client_for(wiring, registrar, org, *http, target, endpoints, std::move(known), journal));
    auto left_out = write_scopes(endpoints.scopes);
    left_out.erase(std::remove_if(left_out.begin(), left_out.end(),
                                  [&](const std::string& scope) {
                                      return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
                                  }),
                   left_out.end());
    return Prepared{std::move(endpoints), std::move(client), std::move(scopes), std::move(left_out)};
}

Result<Launch> make_launch(const Connector::Wiring& wiring, const OrgId& org, const UserId& user,
                           const ConnectionId& connection, Prepared prepared) {
    const std::string state = vault::random_token(32);
    oauth::Pkce pkce = oauth::make_pkce();
    PARLEY_TRY(std::string url, oauth::authorize_url(wiring.guard, prepared.endpoints, prepared.client,
                                                     wiring.redirect_uri, state, pkce, prepared.scopes));

    prepared.endpoints.scopes = std::move(prepared.scopes);  // What was asked for, to be held against what is given.
    const oauth::Pending pending{std::move(pkce.verifier), std::move(prepared.client), std::move(prepared.endpoints)};
    store::Authorization authorization;
    authorization.state_hash = vault::sha256_hex(state);
    authorization.connection = connection;
    authorization.user = user;
    authorization.sealed = wiring.vault.seal(oauth::to_secret(pending), pending_binding(org, connection));
    authorization.key_id = wiring.vault.key_id();
    authorization.expires_at = wiring.clock.now() + std::chrono::minutes(limits::authorization_minutes);
    return Launch{std::move(url), std::move(authorization)};
}

Result<oauth::Grant> complete_sign_in(const Connector::Wiring& wiring, store::OrgStore& org,
                                      const store::Store::Claimed& claimed, Connector::Callback callback) {
    const store::Authorization& authorization = claimed.authorization;
    PARLEY_TRY(const Secret text,
               wiring.vault.open(authorization.sealed, pending_binding(claimed.org, authorization.connection)));
    PARLEY_TRY(oauth::Pending pending, oauth::pending_from(text));
    PARLEY_TRY([[maybe_unused]] const Done checked, oauth::check_issuer(pending.endpoints, callback.iss));
    PARLEY_TRY([[maybe_unused]] const Done ours, check_browser(claimed, callback));
    if (!callback.error.empty()) return callback_error(callback.error);
    if (callback.code.empty()) {
        return Error{Fault::invalid, "The vendor's sign-in page sent no code: start the connection again.", ""};
    }
    const auto http = net::make_http();
    auto tokens = oauth::exchange(*http, wiring.guard, pending.endpoints, pending.client, wiring.redirect_uri,
                                  Secret(std::move(callback.code)), pending.verifier, wiring.clock.now());
    if (!tokens && oauth::client_is_unknown(tokens.error())) {
        // The next sign-in registers anew. Where that does not work either, its own error is shown.
        [[maybe_unused]] const auto ignored = org.forget_registration(pending.endpoints.issuer, wiring.redirect_uri);
    }
    if (!tokens) return std::move(tokens).error();
    return oauth::Grant{std::move(tokens).value(), std::move(pending.client), std::move(pending.endpoints)};
}

Result<Done> check_scopes(const oauth::Grant& grant, const std::string& name) {
    const auto& asked = grant.endpoints.scopes;
    const auto writes = write_scopes(oauth::beyond_asked(asked, grant.tokens.scope));
    if (asked.empty() || writes.empty()) return Done{};  // Who asks for nothing in particular gets what there is.
    return Error{Fault::denied,
                 cat(name, " gave a permission to change things that nobody asked for (", named(writes),
                     "), so nothing was connected."),
                 ""};
}

std::vector<std::string> scope_warnings(const oauth::Grant& grant, const std::string& name) {
    const auto beyond = oauth::beyond_asked(grant.endpoints.scopes, grant.tokens.scope);
    const auto writes = write_scopes(beyond);
    if (!writes.empty()) {
        return {cat(name, " gave permissions to change things (", named(writes), "); Parley does not use them.")};
    }
    if (beyond.empty() || grant.endpoints.scopes.empty()) return {};
    return {cat(name, " gave more permissions than were asked for (", named(beyond), ").")};
}

void revoke_all(const Connector::Wiring& wiring, const oauth::Grant& grant) {
    const auto http = net::make_http();
    const auto revoke = [&](const Secret& token) {
        // A vendor that cannot be reached must not keep its connection in our rows.
        [[maybe_unused]] const auto ignored =
            oauth::revoke(*http, wiring.guard, grant.endpoints, grant.client, token, wiring.clock.now());
    };
    if (grant.tokens.refresh) revoke(*grant.tokens.refresh);
    revoke(grant.tokens.access);
}

}  // namespace parley::connect
