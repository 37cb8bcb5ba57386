#include "connect/sign_in.h"

#include "base/limits.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::connect {
namespace {

vault::Binding pending_binding(const OrgId& org, const ConnectionId& connection) {
    return {org, connection, "authorization"};
}

std::vector<std::string> scopes_for(const Target& target, const oauth::Endpoints& endpoints) {
    std::vector<std::string> scopes = target.vendor && !target.vendor->manifest.auth.scopes.empty()
                                          ? target.vendor->manifest.auth.scopes
                                          : read_scopes(endpoints.scopes);
    const auto has_offline = [](const std::vector<std::string>& list) {
        return std::find(list.begin(), list.end(), "offline_access") != list.end();
    };
    if (!scopes.empty() && has_offline(endpoints.scopes) && !has_offline(scopes)) scopes.emplace_back("offline_access");
    return scopes;
}

Result<oauth::Client> client_for(const Connector::Wiring& wiring, net::Http& http, const Target& target,
                                 const oauth::Endpoints& endpoints, OwnClient own) {
    if (!own.id.empty()) return oauth::known_client(endpoints, std::move(own.id), std::move(own.secret));
    if (target.vendor && !target.vendor->manifest.auth.client_id.empty()) {
        return oauth::known_client(endpoints, target.vendor->manifest.auth.client_id, std::nullopt);
    }
    if (endpoints.client_id_documents && !wiring.client_metadata_url.empty()) {
        return oauth::known_client(endpoints, wiring.client_metadata_url, std::nullopt);
    }
    return oauth::register_client(http, wiring.guard, endpoints, wiring.redirect_uri);
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

}  // namespace

Result<Prepared> prepare_sign_in(const Connector::Wiring& wiring, const Target& target,
                                 const std::vector<std::string>& www_authenticate, OwnClient own) {
    const auto http = net::make_http();
    PARLEY_TRY(oauth::Discovery found, oauth::discover(*http, wiring.guard, target.server, www_authenticate));
    PARLEY_TRY(oauth::Client client, client_for(wiring, *http, target, found.endpoints, std::move(own)));
    auto scopes = scopes_for(target, found.endpoints);
    return Prepared{std::move(found.endpoints), std::move(client), std::move(scopes)};
}

Result<Launch> make_launch(const Connector::Wiring& wiring, const OrgId& org, const UserId& user,
                           const ConnectionId& connection, Prepared prepared) {
    const std::string state = vault::random_token(32);
    oauth::Pkce pkce = oauth::make_pkce();
    PARLEY_TRY(std::string url, oauth::authorize_url(wiring.guard, prepared.endpoints, prepared.client,
                                                     wiring.redirect_uri, state, pkce, prepared.scopes));

    const oauth::Pending pending{std::move(pkce.verifier), std::move(prepared.client), std::move(prepared.endpoints)};
    store::Authorization authorization;
    authorization.state_hash = vault::sha256_hex(state);
    authorization.connection = connection;
    authorization.user = user;
    authorization.sealed = wiring.vault.seal(oauth::to_secret(pending), pending_binding(org, connection));
    authorization.expires_at = wiring.clock.now() + std::chrono::minutes(limits::authorization_minutes);
    return Launch{std::move(url), std::move(authorization)};
}

Result<oauth::Grant> complete_sign_in(const Connector::Wiring& wiring, const store::Store::Claimed& claimed,
                                      Connector::Callback callback) {
    const store::Authorization& authorization = claimed.authorization;
    PARLEY_TRY(const Secret text,
               wiring.vault.open(authorization.sealed, pending_binding(claimed.org, authorization.connection)));
    PARLEY_TRY(oauth::Pending pending, oauth::pending_from(text));
    PARLEY_TRY([[maybe_unused]] const Done checked, oauth::check_issuer(pending.endpoints, callback.iss));
    if (callback.user && *callback.user != authorization.user) {
        return Error{Fault::denied, "Somebody else began this sign-in: start it again yourself.", ""};
    }
    if (!callback.error.empty()) return callback_error(callback.error);
    if (callback.code.empty()) {
        return Error{Fault::invalid, "The vendor's sign-in page sent no code: start the connection again.", ""};
    }
    const auto http = net::make_http();
    PARLEY_TRY(oauth::Tokens tokens,
               oauth::exchange(*http, wiring.guard, pending.endpoints, pending.client, wiring.redirect_uri,
                               Secret(std::move(callback.code)), pending.verifier, wiring.clock.now()));
    return oauth::Grant{std::move(tokens), std::move(pending.client), std::move(pending.endpoints)};
}

}  // namespace parley::connect
