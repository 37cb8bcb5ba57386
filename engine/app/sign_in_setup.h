#pragma once
// The OpenID provider of the configuration as an object, with its client's secret from where it is kept.

#include "app/addresses.h"
#include "app/config.h"
#include "oauth/oidc.h"

#include <memory>

namespace parley::app {

// Null where none is set up. Nobody is asked yet: a provider that is down must not keep the server from starting.
// Fault::invalid with the place where the secret cannot be read or others can read it too. guard and clock outlive it.
Result<std::unique_ptr<oauth::RelyingParty>> make_relying_party(const SignInConfig& config, const Addresses& addresses,
                                                                const net::UrlGuard& guard, const Clock& clock);

}  // namespace parley::app
