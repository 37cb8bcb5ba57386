#include "oauth/grant.h"
#include "support.h"
#include "vault/crypto.h"

#include <set>

using namespace parley;
using namespace parley::oauth;

TEST_CASE("oauth: PKCE follows the vector of RFC 7636, and each verifier is new") {
    CHECK(challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    std::set<std::string> challenges;
    for (int k = 0; k < 100; ++k) {
        const Pkce pkce = make_pkce();
        CHECK(pkce.verifier.reveal().size() >= 43);
        CHECK(pkce.verifier.reveal().size() <= 128);
        CHECK(pkce.challenge == challenge_of(pkce.verifier.reveal()));
        challenges.insert(pkce.challenge);
    }
    CHECK(challenges.size() == 100);
}

TEST_CASE("oauth: registration says who we are, and is read with care") {
    Desk desk;
    desk.server.metadata["token_endpoint_auth_methods_supported"] = {"client_secret_post", "client_secret_basic"};
    desk.server.registration = {{"client_id", "c1"}, {"client_secret", "s1"}};
    const Endpoints endpoints = desk.endpoints();
    const auto client = register_client(*desk.http, desk.guard, endpoints, desk.redirect);
    REQUIRE(client);
    CHECK(client.value().id == "c1");
    CHECK(client.value().auth_method == "client_secret_basic");
    CHECK(client.value().issuer == endpoints.issuer);
    REQUIRE(client.value().secret);
    CHECK(client.value().secret->reveal() == "s1");

    const auto asked = desk.server.asked("/register");
    REQUIRE(asked.size() == 1);
    const auto sent = parse_json(asked[0].body);
    REQUIRE(sent);
    CHECK(sent.value() == Json{{"client_name", "Parley"},
                               {"redirect_uris", {desk.redirect}},
                               {"grant_types", {"authorization_code", "refresh_token"}},
                               {"response_types", {"code"}},
                               {"token_endpoint_auth_method", "client_secret_basic"},
                               {"application_type", "web"}});

    REQUIRE(register_client(*desk.http, desk.guard, endpoints, "http://127.0.0.1:8080/oauth/callback"));
    CHECK(desk.server.asked("/register")[1].body.find("\"native\"") != std::string::npos);
}

TEST_CASE("oauth: what a registration may answer") {
    const Json uri = "https://parley.example/oauth/callback";
    struct {
        const char* why;
        int status;
        Json body;
        std::optional<Fault> fault;
        const char* method;
    } const cases[] = {
        {"a public client", 201, {{"client_id", "c"}}, {}, "none"},
        {"with status 200", 200, {{"client_id", "c"}}, {}, "none"},
        {"just our address", 201, {{"client_id", "c"}, {"redirect_uris", Json::array({uri})}}, {}, "none"},
        {"our address among others",
         201,
         {{"client_id", "c"}, {"redirect_uris", {"https://x.example/", uri}}},
         Fault::invalid,
         ""},
        {"no address left", 201, {{"client_id", "c"}, {"redirect_uris", Json::array()}}, Fault::invalid, ""},
        {"an address that is no list", 201, {{"client_id", "c"}, {"redirect_uris", uri}}, Fault::invalid, ""},
        {"an endless id", 201, {{"client_id", std::string(3'000, 'c')}}, Fault::invalid, ""},
        {"a secret and how to send it",
         201,
         {{"client_id", "c"}, {"client_secret", "s"}, {"token_endpoint_auth_method", "client_secret_post"}},
         {},
         "client_secret_post"},
        {"no id", 201, {{"x", 1}}, Fault::invalid, ""},
        {"an empty id", 201, {{"client_id", ""}}, Fault::invalid, ""},
        {"another address",
         201,
         {{"client_id", "c"}, {"redirect_uris", {"https://evil.example/"}}},
         Fault::invalid,
         ""},
        {"keys we do not have",
         201,
         {{"client_id", "c"}, {"client_secret", "s"}, {"token_endpoint_auth_method", "private_key_jwt"}},
         Fault::invalid,
         ""},
        {"not for strangers", 403, {{"error", "access_denied"}}, Fault::invalid, ""},
        {"refused", 400, {{"error", "invalid_client_metadata"}}, Fault::invalid, ""},
        {"a redirect", 307, {{"client_id", "c"}}, Fault::invalid, ""},
        {"trouble", 502, {{"client_id", "c"}}, Fault::unavailable, ""},
        {"too busy", 429, {{"client_id", "c"}}, Fault::unavailable, ""},
    };
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        desk.server.say("/register", {c.status, dump(c.body), "application/json", {{"Location", "/elsewhere"}}});
        const auto client = register_client(*desk.http, desk.guard, endpoints, uri.get<std::string>());
        REQUIRE(static_cast<bool>(client) == !c.fault.has_value());
        if (client)
            CHECK(client.value().auth_method == c.method);
        else
            CHECK(client.error().fault == *c.fault);
        CHECK(desk.server.asked("/elsewhere").empty());
    }
}

TEST_CASE("oauth: a huge or deep registration is cut off") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    desk.server.say("/register", {201, "{\"client_id\":\"c\",\"x\":\"" + std::string(1 << 20, 'x') + "\"}"});
    CHECK_FALSE(register_client(*desk.http, desk.guard, endpoints, desk.redirect));
    desk.server.say("/register",
                    {201, "{\"client_id\":\"c\",\"x\":" + std::string(10'000, '[') + std::string(10'000, ']') + "}"});
    CHECK_FALSE(register_client(*desk.http, desk.guard, endpoints, desk.redirect));
}

TEST_CASE("oauth: without registration the sentence names the way out") {
    Desk desk;
    desk.server.metadata.erase("registration_endpoint");
    const auto client = register_client(*desk.http, desk.guard, desk.endpoints(), desk.redirect);
    REQUIRE_FALSE(client);
    CHECK(client.error().fault == Fault::invalid);
    CHECK(client.error().message.find("client id") != std::string::npos);
}

TEST_CASE("oauth: the sign-in address carries state, S256 and resource, and a scope only where there is one") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const Client client = desk.client(endpoints);
    const Pkce pkce = make_pkce();
    const auto parameters = [&](const std::vector<std::string>& scopes) {
        const auto url = authorize_url(desk.guard, endpoints, client, desk.redirect, "st&te", pkce, scopes);
        REQUIRE(url);
        CHECK(url.value().rfind(desk.server.origin() + "/authorize?", 0) == 0);
        return fakes::form_fields(url.value().substr(url.value().find('?') + 1));
    };
    CHECK(parameters({}) == fakes::Pairs{{"response_type", "code"},
                                         {"client_id", "client-1"},
                                         {"redirect_uri", desk.redirect},
                                         {"state", "st&te"},
                                         {"code_challenge", pkce.challenge},
                                         {"code_challenge_method", "S256"},
                                         {"resource", desk.server.mcp()}});
    CHECK(fakes::value_of(parameters({"a", "b:read"}), "scope") == "a b:read");
    CHECK(fakes::value_of(parameters({"a"}), "prompt").empty());
    CHECK(fakes::value_of(parameters({"a", "offline_access"}), "prompt") == "consent");
}

TEST_CASE("oauth: nobody is sent to a page that is not a safe address, nor with another server's client id") {
    Desk desk;
    const Pkce pkce = make_pkce();
    const Endpoints good = desk.endpoints();
    for (const char* bad : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://10.0.0.1/",
                            "ftp://a.example/", "https://user:pass@example.com/", ""}) {
        CAPTURE(std::string(bad));
        Endpoints endpoints = good;
        endpoints.authorization_endpoint = bad;
        const auto url = authorize_url(desk.guard, endpoints, desk.client(endpoints), desk.redirect, "s", pkce, {});
        REQUIRE_FALSE(url);
        CHECK(url.error().fault == Fault::denied);
    }
    const Endpoints& endpoints = good;
    Client foreign = desk.client(endpoints);
    foreign.issuer = "https://other.example";
    CHECK_FALSE(authorize_url(desk.guard, endpoints, foreign, desk.redirect, "s", pkce, {}));
    CHECK_FALSE(
        exchange(*desk.http, desk.guard, endpoints, foreign, desk.redirect, Secret("c"), Secret("v"), desk.now));
    CHECK_FALSE(refresh(*desk.http, desk.guard, endpoints, foreign, Secret("r"), desk.now));
    CHECK(desk.server.asked("/token").empty());
}

TEST_CASE("oauth: an exchange sends code, verifier and resource, and makes the end of the token absolute") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const auto tokens = exchange(*desk.http, desk.guard, endpoints, desk.client(endpoints), desk.redirect,
                                 Secret("the code"), Secret("the verifier"), desk.now);
    REQUIRE(tokens);
    CHECK(tokens.value().access.reveal() == "access-1");
    REQUIRE(tokens.value().refresh);
    CHECK(tokens.value().refresh->reveal() == "refresh-1");
    CHECK(tokens.value().expires_at == desk.now + std::chrono::seconds(3600));

    const auto asked = desk.server.asked("/token");
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].method == "POST");
    CHECK(asked[0].query.empty());
    CHECK(asked[0].form() == fakes::Pairs{{"grant_type", "authorization_code"},
                                          {"code", "the code"},
                                          {"redirect_uri", desk.redirect},
                                          {"code_verifier", "the verifier"},
                                          {"resource", desk.server.mcp()},
                                          {"client_id", "client-1"}});
    CHECK(fakes::value_of(asked[0].headers, "Authorization").empty());
}

