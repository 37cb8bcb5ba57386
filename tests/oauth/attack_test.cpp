// Attacks on an OAuth client, as far as they end in this room. Each case has its number.
#include "support.h"

using namespace parley;
using namespace parley::oauth;

namespace {

constexpr const char* metadata_place = "/.well-known/oauth-authorization-server";

Endpoints issued_by(const std::string& issuer, bool promised) {
    Endpoints endpoints;
    endpoints.issuer = issuer;
    endpoints.iss_promised = promised;
    return endpoints;
}

void check_denied(const Result<Done>& checked) {
    REQUIRE_FALSE(checked);
    CHECK(checked.error().fault == Fault::denied);
}

// Metadata with that one field is refused; without the field's new value it is good.
void check_refused_metadata(Desk& desk, const char* field, const Json& value) {
    CAPTURE(std::string(field));
    CAPTURE(value.dump());
    const Json good = desk.server.metadata;
    REQUIRE(desk.find());
    desk.server.metadata[field] = value;
    const auto found = desk.find();
    desk.server.metadata = good;
    REQUIRE_FALSE(found);
    CHECK(found.error().message.find("evil") == std::string::npos);
}

}  // namespace

TEST_CASE("oauth: case oauth-08: an answer from another issuer is refused, promised or not") {
    check_denied(check_issuer(issued_by("https://as.example", true), "https://evil.example"));
}

TEST_CASE("oauth: case oauth-09: an answer without the promised issuer is refused") {
    check_denied(check_issuer(issued_by("https://as.example", true), std::nullopt));
    CHECK(check_issuer(issued_by("https://as.example", false), std::nullopt));
}

TEST_CASE("oauth: case oauth-10: an issuer that nobody promised is compared all the same") {
    check_denied(check_issuer(issued_by("https://as.example", false), "https://evil.example"));
    check_denied(check_issuer(issued_by("https://as.example", false), ""));
}

TEST_CASE("oauth: case oauth-11: no normalising of the issuer") {
    for (const char* like :
         {"https://as.example/", "https://AS.example", "HTTPS://as.example", "https://as.example:443",
          "https://as.example/%2e", " https://as.example", "https://as.example."}) {
        CAPTURE(std::string(like));
        check_denied(check_issuer(issued_by("https://as.example", true), like));
        check_denied(check_issuer(issued_by("https://as.example", false), like));
    }
}

TEST_CASE("oauth: case oauth-13: metadata with another issuer is refused") {
    Desk desk;
    check_refused_metadata(desk, "issuer", "https://evil.example");
    check_refused_metadata(desk, "issuer", nullptr);
    check_refused_metadata(desk, "issuer", Json::array({desk.server.origin()}));
}

TEST_CASE("oauth: case oauth-14: one vendor's code, token and secret never go to an endpoint of another's metadata") {
    Desk honest, hostile;
    const Endpoints good = honest.endpoints();
    hostile.server.metadata["token_endpoint"] = good.token_endpoint;
    hostile.server.metadata["revocation_endpoint"] = good.revocation_endpoint;
    const Endpoints mixed = hostile.endpoints();  // Valid in itself: a server may keep its endpoints anywhere.
    const Client client = known_client(good, "client-1", Secret("honest secret"));
    const auto exchanged =
        exchange(*honest.http, honest.guard, mixed, client, honest.redirect, Secret("code"), Secret("v"), honest.now);
    REQUIRE_FALSE(exchanged);
    CHECK(exchanged.error().fault == Fault::denied);
    CHECK_FALSE(refresh(*honest.http, honest.guard, mixed, client, Secret("r"), honest.now));
    CHECK_FALSE(revoke(*honest.http, honest.guard, mixed, client, Secret("r"), honest.now));
    CHECK_FALSE(client_credentials(*honest.http, honest.guard, mixed, client, {}, honest.now));
    CHECK_FALSE(authorize_url(honest.guard, mixed, client, honest.redirect, "s", make_pkce(), {}));
    CHECK(honest.server.asked("/token").empty());
    CHECK(honest.server.asked("/revoke").empty());
    CHECK(hostile.server.asked("/token").empty());
}

