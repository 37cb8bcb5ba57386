#include "oauth/assertion.h"

#include "keys.h"
#include "oauth/grant.h"
#include "support.h"

#include <openssl/err.h>
#include <set>

using namespace parley;
using namespace parley::oauth;

namespace {

// What the server was shown at /token, the last time.
std::string assertion_in(const Desk& desk) {
    const auto asked = desk.server.asked("/token");
    REQUIRE_FALSE(asked.empty());
    const auto form = asked.back().form();
    CHECK(fakes::value_of(form, "client_assertion_type") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    CHECK(fakes::value_of(form, "client_id").empty());
    CHECK(fakes::value_of(form, "client_secret").empty());
    CHECK(fakes::value_of(asked.back().headers, "Authorization").empty());
    return fakes::value_of(form, "client_assertion");
}

}  // namespace

TEST_CASE("oauth: a client with a private key signs for the issuer, once and for minutes") {
    struct {
        const char* algorithm;
        TestKey key;
    } const cases[] = {{"ES256", TestKey::curve("P-256")}, {"RS256", TestKey::rsa(2048)}};
    const TestKey stranger = TestKey::curve("P-256");
    for (const auto& c : cases) {
        CAPTURE(std::string(c.algorithm));
        Desk desk;
        desk.server.metadata["token_endpoint_auth_methods_supported"] = {"private_key_jwt"};
        const Endpoints endpoints = desk.endpoints();
        Client client = known_client(endpoints, "client-1", Secret(c.key.pem()));
        CHECK(client.auth_method == "private_key_jwt");
        for (const char* algorithm : {"", c.algorithm}) {
            client.algorithm = algorithm;
            REQUIRE(refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now));
            const Json claims = c.key.claims_of(assertion_in(desk), c.algorithm);
            REQUIRE(claims.is_object());
            CHECK(claims["iss"] == "client-1");
            CHECK(claims["sub"] == "client-1");
            CHECK(claims["aud"] == desk.server.origin());  // The issuer, not its token endpoint.
            CHECK(claims["iat"] == unix_seconds(desk.now));
            CHECK(claims["exp"].get<std::int64_t>() > unix_seconds(desk.now));
            CHECK(claims["exp"].get<std::int64_t>() <= unix_seconds(desk.now) + 600);
        }
        if (std::string(c.algorithm) == "ES256") CHECK(stranger.claims_of(assertion_in(desk), "ES256").is_null());
    }
}

TEST_CASE("oauth: no two assertions are the same, and short signatures keep their width") {
    const TestKey key = TestKey::curve("P-256");
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const Client client = known_client(endpoints, "client-1", Secret(key.pem()));
    std::set<std::string> ids;
    // One signature in 128 has a number that begins with a zero byte: side by side it must still fill its half.
    constexpr int rounds = 1'000;
    for (int k = 0; k < rounds; ++k) {
        const auto assertion = client_assertion(client, endpoints.issuer, desk.now);
        REQUIRE(assertion);
        const Json claims = key.claims_of(assertion.value(), "ES256");
        REQUIRE(claims.is_object());
        ids.insert(claims["jti"].get<std::string>());
    }
    CHECK(ids.size() == rounds);
}

TEST_CASE("oauth: a private key that does not serve is refused before anything is sent") {
    const TestKey p256 = TestKey::curve("P-256");
    const TestKey rsa = TestKey::rsa(2048);
    struct {
        const char* why;
        std::string pem;
        const char* algorithm;
    } const cases[] = {
        {"no key", "-----BEGIN PRIVATE KEY-----\nbm9wZQ==\n-----END PRIVATE KEY-----\n", ""},
        {"half a key", p256.pem().substr(0, 80), ""},
        {"a locked key", p256.pem("hush"), ""},
        {"a curve of another kind", TestKey::curve("P-384").pem(), ""},
        {"a curve of the same width", TestKey::curve("secp256k1").pem(), ""},
        {"a short RSA key", TestKey::rsa(1024).pem(), ""},
        {"P-256 for RS256", p256.pem(), "RS256"},
        {"RSA for ES256", rsa.pem(), "ES256"},
        {"an algorithm without a signature", p256.pem(), "none"},
        {"an algorithm with a shared secret", p256.pem(), "HS256"},
    };
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        Client client = known_client(endpoints, "client-1", Secret(c.pem));
        client.algorithm = c.algorithm;
        const auto tokens = refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now);
        REQUIRE_FALSE(tokens);
        CHECK(tokens.error().fault == Fault::invalid);
        CHECK(tokens.error().message.find("private key") != std::string::npos);
        CHECK(tokens.error().detail.find("BEGIN") == std::string::npos);
        CHECK(ERR_peek_error() == 0);  // Nothing stays behind for TLS to stumble over.
    }
    CHECK(desk.server.asked("/token").empty());
}

TEST_CASE("oauth: a signing client survives being sealed, and revokes with its signature too") {
    const TestKey key = TestKey::curve("P-256");
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const Grant grant{{Secret("access"), Secret("refresh"), std::nullopt, ""},
                      known_client(endpoints, "client-1", Secret(key.pem())),
                      endpoints};
    const auto back = grant_from(to_secret(grant));
    REQUIRE(back);
    REQUIRE(revoke(*desk.http, desk.guard, back.value().endpoints, back.value().client, Secret("t"), desk.now));
    const auto asked = desk.server.asked("/revoke");
    REQUIRE(asked.size() == 1);
    CHECK(key.claims_of(fakes::value_of(asked[0].form(), "client_assertion"), "ES256").is_object());
}
