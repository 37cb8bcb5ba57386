// A signed-in browser that another site makes do things, and vendors' consent given in the wrong browser.
#include "visitor.h"

using namespace parley;
using namespace parley::tests;

namespace {

constexpr const char* home = "http://127.0.0.1:8080";  // The public origin where none is configured.

std::string name_of(SignInHouse& house) {
    return house.org("acme")->settings().value().name;
}

}  // namespace

TEST_CASE("api: a session writes only for a page of ours that proves itself") {
    SignInHouse house;
    house.make_org("acme");
    house.make_member("acme", "alice", "owner", "alice");
    house.make_member("acme", "mallory", "viewer", "mallory");
    Visitor browser(house), other(house);
    house.is("mallory");
    REQUIRE(other.sign_in().status == 303);
    house.is("alice");
    REQUIRE(browser.sign_in().status == 303);
    const std::string token = browser.csrf();
    struct {
        const char* why;
        net::Headers headers;
        bool good;
    } const cases[] = {
        {"the token", {{"X-CSRF-Token", token}}, true},
        {"the token, from our origin", {{"X-CSRF-Token", token}, {"Origin", home}}, true},
        {"as a browser sends it",
         {{"X-CSRF-Token", token}, {"Origin", home}, {"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Mode", "cors"}},
         true},
        {"nothing", {}, false},
        {"an empty token", {{"X-CSRF-Token", ""}}, false},
        {"the right origin alone", {{"Origin", home}, {"Sec-Fetch-Site", "same-origin"}}, false},
        {"the token of another session", {{"X-CSRF-Token", other.csrf()}}, false},
        {"a token that is cut", {{"X-CSRF-Token", token.substr(1)}}, false},
        {"the session itself", {{"X-CSRF-Token", browser.jar["parley_session"]}}, false},
        {"what the database holds", {{"X-CSRF-Token", vault::sha256_hex(token)}}, false},
        {"two tokens", {{"X-CSRF-Token", token}, {"X-CSRF-Token", token}}, false},
        {"from another site", {{"X-CSRF-Token", token}, {"Origin", "https://evil.example"}}, false},
        {"from another port", {{"X-CSRF-Token", token}, {"Origin", "http://127.0.0.1:8081"}}, false},
        {"from another scheme", {{"X-CSRF-Token", token}, {"Origin", "https://127.0.0.1:8080"}}, false},
        {"from nowhere", {{"X-CSRF-Token", token}, {"Origin", "null"}}, false},
        {"from an origin that begins like ours",
         {{"X-CSRF-Token", token}, {"Origin", std::string(home) + ".evil.example"}},
         false},
        {"cross-site, says the browser", {{"X-CSRF-Token", token}, {"Sec-Fetch-Site", "cross-site"}}, false},
        {"same-site is not same-origin", {{"X-CSRF-Token", token}, {"Sec-Fetch-Site", "same-site"}}, false},
        {"typed by the person", {{"X-CSRF-Token", token}, {"Sec-Fetch-Site", "none"}}, false},
    };
    int number = 0;
    for (const auto& c : cases) {
        CAPTURE(c.why);
        const std::string before = name_of(house), wish = "Name " + std::to_string(++number);
        const auto response = browser.send("PUT", "/v1/organization", c.headers, dump(Json{{"name", wish}}));
        INFO(response.body);
        CHECK(response.status == (c.good ? 200 : 403));
        CHECK(name_of(house) == (c.good ? wish : before));
        if (!c.good) CHECK(says(response, "This request was not proved to come from a page of this server"));
    }
    const auto denied = house.rows("acme", "denied");
    CHECK(denied == std::vector<std::string>(limits::denials_audited_per_minute, "acme-alice"));
    // Reading needs no proof, and writes nothing.
    CHECK(browser.get("/v1/organization").status == 200);
    CHECK(browser.send("GET", "/v1/session", {{"Origin", "https://evil.example"}}).status == 200);
    CHECK(browser.csrf() == token);
    // Nobody is signed out from elsewhere.
    CHECK(browser.send("POST", "/sign-out", {{"Origin", "https://evil.example"}}).status == 403);
    CHECK(browser.is_signed_in());
    for (const char* method : {"GET", "PUT", "DELETE"}) CHECK(browser.send(method, "/sign-out").status == 405);
}

TEST_CASE("api: a key needs no token, and what its browser has of sessions counts for nothing") {
    SignInHouse house;
    house.make_org("acme");
    house.make_org("globex");
    house.make_member("acme", "alice", "owner", "alice");
    const UserId bob = house.make_member("globex", "bob", "owner", "bob");
    Visitor browser(house);
    REQUIRE(browser.sign_in().status == 303);
    const std::string key = api::new_key_text();
    const store::ApiKey row{{"k1"}, {"globex"}, bob, "test", house.clock.now(), "owner"};
    REQUIRE(house.org("globex")->save_key(row, vault::sha256_hex(key), {bob, "key", "k1", {}, house.clock.now()}));
    const net::Headers with_key = {{"Authorization", "Bearer " + key}};
    CHECK(browser.send("PUT", "/v1/organization", with_key, R"({"name":"By key"})").status == 200);
    CHECK(house.org("globex")->settings().value().name == "By key");
    CHECK(name_of(house) == "acme");
    // A bad key does not fall back on the session.
    const net::Headers with_token = {{"Authorization", "Bearer parley_gone"}, {"X-CSRF-Token", browser.csrf()}};
    CHECK(browser.send("PUT", "/v1/organization", with_token, R"({"name":"Neither"})").status == 401);
    CHECK(name_of(house) == "acme");
}

TEST_CASE("api: a vendor's consent comes back in the browser of whoever began, or in one that nobody signed in with") {
    struct {
        const char* why;
        const char* returns;  // Whose browser; empty: nobody's.
        const char* outcome;
    } const cases[] = {
        {"his own", "alice", "finished/connected"},
        {"nobody's", "", "finished/connected"},
        {"a colleague's", "carol", "finished/denied"},
        {"a stranger's, of another organization", "bob", "finished/denied"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.why);
        SignInHouse house;
        house.make_org("acme");
        house.make_org("globex");
        house.make_member("acme", "alice", "owner", "alice");
        house.make_member("acme", "carol", "owner", "carol");
        house.make_member("globex", "bob", "owner", "bob");
        Visitor alice(house), back(house);
        house.is("alice");
        REQUIRE(alice.sign_in().status == 303);
        if (*c.returns != '\0') {
            house.is(c.returns);
            REQUIRE(back.sign_in().status == 303);
        }
        const auto started = alice.write("POST", "/v1/connections", R"({"vendor":"stripe","name":"Stripe"})");
        INFO(started.body);
        REQUIRE(started.status == 201);
        const Json connection = body_of(started);
        const std::string location = back.consent_of(connection["authorize_url"]);
        const auto finished = back.get(location.substr(location.find("/oauth/callback?")));
        CHECK(finished.status == 303);
        CHECK(net::header(finished.headers, "Location") == c.outcome);
        const std::string state = body_of(alice.get("/v1/connections/" + connection["id"].get<std::string>()))["state"];
        CHECK((state == "connected") == (std::string(c.outcome) == "finished/connected"));
    }
}
