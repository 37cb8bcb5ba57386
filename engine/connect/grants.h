#pragma once
// A connection's credential, sealed and opened. For this room only.

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

}  // namespace parley::connect