TEST_CASE("oauth: a client shows itself in the way the server takes") {
    struct {
        Json methods;
        const char* secret;
        const char* header;
        const char* body_id;
        const char* body_secret;
    } const cases[] = {
        // "cl ient:1" and "s%c/r+t" form-encoded, joined by a colon, base64.
        {{"client_secret_basic"}, "s%c/r+t", "Basic Y2wlMjBpZW50JTNBMTpzJTI1YyUyRnIlMkJ0", "", ""},
        {nullptr, "s%c/r+t", "Basic Y2wlMjBpZW50JTNBMTpzJTI1YyUyRnIlMkJ0", "", ""},
        {{"client_secret_post"}, "s%c/r+t", "", "cl ient:1", "s%c/r+t"},
        {{"none"}, nullptr, "", "cl ient:1", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.methods.dump());
        Desk desk;
        if (c.methods.is_null())
            desk.server.metadata.erase("token_endpoint_auth_methods_supported");
        else
            desk.server.metadata["token_endpoint_auth_methods_supported"] = c.methods;
        const Endpoints endpoints = desk.endpoints();
        std::optional<Secret> secret;
        if (c.secret) secret.emplace(c.secret);
        const Client client = known_client(endpoints, "cl ient:1", std::move(secret));
        REQUIRE(refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now));
        const auto asked = desk.server.asked("/token");
        REQUIRE(asked.size() == 1);
        CHECK(fakes::value_of(asked[0].headers, "Authorization") == c.header);
        CHECK(fakes::value_of(asked[0].form(), "client_id") == c.body_id);
        CHECK(fakes::value_of(asked[0].form(), "client_secret") == c.body_secret);
        CHECK(fakes::value_of(asked[0].form(), "resource") == desk.server.mcp());
    }
}