TEST_CASE("oauth: case oauth-15: a resource that is not the server that was typed in is refused") {
    Desk desk;
    for (const char* other : {"https://evil.example/mcp", "", "mcp", "javascript:alert(1)"}) {
        CAPTURE(std::string(other));
        desk.server.resource_metadata["resource"] = other;
        CHECK_FALSE(desk.find());
        CHECK(desk.server.asked(metadata_place).empty());
    }
}

TEST_CASE("oauth: case oauth-16: the resource is in the address of the sign-in and in the token request") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const Client client = desk.client(endpoints);
    const auto url = authorize_url(desk.guard, endpoints, client, desk.redirect, "s", make_pkce(), {});
    REQUIRE(url);
    const auto fields = fakes::form_fields(url.value().substr(url.value().find('?') + 1));
    CHECK(fakes::value_of(fields, "resource") == desk.server.mcp());
    REQUIRE(exchange(*desk.http, desk.guard, endpoints, client, desk.redirect, Secret("c"), Secret("v"), desk.now));
    CHECK(fakes::value_of(desk.server.asked("/token")[0].form(), "resource") == desk.server.mcp());
}

TEST_CASE("oauth: case oauth-17: no word of PKCE, no sign-in") {
    Desk desk;
    desk.server.metadata.erase("code_challenge_methods_supported");
    CHECK_FALSE(desk.find());
}

TEST_CASE("oauth: case oauth-18: PKCE in the clear is not PKCE") {
    Desk desk;
    check_refused_metadata(desk, "code_challenge_methods_supported", Json::array({"plain"}));
}

TEST_CASE("oauth: case oauth-19: the verifier always goes along, long enough and new each time") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const Client client = desk.client(endpoints);
    std::vector<std::string> seen;
    for (int k = 0; k < 5; ++k) {
        const Pkce pkce = make_pkce();
        REQUIRE(
            exchange(*desk.http, desk.guard, endpoints, client, desk.redirect, Secret("c"), pkce.verifier, desk.now));
        const auto sent = fakes::value_of(desk.server.asked("/token").back().form(), "code_verifier");
        CHECK(sent.size() >= 43);
        CHECK(sent.size() <= 128);
        CHECK(challenge_of(sent) == pkce.challenge);
        CHECK(std::find(seen.begin(), seen.end(), sent) == seen.end());
        seen.push_back(sent);
    }
}

