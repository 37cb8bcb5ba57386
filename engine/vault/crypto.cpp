#include "vault/crypto.h"

#include <algorithm>
#include <climits>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdexcept>

namespace parley::vault {
namespace {

const unsigned char* octets(std::string_view bytes) {
    // OpenSSL reads a null pointer as "no key given", which is something else than an empty one.
    return reinterpret_cast<const unsigned char*>(bytes.data() == nullptr ? "" : bytes.data());
}

unsigned char* octets(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

// EVP_EncodeBlock and EVP_DecodeBlock count in int.
int length_of(std::string_view bytes) {
    if (bytes.size() > INT_MAX / 2) throw std::length_error("too long for base64");
    return static_cast<int>(bytes.size());
}

bool is_base64url_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

Error not_base64url() {
    return {Fault::invalid, "The text is not base64url.", ""};
}

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(octets(out), length_of(out)) != 1) throw std::runtime_error("OpenSSL has no random numbers");
    return out;
}

std::string random_token(std::size_t bytes) {
    return base64url(random_bytes(bytes), false);
}

std::string sha256(std::string_view bytes) {
    std::string out(32, '\0');
    std::size_t length = 0;
    if (EVP_Q_digest(nullptr, "SHA256", nullptr, octets(bytes), bytes.size(), octets(out), &length) != 1) {
        throw std::runtime_error("OpenSSL has no SHA-256");
    }
    return out;
}

std::string sha256_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : sha256(bytes)) {
        const auto octet = static_cast<unsigned char>(c);
        out += digits[octet >> 4];
        out += digits[octet & 15];
    }
    return out;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::string out(32, '\0');
    std::size_t length = 0;
    if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, octets(key), key.size(), octets(bytes), bytes.size(),
                  octets(out), out.size(), &length) == nullptr) {
        throw std::runtime_error("OpenSSL has no HMAC-SHA-256");
    }
    return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(octets(a), octets(b), a.size()) == 0;
}

std::string base64url(std::string_view bytes, bool padded) {
    std::string out = base64(bytes);
    std::replace(out.begin(), out.end(), '+', '-');
    std::replace(out.begin(), out.end(), '/', '_');
    if (!padded) out.erase(std::min(out.find('='), out.size()));
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock closes with a zero byte.
    const int length = EVP_EncodeBlock(octets(out), octets(bytes), length_of(bytes));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

Result<std::string> from_base64url(std::string_view text) {
    if (text.empty()) return std::string();
    const std::string_view digits = text.substr(0, text.find_last_not_of('=') + 1);
    const std::size_t padding = text.size() - digits.size();
    const std::size_t wanted = (4 - digits.size() % 4) % 4;
    if (wanted == 3 || (padding != 0 && padding != wanted) || text.size() > INT_MAX / 2) return not_base64url();
    if (!std::all_of(digits.begin(), digits.end(), is_base64url_digit)) return not_base64url();

    std::string standard(digits);
    std::replace(standard.begin(), standard.end(), '-', '+');
    std::replace(standard.begin(), standard.end(), '_', '/');
    standard.append(wanted, '=');
    std::string out(standard.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(octets(out), octets(std::string_view(standard)), length_of(standard)) < 0) {
        return not_base64url();
    }
    out.resize(out.size() - wanted);
    // The spare bits of the last digit must be zero, or several texts would stand for the same bytes.
    if (base64url(out, false) != digits) return not_base64url();
    return out;
}

}  // namespace parley::vault
