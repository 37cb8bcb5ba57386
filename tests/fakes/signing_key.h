#pragma once
// A private key of a test's own: its public half as a JWK, and compact JWS made with it, good and bad.

#include "base/json.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <doctest/doctest.h>
#include <memory>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string>

namespace parley::fakes {

class SigningKey {
public:
    static SigningKey rsa(unsigned bits = 2048) { return SigningKey(EVP_RSA_gen(bits)); }
    static SigningKey p256() { return SigningKey(EVP_EC_gen("P-256")); }

    Json jwk(const std::string& kid) const {
        if (EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA) {
            return {{"kty", "RSA"},
                    {"kid", kid},
                    {"n", number(OSSL_PKEY_PARAM_RSA_N, 0)},
                    {"e", number(OSSL_PKEY_PARAM_RSA_E, 0)}};
        }
        return {{"kty", "EC"},
                {"kid", kid},
                {"crv", "P-256"},
                {"x", number(OSSL_PKEY_PARAM_EC_PUB_X, 32)},
                {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
    }

    // What an attacker takes for the secret of HS256.
    std::string public_pem() const {
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
        REQUIRE(PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1);
        std::string text(4'096, '\0');
        text.resize(static_cast<std::size_t>(BIO_read(bio.get(), text.data(), static_cast<int>(text.size()))));
        return text;
    }

    // As OpenSSL gives it: of ECDSA it is DER.
    enum class Padding { usual, pss };
    std::string sign_raw(const std::string& text, Padding padding = Padding::usual) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_PKEY_CTX* context = nullptr;
        REQUIRE(EVP_DigestSignInit(digest.get(), &context, EVP_sha256(), nullptr, key_.get()) == 1);
        if (padding == Padding::pss) {
            REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1);
            REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
        }
        std::size_t length = 1'024;
        std::string out(length, '\0');
        REQUIRE(EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(out.data()), &length,
                               reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1);
        out.resize(length);
        return out;
    }

    std::string sign(const std::string& algorithm, const std::string& text) const {
        const std::string raw = sign_raw(text, algorithm == "PS256" ? Padding::pss : Padding::usual);
        return algorithm == "ES256" ? side_by_side(raw) : raw;
    }

    // The algorithm is the head's, the signature this key's.
    std::string token(const Json& head, const Json& claims) const { return token(head, dump(claims)); }
    std::string token(const Json& head, const std::string& payload) const {
        const std::string text = part(dump(head)) + "." + part(payload);
        return text + "." + part(sign(text_at(head, "alg"), text));
    }

    static std::string part(const std::string& bytes) { return vault::base64url(bytes, false); }

private:
    explicit SigningKey(EVP_PKEY* key) : key_(key, EVP_PKEY_free) { REQUIRE(key_); }

    std::string number(const char* name, int width) const {
        BIGNUM* raw = nullptr;
        REQUIRE(EVP_PKEY_get_bn_param(key_.get(), name, &raw) == 1);
        const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(raw, BN_free);
        std::string bytes(static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(raw)), '\0');
        REQUIRE(BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) > 0);
        return part(bytes);
    }

    static std::string side_by_side(const std::string& der) {
        const auto* at = reinterpret_cast<const unsigned char*>(der.data());
        const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
            d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
        REQUIRE(pair);
        std::string out(64, '\0');
        auto* octets = reinterpret_cast<unsigned char*>(out.data());
        REQUIRE(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), octets, 32) == 32);
        REQUIRE(BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), octets + 32, 32) == 32);
        return out;
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace parley::fakes
