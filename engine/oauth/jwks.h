#pragma once
// The public keys of an OpenID provider (RFC 7517), and what was signed with them. For this room only; safe from
// several threads.

#include "base/json.h"
#include "oauth/openssl_handles.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::oauth {

// The only ones: "none" is no signature, and with HS* the client's secret, or a public key, would be what signs.
enum class Algorithm { rs256, ps256, es256 };
std::optional<Algorithm> algorithm_from(std::string_view name);

class VerifyingKey {
public:
    // Empty for what is no public key of ours to use: another kind, another purpose, too small, or with its private
    // half.
    static std::optional<VerifyingKey> from_jwk(const Json& jwk);

    const std::string& id() const { return id_; }  // kid; empty where it has none.
    bool fits(Algorithm algorithm) const;
    bool verifies(Algorithm algorithm, std::string_view text, std::string_view signature) const;

private:
    VerifyingKey(std::string id, std::string algorithm, Key key)
        : id_(std::move(id)), algorithm_(std::move(algorithm)), key_(std::move(key)) {}

    std::string id_;
    std::string algorithm_;  // alg; empty: any that the key can be used with.
    Key key_;
};
using VerifyingKeys = std::vector<VerifyingKey>;

// Those that can be used. Fault::invalid for what is no key set, or one of too many keys.
Result<VerifyingKeys> read_keys(const Json& document);

}  // namespace parley::oauth
