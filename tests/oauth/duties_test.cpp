// The duties that are most often forgotten, as far as an OAuth client alone can show them.
#include "oauth/challenge.h"
#include "support.h"

using namespace parley;
using namespace parley::oauth;

namespace {

fakes::Pairs sign_in_fields(const Desk& desk, const Endpoints& endpoints, const Client& client) {
    const auto url =
        authorize_url(desk.guard, endpoints, client, desk.redirect, "state", make_pkce(), endpoints.scopes);
    REQUIRE(url);
    return fakes::form_fields(url.value().substr(url.value().find('?') + 1));
}

Json registered_as(Desk& desk, const std::string& redirect_uri) {
    REQUIRE(register_client(*desk.http, desk.guard, desk.endpoints(), redirect_uri));
    const auto sent = parse_json(desk.server.asked("/register").back().body);
    REQUIRE(sent);
    return sent.value();
}

}  // namespace

TEST_CASE("oauth: duty 05: no S256 in the metadata, no sign-in, in OpenID Connect's documents too") {
    for (const char* place : {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"}) {
        CAPTURE(std::string(place));
        Desk desk;
        desk.server.say(desk.server.metadata_place, {404, ""});
        desk.server.metadata_place = place;
        CHECK(desk.find());
        for (const Json& methods :
             {Json(), Json::array(), Json::array({"plain"}), Json("S256"), Json::array({"s256"})}) {
            CAPTURE(methods.dump());
            desk.server.metadata["code_challenge_methods_supported"] = methods;
            if (methods.is_null()) desk.server.metadata.erase("code_challenge_methods_supported");
            const auto found = desk.find();
            REQUIRE_FALSE(found);
            CHECK(found.error().message.find("PKCE") != std::string::npos);
        }
    }
}

TEST_CASE("oauth: duty 06: the issuer is the same text in the metadata and in the callback, or nothing goes on") {
    for (const char* difference : {"/", ":80", "/.", "%20"}) {
        CAPTURE(std::string(difference));
        Desk desk;
        const Endpoints endpoints = desk.endpoints();
        CHECK_FALSE(check_issuer(endpoints, endpoints.issuer + difference));
        desk.server.metadata["issuer"] = desk.server.origin() + difference;
        CHECK_FALSE(desk.find());
    }
    Desk desk;
    desk.server.metadata["authorization_response_iss_parameter_supported"] = true;
    const Endpoints promised = desk.endpoints();
    CHECK(check_issuer(promised, promised.issuer));
    CHECK_FALSE(check_issuer(promised, std::nullopt));
}

TEST_CASE("oauth: duty 07: the published resource goes into the authorization, the exchange and the refresh") {
    // With the slash, without it, or shorter than the address that was typed: sent as it was published.
    for (const char* path : {"/mcp", "/mcp/", "", "/"}) {
        CAPTURE(std::string(path));
        Desk desk;
        const std::string resource = desk.server.origin() + path;
        desk.server.resource_metadata["resource"] = resource;
        const Endpoints endpoints = desk.endpoints();
        const Client client = desk.client(endpoints);
        CHECK(fakes::value_of(sign_in_fields(desk, endpoints, client), "resource") == resource);
        REQUIRE(exchange(*desk.http, desk.guard, endpoints, client, desk.redirect, Secret("c"), Secret("v"), desk.now));
        REQUIRE(refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now));
        for (const auto& asked : desk.server.asked("/token"))
            CHECK(fakes::value_of(asked.form(), "resource") == resource);
        CHECK(desk.server.asked("/token").size() == 2);
    }
    Desk desk;
    desk.server.resource_metadata["resource"] = "https://evil.example/mcp";
    CHECK_FALSE(desk.find());
    CHECK(desk.server.asked("/.well-known/oauth-authorization-server").empty());
}

TEST_CASE("oauth: duty 08: no scope where nobody names one, and no question at the root where the path answers") {
    Desk desk;
    desk.server.metadata["scopes_supported"] = {"read", "write", "offline_access"};  // Not a list to ask for.
    const Endpoints endpoints = desk.endpoints();
    const auto fields = sign_in_fields(desk, endpoints, desk.client(endpoints));
    for (const auto& field : fields) CHECK(field.first != "scope");
    CHECK(desk.server.asked("/.well-known/oauth-protected-resource").empty());
}

TEST_CASE("oauth: duty 09: a step up is the union, and a challenge that was met already ends it") {
    const std::vector<std::string> challenge = {"Bearer error=\"insufficient_scope\", scope=\"files:read\""};
    const auto first = step_up_scopes({"profile"}, challenge);
    CHECK(first == std::vector<std::string>{"profile", "files:read"});
    CHECK(step_up_scopes(first, challenge).empty());
}