TEST_CASE("oauth: what a token endpoint may answer") {
    const Json good = {{"access_token", "a"}, {"token_type", "Bearer"}};
    const auto with = [&](const char* name, Json value) {
        Json body = good;
        body[name] = std::move(value);
        return dump(body);
    };
    struct {
        const char* why;
        int status;
        std::string body;
        std::optional<Fault> fault;
    } const cases[] = {
        {"the least there is", 200, dump(good), {}},
        {"bearer in small letters", 200, with("token_type", "bearer"), {}},
        {"another kind of token", 200, with("token_type", "mac"), Fault::invalid},
        {"no kind of token", 200, "{\"access_token\":\"a\"}", Fault::invalid},
        {"no token", 200, "{\"token_type\":\"Bearer\"}", Fault::invalid},
        {"a page", 200, "<html>", Fault::invalid},
        {"half a JSON", 200, "{\"access_token\":\"a\"", Fault::invalid},
        {"an error with status 200", 200, with("error", "invalid_grant"), Fault::reconnect},
        {"a grant that is gone", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"<b>\"}", Fault::reconnect},
        {"gone, with 401", 401, "{\"error\":\"invalid_grant\"}", Fault::reconnect},
        {"an unknown client", 401, "{\"error\":\"invalid_client\"}", Fault::invalid},
        {"a wrong request", 400, "{\"error\":\"invalid_request\"}", Fault::invalid},
        {"400 without words", 400, "", Fault::invalid},
        {"trouble in words", 400, "{\"error\":\"temporarily_unavailable\"}", Fault::unavailable},
        {"trouble", 500, "{\"error\":\"invalid_grant\"}", Fault::unavailable},
        {"a gateway's trouble", 503, "<html>", Fault::unavailable},
        {"too busy", 429, "{}", Fault::unavailable},
        {"a redirect", 302, dump(good), Fault::invalid},
        {"401 without words", 401, "", Fault::invalid},
        {"a resource it gives no tokens for", 400, "{\"error\":\"invalid_target\"}", Fault::invalid},
        {"a token with a line end", 200, with("access_token", "a\r\nX-Evil: 1"), Fault::invalid},
        {"a token with a blank", 200, with("access_token", "a b"), Fault::invalid},
        {"a token in another alphabet", 200, with("access_token", "\xC3\xA9"), Fault::invalid},
    };
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        desk.server.say("/token", {c.status, c.body, "application/json", {{"Location", "/elsewhere"}}});
        const auto tokens = refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("old"), desk.now);
        REQUIRE(static_cast<bool>(tokens) == !c.fault.has_value());
        if (tokens) {
            REQUIRE(tokens.value().refresh);  // Not rotated: the old one stays.
            CHECK(tokens.value().refresh->reveal() == "old");
            continue;
        }
        CHECK(tokens.error().fault == *c.fault);
        CHECK(tokens.error().message.find("<b>") == std::string::npos);
        CHECK(tokens.error().detail.find("<b>") == std::string::npos);
        CHECK(desk.server.asked("/elsewhere").empty());
    }
}

