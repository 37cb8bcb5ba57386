#include "base/clock.h"
#include "fuzz/fuzz.h"
#include "vault/crypto.h"
#include "vault/vault.h"

namespace parley::fuzz {
namespace {

constexpr const char* key_text = "ZnV6emVycyBoYXZlIGEga2V5IG9mIHRoZWlyIG93bi4=";
constexpr Instant now = Instant(std::chrono::seconds(1'800'000'000));

const vault::FernetKey& key() {
    static const vault::FernetKey parsed = vault::FernetKey::parse(key_text).value();
    return parsed;
}

// Without the key nobody makes a token that opens; whoever has it makes this very one.
void check_token(std::string_view token) {
    const auto opened = key().decrypt(token, now);
    if (!opened) return;
    const auto bytes = vault::from_base64url(token).value();
    std::uint64_t sealed_at_s = 0;
    for (const char c : bytes.substr(1, 8)) sealed_at_s = sealed_at_s << 8 | static_cast<unsigned char>(c);
    const auto again = key().encrypt_with_iv(opened.value().reveal(), Instant(std::chrono::seconds(sealed_at_s)),
                                             std::string_view(bytes).substr(9, 16));
    must(vault::from_base64url(again).value() == bytes, "only what was sealed opens");
}

// place: of a byte of the token, from its beginning. damage: what is mixed into it.
void check_sealed(std::string_view plain, std::size_t place, std::uint8_t damage) {
    const auto token = key().encrypt_with_iv(plain, now, std::string(16, 'i'));
    const auto opened = key().decrypt(token, now);
    must(opened && opened.value().reveal() == plain, "what was sealed opens");
    must(!key().decrypt(token, now + std::chrono::seconds(10), 5), "what is too old does not open");

    auto bytes = vault::from_base64url(token).value();
    bytes[place % bytes.size()] = static_cast<char>(bytes[place % bytes.size()] ^ damage);
    must(damage == 0 || !key().decrypt(vault::base64url(bytes, true), now), "what was damaged does not open");
    must(!key().decrypt(vault::base64url(bytes.substr(0, place % bytes.size()), true), now),
         "what was cut does not open");

    auto text = token;
    text[place % text.size()] = static_cast<char>(text[place % text.size()] ^ damage);
    must(damage == 0 || !key().decrypt(text, now), "a token is written in one way");
}

}  // namespace

void fernet(Bytes bytes) {
    const auto text = text_of(bytes);
    check_token(text);
    [[maybe_unused]] const auto age = vault::sealed_at(Sealed{std::string(text)});
    if (const auto parsed = vault::FernetKey::parse(text)) {
        must(vault::FernetKey::parse(parsed.value().text().reveal()).value().id() == parsed.value().id(),
             "a key is written and read");
    }
    if (bytes.size() < 3) return;
    const std::size_t place = bytes[0] + 256u * bytes[1];
    check_sealed(text.substr(3), place, bytes[2]);
}

}  // namespace parley::fuzz
