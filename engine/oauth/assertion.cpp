#include "oauth/assertion.h"

#include "base/text.h"
#include "oauth/openssl_handles.h"
#include "vault/crypto.h"

#include <climits>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace parley::oauth {
namespace {

// Long enough for a clock that is some minutes off, short enough for a stolen one to be worth little.
constexpr std::int64_t lifetime_s = 300;

// Without it OpenSSL would ask for the password of a locked key at the terminal.
int no_password(char*, int, int, void*) {
    return 0;
}

Error bad_key(std::string detail) {
    ERR_clear_error();  // TLS on this thread must not find our complaint in OpenSSL's queue.
    return Error{
        Fault::invalid,
        "The private key of this OAuth client cannot be used: it must be an unlocked PEM of P-256 or RSA 2048 or more.",
        std::move(detail)};
}

Result<Key> read_key(std::string_view pem) {
    if (pem.size() > INT_MAX) return bad_key("too long");
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    if (!key) return bad_key("no PEM");
    return key;
}

bool is_p256(const EVP_PKEY* key) {
    char group[32] = {};
    std::size_t length = 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1 && std::string_view(group) == "prime256v1";
}

// The key says which one it is for; a client that names another is a mistake that nobody should sign with.
Result<std::string> algorithm_for(const Client& client, const EVP_PKEY* key) {
    std::string fitting;
    if (is_p256(key)) fitting = "ES256";
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) >= rsa_bits_min) fitting = "RS256";
    if (fitting.empty()) return bad_key("neither P-256 nor RSA of 2048 bits");
    if (!client.algorithm.empty() && client.algorithm != fitting) return bad_key("of another kind than the algorithm");
    return fitting;
}

// A JWT holds the two numbers of an ECDSA signature side by side (RFC 7518 3.4), OpenSSL gives them as DER.
std::string side_by_side(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const EcSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!signature) return {};
    std::string out(2 * coordinate_bytes, '\0');
    auto* octets = reinterpret_cast<unsigned char*>(out.data());
    constexpr int width = static_cast<int>(coordinate_bytes);
    const bool fits = BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), octets, width) == width &&
                      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), octets + coordinate_bytes, width) == width;
    return fits ? out : std::string();
}

std::string sign(EVP_PKEY* key, const std::string& algorithm, const std::string& text) {
    const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
    const Digest digest(EVP_MD_CTX_new());
    std::size_t length = 0;
    if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(digest.get(), nullptr, &length, octets, text.size()) != 1) {
        return {};
    }
    std::string signature(length, '\0');
    if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, octets,
                       text.size()) != 1) {
        return {};
    }
    signature.resize(length);  // A DER signature may be shorter than announced.
    return algorithm == "ES256" ? side_by_side(signature) : signature;
}

std::string part(const Json& json) {
    return vault::base64url(dump(json), /*padded=*/false);
}

}  // namespace

Result<std::string> client_assertion(const Client& client, const std::string& audience, Instant now) {
    if (!client.secret) return bad_key("no key");
    PARLEY_TRY(const Key key, read_key(client.secret->reveal()));
    PARLEY_TRY(const std::string algorithm, algorithm_for(client, key.get()));

    const std::int64_t issued_at = unix_seconds(now);
    const Json head = {{"alg", algorithm}, {"typ", "JWT"}};
    const Json claims = {{"iss", client.id}, {"sub", client.id},
                         {"aud", audience},  {"jti", vault::random_token(16)},
                         {"iat", issued_at}, {"exp", issued_at + lifetime_s}};
    const std::string text = cat(part(head), ".", part(claims));
    const std::string signature = sign(key.get(), algorithm, text);
    if (signature.empty()) return bad_key("OpenSSL does not sign with it");
    return cat(text, ".", vault::base64url(signature, /*padded=*/false));
}

}  // namespace parley::oauth