TEST_CASE("oauth: odd lifetimes neither overflow nor end at once") {
    struct {
        Json expires_in;
        std::optional<std::int64_t> seconds;
    } const cases[] = {
        {3600, 3600},
        {"3600", 3600},
        {3600.5, 3600},
        {1, 1},
        {1e18, 365 * 24 * 3600},
        {1e300, 365 * 24 * 3600},
        {nullptr, {}},
        {0, {}},
        {-1, {}},
        {"", {}},
        {"soon", {}},
        {"[]", {}},
        {true, {}},
        {Json::array(), {}},
    };
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    for (const auto& c : cases) {
        CAPTURE(c.expires_in.dump());
        desk.server.say("/token",
                        {200, dump({{"access_token", "a"}, {"token_type", "Bearer"}, {"expires_in", c.expires_in}})});
        const auto tokens = refresh(*desk.http, desk.guard, endpoints, desk.client(endpoints), Secret("r"), desk.now);
        REQUIRE(tokens);
        REQUIRE(tokens.value().expires_at.has_value() == c.seconds.has_value());
        if (c.seconds) CHECK(*tokens.value().expires_at == desk.now + std::chrono::seconds(*c.seconds));
    }
}

TEST_CASE("oauth: a server that does not answer is unavailable, and a token never goes to an address inside") {
    Desk desk;
    Endpoints endpoints = desk.endpoints();
    const Client client = desk.client(endpoints);
    endpoints.token_endpoint = "https://169.254.169.254/token";
    const auto inside = refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now);
    REQUIRE_FALSE(inside);
    CHECK(inside.error().fault == Fault::denied);

    endpoints.token_endpoint = desk.server.origin() + "/token";
    desk.server.stop();
    const auto dead = refresh(*desk.http, desk.guard, endpoints, client, Secret("r"), desk.now);
    REQUIRE_FALSE(dead);
    CHECK(dead.error().fault == Fault::unavailable);
}

