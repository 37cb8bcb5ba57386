#pragma once
// A connection's credential and a client's registration, sealed and opened. For this room only.

#include "oauth/grant.h"
#include "store/store.h"
#include "vault/vault.h"

namespace parley::connect {

inline vault::Binding token_binding(const OrgId& org, const ConnectionId& id) {
    return {org, id, "token"};
}

inline store::Credential seal_grant(const vault::Vault& vault, const vault::Binding& binding, const oauth::Grant& grant,
                                    std::int64_t generation) {
    return {vault.seal(oauth::to_secret(grant), binding), vault.key_id(), grant.tokens.expires_at, generation};
}

inline Result<oauth::Grant> open_grant(const vault::Vault& vault, const vault::Binding& binding,
                                       const store::Credential& credential) {
    PARLEY_TRY(const Secret text, vault.open(credential.sealed, binding));
    PARLEY_TRY(oauth::Grant grant, oauth::grant_from(text));
    grant.tokens.expires_at = credential.expires_at;
    return grant;
}

inline vault::Binding pending_binding(const OrgId& org, const ConnectionId& connection) {
    return {org, connection, "authorization"};
}

// A registration belongs to no connection: the issuer stands in its place.
inline vault::Binding client_binding(const OrgId& org, const std::string& issuer) {
    return {org, ConnectionId{issuer}, "client"};
}

// Sealed as a grant that has a client and a token that is none. The client is the caller's again afterwards.
inline store::Registration seal_client(const vault::Vault& vault, const OrgId& org, const std::string& redirect_uri,
                                       oauth::Client& client) {
    oauth::Grant carrier{{Secret("none"), std::nullopt, std::nullopt, ""}, std::move(client), {}};
    store::Registration registration{carrier.client.issuer, redirect_uri,
                                     vault.seal(oauth::to_secret(carrier), client_binding(org, carrier.client.issuer)),
                                     vault.key_id(), carrier.client.secret_expires_at};
    client = std::move(carrier.client);
    return registration;
}

inline Result<oauth::Client> open_client(const vault::Vault& vault, const OrgId& org,
                                         const store::Registration& registration) {
    PARLEY_TRY(const Secret text, vault.open(registration.sealed, client_binding(org, registration.issuer)));
    PARLEY_TRY(oauth::Grant carrier, oauth::grant_from(text));
    carrier.client.secret_expires_at = registration.expires_at;
    return std::move(carrier.client);
}

}  // namespace parley::connect