TEST_CASE("oauth: case oauth-20: the vector of RFC 7636, without padding") {
    CHECK(challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE("oauth: case oauth-24: a sign-in page that is a script or a file is refused") {
    Desk desk;
    const Endpoints good = desk.endpoints();
    for (const char* page : {"javascript:alert('evil')", "JavaScript:alert(1)", "data:text/html,evil", "file:///evil",
                             "vbscript:evil", "intent://evil", "//evil.example/", "/authorize"}) {
        check_refused_metadata(desk, "authorization_endpoint", page);
        Endpoints kept = good;  // As it would come back from an older row.
        kept.authorization_endpoint = page;
        CHECK_FALSE(authorize_url(desk.guard, kept, desk.client(kept), desk.redirect, "s", make_pkce(), {}));
    }
}

TEST_CASE("oauth: case oauth-25: a sign-in page with a shell's characters is refused, and ours are encoded") {
    Desk desk;
    for (const char* page : {"https://$(evil)/", "https://`evil`.example/", "https://evil.example\" & calc & \"/",
                             "https://evil.example/|calc\n", "https://evil.example;evil/"})
        check_refused_metadata(desk, "authorization_endpoint", page);
    const Endpoints endpoints = desk.endpoints();
    const Client client = known_client(endpoints, "$(id)`id`\"';&|<>", std::nullopt);
    const auto url = authorize_url(desk.guard, endpoints, client, desk.redirect, "a'b\"c", make_pkce(), {"x$(y)"});
    REQUIRE(url);
    CHECK(url.value().substr(url.value().find('?')).find_first_of("$`\"'();|<> \n") == std::string::npos);
}

TEST_CASE("oauth: case oauth-26: an endpoint at an address inside gets not one byte") {
    Desk desk;
    for (const char* field :
         {"token_endpoint", "revocation_endpoint", "registration_endpoint", "authorization_endpoint"}) {
        for (const char* inside : {"https://169.254.169.254/token", "https://10.0.0.1/", "https://[fd00::1]/",
                                   "https://0x7f.1/", "https://metadata.google.internal/", "https://2130706433/"})
            check_refused_metadata(desk, field, inside);
    }
    Endpoints kept = desk.endpoints();
    kept.token_endpoint = "https://169.254.169.254/token";
    CHECK_FALSE(
        exchange(*desk.http, desk.guard, kept, desk.client(kept), desk.redirect, Secret("c"), Secret("v"), desk.now));
    kept.registration_endpoint = "https://169.254.169.254/register";
    CHECK_FALSE(register_client(*desk.http, desk.guard, kept, desk.redirect));
}

TEST_CASE("oauth: case oauth-27: a registration endpoint that points elsewhere is not followed") {
    Desk desk, elsewhere;
    const Endpoints endpoints = desk.endpoints();
    for (const int status : {301, 302, 303, 307, 308}) {
        CAPTURE(status);
        desk.server.say("/register",
                        {status, "", "text/plain", {{"Location", elsewhere.server.origin() + "/register"}}});
        CHECK_FALSE(register_client(*desk.http, desk.guard, endpoints, desk.redirect));
    }
    CHECK(elsewhere.server.asked().empty());
}

TEST_CASE("oauth: case oauth-28: what metadata names besides the endpoints is not fetched") {
    Desk desk, elsewhere;
    for (const char* field : {"jwks_uri", "logo_uri", "service_documentation", "op_policy_uri", "userinfo_endpoint",
                              "introspection_endpoint", "pushed_authorization_request_endpoint"})
        desk.server.metadata[field] = elsewhere.server.origin() + "/" + field;
    desk.server.resource_metadata["jwks_uri"] = elsewhere.server.origin() + "/jwks";
    desk.server.registration["registration_client_uri"] = elsewhere.server.origin() + "/manage";
    const Endpoints endpoints = desk.endpoints();
    const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
    REQUIRE(client);
    REQUIRE(refresh(*desk.http, desk.guard, endpoints, client.value(), Secret("r"), desk.now));
    CHECK(elsewhere.server.asked().empty());
}

TEST_CASE("oauth: case oauth-29: a registration with other addresses than ours is refused") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const std::string ours = desk.redirect;
    for (const Json& uris : {Json::array({"https://evil.example/"}), Json::array({ours, "https://evil.example/"}),
                             Json::array({ours + "/"}), Json::array({ours + "?x=1"}), Json::array(), Json(ours)}) {
        CAPTURE(uris.dump());
        desk.server.say("/register", {201, dump({{"client_id", "c"}, {"redirect_uris", uris}})});
        CHECK_FALSE(register_client(*desk.http, desk.guard, endpoints, ours));
    }
    desk.server.say("/register", {201, dump({{"client_id", "c"}, {"redirect_uris", Json::array({ours})}})});
    CHECK(register_client(*desk.http, desk.guard, endpoints, ours));
}

TEST_CASE("oauth: case oauth-30: endless and bottomless answers are cut") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
    for (const std::string& rest : {"\"" + std::string(8 << 20, 'x') + "\"", deep}) {
        const std::string body =
            "{\"client_id\":\"c\",\"access_token\":\"a\",\"token_type\":\"Bearer\",\"x\":" + rest + "}";
        desk.server.say("/register", {201, body});
        CHECK_FALSE(register_client(*desk.http, desk.guard, endpoints, desk.redirect));
        desk.server.say("/token", {200, body});
        CHECK_FALSE(refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("r"), desk.now));
    }
    desk.server.metadata_place = "";
    desk.server.say(metadata_place, {200, "{\"issuer\":" + deep + "}"});
    CHECK_FALSE(desk.find());
}

