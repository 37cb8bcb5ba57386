#pragma once
// What a connection keeps sealed, and what waits sealed for the browser to come back. Written and read here, so that
// nobody else has to look into a Secret. Pure.

#include "oauth/oauth.h"

namespace parley::oauth {

// Everything a later refresh or revocation needs. A vendor's API key is a grant with an access token and nothing else.
struct Grant {
    Tokens tokens;
    Client client;
    Endpoints endpoints;
};
Secret to_secret(const Grant& grant);
Result<Grant> grant_from(const Secret& secret);  // expires_at is not in it: the store keeps it in the clear.

// Between authorize_url and exchange.
struct Pending {
    Secret verifier;
    Client client;
    Endpoints endpoints;
};
Secret to_secret(const Pending& pending);
Result<Pending> pending_from(const Secret& secret);

}  // namespace parley::oauth
