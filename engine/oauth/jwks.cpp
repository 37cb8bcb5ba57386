#include "oauth/jwks.h"

#include "oauth/documents.h"
#include "vault/crypto.h"

#include <climits>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace parley::oauth {
namespace {

using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;

constexpr std::size_t keys_max = 64;
constexpr int rsa_bits_max = 8192;  // A larger one only costs us time.
constexpr std::size_t exponent_bytes_max = 8;

const unsigned char* octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Unpadded base64url (RFC 7515 2); empty for anything else.
std::string octets_at(const Json& jwk, const char* name) {
    const std::string text = text_at(jwk, name);
    if (text.find('=') != std::string::npos) return {};
    auto bytes = vault::from_base64url(text);
    return bytes ? std::move(bytes).value() : std::string();
}

BigNumber number_of(const std::string& bytes) {
    return BigNumber(BN_bin2bn(octets(bytes), static_cast<int>(bytes.size()), nullptr));
}

Key key_from(const char* kind, OSSL_PARAM_BLD* builder) {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return nullptr;
    }
    return Key(made);
}

Key rsa_key(const Json& jwk) {
    const std::string modulus = octets_at(jwk, "n");
    const std::string exponent = octets_at(jwk, "e");
    if (modulus.empty() || modulus.size() > rsa_bits_max / CHAR_BIT || exponent.empty() ||
        exponent.size() > exponent_bytes_max) {
        return nullptr;
    }
    const BigNumber n = number_of(modulus), e = number_of(exponent);
    // With 1 every text is its own signature; an even one is no exponent.
    if (!n || !e || !BN_is_odd(n.get()) || !BN_is_odd(e.get()) || BN_is_one(e.get())) return nullptr;
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return nullptr;
    }
    Key key = key_from("RSA", builder.get());
    return key && EVP_PKEY_get_bits(key.get()) >= rsa_bits_min ? std::move(key) : nullptr;
}

Key p256_key(const Json& jwk) {
    const std::string x = octets_at(jwk, "x"), y = octets_at(jwk, "y");
    if (text_at(jwk, "crv") != "P-256" || x.size() != coordinate_bytes || y.size() != coordinate_bytes) return nullptr;
    const std::string point = '\x04' + x + y;
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
        return nullptr;
    }
    Key key = key_from("EC", builder.get());
    if (!key) return nullptr;
    const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(key) : nullptr;  // The point lies on the curve.
}

// A key for encryption, or one that only signs, is not there for us.
bool is_for_verifying(const Json& jwk) {
    if (text_at(jwk, "use", "sig") != "sig") return false;
    const Json& uses = at_or_null(jwk, "key_ops");
    return uses.is_null() || holds(texts_at(jwk, "key_ops"), "verify");
}

// A JWS holds the two numbers of an ECDSA signature side by side (RFC 7518 3.4), OpenSSL takes them as DER.
std::string der_of(std::string_view signature) {
    if (signature.size() != 2 * coordinate_bytes) return {};
    const EcSignature pair(ECDSA_SIG_new());
    BigNumber r = number_of(std::string(signature.substr(0, coordinate_bytes)));
    BigNumber s = number_of(std::string(signature.substr(coordinate_bytes)));
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
    [[maybe_unused]] const BIGNUM* const ours[] = {r.release(), s.release()};  // The pair's from here on.
    unsigned char* raw = nullptr;
    const int length = i2d_ECDSA_SIG(pair.get(), &raw);
    if (length <= 0) return {};
    std::string der(reinterpret_cast<char*>(raw), static_cast<std::size_t>(length));
    OPENSSL_free(raw);
    return der;
}

// PSS as RFC 7518 3.5 wants it: the same hash within, and salt of its length.
bool set_padding(EVP_PKEY_CTX* context, Algorithm algorithm) {
    switch (algorithm) {
    case Algorithm::es256: return true;
    case Algorithm::rs256: return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    case Algorithm::ps256:
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
    }
    return false;
}

std::string_view name_of(Algorithm algorithm) {
    switch (algorithm) {
    case Algorithm::rs256: return "RS256";
    case Algorithm::ps256: return "PS256";
    case Algorithm::es256: return "ES256";
    }
    return "";
}

}  // namespace

std::optional<Algorithm> algorithm_from(std::string_view name) {
    for (const auto algorithm : {Algorithm::rs256, Algorithm::ps256, Algorithm::es256}) {
        if (name_of(algorithm) == name) return algorithm;
    }
    return std::nullopt;
}

std::optional<VerifyingKey> VerifyingKey::from_jwk(const Json& jwk) {
    if (!jwk.is_object() || !is_for_verifying(jwk)) return std::nullopt;
    if (jwk.contains("d")) return std::nullopt;  // Everybody knows what it signs with.
    const std::string kind = text_at(jwk, "kty");
    Key key = kind == "RSA" ? rsa_key(jwk) : kind == "EC" ? p256_key(jwk) : nullptr;
    ERR_clear_error();  // TLS on this thread must not find our complaint in OpenSSL's queue.
    if (!key) return std::nullopt;
    return VerifyingKey(text_at(jwk, "kid"), text_at(jwk, "alg"), std::move(key));
}

bool VerifyingKey::fits(Algorithm algorithm) const {
    if (!algorithm_.empty() && algorithm_ != name_of(algorithm)) return false;
    const int kind = algorithm == Algorithm::es256 ? EVP_PKEY_EC : EVP_PKEY_RSA;
    return EVP_PKEY_get_base_id(key_.get()) == kind;
}

bool VerifyingKey::verifies(Algorithm algorithm, std::string_view text, std::string_view signature) const {
    if (!fits(algorithm)) return false;
    const std::string shape = algorithm == Algorithm::es256 ? der_of(signature) : std::string(signature);
    if (shape.empty()) return false;
    const Digest digest(EVP_MD_CTX_new());
    EVP_PKEY_CTX* context = nullptr;  // The digest's.
    const bool good = digest && EVP_DigestVerifyInit(digest.get(), &context, EVP_sha256(), nullptr, key_.get()) == 1 &&
                      set_padding(context, algorithm) &&
                      EVP_DigestVerify(digest.get(), octets(shape), shape.size(), octets(text), text.size()) == 1;
    ERR_clear_error();
    return good;
}

Result<VerifyingKeys> read_keys(const Json& document) {
    const Json& list = at_or_null(document, "keys");
    if (!list.is_array() || list.size() > keys_max) {
        return Error{Fault::invalid, "The sign-in provider's keys cannot be read.", "no key set"};
    }
    VerifyingKeys keys;
    for (const Json& jwk : list) {
        if (auto key = VerifyingKey::from_jwk(jwk)) keys.push_back(std::move(*key));
    }
    return keys;
}

}  // namespace parley::oauth
