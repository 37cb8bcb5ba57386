#pragma once
// OpenSSL's objects, given back when they go. For this room only.

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

namespace parley::oauth {

inline constexpr int rsa_bits_min = 2048;
inline constexpr std::size_t coordinate_bytes = 32;  // Of P-256.

template <auto release>
struct Release {
    template <typename T>
    void operator()(T* held) const {
        release(held);
    }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using BigNumber = std::unique_ptr<BIGNUM, Release<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;

}  // namespace parley::oauth
