#include "base/text.h"
#include "vault/crypto.h"
#include "vault/vault.h"

#include <climits>
#include <cstdint>
#include <memory>
#include <openssl/evp.h>
#include <optional>
#include <stdexcept>

namespace parley::vault {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t half_key_bytes = 16;
constexpr std::size_t time_bytes = 8;
constexpr std::size_t iv_bytes = 16;
constexpr std::size_t block_bytes = 16;
constexpr std::size_t mac_bytes = 32;
constexpr std::size_t head_bytes = 1 + time_bytes + iv_bytes;
constexpr char version = '\x80';
constexpr std::int64_t skew_s = 60;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

enum class Direction { decrypt, encrypt };

// Nothing where the padding is wrong, which only decrypting can find.
std::optional<std::string> aes_128_cbc(Direction direction, std::string_view key, std::string_view iv,
                                       std::string_view input) {
    if (input.size() > INT_MAX / 2) throw std::length_error("too long to seal");
    const auto octets = [](std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); };
    const std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> context(EVP_CIPHER_CTX_new());
    std::string out(input.size() + block_bytes, '\0');
    auto* const target = reinterpret_cast<unsigned char*>(out.data());
    int length = 0;
    if (context == nullptr ||
        EVP_CipherInit_ex2(context.get(), EVP_aes_128_cbc(), octets(key), octets(iv),
                           direction == Direction::encrypt ? 1 : 0, nullptr) != 1 ||
        EVP_CipherUpdate(context.get(), target, &length, octets(input), static_cast<int>(input.size())) != 1) {
        throw std::runtime_error("OpenSSL has no AES-128-CBC");
    }
    int rest = 0;
    if (EVP_CipherFinal_ex(context.get(), target + length, &rest) != 1) return std::nullopt;
    out.resize(static_cast<std::size_t>(length) + static_cast<std::size_t>(rest));
    return out;
}

std::string big_endian(std::uint64_t value) {
    std::string out;
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xFF);
    return out;
}

std::uint64_t from_big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

Error not_opened(std::string why) {
    return {Fault::invalid, "The sealed text does not open.", std::move(why)};
}

}  // namespace

Result<FernetKey> FernetKey::parse(std::string_view base64url_text) {
    auto bytes = from_base64url(base64url_text);
    if (!bytes || bytes.value().size() != key_bytes) {
        return Error{Fault::invalid, "A key is 32 bytes written as base64url.", ""};
    }
    return FernetKey(Secret(std::move(bytes).value()));
}

FernetKey FernetKey::generate() {
    return FernetKey(Secret(random_bytes(key_bytes)));
}

std::string FernetKey::id() const {
    return sha256_hex(bytes_.reveal()).substr(0, 8);
}

Secret FernetKey::text() const {
    return Secret(base64url(bytes_.reveal(), true));
}

std::string FernetKey::encrypt(std::string_view plain, Instant now) const {
    return encrypt_with_iv(plain, now, random_bytes(iv_bytes));
}

std::string FernetKey::encrypt_with_iv(std::string_view plain, Instant now, std::string_view iv) const {
    if (iv.size() != iv_bytes) throw std::invalid_argument("an initialization vector has 16 bytes");
    const auto body = aes_128_cbc(Direction::encrypt, bytes_.reveal().substr(half_key_bytes), iv, plain);
    if (!body) throw std::runtime_error("OpenSSL did not finish AES-128-CBC");
    std::string token(1, version);
    token += big_endian(static_cast<std::uint64_t>(std::max<std::int64_t>(0, unix_seconds(now))));
    token += iv;
    token += *body;
    token += hmac_sha256(bytes_.reveal().substr(0, half_key_bytes), token);
    return base64url(token, true);
}

Result<Secret> FernetKey::decrypt(std::string_view token, Instant now, std::int64_t ttl_s) const {
    const auto decoded = from_base64url(token);
    if (!decoded) return not_opened("not base64url");
    const std::string_view all = decoded.value();
    if (all.size() < head_bytes + block_bytes + mac_bytes) return not_opened("too short");

    // Nothing of the text is believed, not even its version, before the signature is found to be ours.
    const std::string_view signed_part = all.substr(0, all.size() - mac_bytes);
    const std::string mac = hmac_sha256(bytes_.reveal().substr(0, half_key_bytes), signed_part);
    if (!equal_constant_time(mac, all.substr(signed_part.size()))) return not_opened("the signature is another");

    if (signed_part.front() != version) return not_opened("not version 0x80");
    const std::uint64_t sealed_at = from_big_endian(signed_part.substr(1, time_bytes));
    if (sealed_at > INT64_MAX) return not_opened("a time beyond all clocks");
    const std::int64_t age_s = unix_seconds(now) - static_cast<std::int64_t>(sealed_at);
    if (age_s < -skew_s) return not_opened("sealed in the future");
    if (ttl_s >= 0 && age_s > ttl_s) return not_opened("too old");

    const std::string_view body = signed_part.substr(head_bytes);
    if (body.size() % block_bytes != 0) return not_opened("no whole number of blocks");
    auto plain = aes_128_cbc(Direction::decrypt, bytes_.reveal().substr(half_key_bytes),
                             signed_part.substr(1 + time_bytes, iv_bytes), body);
    if (!plain) return not_opened("wrong padding");
    return Secret(std::move(*plain));
}

Result<Instant> sealed_at(const Sealed& sealed) {
    const auto decoded = from_base64url(sealed.fernet);
    if (!decoded || decoded.value().size() < head_bytes) return not_opened("too short");
    const std::uint64_t seconds = from_big_endian(std::string_view(decoded.value()).substr(1, time_bytes));
    // The last second of the year 9999: what lies beyond was written by nobody.
    if (seconds > 253'402'300'799) return not_opened("a time beyond all clocks");
    return from_unix_seconds(static_cast<std::int64_t>(seconds));
}

}  // namespace parley::vault
