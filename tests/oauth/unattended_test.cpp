#include "support.h"

using namespace parley;
using namespace parley::oauth;

TEST_CASE("oauth: client credentials are a grant of their own, for a client with a secret") {
    Desk desk;
    desk.server.metadata["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
    desk.server.metadata["grant_types_supported"] = {"client_credentials"};
    const Endpoints endpoints = desk.endpoints();
    CHECK(endpoints.grant_types == std::vector<std::string>{"client_credentials"});
    const Client client = known_client(endpoints, "machine", Secret("s"));
    const auto tokens = client_credentials(*desk.http, desk.guard, endpoints, client, {"a", "b"}, desk.now);
    REQUIRE(tokens);
    CHECK(tokens.value().access.reveal() == "access-1");
    CHECK(tokens.value().expires_at == desk.now + std::chrono::seconds(3600));
    REQUIRE(client_credentials(*desk.http, desk.guard, endpoints, client, {}, desk.now));

    const auto asked = desk.server.asked("/token");
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].form() == fakes::Pairs{{"grant_type", "client_credentials"},
                                          {"resource", desk.server.mcp()},
                                          {"scope", "a b"},
                                          {"client_id", "machine"},
                                          {"client_secret", "s"}});
    CHECK(asked[1].body.find("scope") == std::string::npos);

    const auto nobody = client_credentials(*desk.http, desk.guard, endpoints, desk.client(endpoints), {}, desk.now);
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().fault == Fault::invalid);
    CHECK(desk.server.asked("/token").size() == 2);
}

TEST_CASE("oauth: a token is exchanged at the identity provider, which says what it gave") {
    Desk desk;
    Client client;
    client.id = "at-the-provider";
    const auto ask = [&](const Json& answer, int status = 200) {
        desk.server.say("/token", {status, dump(answer)});
        TokenExchange wish{desk.server.origin() + "/token", Secret("id token")};
        wish.audience = "https://as.example";
        wish.resource = "https://mcp.example/mcp";
        wish.scopes = {"chat.read"};
        return token_exchange(*desk.http, desk.guard, client, wish, desk.now);
    };
    const Json good = {{"access_token", "the.assertion"},
                       {"issued_token_type", "urn:ietf:params:oauth:token-type:id-jag"},
                       {"token_type", "N_A"}};
    const auto given = ask(good);
    REQUIRE(given);
    CHECK(given.value().reveal() == "the.assertion");
    CHECK(desk.server.asked("/token")[0].form() ==
          fakes::Pairs{{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                       {"requested_token_type", "urn:ietf:params:oauth:token-type:id-jag"},
                       {"audience", "https://as.example"},
                       {"subject_token", "id token"},
                       {"subject_token_type", "urn:ietf:params:oauth:token-type:id_token"},
                       {"resource", "https://mcp.example/mcp"},
                       {"scope", "chat.read"},
                       {"client_id", "at-the-provider"}});

    Json other = good;
    other["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token";
    CHECK_FALSE(ask(other));
    other.erase("issued_token_type");
    CHECK_FALSE(ask(other));
    other = good;
    other.erase("access_token");
    CHECK_FALSE(ask(other));
    const auto stale = ask({{"error", "invalid_grant"}}, 400);
    REQUIRE_FALSE(stale);
    CHECK(stale.error().fault == Fault::reconnect);
    const auto ill = ask({}, 503);
    REQUIRE_FALSE(ill);
    CHECK(ill.error().fault == Fault::unavailable);
}

TEST_CASE("oauth: an assertion buys an access token once: a refusal is not tried again") {
    Desk desk;
    const Endpoints endpoints = desk.endpoints();
    const Client client = desk.client(endpoints);
    REQUIRE(jwt_bearer(*desk.http, desk.guard, endpoints, client, Secret("an.assertion"), {"a"}, desk.now));
    CHECK(desk.server.asked("/token")[0].form() ==
          fakes::Pairs{{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                       {"assertion", "an.assertion"},
                       {"resource", desk.server.mcp()},
                       {"scope", "a"},
                       {"client_id", "client-1"}});

    struct {
        const char* code;
        Fault fault;
    } const cases[] = {{"invalid_grant", Fault::reconnect},
                       {"invalid_scope", Fault::invalid},
                       {"unauthorized_client", Fault::invalid},
                       {"unsupported_grant_type", Fault::invalid}};
    std::size_t sent = 1;
    for (const auto& c : cases) {
        CAPTURE(std::string(c.code));
        desk.server.say("/token", {400, dump({{"error", c.code}})});
        const auto tokens = jwt_bearer(*desk.http, desk.guard, endpoints, client, Secret("an.assertion"), {}, desk.now);
        REQUIRE_FALSE(tokens);
        CHECK(tokens.error().fault == c.fault);
        CHECK(tokens.error().detail.find(c.code) != std::string::npos);
        CHECK(desk.server.asked("/token").size() == ++sent);
    }
}

TEST_CASE("oauth: without a person, too, a secret stays with the server that it was made for") {
    Desk desk;
    Endpoints endpoints = desk.endpoints();
    Client foreign = known_client(endpoints, "machine", Secret("s"));
    foreign.issuer = "https://other.example";
    const auto machine = client_credentials(*desk.http, desk.guard, endpoints, foreign, {}, desk.now);
    REQUIRE_FALSE(machine);
    CHECK(machine.error().fault == Fault::denied);
    CHECK_FALSE(jwt_bearer(*desk.http, desk.guard, endpoints, foreign, Secret("a"), {}, desk.now));

    TokenExchange wish{"https://169.254.169.254/token", Secret("id token")};
    const auto inside = token_exchange(*desk.http, desk.guard, desk.client(endpoints), wish, desk.now);
    REQUIRE_FALSE(inside);
    CHECK(inside.error().fault == Fault::denied);
    CHECK(desk.server.asked("/token").empty());
}
