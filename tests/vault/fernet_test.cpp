// One key: the format of github.com/fernet/spec. Its published vectors are read where they lie beside the repository.
#include "base/json.h"
#include "vault/crypto.h"
#include "vault/vault.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace parley;
using namespace parley::vault;

namespace {

const Instant noon = from_unix_seconds(1'795'262'400);

// Null where the file is missing.
Json vectors(const char* name) {
    const auto path = std::filesystem::path(PARLEY_SOURCE_DIR) / "../shared/attack/fernet" / name;
    std::ifstream in(path);
    if (!in) {
        MESSAGE("skipped 1 file of vectors, which is not here: " << name);
        return nullptr;
    }
    std::ostringstream text;
    text << in.rdbuf();
    return parse_json(text.str()).value();
}

FernetKey key_of(const Json& vector) {
    return FernetKey::parse(text_at(vector, "secret")).value();
}

Instant now_of(const Json& vector) {
    return parse_instant(text_at(vector, "now")).value();
}

}  // namespace

TEST_CASE("vault: the published texts are sealed byte for byte") {
    for (const auto& vector : vectors("generate.json")) {
        std::string iv;
        for (const auto& octet : vector["iv"]) iv += static_cast<char>(octet.get<int>());
        CHECK(key_of(vector).encrypt_with_iv(text_at(vector, "src"), now_of(vector), iv) == text_at(vector, "token"));
    }
}

TEST_CASE("vault: the published texts open") {
    for (const auto& vector : vectors("verify.json")) {
        const auto ttl_s = integer_at(vector, "ttl_sec", -1);
        const auto opened = key_of(vector).decrypt(text_at(vector, "token"), now_of(vector), ttl_s);
        REQUIRE(opened);
        CHECK(opened.value().reveal() == text_at(vector, "src"));
    }
}

TEST_CASE("vault: the published invalid texts do not open") {
    const Json all = vectors("invalid.json");
    if (!all.is_null()) CHECK(all.size() == 8);
    for (const auto& vector : all) {
        CAPTURE(text_at(vector, "desc"));
        const auto ttl_s = integer_at(vector, "ttl_sec", -1);
        const auto opened = key_of(vector).decrypt(text_at(vector, "token"), now_of(vector), ttl_s);
        REQUIRE(!opened);
        CHECK(opened.error().fault == Fault::invalid);
    }
}

TEST_CASE("vault: a text of any length is sealed and opens") {
    const auto key = FernetKey::generate();
    for (std::size_t length = 0; length < 70; ++length) {
        CAPTURE(length);
        const std::string plain = random_bytes(length);
        const std::string sealed = key.encrypt(plain, noon);
        CHECK(sealed.substr(0, 5) == "gAAAA");
        const auto opened = key.decrypt(sealed, noon);
        REQUIRE(opened);
        CHECK(opened.value().reveal() == plain);
    }
}

TEST_CASE("vault: the same text is never sealed the same way twice") {
    const auto key = FernetKey::generate();
    CHECK(key.encrypt("hello", noon) != key.encrypt("hello", noon));
}

TEST_CASE("vault: no changed byte of a sealed text opens") {
    const auto key = FernetKey::generate();
    const std::string sealed = key.encrypt("a refresh token of some length", noon);
    REQUIRE(key.decrypt(sealed, noon));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        CAPTURE(at);
        for (int value = 0; value < 256; ++value) {
            std::string changed = sealed;
            changed[at] = static_cast<char>(value);
            if (changed == sealed) continue;
            if (key.decrypt(changed, noon)) FAIL_CHECK("opened with byte " << value);
        }
    }
}

TEST_CASE("vault: no shortened, lengthened or reordered text opens") {
    const auto key = FernetKey::generate();
    const std::string raw = from_base64url(key.encrypt(std::string(40, 'x'), noon)).value();
    for (std::size_t length = 0; length < raw.size(); ++length) {
        CAPTURE(length);
        CHECK(!key.decrypt(base64url(raw.substr(0, length), true), noon));
        CHECK(!key.decrypt(base64url(raw.substr(raw.size() - length), true), noon));
    }
    CHECK(!key.decrypt(base64url(raw + '\0', true), noon));
    CHECK(!key.decrypt(base64url(raw + raw, true), noon));
    CHECK(!key.decrypt("", noon));
}

