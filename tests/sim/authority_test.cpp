#include "sim/authority.h"

#include "support.h"

using namespace parley;
using namespace parley::sim;
using namespace std::chrono_literals;

namespace {

constexpr const char* resource = "http://127.0.0.1:1/mcp";

struct Fixture {
    testing::MovableClock clock;
    Authority authority{clock, resource, 3600};
    Client client = authority.add_client({"", "", "none", {testing::redirect}, true});

    std::string code() {
        return authority.issue_code({client.id, testing::redirect, testing::challenge, resource, "read"});
    }
    CodeUse good_use(const std::string& of_code) const {
        return {of_code, testing::redirect, testing::verifier, resource};
    }
    IssuedTokens tokens() {
        auto decision = authority.exchange(client.id, good_use(code()));
        REQUIRE(std::holds_alternative<IssuedTokens>(decision));
        return std::get<IssuedTokens>(decision);
    }
};

std::string outcome(const Decision<IssuedTokens>& decision) {
    const auto* refused = std::get_if<Refused>(&decision);
    return refused ? refused->error : "tokens";
}

}  // namespace

TEST_CASE("sim: a code is bound to client, redirect URI, verifier and resource") {
    struct {
        const char* what;
        const char* redirect_uri;
        const char* verifier;
        const char* resource;
        const char* outcome;
    } const cases[] = {
        {"all as consented", testing::redirect, testing::verifier, resource, "tokens"},
        {"another path", "http://127.0.0.1:9/oauth/callback/", testing::verifier, resource, "invalid_grant"},
        {"no redirect URI", "", testing::verifier, resource, "invalid_grant"},
        {"a wrong verifier", testing::redirect, "another", resource, "invalid_grant"},
        {"the challenge as verifier", testing::redirect, testing::challenge, resource, "invalid_grant"},
        {"no verifier", testing::redirect, "", resource, "invalid_grant"},
        {"another resource", testing::redirect, testing::verifier, "http://127.0.0.1:2/mcp", "invalid_target"},
        {"no resource", testing::redirect, testing::verifier, "", "invalid_target"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.what);
        Fixture fixture;
        const CodeUse use{fixture.code(), c.redirect_uri, c.verifier, c.resource};
        CHECK(outcome(fixture.authority.exchange(fixture.client.id, use)) == c.outcome);
    }
}

TEST_CASE("sim: a code is one client's, works once and for a minute") {
    Fixture fixture;
    const auto other = fixture.authority.add_client({"", "", "none", {testing::redirect}, true});
    const auto code = fixture.code();
    CHECK(outcome(fixture.authority.exchange(other.id, fixture.good_use(code))) == "invalid_grant");
    CHECK(outcome(fixture.authority.exchange(fixture.client.id, fixture.good_use(code))) == "tokens");

    const auto late = fixture.code();
    fixture.clock.move(61s);
    CHECK(outcome(fixture.authority.exchange(fixture.client.id, fixture.good_use(late))) == "invalid_grant");
    CHECK(outcome(fixture.authority.exchange(fixture.client.id, fixture.good_use("code_of_nobody"))) ==
          "invalid_grant");
}

TEST_CASE("sim: a wrong verifier uses the code up") {
    Fixture fixture;
    const auto code = fixture.code();
    auto wrong = fixture.good_use(code);
    wrong.verifier = "guess";
    CHECK(outcome(fixture.authority.exchange(fixture.client.id, wrong)) == "invalid_grant");
    CHECK(outcome(fixture.authority.exchange(fixture.client.id, fixture.good_use(code))) == "invalid_grant");
}

TEST_CASE("sim: a code that comes twice ends the grant that it gave") {
    Fixture fixture;
    const auto code = fixture.code();
    const auto decision = fixture.authority.exchange(fixture.client.id, fixture.good_use(code));
    REQUIRE(outcome(decision) == "tokens");
    const auto access = std::get<IssuedTokens>(decision).access;
    CHECK(fixture.authority.grant_of(access));
    CHECK(outcome(fixture.authority.exchange(fixture.client.id, fixture.good_use(code))) == "invalid_grant");
    CHECK_FALSE(fixture.authority.grant_of(access));
}

TEST_CASE("sim: an access token lives as long as it says") {
    Fixture fixture;
    const auto tokens = fixture.tokens();
    CHECK(tokens.lifetime_s == 3600);
    fixture.clock.move(3599s);
    CHECK(fixture.authority.grant_of(tokens.access));
    fixture.clock.move(1s);
    CHECK_FALSE(fixture.authority.grant_of(tokens.access));
    CHECK_FALSE(fixture.authority.grant_of("access_of_nobody"));
    CHECK_FALSE(fixture.authority.grant_of(tokens.refresh));
}

TEST_CASE("sim: a refresh replaces the refresh token, and the old one ends the grant") {
    Fixture fixture;
    const auto first = fixture.tokens();
    const auto decision = fixture.authority.refresh(fixture.client.id, first.refresh);
    REQUIRE(outcome(decision) == "tokens");
    const auto second = std::get<IssuedTokens>(decision);
    CHECK(second.refresh != first.refresh);
    CHECK(second.scope == "read");
    CHECK(fixture.authority.grant_of(first.access) == fixture.authority.grant_of(second.access));

    CHECK(outcome(fixture.authority.refresh(fixture.client.id, first.refresh)) == "invalid_grant");
    CHECK_FALSE(fixture.authority.grant_of(second.access));
    CHECK(outcome(fixture.authority.refresh(fixture.client.id, second.refresh)) == "invalid_grant");
    CHECK(fixture.authority.counts().refreshes == 1);
}

TEST_CASE("sim: a refresh token is one client's, and there is none for who did not ask for it") {
    Fixture fixture;
    const auto tokens = fixture.tokens();
    const auto other = fixture.authority.add_client({"", "", "none", {testing::redirect}, false});
    CHECK(outcome(fixture.authority.refresh(other.id, tokens.refresh)) == "invalid_grant");
    CHECK(outcome(fixture.authority.refresh(fixture.client.id, tokens.refresh)) == "tokens");

    const auto code = fixture.authority.issue_code({other.id, testing::redirect, testing::challenge, resource, ""});
    const auto decision = fixture.authority.exchange(other.id, fixture.good_use(code));
    REQUIRE(outcome(decision) == "tokens");
    CHECK(std::get<IssuedTokens>(decision).refresh.empty());
    CHECK(outcome(fixture.authority.refresh(other.id, "")) == "invalid_grant");
}

TEST_CASE("sim: revoking a refresh token ends the grant, revoking an access token ends that token") {
    Fixture fixture;
    const auto tokens = fixture.tokens();
    const auto other = fixture.authority.add_client({"", "", "none", {testing::redirect}, true});
    CHECK(fixture.authority.revoke(other.id, tokens.refresh));  // Refused.
    CHECK(fixture.authority.grant_of(tokens.access));
    CHECK_FALSE(fixture.authority.revoke(fixture.client.id, "token_of_nobody"));
    CHECK(fixture.authority.counts().revocations == 0);

    CHECK_FALSE(fixture.authority.revoke(fixture.client.id, tokens.access));
    CHECK_FALSE(fixture.authority.grant_of(tokens.access));
    const auto again = fixture.authority.refresh(fixture.client.id, tokens.refresh);
    REQUIRE(outcome(again) == "tokens");
    CHECK_FALSE(fixture.authority.revoke(fixture.client.id, std::get<IssuedTokens>(again).refresh));
    CHECK_FALSE(fixture.authority.grant_of(std::get<IssuedTokens>(again).access));
    CHECK(fixture.authority.counts().revocations == 2);
}