TEST_CASE(
    "oauth: duty 10: credentials by issuer, a kind of application, both grants, offline_access only when listed") {
    Desk desk;
    const Json web = registered_as(desk, desk.redirect);
    CHECK(web["application_type"] == "web");
    CHECK(web["grant_types"] == Json{"authorization_code", "refresh_token"});
    for (const char* local : {"http://localhost:9/cb", "http://127.0.0.1/cb", "http://[::1]:9/cb"})
        CHECK(registered_as(desk, local)["application_type"] == "native");
    for (const char* remote : {"https://localhost.example/cb", "http://127.0.0.1.example/cb"})
        CHECK(registered_as(desk, remote)["application_type"] == "web");

    const Endpoints endpoints = desk.endpoints();
    Endpoints moved = endpoints;
    moved.issuer = "https://second.example";
    const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
    REQUIRE(client);
    CHECK(client.value().issuer == endpoints.issuer);
    CHECK_FALSE(authorize_url(desk.guard, moved, client.value(), desk.redirect, "s", make_pkce(), {}));

    desk.server.resource_metadata["scopes_supported"] = {"read", "offline_access"};
    CHECK(desk.endpoints().scopes == std::vector<std::string>{"read"});
    desk.server.metadata["scopes_supported"] = {"offline_access"};
    CHECK(desk.endpoints().scopes == std::vector<std::string>{"read", "offline_access"});
}

TEST_CASE(
    "oauth: duty 11: id and secret are form-encoded for Basic; the answer decides the method, then the metadata") {
    struct {
        Json listed;           // By the server's metadata.
        const char* answered;  // By the registration; empty: nothing said.
        const char* used;
    } const cases[] = {
        {{"client_secret_basic", "client_secret_post"}, "client_secret_post", "client_secret_post"},
        {{"client_secret_basic"}, "", "client_secret_basic"},
        {Json::array({"client_secret_post"}), "", "client_secret_post"},
        {nullptr, "", "client_secret_basic"},
        {nullptr, "client_secret_post", "client_secret_post"},
        {Json::array({"none"}), "", "none"},
        {{"none", "client_secret_post"}, "none", "none"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.listed.dump());
        CAPTURE(std::string(c.answered));
        Desk desk;
        desk.server.metadata["token_endpoint_auth_methods_supported"] = c.listed;
        desk.server.registration = {{"client_id", "a:b"}, {"client_secret", "p%s +"}};
        if (*c.answered) desk.server.registration["token_endpoint_auth_method"] = c.answered;
        const Endpoints endpoints = desk.endpoints();
        const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
        REQUIRE(client);
        CHECK(client.value().auth_method == c.used);
        REQUIRE(refresh(*desk.http, desk.guard, endpoints, client.value(), Secret("r"), desk.now));
        const auto asked = desk.server.asked("/token").back();
        const bool basic = std::string(c.used) == "client_secret_basic";
        // "a%3Ab:p%25s%20%2B"
        CHECK(fakes::value_of(asked.headers, "Authorization") == (basic ? "Basic YSUzQWI6cCUyNXMlMjAlMkI=" : ""));
        CHECK(fakes::value_of(asked.form(), "client_id") == (basic ? "" : "a:b"));
        const bool post = std::string(c.used) == "client_secret_post";
        CHECK(fakes::value_of(asked.form(), "client_secret") == (post ? "p%s +" : ""));
    }
}

TEST_CASE("oauth: duty 12: a rotated refresh token replaces the old one, and one that is not rotated stays") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const auto rotated =
        refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("refresh-0"), desk.now);
    REQUIRE(rotated);
    REQUIRE(rotated.value().refresh);
    CHECK(rotated.value().refresh->reveal() == "refresh-1");
    desk.server.say("/token", {200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"\"}"});
    const auto kept = refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("refresh-1"), desk.now);
    REQUIRE(kept);
    REQUIRE(kept.value().refresh);
    CHECK(kept.value().refresh->reveal() == "refresh-1");
}

TEST_CASE("oauth: duty 17: a revocation that fails says so and throws nothing: the row can go all the same") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    for (const int status : {400, 404, 500}) {
        CAPTURE(status);
        desk.server.say("/revoke", {status, "{\"error\":\"unsupported_token_type\"}"});
        CHECK_FALSE(revoke(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("t"), desk.now));
    }
    desk.server.stop();
    CHECK_FALSE(revoke(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("t"), desk.now));
}

TEST_CASE("oauth: duty 18: several schemes in one header or in several, in any letters") {
    const auto one =
        bearer_challenge({R"(Negotiate abc==, bEARER ReSource_Metadata="https://a.example/x", scope="a")"});
    CHECK(one.resource_metadata == "https://a.example/x");
    CHECK(one.scopes == std::vector<std::string>{"a"});
    const auto two = bearer_challenge({R"(Basic realm="Bearer scope=\"all\"")", R"(Bearer scope="a")"});
    CHECK(two.scopes == std::vector<std::string>{"a"});
}