TEST_CASE("oauth: case oauth-32: whoever uses a client can see that its secret is over, or that nobody knows it") {
    Desk desk;
    desk.server.metadata["token_endpoint_auth_methods_supported"] = {"client_secret_basic"};
    desk.server.registration = {
        {"client_id", "c"}, {"client_secret", "s"}, {"client_secret_expires_at", unix_seconds(desk.now) - 1}};
    const Endpoints endpoints = desk.endpoints();
    const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
    REQUIRE(client);
    REQUIRE(client.value().secret_expires_at);
    CHECK(*client.value().secret_expires_at < desk.now);

    struct {
        int status;
        const char* body;
        bool unknown;
    } const cases[] = {
        {401, "{\"error\":\"invalid_client\"}", true},
        {400, "{\"error\":\"invalid_client\"}", true},
        {401, "", true},
        {400, "{\"error\":\"invalid_grant\"}", false},
        {400, "{\"error\":\"invalid_request\"}", false},
        {503, "", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.status);
        CAPTURE(std::string(c.body));
        desk.server.say("/token", {c.status, c.body});
        const auto tokens = refresh(*desk.http, desk.guard, endpoints, client.value(), Secret("r"), desk.now);
        REQUIRE_FALSE(tokens);
        CHECK(client_is_unknown(tokens.error()) == c.unknown);
    }
}

TEST_CASE("oauth: case oauth-34: only a bearer token is one") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    for (const Json& type : {Json("mac"), Json("DPoP"), Json(""), Json(), Json(7), Json("Bearer ")}) {
        CAPTURE(type.dump());
        desk.server.say("/token", {200, dump({{"access_token", "a"}, {"token_type", type}})});
        CHECK_FALSE(refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("r"), desk.now));
    }
    for (const char* type : {"Bearer", "bearer", "BEARER"}) {
        desk.server.say("/token", {200, dump({{"access_token", "a"}, {"token_type", type}})});
        CHECK(refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("r"), desk.now));
    }
}

TEST_CASE("oauth: case oauth-35: a token that may more than was asked for says what") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    desk.server.say("/token", {200, dump({{"access_token", "a"}, {"token_type", "Bearer"}, {"scope", "read write"}})});
    const auto tokens = exchange(*desk.http, desk.guard, endpoints, desk.client(endpoints), desk.redirect, Secret("c"),
                                 Secret("v"), desk.now);
    REQUIRE(tokens);
    CHECK(tokens.value().scope == "read write");
    CHECK(beyond_asked({"read"}, tokens.value().scope) == std::vector<std::string>{"write"});
}

TEST_CASE("oauth: case oauth-37: nothing secret is ever in an address") {
    Desk desk;
    desk.server.metadata["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
    const Endpoints endpoints = desk.endpoints();
    const Client client = known_client(endpoints, "client-1", Secret("the-secret"));
    const Pkce pkce = make_pkce();
    const auto url = authorize_url(desk.guard, endpoints, client, desk.redirect, "s", pkce, {});
    REQUIRE(url);
    CHECK(url.value().find("the-secret") == std::string::npos);
    CHECK(url.value().find(std::string(pkce.verifier.reveal())) == std::string::npos);
    REQUIRE(exchange(*desk.http, desk.guard, endpoints, client, desk.redirect, Secret("c"), pkce.verifier, desk.now));
    REQUIRE(refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now));
    REQUIRE(revoke(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now));
    for (const auto& asked : desk.server.asked()) CHECK(asked.query.empty());
}

TEST_CASE("oauth: case oauth-38: a token endpoint that points elsewhere is not followed with the code or the token") {
    Desk desk, elsewhere;
    const Endpoints endpoints = desk.endpoints();
    const Client client = desk.client(endpoints);
    for (const int status : {301, 302, 303, 307, 308}) {
        CAPTURE(status);
        const fakes::Web::Answer moved = {
            status, "", "text/plain", {{"Location", elsewhere.server.origin() + "/token"}}};
        desk.server.say("/token", moved);
        desk.server.say("/revoke", moved);
        CHECK_FALSE(
            exchange(*desk.http, desk.guard, endpoints, client, desk.redirect, Secret("c"), Secret("v"), desk.now));
        CHECK_FALSE(refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now));
        CHECK_FALSE(revoke(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now));
    }
    CHECK(elsewhere.server.asked().empty());
}

