#include "vault/vault.h"

#include "base/json.h"
#include "vault/crypto.h"

#include <atomic>
#include <doctest/doctest.h>
#include <stdexcept>
#include <thread>

using namespace parley;
using namespace parley::vault;

namespace {

const Instant noon = from_unix_seconds(1'795'262'400);
const FixedClock clock_at_noon(noon);
const Binding acme_token{{"acme"}, {"c1"}, "token"};

FernetKey copy_of(const FernetKey& key) {
    return FernetKey::parse(key.text().reveal()).value();
}

Vault vault_with(const FernetKey& key, const Clock& clock = clock_at_noon) {
    std::vector<FernetKey> keys;
    keys.push_back(copy_of(key));
    return Vault(std::move(keys), clock);
}

}  // namespace

TEST_CASE("vault: opens what it sealed, byte for byte") {
    const Vault vault = vault_with(FernetKey::generate());
    const std::string cases[] = {"",
                                 "sk_live_1",
                                 R"({"access_token":"a","refresh_token":"b"})",
                                 "\"quoted\\\"",
                                 "\xff\xfe",
                                 std::string("a\0b", 3),
                                 std::string(100'000, 't')};
    for (const auto& text : cases) {
        CAPTURE(text.size());
        const Sealed sealed = vault.seal(Secret(text), acme_token);
        if (text.size() > 3) CHECK(sealed.fernet.find(text) == std::string::npos);
        const auto opened = vault.open(sealed, acme_token);
        REQUIRE(opened);
        CHECK(opened.value().reveal() == text);
    }
}

TEST_CASE("vault: what was sealed for one organization, connection and kind opens for no other") {
    const Vault vault = vault_with(FernetKey::generate());
    const Sealed sealed = vault.seal(Secret("token"), acme_token);
    const Binding others[] = {
        {{"globex"}, {"c1"}, "token"}, {{"acme"}, {"c2"}, "token"}, {{"acme"}, {"c1"}, "client"},
        {{"c1"}, {"acme"}, "token"},   {{""}, {"c1"}, "token"},     {{"acme"}, {""}, "token"},
        {{"acme"}, {"c1"}, ""},        {{"acm"}, {"ec1"}, "token"}, {{"ACME"}, {"c1"}, "token"},
    };
    for (const auto& other : others) {
        CAPTURE(other.org.text);
        CAPTURE(other.connection.text);
        CAPTURE(other.kind);
        const auto opened = vault.open(sealed, other);
        REQUIRE(!opened);
        CHECK(opened.error().fault == Fault::internal);
        CHECK(opened.error().message.find("token") == std::string::npos);
    }
    CHECK(vault.open(sealed, acme_token));
}

TEST_CASE("vault: an id with quotes in it cannot stand in for another") {
    const Vault vault = vault_with(FernetKey::generate());
    const Binding tricky{{R"(acme","connection":"c1)"}, {"c2"}, "token"};
    const Sealed sealed = vault.seal(Secret("token"), tricky);
    CHECK(vault.open(sealed, tricky));
    CHECK(!vault.open(sealed, acme_token));
}

TEST_CASE("vault: a signed text without a binding does not open") {
    const auto key = FernetKey::generate();
    const Vault vault = vault_with(key);
    const Json cases[] = {
        "token",
        nullptr,
        Json::array(),
        Json::object(),
        {{"org", "acme"}, {"connection", "c1"}, {"kind", "token"}},
        {{"org", "acme"}, {"connection", "c1"}, {"kind", "token"}, {"secret", 1}},
        {{"org", "acme"}, {"connection", "c1"}, {"kind", "token"}, {"secret", "not base64url!"}},
        {{"org", {"acme"}}, {"connection", "c1"}, {"kind", "token"}, {"secret", "eA"}},
        {{"connection", "c1"}, {"kind", "token"}, {"secret", "eA"}},
    };
    for (const auto& plain : cases) {
        CAPTURE(plain.dump());
        CHECK(!vault.open(Sealed{key.encrypt(plain.dump(), noon)}, acme_token));
    }
    CHECK(!vault.open(Sealed{key.encrypt("", noon)}, acme_token));
    const Json whole = {{"org", "acme"}, {"connection", "c1"}, {"kind", "token"}, {"secret", "eA"}};
    CHECK(vault.open(Sealed{key.encrypt(whole.dump(), noon)}, acme_token).value().reveal() == "x");
}

TEST_CASE("vault: no changed byte of a sealed secret opens") {
    const Vault vault = vault_with(FernetKey::generate());
    const Sealed sealed = vault.seal(Secret("token"), acme_token);
    for (std::size_t at = 0; at < sealed.fernet.size(); ++at) {
        CAPTURE(at);
        for (int bit = 0; bit < 8; ++bit) {
            Sealed changed = sealed;
            changed.fernet[at] = static_cast<char>(changed.fernet[at] ^ (1 << bit));
            CHECK(!vault.open(changed, acme_token));
        }
    }
}

TEST_CASE("vault: after a rotation the old key still opens and the new one seals") {
    const auto old_key = FernetKey::generate();
    const auto new_key = FernetKey::generate();
    const Sealed old_sealed = vault_with(old_key).seal(Secret("token"), acme_token);

    std::vector<FernetKey> ring;
    ring.push_back(copy_of(new_key));
    ring.push_back(copy_of(old_key));
    const Vault rotated(std::move(ring), clock_at_noon);
    CHECK(rotated.key_id() == new_key.id());
    CHECK(rotated.open(old_sealed, acme_token).value().reveal() == "token");

    const Sealed fresh = rotated.seal(Secret("token"), acme_token);
    CHECK(vault_with(new_key).open(fresh, acme_token));
    CHECK(!vault_with(old_key).open(fresh, acme_token));
    CHECK(!vault_with(new_key).open(old_sealed, acme_token));
}

TEST_CASE("vault: a clock that leaps back locks nobody out") {
    const auto key = FernetKey::generate();
    const Sealed sealed = vault_with(key).seal(Secret("token"), acme_token);
    const FixedClock hours_ago(noon - std::chrono::hours(5));
    const FixedClock years_later(noon + std::chrono::hours(24 * 4000));
    CHECK(vault_with(key, hours_ago).open(sealed, acme_token));
    CHECK(vault_with(key, years_later).open(sealed, acme_token));
}

TEST_CASE("vault: says to the second when a text was sealed, and nothing of what was never sealed") {
    const Sealed sealed = vault_with(FernetKey::generate()).seal(Secret("token"), acme_token);
    const auto at = sealed_at(sealed);
    REQUIRE(at);
    CHECK(at.value() == noon);
    const std::string far = base64url("\x80" + std::string(8, '\x7f') + std::string(16, 'i'), true);
    for (const auto& text : {std::string(), std::string("gAAAAA"), std::string("no base64url!"), far}) {
        CAPTURE(text);
        CHECK_FALSE(sealed_at(Sealed{text}));
    }
}

TEST_CASE("vault: a vault without a key is a bug, not a state") {
    CHECK_THROWS_AS(Vault({}, clock_at_noon), std::invalid_argument);
}

TEST_CASE("vault: seals and opens from several threads") {
    const Vault vault = vault_with(FernetKey::generate());
    std::atomic<int> opened = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&vault, &opened, number] {
            const Binding binding{{"acme"}, {std::to_string(number)}, "token"};
            for (int round = 0; round < 50; ++round) {
                const auto secret = vault.open(vault.seal(Secret(std::to_string(round)), binding), binding);
                if (secret && secret.value().reveal() == std::to_string(round)) ++opened;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(opened == 8 * 50);
}
