// A whole sign-in against a provider on loopback, and what becomes of it when either side is not what it should be.
#include "fakes/identity_provider.h"
#include "oauth/oidc.h"
#include "support.h"

#include <atomic>
#include <functional>

using namespace parley;
using namespace parley::oauth;
using fakes::IdentityProvider;
using fakes::value_of;

namespace {

class MovableClock final : public Clock {
public:
    Instant now() const override { return from_unix_seconds(1'800'000'000) + std::chrono::milliseconds(ahead_ms_); }
    void forward(std::chrono::milliseconds by) { ahead_ms_ += by.count(); }

private:
    std::atomic<std::int64_t> ahead_ms_ = 0;
};

fakes::Pairs query_of(const std::string& url) {
    return fakes::form_fields(url.substr(url.find('?') + 1));
}

RelyingParty::Answer answer_of(const std::string& address) {
    const auto fields = query_of(address);
    RelyingParty::Answer answer{value_of(fields, "state"), value_of(fields, "code"), std::nullopt,
                                value_of(fields, "error")};
    if (address.find("iss=") != std::string::npos) answer.iss = value_of(fields, "iss");
    return answer;
}

struct Counter {
    MovableClock clock;
    NoNames resolver;
    net::UrlGuard guard{resolver, net::Reach::loopback};
    IdentityProvider provider{clock.now()};
    std::unique_ptr<RelyingParty> party = party_of(provider.origin());

    std::unique_ptr<RelyingParty> party_of(const std::string& issuer, const char* secret = nullptr) {
        RelyingParty::Setup setup{issuer, "parley", nullptr, "https://parley.example/sign-in/callback"};
        if (secret) setup.client_secret = std::make_shared<const Secret>(secret);
        return std::make_unique<RelyingParty>(std::move(setup), guard, clock);
    }

    void forward(std::chrono::milliseconds by) {
        clock.forward(by);
        provider.change([&](auto& state) { state.now = clock.now(); });
    }

    RelyingParty::Begun begin(const std::string& note = "") {
        auto begun = party->begin(note);
        INFO((begun ? "" : begun.error().message + " " + begun.error().detail));
        REQUIRE(begun);
        return std::move(begun).value();
    }
    Result<RelyingParty::Finished> walk(const std::string& note = "") {
        const auto begun = begin(note);
        return party->finish(begun.waiting, answer_of(provider.consent(begun.url)));
    }
};

void check_fault(const Result<RelyingParty::Finished>& finished, Fault fault) {
    REQUIRE_FALSE(finished);
    CHECK(finished.error().fault == fault);
    CHECK_FALSE(finished.error().message.empty());
    CHECK(finished.error().message.find("http") == std::string::npos);
}

}  // namespace

TEST_CASE("oauth: a person is sent to the provider with state, nonce and a S256 challenge, and comes back by name") {
    Counter counter;
    const auto begun = counter.begin("acme");
    const auto asked = query_of(begun.url);
    CHECK(begun.url.rfind(counter.provider.origin() + "/authorize?", 0) == 0);
    CHECK(value_of(asked, "response_type") == "code");
    CHECK(value_of(asked, "client_id") == "parley");
    CHECK(value_of(asked, "scope") == "openid email profile");
    CHECK(value_of(asked, "redirect_uri") == "https://parley.example/sign-in/callback");
    CHECK(value_of(asked, "code_challenge_method") == "S256");
    CHECK(value_of(asked, "code_challenge").size() == 43);
    CHECK(value_of(asked, "state").size() == 43);
    CHECK(value_of(asked, "nonce").size() == 43);
    CHECK(value_of(asked, "nonce") != value_of(asked, "state"));
    CHECK(begun.url.find("resource=") == std::string::npos);

    const auto finished = counter.party->finish(begun.waiting, answer_of(counter.provider.consent(begun.url)));
    REQUIRE(finished);
    CHECK(finished.value().note == "acme");
    const Identity& identity = finished.value().identity;
    CHECK(identity.issuer == counter.provider.origin());
    CHECK(identity.subject == "alice");
    CHECK(identity.email == "alice@example.com");
    CHECK(identity.email_verified);
    CHECK(identity.name == "Alice");

    // Nothing is the same the next time.
    const auto again = query_of(counter.begin().url);
    for (const char* name : {"state", "nonce", "code_challenge"}) {
        CHECK(value_of(again, name) != value_of(asked, name));
    }
}

TEST_CASE("oauth: the client shows itself as the provider lists it: Basic, in the body, by its id alone") {
    struct {
        const char* listed;
        const char* secret;
        bool basic;
        const char* in_body;
    } const cases[] = {
        {"client_secret_basic", "s3cret \n", true, ""},
        {"client_secret_post", "s3cret", false, "s3cret"},
        {"none", nullptr, false, ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.listed);
        Counter counter;
        counter.provider.change(
            [&](auto& state) { state.metadata["token_endpoint_auth_methods_supported"] = {c.listed}; });
        counter.party = counter.party_of(counter.provider.origin(), c.secret);
        REQUIRE(counter.walk());
        const auto asked = counter.provider.asked("/token");
        REQUIRE(asked.size() == 1);
        const std::string basic = "Basic " + vault::base64("parley:s3cret");
        CHECK(value_of(asked[0].headers, "Authorization") == (c.basic ? basic : ""));
        CHECK(value_of(asked[0].form(), "client_secret") == c.in_body);
        CHECK(value_of(asked[0].form(), "code_verifier").size() == 43);
    }
}

TEST_CASE("oauth: an answer of the sign-in page that is not ours to use signs nobody in") {
    Counter counter;
    const std::string good_iss = counter.provider.origin();
    struct {
        const char* why;
        std::function<void(RelyingParty::Answer&)> spoil;
        Fault fault;
        int asked;  // Whether the code went to the provider.
    } const cases[] = {
        {"the state of somebody else", [](auto& answer) { answer.state = "other"; }, Fault::denied, 0},
        {"no state", [](auto& answer) { answer.state.clear(); }, Fault::denied, 0},
        {"another issuer", [](auto& answer) { answer.iss = "https://evil.example"; }, Fault::denied, 0},
        {"almost the issuer", [&](auto& answer) { answer.iss = good_iss + "/"; }, Fault::denied, 0},
        {"no issuer, though it was promised", [](auto& answer) { answer.iss.reset(); }, Fault::denied, 0},
        {"the person said no", [](auto& answer) { answer.error = "access_denied"; }, Fault::denied, 0},
        {"an error from another issuer",
         [](auto& answer) {
             answer.error = "access_denied";
             answer.iss = "https://evil.example";
         },
         Fault::denied, 0},
        {"the page is in trouble", [](auto& answer) { answer.error = "server_error"; }, Fault::unavailable, 0},
        {"the page does not take us", [](auto& answer) { answer.error = "<b>unauthorized_client"; }, Fault::invalid, 0},
        {"no code", [](auto& answer) { answer.code.clear(); }, Fault::invalid, 0},
        {"a made up code", [](auto& answer) { answer.code = "code-99"; }, Fault::not_found, 1},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        const auto before = counter.provider.asked("/token").size();
        const auto begun = counter.begin();
        auto answer = answer_of(counter.provider.consent(begun.url));
        c.spoil(answer);
        check_fault(counter.party->finish(begun.waiting, answer), c.fault);
        CHECK(counter.provider.asked("/token").size() == before + static_cast<std::size_t>(c.asked));
    }
    CHECK(counter.walk());
}

TEST_CASE("oauth: a code of one browser does not sign another one in, and none does so twice") {
    Counter counter;
    const auto victim = counter.begin();
    const auto attacker = counter.begin();
    // The attacker's code, planted in the victim's browser with the victim's own state: the verifier does not fit.
    auto planted = answer_of(counter.provider.consent(attacker.url));
    planted.state = value_of(query_of(victim.url), "state");
    check_fault(counter.party->finish(victim.waiting, planted), Fault::not_found);

    const auto begun = counter.begin();
    const auto answer = answer_of(counter.provider.consent(begun.url));
    CHECK(counter.party->finish(begun.waiting, answer));
    check_fault(counter.party->finish(begun.waiting, answer), Fault::not_found);
}

TEST_CASE("oauth: an ID token of an earlier sign-in does not pass for a new one") {
    Counter counter;
    REQUIRE(counter.walk());
    const std::string old = counter.provider.last_token();
    counter.provider.change([&](auto& state) { state.fixed_token = old; });
    const auto finished = counter.walk();
    check_fault(finished, Fault::denied);
    CHECK(finished.error().detail == "id token: nonce is missing or of another sign-in");
}

TEST_CASE("oauth: what waits in a browser is good for ten minutes and for one provider") {
    Counter counter;
    const auto begun = counter.begin();
    const auto answer = answer_of(counter.provider.consent(begun.url));
    counter.forward(std::chrono::minutes(10));
    check_fault(counter.party->finish(begun.waiting, answer), Fault::not_found);

    const auto fresh = counter.begin();
    const auto other = counter.party_of("https://login.example");
    check_fault(other->finish(fresh.waiting, answer_of(counter.provider.consent(fresh.url))), Fault::not_found);
    for (const char* junk : {"", "{}", "null", "[]", "no json"}) {
        check_fault(counter.party->finish(Secret(junk), answer), Fault::not_found);
    }
}

TEST_CASE("oauth: who somebody is stands in the token; the email may stand where user info is told") {
    struct {
        const char* why;
        std::function<void(IdentityProvider&)> prepare;
        const char* email;
        bool verified;
    } const cases[] = {
        {"in the token", [](auto&) {}, "alice@example.com", true},
        {"only as user info", [](auto& it) { it.change([](auto& state) { state.email_in_token = false; }); },
         "alice@example.com", true},
        {"of somebody else's user info",
         [](auto& it) {
             it.change([](auto& state) { state.email_in_token = false; });
             it.say("/me", {200, R"({"sub":"bob","email":"bob@example.com","email_verified":true})"});
         },
         "", false},
        {"user info that is down",
         [](auto& it) {
             it.change([](auto& state) { state.email_in_token = false; });
             it.say("/me", {500, ""});
         },
         "", false},
        {"no user info",
         [](auto& it) {
             it.change([](auto& state) {
                 state.email_in_token = false;
                 state.metadata.erase("userinfo_endpoint");
             });
         },
         "", false},
        {"not verified", [](auto& it) { it.change([](auto& state) { state.more_claims["email_verified"] = false; }); },
         "alice@example.com", false},
        {"verified, says a text",
         [](auto& it) { it.change([](auto& state) { state.more_claims["email_verified"] = "true"; }); },
         "alice@example.com", false},
        {"nothing said of verifying",
         [](auto& it) { it.change([](auto& state) { state.more_claims["email_verified"] = nullptr; }); },
         "alice@example.com", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        Counter counter;
        c.prepare(counter.provider);
        const auto finished = counter.walk();
        INFO((finished ? "" : finished.error().detail));
        REQUIRE(finished);
        CHECK(finished.value().identity.subject == "alice");
        CHECK(finished.value().identity.email == c.email);
        CHECK(finished.value().identity.email_verified == c.verified);
    }
}

TEST_CASE("oauth: a key that is not known is looked for once, and not again for a while") {
    Counter counter;
    REQUIRE(counter.walk());
    REQUIRE(counter.walk());
    CHECK(counter.provider.asked("/jwks").size() == 1);
    CHECK(counter.provider.asked("/.well-known/openid-configuration").size() == 1);

    // The provider has rotated its key.
    counter.forward(std::chrono::minutes(5));
    counter.provider.change([&](auto& state) {
        state.keys = Json::array({counter.provider.key.jwk("key-2")});
        state.kid = "key-2";
    });
    REQUIRE(counter.walk());
    CHECK(counter.provider.asked("/jwks").size() == 2);

    // Names of keys that nobody has do not make us a hammer.
    counter.provider.change([](auto& state) { state.kid = "nowhere"; });
    for (int k = 0; k < 5; ++k) check_fault(counter.walk(), Fault::denied);
    CHECK(counter.provider.asked("/jwks").size() == 2);
    counter.forward(std::chrono::seconds(31));
    for (int k = 0; k < 5; ++k) check_fault(counter.walk(), Fault::denied);
    CHECK(counter.provider.asked("/jwks").size() == 3);

    counter.provider.change([](auto& state) { state.kid = "key-2"; });
    REQUIRE(counter.walk());
    counter.forward(std::chrono::hours(1));
    REQUIRE(counter.walk());
    CHECK(counter.provider.asked("/jwks").size() == 4);
    CHECK(counter.provider.asked("/.well-known/openid-configuration").size() == 2);
}

TEST_CASE("oauth: a provider's metadata must be its own and lead to nothing that is not public") {
    struct {
        const char* name;
        Json value;  // null: taken away
        bool good;
    } const cases[] = {
        {"issuer", "https://evil.example", false},
        {"issuer", nullptr, false},
        {"authorization_endpoint", nullptr, false},
        {"authorization_endpoint", "javascript:alert(1)", false},
        {"authorization_endpoint", "http://10.0.0.1/authorize", false},
        {"authorization_endpoint", "file:///etc/passwd", false},
        {"token_endpoint", nullptr, false},
        {"token_endpoint", "http://169.254.169.254/token", false},
        {"jwks_uri", nullptr, false},
        {"jwks_uri", "http://192.168.0.1/jwks", false},
        {"jwks_uri", "http://[fd00::1]/jwks", false},
        {"code_challenge_methods_supported", {"plain"}, false},
        {"code_challenge_methods_supported", Json::array(), false},
        {"response_types_supported", {"id_token"}, false},
        {"code_challenge_methods_supported", nullptr, true},
        {"response_types_supported", nullptr, true},
        {"userinfo_endpoint", "http://10.0.0.1/me",
         true},  // Asked only where the token has no email, and then refused.
        {"authorization_response_iss_parameter_supported", nullptr, true},
        {"end_session_endpoint", "http://10.0.0.1/", true},  // Not used here.
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CAPTURE(c.value.dump());
        Counter counter;
        counter.provider.change([&](auto& state) {
            if (c.value.is_null())
                state.metadata.erase(c.name);
            else
                state.metadata[c.name] = c.value;
        });
        const auto begun = counter.party->begin("");
        CHECK(static_cast<bool>(begun) == c.good);
        if (!begun) {
            CHECK(begun.error().fault == Fault::invalid);
            CHECK(begun.error().message.find("http") == std::string::npos);
            CHECK_FALSE(begun.error().detail.empty());
        }
        CHECK(counter.provider.asked("/token").empty());
    }
    Counter counter;
    counter.provider.change([](auto& state) {
        state.email_in_token = false;
        state.metadata["userinfo_endpoint"] = "http://10.0.0.1/me";
    });
    const auto finished = counter.walk();
    REQUIRE(finished);
    CHECK(finished.value().identity.email.empty());
}

TEST_CASE("oauth: an authorization page that names parameters of ours is not one to send people to") {
    for (const char* query : {"?nonce=fixed", "?state=fixed", "?%6eonce=fixed"}) {
        CAPTURE(query);
        Counter counter;
        counter.provider.change([&](auto& state) {
            state.metadata["authorization_endpoint"] = counter.provider.origin() + "/authorize" + query;
        });
        CHECK_FALSE(counter.party->begin(""));
    }
    Counter counter;
    counter.provider.change([&](auto& state) {
        state.metadata["authorization_endpoint"] = counter.provider.origin() + "/authorize?tenant=acme";
    });
    const auto begun = counter.party->begin("");
    REQUIRE(begun);
    CHECK(begun.value().url.find("/authorize?tenant=acme&response_type=code&") != std::string::npos);
}

TEST_CASE("oauth: an issuer that is inside, or no issuer, is never asked") {
    const MovableClock clock;
    NoNames resolver;
    const net::UrlGuard guard(resolver, net::Reach::public_only);
    IdentityProvider provider{clock.now()};
    for (const std::string& issuer : {provider.origin(), std::string("http://10.0.0.1"), std::string("localhost"),
                                      std::string("https://login.internal"), std::string("https://a.example/?x=1")}) {
        CAPTURE(issuer);
        RelyingParty party({issuer, "parley", nullptr, "https://parley.example/sign-in/callback"}, guard, clock);
        const auto begun = party.begin("");
        REQUIRE_FALSE(begun);
        CHECK(begun.error().fault == Fault::invalid);
    }
    CHECK(provider.asked().empty());
}

TEST_CASE("oauth: a provider in trouble is left alone for a moment, and then asked again") {
    Counter counter;
    counter.provider.say("/.well-known/openid-configuration", {503, ""});
    for (int k = 0; k < 3; ++k) {
        const auto begun = counter.party->begin("");
        REQUIRE_FALSE(begun);
        CHECK(begun.error().fault == Fault::unavailable);
    }
    CHECK(counter.provider.asked("/.well-known/openid-configuration").size() == 1);
    counter.provider.say("/.well-known/openid-configuration", {200, dump(counter.provider.read().metadata)});
    counter.forward(std::chrono::seconds(10));
    CHECK(counter.walk());
}

TEST_CASE("oauth: a token endpoint that does not answer as it should signs nobody in") {
    struct {
        const char* why;
        fakes::Web::Answer answer;
        Fault fault;
    } const cases[] = {
        {"in trouble", {503, ""}, Fault::unavailable},
        {"too many", {429, ""}, Fault::unavailable},
        {"does not know the client", {401, R"({"error":"invalid_client"})"}, Fault::invalid},
        {"no JSON", {200, "<html>"}, Fault::invalid},
        {"no ID token", {200, R"({"access_token":"a","token_type":"Bearer"})"}, Fault::denied},
        {"an ID token that is none",
         {200, R"({"access_token":"a","token_type":"Bearer","id_token":{}})"},
         Fault::denied},
        {"another kind of access token",
         {200, R"({"access_token":"a","token_type":"mac","id_token":"x"})"},
         Fault::denied},
        {"a redirect", {302, "", "text/plain", {{"Location", "http://127.0.0.1:1/"}}}, Fault::invalid},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        Counter counter;
        const auto begun = counter.begin();
        const auto answer = answer_of(counter.provider.consent(begun.url));
        counter.provider.say("/token", c.answer);
        check_fault(counter.party->finish(begun.waiting, answer), c.fault);
    }
}