TEST_CASE("oauth: case oauth-39: no error holds a secret or what a server wrote") {
    Desk desk;
    desk.server.metadata["token_endpoint_auth_methods_supported"] = {"client_secret_basic"};
    const Endpoints endpoints = desk.endpoints();
    const Client client = known_client(endpoints, "client-1", Secret("SECRET-client"));
    for (const int status : {200, 302, 400, 401, 403, 404, 500}) {
        CAPTURE(status);
        desk.server.say("/token", {status, dump({{"error", "SECRET code"},
                                                 {"error_description", "SECRET-refresh SECRET-client"},
                                                 {"refresh_token", "SECRET-new"}})});
        const auto tokens = refresh(*desk.http, desk.guard, endpoints, client, Secret("SECRET-refresh"), desk.now);
        REQUIRE_FALSE(tokens);
        CHECK(tokens.error().message.find("SECRET") == std::string::npos);
        CHECK(tokens.error().detail.find("SECRET") == std::string::npos);
    }
}

TEST_CASE("oauth: case oauth-45: a revoked grant is asked for once and ends in reconnect") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    desk.server.say("/token", {400, "{\"error\":\"invalid_grant\"}"});
    const auto tokens = refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("r"), desk.now);
    REQUIRE_FALSE(tokens);
    CHECK(tokens.error().fault == Fault::reconnect);
    CHECK(desk.server.asked("/token").size() == 1);
}

TEST_CASE("oauth: case oauth-46: a refresh without a new refresh token keeps the old one") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    desk.server.say("/token", {200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}"});
    const auto tokens = refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("old"), desk.now);
    REQUIRE(tokens);
    REQUIRE(tokens.value().refresh);
    CHECK(tokens.value().refresh->reveal() == "old");
}

TEST_CASE("oauth: case oauth-47: odd lifetimes are unknown or capped, never over at once") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    for (const Json& odd : {Json(0), Json(-1), Json(1e18), Json("3600"), Json("1e999"), Json(), Json("soon")}) {
        CAPTURE(odd.dump());
        desk.server.say("/token", {200, dump({{"access_token", "a"}, {"token_type", "Bearer"}, {"expires_in", odd}})});
        const auto tokens = refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("r"), desk.now);
        REQUIRE(tokens);
        if (!tokens.value().expires_at) continue;
        CHECK(*tokens.value().expires_at > desk.now);
        CHECK(*tokens.value().expires_at <= desk.now + std::chrono::hours(365 * 24));
    }
}

TEST_CASE("oauth: case oauth-55: only our own address is registered, whatever the server would like") {
    Desk desk;
    desk.server.metadata["redirect_uris"] = Json::array({"http://localhost:1/"});
    const Endpoints endpoints = desk.endpoints();
    REQUIRE(register_client(*desk.http, desk.guard, endpoints, desk.redirect));
    CHECK(desk.server.asked("/register")[0].body.find("localhost") == std::string::npos);
    desk.server.say("/register", {201, "{\"client_id\":\"c\",\"redirect_uris\":[\"http://localhost:1/\"]}"});
    CHECK_FALSE(register_client(*desk.http, desk.guard, endpoints, desk.redirect));
}

TEST_CASE("oauth: a sign-in page whose query speaks for us is refused, one with a query of its own is not") {
    struct {
        const char* query;
        bool good;
    } const cases[] = {
        {"", true},
        {"?tenant=acme", true},
        {"?tenant=acme&policy=scope", true},
        {"?scope=write", false},
        {"?tenant=a&redirect_uri=https://evil.example/", false},
        {"?client_id=other", false},
        {"?state=known", false},
        {"?%73cope=write", false},
        {"?code_challenge_method=plain", false},
        {"?request_uri=https://evil.example/", false},
        {"?resource", false},
    };
    Desk desk;
    Endpoints endpoints = desk.endpoints();
    const std::string page = endpoints.authorization_endpoint;
    for (const auto& c : cases) {
        CAPTURE(std::string(c.query));
        endpoints.authorization_endpoint = page + c.query;
        const auto url =
            authorize_url(desk.guard, endpoints, desk.client(endpoints), desk.redirect, "s", make_pkce(), {});
        REQUIRE(static_cast<bool>(url) == c.good);
        if (url) CHECK(url.value().find(cat(page, *c.query ? c.query : "?")) == 0);
        if (!url) CHECK(url.error().fault == Fault::denied);
    }
}
