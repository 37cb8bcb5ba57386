#pragma once
// What an OpenID provider publishes about itself, kept for a while. For this room only.

#include "oauth/id_token.h"
#include "oauth/jwks.h"
#include "oauth/oauth.h"

#include <memory>
#include <mutex>

namespace parley::oauth {

struct OidcProvider {
    Endpoints endpoints;
    std::string jwks_uri;
    std::string userinfo_endpoint;        // Empty where there is none.
    std::vector<std::string> algorithms;  // id_token_signing_alg_values_supported; empty: not said
    Instant fetched_at;
};

struct OidcKeys {
    VerifyingKeys keys;
    Instant fetched_at;
};

// A JSON document of the provider's. bearer: an access token, where one is needed.
Result<Json> fetch_document(net::Http& http, const net::UrlGuard& guard, const std::string& url,
                            const Secret* bearer = nullptr);

// Safe from several threads. The values are shared, for a sign-in that is under way goes on with what it began with
// while another thread reads anew.
class ProviderFile {
public:
    ProviderFile(std::string issuer, net::Http& http, const net::UrlGuard& guard, const Clock& clock)
        : issuer_(std::move(issuer)), http_(http), guard_(guard), clock_(clock) {}

    Result<std::shared_ptr<const OidcProvider>> provider();
    // With the one that the token names, if the provider has it: where it is none that we know they are fetched anew,
    // but not at once again.
    Result<std::shared_ptr<const OidcKeys>> keys(const OidcProvider& provider, const SignedToken& token);

private:
    Result<OidcProvider> read() const;

    const std::string issuer_;
    net::Http& http_;
    const net::UrlGuard& guard_;
    const Clock& clock_;
    std::mutex mutex_;
    std::shared_ptr<const OidcProvider> provider_;  // Guarded by mutex_, as are those below.
    std::shared_ptr<const OidcKeys> keys_;
    std::optional<Error> trouble_;  // Of the last reading; for a moment nobody is asked again.
    Instant trouble_at_;
};

}  // namespace parley::oauth
