#pragma once
// An ID token (OpenID Connect Core 1.0, 2 and 3.1.3.7): read, its key chosen, its signature and claims checked. For
// this room only. Pure.

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "oauth/jwks.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::oauth {

// A compact JWS taken apart. Nothing in it is trusted yet; of the head only the algorithm and the key's name are
// listened to: addresses and keys that it brings along (jku, x5u, jwk, x5c) are what an attacker would write.
struct SignedToken {
    Algorithm algorithm = Algorithm::rs256;
    std::optional<std::string> key_id;
    std::string text;     // What is signed.
    std::string payload;  // Decoded.
    std::string signature;
};

// Whom the token must be for, and when.
struct TokenRules {
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string_view access_token;  // Issued with it.
    Instant now;
};

// One sentence for people; each reason stands in the error's detail.
Error untrusted(std::string_view reason);

// algorithms: those that the provider announces; empty: it does not say. Fault::denied for all that is refused.
Result<SignedToken> read_signed(std::string_view token, const std::vector<std::string>& algorithms);

// False where the key that the token names is none of these: they may have been changed since.
bool has_key_for(const VerifyingKeys& keys, const SignedToken& token);

// The claims, once the signature holds and they are what they must be.
Result<Json> checked_claims(const SignedToken& token, const VerifyingKeys& keys, const TokenRules& rules);

// An object none of whose names stands twice, at any depth: of two "aud", who reads it next may take the other.
Result<Json> parse_object_once(std::string_view text);

}  // namespace parley::oauth
