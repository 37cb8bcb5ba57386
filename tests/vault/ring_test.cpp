// A ring of keys: what moves from one key to the next, and what a ring's text may be.
#include "base/text.h"
#include "vault/crypto.h"
#include "vault/vault.h"

#include <doctest/doctest.h>
#include <random>
#include <set>

using namespace parley;
using namespace parley::vault;

namespace {

const Instant noon = from_unix_seconds(1'795'262'400);
const FixedClock clock_at_noon(noon);
const FixedClock clock_later(noon + std::chrono::hours(24 * 40));
const Binding acme_token{{"acme"}, {"c1"}, "token"};

// A key made of one letter, so that a ring can be written down as a word.
std::string key_text(char letter) {
    return base64url(std::string(32, letter), true);
}

Vault ring(const std::string& letters, const Clock& clock = clock_at_noon) {
    std::vector<FernetKey> keys;
    for (const char letter : letters) keys.push_back(FernetKey::parse(key_text(letter)).value());
    return Vault(std::move(keys), clock);
}

std::string opened(const Vault& vault, const Sealed& sealed, const Binding& binding = acme_token) {
    const auto secret = vault.open(sealed, binding);
    return secret ? std::string(secret.value().reveal()) : "does not open";
}

std::string iv_of(const Sealed& sealed) {
    return from_base64url(sealed.fernet).value().substr(9, 16);
}

}  // namespace

TEST_CASE("vault: a ring names its keys in order, and the first seals") {
    const Vault vault = ring("cab");
    const auto ids = vault.key_ids();
    REQUIRE(ids.size() == 3);
    CHECK(ids.front() == vault.key_id());
    CHECK(ids[0] == ring("c").key_id());
    CHECK(ids[1] == ring("a").key_id());
    CHECK(ids[2] == ring("b").key_id());
    CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 3);
}

TEST_CASE("vault: rotated, a secret is under the first key, with the time it was sealed at and a new start") {
    const Sealed old = ring("a").seal(Secret("token"), acme_token);
    const Vault both = ring("ba", clock_later);
    const auto fresh = both.rotate(old, acme_token);
    REQUIRE(fresh);
    CHECK(opened(ring("b"), fresh.value()) == "token");
    CHECK(opened(ring("a"), fresh.value()) == "does not open");
    CHECK(opened(both, old) == "token");  // The old text is not spent by it.
    CHECK(sealed_at(fresh.value()).value() == noon);
    CHECK(iv_of(fresh.value()) != iv_of(old));
    CHECK(sealed_at(both.seal(Secret("token"), acme_token)).value() == clock_later.now());
}

TEST_CASE("vault: rotating what is under the first key already gives another text all the same") {
    const Vault vault = ring("ab");
    Sealed sealed = vault.seal(Secret("token"), acme_token);
    std::set<std::string> texts{sealed.fernet}, starts{iv_of(sealed)};
    for (int round = 0; round < 20; ++round) {
        const auto fresh = vault.rotate(sealed, acme_token);
        REQUIRE(fresh);
        sealed = fresh.value();
        CHECK(texts.insert(sealed.fernet).second);
        CHECK(starts.insert(iv_of(sealed)).second);
        CHECK(opened(ring("a"), sealed) == "token");
        CHECK(sealed_at(sealed).value() == noon);
    }
}

TEST_CASE("vault: a rotation takes what any key of the ring opens for this binding, and nothing else") {
    const Sealed old = ring("a").seal(Secret("token"), acme_token);
    struct {
        const char* keys;
        Binding binding;
        bool rotates;
    } const cases[] = {
        {"a", acme_token, true},
        {"ba", acme_token, true},
        {"bca", acme_token, true},
        {"ab", acme_token, true},
        {"b", acme_token, false},
        {"bc", acme_token, false},
        {"ba", {{"globex"}, {"c1"}, "token"}, false},
        {"ba", {{"acme"}, {"c2"}, "token"}, false},
        {"ba", {{"acme"}, {"c1"}, "client"}, false},
        {"ab", {{"globex"}, {"c1"}, "token"}, false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.keys);
        CAPTURE(c.binding.org.text);
        const auto fresh = ring(c.keys).rotate(old, c.binding);
        CHECK(static_cast<bool>(fresh) == c.rotates);
        if (!fresh) CHECK(fresh.error().fault == Fault::internal);
        if (!fresh) CHECK(fresh.error().message.find("token") == std::string::npos);
    }
    const std::string junk[] = {"", "gAAAAA", old.fernet + "A", old.fernet.substr(0, old.fernet.size() - 4)};
    for (const auto& text : junk) CHECK_FALSE(ring("ba").rotate(Sealed{text}, acme_token));
}

TEST_CASE("vault: a text copied to another organization opens there neither before nor after a rotation") {
    const Binding theirs{{"globex"}, {"c1"}, "token"};
    const Vault vault = ring("ba");
    const Sealed ours = ring("a").seal(Secret("token"), acme_token);
    CHECK(opened(vault, ours, theirs) == "does not open");
    CHECK_FALSE(vault.rotate(ours, theirs));
    const Sealed fresh = vault.rotate(ours, acme_token).value();
    CHECK(opened(vault, fresh, theirs) == "does not open");
    CHECK_FALSE(vault.rotate(fresh, theirs));
    CHECK(opened(vault, fresh) == "token");
}