TEST_CASE("vault: a signed text of another version does not open") {
    const auto key = FernetKey::generate();
    const std::string raw = from_base64url(key.encrypt("hello", noon)).value();
    std::string changed = raw.substr(0, raw.size() - 32);
    const std::string signing = from_base64url(key.text().reveal()).value().substr(0, 16);
    const auto signed_again = [&] { return base64url(changed + hmac_sha256(signing, changed), true); };
    CHECK(key.decrypt(signed_again(), noon));
    changed[0] = '\x81';
    CHECK(!key.decrypt(signed_again(), noon));
    changed[0] = '\x80';
    changed[1] = '\xff';  // A time that no signed integer holds.
    CHECK(!key.decrypt(signed_again(), noon));
}

TEST_CASE("vault: a text that is signed well and made badly does not open") {
    const auto key = FernetKey::generate();
    const std::string raw = from_base64url(key.encrypt(std::string(20, 'x'), noon)).value();
    const std::string good = raw.substr(0, raw.size() - 32);
    const std::string signing = from_base64url(key.text().reveal()).value().substr(0, 16);
    const auto signed_text = [&](const std::string& text) {
        return base64url(text + hmac_sha256(signing, text), true);
    };
    std::string other_start = good, other_end = good;
    other_start[24] = static_cast<char>(other_start[24] ^ 0xff);  // The last byte of the initialization vector,
    other_end[40] = static_cast<char>(other_end[40] ^ 0xff);      // and of the last block but one: the padding is hit.
    struct {
        const char* what;
        std::string text;
        bool opens;
    } const cases[] = {
        {"as it was", good, true},
        {"no whole number of blocks", good + "x", false},
        {"one byte less", good.substr(0, good.size() - 1), false},
        {"no block at all", good.substr(0, 25), false},
        {"a block less, so another padding", good.substr(0, good.size() - 16), false},
        {"padding changed by the block before it", other_end, false},
        {"the first byte of a text changed by its start", other_start, true},  // The signature alone finds that.
        {"nothing", "", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        const auto opened = key.decrypt(signed_text(c.text), noon);
        CHECK(static_cast<bool>(opened) == c.opens);
        if (c.opens) CHECK_FALSE(key.decrypt(base64url(c.text + std::string(32, 'm'), true), noon));
    }
}

TEST_CASE("vault: age and clock skew are counted in seconds") {
    const auto key = FernetKey::generate();
    const std::string sealed = key.encrypt("hello", noon);
    struct {
        std::int64_t seconds_later;
        std::int64_t ttl_s;
        bool opens;
    } const cases[] = {
        {0, 0, true},    {1, 0, false},    {60, 60, true},  {61, 60, false},  {1'000'000'000, -1, true},
        {-60, -1, true}, {-61, -1, false}, {-60, 60, true}, {-61, 60, false}, {-3600, -1, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.seconds_later);
        CAPTURE(c.ttl_s);
        const auto opened = key.decrypt(sealed, noon + std::chrono::seconds(c.seconds_later), c.ttl_s);
        CHECK(static_cast<bool>(opened) == c.opens);
    }
}

TEST_CASE("vault: another key does not open, and its id says which one it is") {
    const auto key = FernetKey::generate();
    const auto other = FernetKey::generate();
    CHECK(!other.decrypt(key.encrypt("hello", noon), noon));
    CHECK(key.id() != other.id());
    CHECK(key.id().size() == 8);
    CHECK(FernetKey::parse(key.text().reveal()).value().id() == key.id());
}

TEST_CASE("vault: what is no key is refused without being quoted") {
    const std::string cases[] = {
        "",
        "secret",
        base64url(std::string(31, 'k'), true),
        base64url(std::string(33, 'k'), true),
        base64(std::string(32, '\xff')),
        base64url(std::string(32, 'k'), true) + " ",
    };
    for (const auto& text : cases) {
        CAPTURE(text);
        const auto key = FernetKey::parse(text);
        REQUIRE(!key);
        CHECK(key.error().fault == Fault::invalid);
        if (!text.empty()) CHECK((key.error().message + key.error().detail).find(text) == std::string::npos);
    }
    CHECK(FernetKey::parse(base64url(std::string(32, 'k'), false)));
    CHECK(FernetKey::parse(base64url(std::string(32, 'k'), true)));
}
