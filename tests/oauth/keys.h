#pragma once
// Fresh private keys as PEM, and a look at what was signed with them.

#include "base/json.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <doctest/doctest.h>
#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string>

namespace parley::oauth {

class TestKey {
public:
    static TestKey curve(const char* name) { return TestKey(EVP_EC_gen(name)); }
    static TestKey rsa(unsigned bits) { return TestKey(EVP_RSA_gen(bits)); }

    // With a password: an encrypted PEM, as nobody can use unattended.
    std::string pem(const char* password = nullptr) const {
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
        const EVP_CIPHER* cipher = password ? EVP_aes_128_cbc() : nullptr;
        REQUIRE(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), cipher, password,
                                              password ? static_cast<int>(std::string(password).size()) : 0, nullptr,
                                              nullptr) == 1);
        std::string text(4'096, '\0');
        const int length = BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
        REQUIRE(length > 0);
        text.resize(static_cast<std::size_t>(length));
        return text;
    }

    // The claims of a JWT whose signature is good; null otherwise.
    Json claims_of(const std::string& jwt, const std::string& algorithm) const {
        const auto parts = split(jwt, '.');
        REQUIRE(parts.size() == 3);
        const auto head = vault::from_base64url(parts[0]);
        const auto claims = vault::from_base64url(parts[1]);
        auto signature = vault::from_base64url(parts[2]);
        REQUIRE((head && claims && signature));
        if (parse_json(head.value()).value() != Json{{"alg", algorithm}, {"typ", "JWT"}}) return nullptr;
        const std::string der = algorithm == "ES256" ? der_of(signature.value()) : signature.value();
        const std::string text = parts[0] + "." + parts[1];
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        REQUIRE(EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
        const bool good = EVP_DigestVerify(digest.get(), octets(der), der.size(), octets(text), text.size()) == 1;
        return good ? parse_json(claims.value()).value() : Json();
    }

private:
    explicit TestKey(EVP_PKEY* key) : key_(key, EVP_PKEY_free) { REQUIRE(key_); }

    static const unsigned char* octets(const std::string& text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    }

    static std::string der_of(const std::string& raw) {
        REQUIRE(raw.size() == 64);
        const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(), ECDSA_SIG_free);
        ECDSA_SIG_set0(signature.get(), BN_bin2bn(octets(raw), 32, nullptr), BN_bin2bn(octets(raw) + 32, 32, nullptr));
        unsigned char* at = nullptr;
        const int length = i2d_ECDSA_SIG(signature.get(), &at);
        REQUIRE(length > 0);
        std::string der(reinterpret_cast<char*>(at), static_cast<std::size_t>(length));
        OPENSSL_free(at);
        return der;
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace parley::oauth