TEST_CASE("vault: no changed byte of a sealed secret is taken by a rotation") {
    const Vault vault = ring("ba");
    const Sealed sealed = ring("a").seal(Secret("token"), acme_token);
    for (std::size_t at = 0; at < sealed.fernet.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Sealed changed = sealed;
            changed.fernet[at] = static_cast<char>(changed.fernet[at] ^ (1 << bit));
            if (vault.rotate(changed, acme_token)) FAIL_CHECK("byte " << at << ", bit " << bit);
        }
    }
}

// One seed, one run: keys, bindings and secrets of any bytes, through rings of any order.
TEST_CASE("vault: whatever is sealed comes back through any number of rotations, and only there") {
    std::mt19937 random(20261121);
    const auto upto = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    const std::string letters = "abcdefgh";
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        std::string secret(static_cast<std::size_t>(upto(3) == 0 ? upto(3000) : upto(40)), '\0');
        for (char& byte : secret) byte = static_cast<char>(upto(255));
        const Binding binding{{cat("org-", upto(5))}, {cat("c", upto(5))}, upto(1) == 0 ? "token" : "client"};
        char key = letters[static_cast<std::size_t>(upto(7))];
        Sealed sealed = ring(std::string(1, key)).seal(Secret(secret), binding);
        for (int turn = upto(4); turn > 0; --turn) {
            const char next = letters[static_cast<std::size_t>(upto(7))];
            const std::string both = next == key ? std::string(1, key) : std::string{next, key};
            const auto fresh = ring(both, clock_later).rotate(sealed, binding);
            REQUIRE(fresh);
            sealed = fresh.value();
            key = next;
        }
        CHECK(opened(ring(std::string(1, key)), sealed, binding) == secret);
        CHECK(sealed_at(sealed).value() == noon);
        for (const char other : letters) {
            const auto wrong = ring(std::string(1, other)).open(sealed, binding);
            if (static_cast<bool>(wrong) != (other == key)) FAIL_CHECK("key " << other << " instead of " << key);
        }
        Sealed changed = sealed;
        char& byte = changed.fernet[static_cast<std::size_t>(upto(static_cast<int>(changed.fernet.size()) - 1))];
        byte = static_cast<char>(byte ^ (1 + upto(254)));
        CHECK_FALSE(ring(std::string(1, key)).open(changed, binding));
    }
}

TEST_CASE("vault: a ring's text is told by where it came from, and its lines are never quoted") {
    const std::string a = key_text('a'), b = key_text('b');
    struct {
        std::string text;
        std::size_t keys;  // 0: refused.
        const char* says;
    } const cases[] = {
        {a, 1, ""},
        {a + "\n" + b + "\n", 2, ""},
        {"# new\n" + b + " # of May\n\n" + a, 2, ""},
        {a + "\r\n", 1, ""},
        {"", 0, "There is no key in the variable."},
        {" \n# nothing\n", 0, "There is no key in the variable."},
        {a + "\nhunter2\n", 0, "Line 2 of the variable is not a key."},
        {a + "," + b, 0, "Line 1 of the variable is not a key."},
        {"keys: " + a, 0, "Line 1 of the variable is not a key."},
        {a + "\n" + b + "\n" + a, 0, "Line 3 of the variable holds a key that stands there already."},
        {a + "\n" + a.substr(0, 43), 0, "Line 2 of the variable holds a key that stands there already."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        const auto keys = parse_keys(Secret(c.text), "the variable");
        REQUIRE(static_cast<bool>(keys) == (c.keys > 0));
        if (keys) CHECK(keys.value().size() == c.keys);
        if (keys) continue;
        CHECK(keys.error().fault == Fault::invalid);
        CHECK(keys.error().message == c.says);
        CHECK(keys.error().detail.empty());
    }
}

TEST_CASE("vault: a key is seen wherever it stands in a text") {
    const std::string key = key_text('k'), bare = key.substr(0, 43);
    const std::string with[] = {key,
                                bare,
                                " " + key,
                                "key=" + key,
                                "--token=" + bare + ",x",
                                key + "\n" + key,
                                "https://example.com/" + bare,
                                "\xff" + key};
    for (const auto& text : with) {
        CAPTURE(text);
        CHECK(holds_key(text));
    }
    const std::string without[] = {"",
                                   "/etc/parley/keys",
                                   "https://parley.example.com/a/long/path/that/goes/on-and-on_and-on/for-ever",
                                   bare.substr(0, 42),
                                   bare + "x",
                                   bare + bare,
                                   std::string(42, 'a') + "b",  // Spare bits are set: no 32 bytes end so.
                                   std::string(43, '+')};
    for (const auto& text : without) {
        CAPTURE(text);
        CHECK_FALSE(holds_key(text));
    }
}
