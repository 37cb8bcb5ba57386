#include "oauth/challenge.h"

#include <doctest/doctest.h>

using namespace parley::oauth;

TEST_CASE("oauth: challenges are read as the grammar says, not by looking for words") {
    struct {
        const char* header;
        std::vector<std::string> schemes;
    } const cases[] = {
        {"Bearer", {"bearer"}},
        {"Bearer realm=\"x\"", {"bearer"}},
        {"Basic realm=\"a, Bearer scope=b\", Bearer scope=\"c\"", {"basic", "bearer"}},
        {"Negotiate, Bearer", {"negotiate", "bearer"}},
        {"Negotiate YII+/abc==, Bearer", {"negotiate", "bearer"}},
        {"Basic realm=\"say \\\"Bearer\\\"\", DPoP algs=\"ES256\"", {"basic", "dpop"}},
        {",, Bearer ,,", {"bearer"}},
        {"Bearer realm = \"x\" , error = invalid_token", {"bearer"}},
        {"", {}},
        {"   ", {}},
        {"= = =", {}},
        {"realm=\"no scheme\"", {}},
        {"Bearer realm=\"never closed", {"bearer"}},
        {"Bearer realm=\"ends in \\", {"bearer"}},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.header));
        std::vector<std::string> schemes;
        for (const auto& challenge : parse_challenges(c.header)) schemes.push_back(challenge.scheme);
        CHECK(schemes == c.schemes);
    }
}

TEST_CASE("oauth: parameters lose their quotes and escapes, and the first of two counts") {
    const auto challenges = parse_challenges(R"(Bearer Realm="a \"b\", c", scope=one, scope=two, error = "x")");
    REQUIRE(challenges.size() == 1);
    CHECK(challenges[0].parameters.at("realm") == "a \"b\", c");
    CHECK(challenges[0].parameters.at("scope") == "one");
    CHECK(challenges[0].parameters.at("error") == "x");
}

TEST_CASE("oauth: what a 401 says to us") {
    struct {
        std::vector<std::string> headers;
        std::string resource_metadata, error;
        std::vector<std::string> scopes;
    } const cases[] = {
        {{R"(Bearer resource_metadata="https://a.example/x", scope="read files:read", error="invalid_token")"},
         "https://a.example/x",
         "invalid_token",
         {"read", "files:read"}},
        {{"Basic realm=\"a\"", "BEARER scope=read"}, "", "", {"read"}},
        {{R"(DPoP resource_metadata="https://d.example/", Bearer resource_metadata="https://b.example/")"},
         "https://b.example/",
         "",
         {}},
        {{R"(DPoP resource_metadata="https://d.example/", scope="other")"}, "https://d.example/", "", {}},
        {{R"(Basic realm="resource_metadata=https://evil.example/ scope=all")"}, "", "", {}},
        {{R"(Bearer scope="  a   a b  ")"}, "", "", {"a", "b"}},
        {{}, "", "", {}},
    };
    for (const auto& c : cases) {
        CAPTURE(c.headers.size());
        const auto found = bearer_challenge(c.headers);
        CHECK(found.resource_metadata == c.resource_metadata);
        CHECK(found.error == c.error);
        CHECK(found.scopes == c.scopes);
    }
}

TEST_CASE("oauth: what may not stand in a scope is left out") {
    CHECK(split_scopes("a \"b\" c\\d e\nf g") == std::vector<std::string>{"a", "g"});
    CHECK(split_scopes("") == std::vector<std::string>{});
}
