// ID tokens as an attacker would write them, beside those that a provider does.
#include "fakes/signing_key.h"
#include "oauth/id_token.h"

#include <functional>

using namespace parley;
using namespace parley::oauth;
using fakes::SigningKey;

namespace {

constexpr std::int64_t now_s = 1'800'000'000;

// A provider with two keys, and a stranger with two of his own.
struct Mint {
    SigningKey rsa = SigningKey::rsa();
    SigningKey curve = SigningKey::p256();
    SigningKey strange_rsa = SigningKey::rsa();
    SigningKey strange_curve = SigningKey::p256();
    Json keys = {{"keys", {rsa.jwk("r"), curve.jwk("e")}}};
    Json head = {{"alg", "ES256"}, {"kid", "e"}, {"typ", "JWT"}};
    Json claims = {{"iss", "https://login.example"},
                   {"sub", "alice"},
                   {"aud", "parley"},
                   {"exp", now_s + 300},
                   {"iat", now_s},
                   {"nonce", "n-1"}};

    std::string with_head(const Json& more) const {
        Json other = head;
        other.update(more);
        return curve.token(other, claims);
    }
    std::string with(const Json& more) const {
        Json other = claims;
        other.update(more);
        return curve.token(head, other);
    }
    std::string without(const char* name) const {
        Json other = claims;
        other.erase(name);
        return curve.token(head, other);
    }
    std::string rsa_token(const char* algorithm) const { return rsa.token({{"alg", algorithm}, {"kid", "r"}}, claims); }
    std::string good() const { return curve.token(head, claims); }
    // The text of a token with this head, signed by `sign`.
    std::string forged(const Json& other_head, const std::function<std::string(const std::string&)>& sign) const {
        const std::string text = SigningKey::part(dump(other_head)) + "." + SigningKey::part(dump(claims));
        return text + "." + SigningKey::part(sign(text));
    }
    std::string hmac(const std::string& secret) const {
        return forged({{"alg", "HS256"}, {"kid", "r"}},
                      [&](const std::string& text) { return vault::hmac_sha256(secret, text); });
    }
};

std::string half_hash(const std::string& text) {
    return SigningKey::part(vault::sha256(text).substr(0, 16));
}

Result<Json> judge(const std::string& token, const Json& keys, const std::vector<std::string>& algorithms = {}) {
    PARLEY_TRY(const SignedToken read, read_signed(token, algorithms));
    PARLEY_TRY(const VerifyingKeys known, read_keys(keys));
    return checked_claims(read, known,
                          {"https://login.example", "parley", "n-1", "access-1", from_unix_seconds(now_s)});
}

void check_refused(const std::string& token, const Json& keys, const std::string& reason) {
    const auto judged = judge(token, keys);
    REQUIRE_FALSE(judged);
    CHECK(judged.error().fault == Fault::denied);
    CHECK(judged.error().message == "The sign-in provider's answer cannot be trusted, so nobody was signed in.");
    INFO(judged.error().detail);
    CHECK(judged.error().detail.rfind("id token: " + reason, 0) == 0);
    CHECK(judged.error().detail.size() < 100);  // A reason, never the token.
}

}  // namespace