TEST_CASE("oauth: a revocation says which token, and there may be nothing to say it to") {
    Desk desk;
    Endpoints endpoints = desk.endpoints();
    const Client client = desk.client(endpoints);
    REQUIRE(revoke(*desk.http, desk.guard, endpoints, client, Secret("the token"), desk.now));
    const auto asked = desk.server.asked("/revoke");
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].form() == fakes::Pairs{{"token", "the token"}, {"client_id", "client-1"}});

    desk.server.say("/revoke", {503, ""});
    CHECK_FALSE(revoke(*desk.http, desk.guard, endpoints, client, Secret("t"), desk.now));
    endpoints.revocation_endpoint = "";
    CHECK(revoke(*desk.http, desk.guard, endpoints, client, Secret("t"), desk.now));
}

TEST_CASE("oauth: the four cases of RFC 9207, compared letter by letter") {
    struct {
        bool promised;
        std::optional<std::string> iss;
        bool good;
    } const cases[] = {
        {true, "https://as.example", true},
        {false, "https://as.example", true},
        {false, std::nullopt, true},
        {true, std::nullopt, false},
        {true, "https://other.example", false},
        {false, "https://other.example", false},
        {true, "https://as.example/", false},
        {false, "https://AS.example", false},
        {true, "https://as.example:443", false},
        {false, "", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.promised);
        CAPTURE(c.iss.value_or("(none)"));
        Endpoints endpoints;
        endpoints.issuer = "https://as.example";
        endpoints.iss_promised = c.promised;
        const auto checked = check_issuer(endpoints, c.iss);
        CHECK(static_cast<bool>(checked) == c.good);
        if (!checked) CHECK(checked.error().fault == Fault::denied);
    }
}

TEST_CASE("oauth: a grant and what waits for the browser survive being sealed text") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    Grant grant{{Secret("access"), Secret("refresh"), std::nullopt, "read"},
                known_client(endpoints, "id", Secret("secret")),
                endpoints};
    const auto back = grant_from(to_secret(grant));
    REQUIRE(back);
    CHECK(back.value().tokens.access.reveal() == "access");
    REQUIRE(back.value().tokens.refresh);
    CHECK(back.value().tokens.refresh->reveal() == "refresh");
    CHECK(back.value().tokens.scope == "read");
    CHECK(back.value().client.id == "id");
    REQUIRE(back.value().client.secret);
    CHECK(back.value().client.secret->reveal() == "secret");
    CHECK(back.value().endpoints.token_endpoint == endpoints.token_endpoint);

    const Grant key{{Secret("key"), std::nullopt, std::nullopt, ""}, {}, {}};
    const auto key_back = grant_from(to_secret(key));
    REQUIRE(key_back);
    CHECK(key_back.value().tokens.access.reveal() == "key");
    CHECK_FALSE(key_back.value().tokens.refresh);

    CHECK_FALSE(back.value().client.secret_expires_at);
    grant.client.secret_expires_at = desk.now;
    grant.client.algorithm = "ES256";
    grant.client.auth_method = "private_key_jwt";
    const auto signing = grant_from(to_secret(grant));
    REQUIRE(signing);
    CHECK(signing.value().client.secret_expires_at == desk.now);
    CHECK(signing.value().client.algorithm == "ES256");
    CHECK(signing.value().client.auth_method == "private_key_jwt");

    const auto pending = pending_from(to_secret(Pending{Secret("verifier"), desk.client(endpoints), endpoints}));
    REQUIRE(pending);
    CHECK(pending.value().verifier.reveal() == "verifier");
    CHECK(pending.value().client.issuer == endpoints.issuer);
    CHECK_FALSE(grant_from(Secret("{}")));
    CHECK_FALSE(pending_from(Secret("nonsense")));
}

TEST_CASE("oauth: the metadata document names itself and asks for no secret") {
    const Json json =
        client_metadata("https://parley.example/oauth/client-metadata.json", "https://parley.example/oauth/callback");
    CHECK(json["client_id"] == "https://parley.example/oauth/client-metadata.json");
    CHECK(json["token_endpoint_auth_method"] == "none");
    CHECK(json["redirect_uris"] == Json{"https://parley.example/oauth/callback"});
}
