#include "vault/crypto.h"

#include <doctest/doctest.h>
#include <set>

using namespace parley;
using namespace parley::vault;

TEST_CASE("vault: SHA-256 and HMAC give the published digests") {
    struct {
        const char* text;
        const char* digest;
    } const cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(sha256_hex(c.text) == c.digest);
        CHECK(sha256(c.text).size() == 32);
    }
    // RFC 4231, cases 1 and 2; an empty key is a key too.
    CHECK(base64url(hmac_sha256(std::string(20, '\x0b'), "Hi There"), true) ==
          "sDRMYdjbOFNcqK_OrwvxK4gdwgDJgz2nJuk3bC4yz_c=");
    CHECK(base64url(hmac_sha256("Jefe", "what do ya want for nothing?"), true) ==
          "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
    CHECK(hmac_sha256("", "a") != hmac_sha256("b", "a"));
    CHECK(hmac_sha256({}, {}).size() == 32);
}

TEST_CASE("vault: a PKCE challenge is the base64url of the verifier's SHA-256") {
    CHECK(base64url(sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), false) ==
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE("vault: base64url is written and read as RFC 4648 says") {
    struct {
        std::string bytes;
        const char* padded;
        const char* bare;
    } const cases[] = {
        {"", "", ""},
        {"f", "Zg==", "Zg"},
        {"fo", "Zm8=", "Zm8"},
        {"foo", "Zm9v", "Zm9v"},
        {"foob", "Zm9vYg==", "Zm9vYg"},
        {"fooba", "Zm9vYmE=", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "-__-", "-__-"},
        {std::string("\0\0", 2), "AAA=", "AAA"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.padded);
        CHECK(base64url(c.bytes, true) == c.padded);
        CHECK(base64url(c.bytes, false) == c.bare);
        REQUIRE(from_base64url(c.padded));
        CHECK(from_base64url(c.padded).value() == c.bytes);
        REQUIRE(from_base64url(c.bare));
        CHECK(from_base64url(c.bare).value() == c.bytes);
    }
    CHECK(base64("\xfb\xff\xfe") == "+//+");
    CHECK(base64("fo") == "Zm8=");
}

TEST_CASE("vault: what is not base64url is refused") {
    const std::string cases[] = {
        "Z",
        "Zm9vY",  // no whole byte
        "Zg=",
        "Zm8==",  // the wrong padding
        "Zm9v=",
        "Zm9v====",
        "=",
        "====",
        "Zg==Zg",
        "Z=g=",  // padding in the middle
        "+//+",
        "Zm 9v",
        " Zm9v",
        "Zm9v\n",
        "Zm9%",
        "Zh",
        "Zm9=",  // spare bits that are not zero
        std::string("Zm\0v", 4),
        "Zm\xc3\xa9",
    };
    for (const auto& text : cases) {
        CAPTURE(text);
        const auto read = from_base64url(text);
        REQUIRE(!read);
        CHECK(read.error().fault == Fault::invalid);
    }
}

TEST_CASE("vault: every byte goes through base64url and back") {
    std::string bytes;
    for (int value = 0; value < 256; ++value) {
        bytes += static_cast<char>(value);
        REQUIRE(from_base64url(base64url(bytes, true)));
        CHECK(from_base64url(base64url(bytes, false)).value() == bytes);
    }
}

TEST_CASE("vault: equal in constant time means equal") {
    CHECK(equal_constant_time("", ""));
    CHECK(equal_constant_time("abc", "abc"));
    CHECK(!equal_constant_time("abc", "abd"));
    CHECK(!equal_constant_time("abc", "abcd"));
    CHECK(!equal_constant_time("", "a"));
    CHECK(!equal_constant_time(std::string("a\0b", 3), std::string("a\0c", 3)));
}

TEST_CASE("vault: random tokens are long, plain and different") {
    std::set<std::string> seen;
    for (int round = 0; round < 200; ++round) {
        const std::string token = random_token();
        CHECK(token.size() == 43);
        CHECK(from_base64url(token).value().size() == 32);
        CHECK(seen.insert(token).second);
    }
    CHECK(random_bytes(0).empty());
    CHECK(random_token(16).size() == 22);
}