TEST_CASE("oauth: an ID token that a provider signed for us, now and for this sign-in, is taken") {
    const Mint mint;
    struct {
        const char* why;
        std::string token;
    } const cases[] = {
        {"ES256", mint.good()},
        {"RS256", mint.rsa_token("RS256")},
        {"PS256", mint.rsa_token("PS256")},
        {"no typ", mint.curve.token({{"alg", "ES256"}, {"kid", "e"}}, mint.claims)},
        {"typ in small letters", mint.with_head({{"typ", "jwt"}})},
        {"no kid, and one key that fits", mint.curve.token({{"alg", "ES256"}}, mint.claims)},
        {"jku, x5u and jwk are not read", mint.with_head({{"jku", "https://evil.example/keys"},
                                                          {"x5u", "https://evil.example/cert"},
                                                          {"jwk", mint.strange_curve.jwk("e")}})},
        {"aud as a list", mint.with({{"aud", {"parley"}}})},
        {"several audiences, made for us", mint.with({{"aud", {"parley", "api"}}, {"azp", "parley"}})},
        {"azp is us", mint.with({{"azp", "parley"}})},
        {"over for less than the leeway", mint.with({{"exp", now_s - 59}})},
        {"issued by a clock that is a little fast", mint.with({{"iat", now_s + 59}})},
        {"good from a moment ahead on", mint.with({{"nbf", now_s + 59}})},
        {"times with a fraction", mint.with({{"exp", now_s + 10.5}, {"iat", now_s - 0.5}})},
        {"at_hash of the access token", mint.with({{"at_hash", half_hash("access-1")}})},
        {"claims that nobody knows", mint.with({{"groups", {"a", "b"}}, {"nested", {{"aud", "other"}}}})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        const auto judged = judge(c.token, mint.keys);
        INFO((judged ? "" : judged.error().detail));
        REQUIRE(judged);
        CHECK(judged.value()["sub"] == "alice");
    }
}

TEST_CASE("oauth: an ID token whose signature proves nothing is refused") {
    const Mint mint;
    const auto always = [](const std::string& der) { return [der](const std::string&) { return der; }; };
    const std::string good = mint.good();
    const std::string body = good.substr(0, good.rfind('.'));
    struct {
        const char* why;
        const char* reason;
        std::string token;
    } const cases[] = {
        {"alg none, unsigned", "alg is not",
         SigningKey::part(R"({"alg":"none"})") + "." + SigningKey::part(dump(mint.claims)) + "."},
        {"alg none, with a signature", "alg is not", mint.forged({{"alg", "none"}}, always("x"))},
        {"alg None", "alg is not", mint.forged({{"alg", "None"}, {"kid", "e"}}, always("x"))},
        {"alg missing", "alg is not", mint.curve.token({{"kid", "e"}}, mint.claims)},
        {"alg is no text", "alg is not", mint.forged({{"alg", 256}, {"kid", "e"}}, always("x"))},
        {"HS256 with the public key", "alg is not", mint.hmac(mint.rsa.public_pem())},
        {"HS256 with the modulus", "alg is not", mint.hmac(text_at(mint.rsa.jwk("r"), "n"))},
        {"HS256 with the client's secret", "alg is not", mint.hmac("client-secret")},
        {"RS384, which is not taken here", "alg is not", mint.forged({{"alg", "RS384"}, {"kid", "r"}}, always("x"))},
        {"another key, the same kid", "the signature", mint.strange_curve.token(mint.head, mint.claims)},
        {"another RSA key, the same kid", "the signature",
         mint.strange_rsa.token({{"alg", "RS256"}, {"kid", "r"}}, mint.claims)},
        {"alg that the key does not have", "no key", mint.curve.token({{"alg", "ES256"}, {"kid", "r"}}, mint.claims)},
        {"PS256 said, RS256 signed", "the signature",
         mint.forged({{"alg", "PS256"}, {"kid", "r"}},
                     [&](const std::string& text) { return mint.rsa.sign("RS256", text); })},
        {"RS256 said, PS256 signed", "the signature",
         mint.forged({{"alg", "RS256"}, {"kid", "r"}},
                     [&](const std::string& text) { return mint.rsa.sign("PS256", text); })},
        {"a signature as DER", "the signature",
         mint.forged(mint.head, [&](const std::string& text) { return mint.curve.sign_raw(text); })},
        {"a signature of zeros", "the signature", body + "." + SigningKey::part(std::string(64, '\0'))},
        {"a signature that is cut", "the signature", body + "." + SigningKey::part(std::string(60, 's'))},
        {"no signature", "signature is no base64url", body + "."},
        {"the signature of other claims", "the signature",
         SigningKey::part(dump(mint.head)) + "." + SigningKey::part(R"({"sub":"bob"})") + good.substr(good.rfind('.'))},
        {"kid that points nowhere", "no key", mint.with_head({{"kid", "gone"}})},
        {"kid that is no text", "kid is no text", mint.with_head({{"kid", 1}})},
        {"kid that is a path", "no key", mint.with_head({{"kid", "../../dev/null"}})},
        {"jku with the stranger's keys", "no key",
         mint.strange_curve.token({{"alg", "ES256"}, {"kid", "s"}, {"jku", "https://evil.example/keys"}}, mint.claims)},
        {"jwk: the key comes along", "the signature",
         mint.strange_curve.token({{"alg", "ES256"}, {"jwk", mint.strange_curve.jwk("e")}}, mint.claims)},
        {"x5u", "the signature",
         mint.strange_rsa.token({{"alg", "RS256"}, {"x5u", "https://evil.example/cert"}}, mint.claims)},
        {"crit asks for something", "head asks", mint.with_head({{"crit", {"exp"}}})},
        {"an access token", "typ is", mint.with_head({{"typ", "at+jwt"}})},
        {"a logout token", "typ is", mint.with_head({{"typ", "logout+jwt"}})},
        {"typ null", "typ is", mint.with_head({{"typ", nullptr}})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        check_refused(c.token, mint.keys, c.reason);
    }
}

TEST_CASE("oauth: an ID token of another shape is refused before anything is verified") {
    const Mint mint;
    const std::string good = mint.good();
    const std::string head = good.substr(0, good.find('.'));
    const std::string signature = good.substr(good.rfind('.') + 1);
    const auto signed_text = [&](const std::string& payload) { return mint.curve.token(mint.head, payload); };
    const std::string plain = dump(mint.claims);
    const std::string twice = plain.substr(0, plain.size() - 1) + R"(,"aud":"parley"})";
    const std::string nested = plain.substr(0, plain.size() - 1) + R"(,"a":[{"b":1,"b":2}]})";
    struct {
        const char* why;
        const char* reason;
        std::string token;
    } const cases[] = {
        {"nothing", "not of three", ""},
        {"two parts", "not of three", good.substr(0, good.rfind('.'))},
        {"four parts", "not of three", good + ".x"},
        {"five parts, as an encrypted one", "not of three", "a.b.c.d.e"},
        {"two signatures, as JSON", "not of three",
         dump(Json{{"payload", "e30"}, {"signatures", {{{"protected", head}, {"signature", signature}}}}})},
        {"padded base64", "head is no base64url", head + "=" + good.substr(head.size())},
        {"a blank in front", "head is no base64url", " " + good},
        {"a line break behind", "signature is no base64url", good + "\n"},
        {"base64 of the other alphabet", "head is no base64url", "+" + good.substr(1)},
        {"head is no JSON", "head is no JSON", SigningKey::part("alg:ES256") + good.substr(good.find('.'))},
        {"head is a list", "head is no JSON", SigningKey::part("[]") + good.substr(good.find('.'))},
        {"alg twice in the head", "head is no JSON",
         SigningKey::part(R"({"alg":"none","alg":"ES256"})") + good.substr(good.find('.'))},
        {"huge", "too large", head + "." + std::string(100'000, 'a') + "." + signature},
        {"huge head", "head is too large",
         SigningKey::part(R"({"alg":"ES256","x":")" + std::string(8'000, 'a') + "\"}") + good.substr(good.find('.'))},
        {"claims are a list", "payload is", signed_text("[]")},
        {"claims are no JSON", "payload is", signed_text("sub=alice")},
        {"claims nested too deep", "payload is", signed_text(std::string(200, '[') + std::string(200, ']'))},
        {"a claim twice", "payload is", signed_text(twice)},
        {"a name twice, further in", "payload is", signed_text(nested)},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        check_refused(c.token, mint.keys, c.reason);
    }
}

TEST_CASE("oauth: an ID token for somebody else, for another time or for another sign-in is refused") {
    const Mint mint;
    struct {
        const char* why;
        const char* reason;
        std::string token;
    } const cases[] = {
        {"another issuer", "iss is", mint.with({{"iss", "https://evil.example"}})},
        {"almost our issuer", "iss is", mint.with({{"iss", "https://login.example/"}})},
        {"no issuer", "iss is", mint.without("iss")},
        {"a list of issuers", "iss is", mint.with({{"iss", {"https://login.example"}}})},
        {"for another client", "aud does not", mint.with({{"aud", "other"}})},
        {"a list without us", "aud does not", mint.with({{"aud", {"other", "third"}}})},
        {"several, and nobody says for whom", "aud names several", mint.with({{"aud", {"parley", "other"}}})},
        {"a list with something else in it", "aud does not", mint.with({{"aud", {"parley", 7}}})},
        {"an empty list", "aud does not", mint.with({{"aud", Json::array()}})},
        {"for nobody", "aud does not", mint.without("aud")},
        {"azp is another client", "azp is", mint.with({{"azp", "other"}})},
        {"azp is another client, among several", "azp is", mint.with({{"aud", {"parley", "other"}}, {"azp", "other"}})},
        {"azp is no text", "azp is", mint.with({{"azp", nullptr}})},
        {"over", "exp is", mint.with({{"exp", now_s - 60}})},
        {"never over", "exp is", mint.without("exp")},
        {"exp is a text", "exp is", mint.with({{"exp", std::to_string(now_s + 300)}})},
        {"issued in an hour", "iat is", mint.with({{"iat", now_s + 3'600}})},
        {"issued just beyond the leeway", "iat is", mint.with({{"iat", now_s + 61}})},
        {"issued at no time", "iat is", mint.without("iat")},
        {"not good yet", "nbf lies", mint.with({{"nbf", now_s + 61}})},
        {"good from a text on", "nbf lies", mint.with({{"nbf", "now"}})},
        {"without our nonce", "nonce is", mint.without("nonce")},
        {"with the nonce of another sign-in", "nonce is", mint.with({{"nonce", "n-2"}})},
        {"nonce is empty", "nonce is", mint.with({{"nonce", ""}})},
        {"nonce is a list", "nonce is", mint.with({{"nonce", {"n-1"}}})},
        {"about nobody", "sub is", mint.without("sub")},
        {"about an empty name", "sub is", mint.with({{"sub", ""}})},
        {"about a number", "sub is", mint.with({{"sub", 5}})},
        {"about too long a name", "sub is", mint.with({{"sub", std::string(256, 'a')}})},
        {"about a name with a line break", "sub is", mint.with({{"sub", "alice\nbob"}})},
        {"at_hash of another access token", "at_hash is", mint.with({{"at_hash", half_hash("access-2")}})},
        {"at_hash is no text", "at_hash is", mint.with({{"at_hash", 1}})},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        check_refused(c.token, mint.keys, c.reason);
    }
}

TEST_CASE("oauth: only the algorithms that the provider announces are taken") {
    const Mint mint;
    CHECK(judge(mint.good(), mint.keys, {"ES256", "RS256"}));
    CHECK_FALSE(judge(mint.good(), mint.keys, {"RS256"}));
    CHECK_FALSE(judge(mint.hmac("secret"), mint.keys, {"HS256", "none"}));
}

TEST_CASE("oauth: of a provider's key set only public keys for signatures count") {
    const Mint mint;
    const auto changed = [](Json jwk, const Json& more) {
        jwk.update(more);
        return jwk;
    };
    const Json rsa = mint.rsa.jwk("r"), curve = mint.curve.jwk("e");
    const Json small = SigningKey::rsa(1024).jwk("r");
    struct {
        const char* why;
        Json jwk;
        bool usable;
    } const cases[] = {
        {"RSA", rsa, true},
        {"P-256", curve, true},
        {"for signatures", changed(rsa, {{"use", "sig"}, {"alg", "RS256"}, {"key_ops", {"verify"}}}), true},
        {"of an unknown member", changed(rsa, {{"x5c", {"..."}}}), true},
        {"for encryption", changed(rsa, {{"use", "enc"}}), false},
        {"only for wrapping", changed(rsa, {{"key_ops", {"wrapKey"}}}), false},
        {"with its private half", changed(rsa, {{"d", "AQAB"}}), false},
        {"symmetric", {{"kty", "oct"}, {"k", "c2VjcmV0"}}, false},
        {"too small", small, false},
        {"an exponent of one", changed(rsa, {{"e", "AQ"}}), false},
        {"an even exponent", changed(rsa, {{"e", "AQAA"}}), false},
        {"no modulus", changed(rsa, {{"n", ""}}), false},
        {"a modulus of 20,000 bits", changed(rsa, {{"n", std::string(3'336, 'q')}}), false},
        {"padded base64", changed(curve, {{"x", text_at(curve, "x") + "="}}), false},
        {"another curve", changed(curve, {{"crv", "P-384"}}), false},
        {"a point beside the curve", changed(curve, {{"y", text_at(curve, "x")}}), false},
        {"a short coordinate", changed(curve, {{"x", "AQAB"}}), false},
        {"a text", "key", false},
        {"nothing", Json::object(), false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        CHECK(VerifyingKey::from_jwk(c.jwk).has_value() == c.usable);
    }
    const auto only_ps = VerifyingKey::from_jwk(changed(rsa, {{"alg", "PS256"}}));
    REQUIRE(only_ps);
    CHECK(only_ps->fits(Algorithm::ps256));
    CHECK_FALSE(only_ps->fits(Algorithm::rs256));
    CHECK_FALSE(only_ps->fits(Algorithm::es256));
}

TEST_CASE("oauth: a key set that is none, or endless, is refused, and keys that do not serve are passed over") {
    const Mint mint;
    Json endless = {{"keys", Json::array()}};
    for (int k = 0; k < 65; ++k) endless["keys"].push_back(mint.curve.jwk("e"));
    for (const Json& document : {Json::object(), Json{{"keys", "none"}}, Json{{"keys", Json::object()}}, endless}) {
        CHECK_FALSE(read_keys(document));
    }
    const auto keys = read_keys({{"keys", {"text", {{"kty", "oct"}, {"k", "AA"}}, mint.curve.jwk("e")}}});
    REQUIRE(keys);
    CHECK(keys.value().size() == 1);
    CHECK(judge(mint.good(), {{"keys", {mint.strange_curve.jwk("x"), mint.rsa.jwk("e"), mint.curve.jwk("e")}}}));
    // Without a kid there must be no doubt.
    const std::string nameless = mint.curve.token({{"alg", "ES256"}}, mint.claims);
    CHECK_FALSE(judge(nameless, {{"keys", {mint.strange_curve.jwk("x"), mint.curve.jwk("e")}}}));
}
