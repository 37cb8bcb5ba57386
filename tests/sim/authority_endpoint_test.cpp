#include "sim/authority_endpoint.h"

#include "support.h"

#include <algorithm>

using namespace parley;
using namespace parley::sim;

namespace {

constexpr const char* issuer = "http://127.0.0.1:2";
constexpr const char* resource = "http://127.0.0.1:1/mcp";

struct Fixture {
    explicit Fixture(AuthorityEndpoint::ConsentPage page = AuthorityEndpoint::ConsentPage::skipped)
        : endpoint(authority, {issuer, "Tiny", {"read", "read_more"}, "static_client", page}) {}

    testing::MovableClock clock;
    Authority authority{clock, resource, 3600};
    AuthorityEndpoint endpoint;

    Reply get(const std::string& path, Fields query = {}) {
        return endpoint.handle({"GET", path, std::move(query), {}, ""});
    }
    Reply post(const std::string& path, const Fields& form, Fields headers = {}) {
        headers.emplace_back("content-type", "application/x-www-form-urlencoded; charset=utf-8");
        return endpoint.handle({"POST", path, {}, std::move(headers), form_text(form)});
    }
    Reply register_with(const Json& metadata) {
        return endpoint.handle({"POST", "/register", {}, {{"content-type", "application/json"}}, dump(metadata)});
    }
    Json registered(const std::string& auth_method) {
        const auto reply = register_with({{"redirect_uris", Json::array({testing::redirect})},
                                          {"client_name", "Parley"},
                                          {"grant_types", Json::array({"authorization_code", "refresh_token"})},
                                          {"token_endpoint_auth_method", auth_method}});
        REQUIRE(reply.status == 201);
        return testing::json_of(reply.body);
    }
};

Fields good_query(const std::string& client_id) {
    return {{"response_type", "code"},
            {"client_id", client_id},
            {"redirect_uri", testing::redirect},
            {"code_challenge", testing::challenge},
            {"code_challenge_method", "S256"},
            {"resource", resource},
            {"scope", "read"},
            {"state", "a state & more"}};
}

Fields with(Fields fields, const std::string& name, const std::string& value) {
    std::erase_if(fields, [&](const auto& pair) { return pair.first == name; });
    if (!value.empty()) fields.emplace_back(name, value);
    return fields;
}

Fields good_form(const std::string& client_id, const std::string& code) {
    return {{"grant_type", "authorization_code"},
            {"client_id", client_id},
            {"code", code},
            {"redirect_uri", testing::redirect},
            {"code_verifier", testing::verifier},
            {"resource", resource}};
}

std::string code_for(Fixture& fixture, const std::string& client_id) {
    const auto reply = fixture.get("/authorize", good_query(client_id));
    REQUIRE(reply.status == 302);
    return testing::parameter(field(reply.headers, "Location"), "code");
}

std::string error_of(const Reply& reply) {
    return text_at(testing::json_of(reply.body), "error");
}

}  // namespace

TEST_CASE("sim: the metadata promises what the server does") {
    Fixture fixture;
    const auto metadata = testing::json_of(fixture.get("/.well-known/oauth-authorization-server").body);
    CHECK(metadata["issuer"] == issuer);
    CHECK(metadata["code_challenge_methods_supported"] == Json::array({"S256"}));
    CHECK(metadata["authorization_response_iss_parameter_supported"] == true);
    CHECK(metadata["scopes_supported"] == Json::array({"read", "read_more"}));
    for (const char* key :
         {"authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint"}) {
        CAPTURE(key);
        const auto url = text_at(metadata, key);
        CHECK(url.rfind(issuer, 0) == 0);
        CHECK(fixture.get(url.substr(std::string(issuer).size())).status != 404);
    }
    CHECK(fixture.get("/elsewhere").status == 404);
    CHECK(fixture.get("/token").status == 405);
}

TEST_CASE("sim: registration takes good clients and says what is wrong with others") {
    struct {
        const char* metadata;
        int status;
        const char* error;
    } const cases[] = {
        {R"({"redirect_uris":["https://parley.example/oauth/callback"]})", 201, ""},
        {R"({"redirect_uris":["http://localhost:8080/cb","http://127.0.0.1/cb"],"token_endpoint_auth_method":"none"})",
         201, ""},
        {R"({"redirect_uris":["http://[::1]:8080/cb"],"token_endpoint_auth_method":"client_secret_post"})", 201, ""},
        {R"({"redirect_uris":[]})", 400, "invalid_redirect_uri"},
        {R"({"client_name":"Parley"})", 400, "invalid_redirect_uri"},
        {R"({"redirect_uris":["http://parley.example/cb"]})", 400, "invalid_redirect_uri"},
        {R"({"redirect_uris":["https://parley.example/cb#part"]})", 400, "invalid_redirect_uri"},
        {R"({"redirect_uris":["https://user@parley.example/cb"]})", 400, "invalid_redirect_uri"},
        {R"({"redirect_uris":["javascript:alert"]})", 400, "invalid_redirect_uri"},
        {R"({"redirect_uris":["https://parley.example/cb",7]})", 400, "invalid_redirect_uri"},
        {R"({"redirect_uris":["https://parley.example/cb"],"token_endpoint_auth_method":"tls"})", 400,
         "invalid_client_metadata"},
        {R"({"redirect_uris":["https://parley.example/cb"],"grant_types":["password"]})", 400,
         "invalid_client_metadata"},
        {R"({"redirect_uris":)", 400, "invalid_client_metadata"},
        {R"(["https://parley.example/cb"])", 400, "invalid_client_metadata"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.metadata);
        Fixture fixture;
        const auto reply = fixture.endpoint.handle({"POST", "/register", {}, {}, c.metadata});
        CHECK(reply.status == c.status);
        CHECK(error_of(reply) == c.error);
        CHECK(field(reply.headers, "Cache-Control") == "no-store");
    }
}

TEST_CASE("sim: a public client gets no secret, a confidential one does") {
    Fixture fixture;
    const auto open = fixture.registered("none");
    CHECK_FALSE(open.contains("client_secret"));
    CHECK(open["client_name"] == "Parley");
    const auto confidential = fixture.registered("client_secret_basic");
    CHECK(text_at(confidential, "client_secret").size() > 30);
    CHECK(confidential["client_secret_expires_at"] == 0);
    CHECK(confidential["client_id"] != open["client_id"]);
}

TEST_CASE("sim: authorization answers with code, state and issuer") {
    Fixture fixture;
    const auto id = text_at(fixture.registered("none"), "client_id");
    const auto reply = fixture.get("/authorize", good_query(id));
    CHECK(reply.status == 302);
    const auto location = field(reply.headers, "Location");
    CHECK(location.rfind(std::string(testing::redirect) + "?", 0) == 0);
    CHECK(testing::parameter(location, "state") == "a state & more");
    CHECK(testing::parameter(location, "iss") == issuer);
    CHECK(testing::parameter(location, "code") != "");
    CHECK(fixture.authority.counts().authorizations == 1);
}

TEST_CASE("sim: a wrong authorization request never gets a code") {
    struct {
        const char* name;
        const char* value;
        const char* error;  // Empty: the browser must not be sent anywhere.
    } const cases[] = {
        {"client_id", "client_unknown", ""},
        {"client_id", "", ""},
        {"redirect_uri", "http://127.0.0.1:9/oauth/callback/more", ""},
        {"redirect_uri", "http://127.0.0.1:10/oauth/callback", ""},
        {"redirect_uri", "", ""},
        {"response_type", "token", "unsupported_response_type"},
        {"response_type", "", "unsupported_response_type"},
        {"code_challenge_method", "plain", "invalid_request"},
        {"code_challenge_method", "", "invalid_request"},
        {"code_challenge", "", "invalid_request"},
        {"code_challenge", "short", "invalid_request"},
        {"resource", "http://127.0.0.1:1/", "invalid_target"},
        {"resource", "", "invalid_target"},
        {"scope", "read write", "invalid_scope"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.name);
        CAPTURE(c.value);
        Fixture fixture;
        const auto id = text_at(fixture.registered("none"), "client_id");
        const auto reply = fixture.get("/authorize", with(good_query(id), c.name, c.value));
        CHECK(fixture.authority.counts().authorizations == 0);
        const std::string location = field(reply.headers, "Location");
        if (std::string(c.error).empty()) {
            CHECK(reply.status == 400);
            CHECK(location == "");
            continue;
        }
        CHECK(reply.status == 302);
        CHECK(testing::parameter(location, "error") == c.error);
        CHECK(testing::parameter(location, "iss") == issuer);
        CHECK(testing::parameter(location, "state") == "a state & more");
    }
    Fixture fixture;
    auto twice = good_query(text_at(fixture.registered("none"), "client_id"));
    twice.emplace_back("state", "another");
    CHECK(fixture.get("/authorize", twice).status == 400);
}

TEST_CASE("sim: the consent page waits for a click, which counts once") {
    Fixture fixture(AuthorityEndpoint::ConsentPage::shown);
    const auto id = text_at(fixture.registered("none"), "client_id");
    for (const char* decision : {"allow", "deny"}) {
        CAPTURE(decision);
        const auto page = fixture.get("/authorize", good_query(id));
        CHECK(page.status == 200);
        CHECK(page.type.rfind("text/html", 0) == 0);
        const std::string before = "name=\"request\" value=\"";
        const auto start = page.body.find(before) + before.size();
        const auto request = page.body.substr(start, page.body.find('"', start) - start);
        const auto answer = fixture.post("/consent", {{"request", request}, {"decision", decision}});
        CHECK(answer.status == 302);
        const auto location = field(answer.headers, "Location");
        const bool allowed = std::string(decision) == "allow";
        CHECK((testing::parameter(location, "code") != "") == allowed);
        CHECK(testing::parameter(location, "error") == (allowed ? "" : "access_denied"));
        CHECK(fixture.post("/consent", {{"request", request}, {"decision", "allow"}}).status == 400);
    }
    CHECK(fixture.authority.counts().authorizations == 1);
}

TEST_CASE("sim: the consent page shows what the client sent as text only") {
    testing::MovableClock clock;
    Authority authority(clock, resource, 3600);
    AuthorityEndpoint endpoint(authority, {issuer, "Tiny", {}, "", AuthorityEndpoint::ConsentPage::shown});
    const auto client = authority.add_client({"", "", "none", {testing::redirect}, true});
    const auto query = with(good_query(client.id), "scope", "<script>alert(1)</script>");
    const auto page = endpoint.handle({"GET", "/authorize", query, {}, ""});
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(page.body.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("sim: clients authenticate the way they registered") {
    for (const char* method : {"none", "client_secret_basic", "client_secret_post"}) {
        for (const char* shown :
             {"none", "client_secret_basic", "client_secret_post", "wrong_basic", "wrong_post", "both"}) {
            CAPTURE(method);
            CAPTURE(shown);
            Fixture fixture;
            const auto client = fixture.registered(method);
            const auto id = text_at(client, "client_id"), secret = text_at(client, "client_secret", "s+s");
            const std::string way = shown;
            auto form = good_form(id, code_for(fixture, id));
            Fields headers;
            if (way == "client_secret_post" || way == "both") form.emplace_back("client_secret", secret);
            if (way == "wrong_post") form.emplace_back("client_secret", "wrong");
            if (way == "client_secret_basic" || way == "both") {
                headers.emplace_back("authorization", "Basic " + vault::base64(id + ":" + secret));
            }
            if (way == "wrong_basic") headers.emplace_back("authorization", "Basic " + vault::base64(id + ":wrong"));
            const auto reply = fixture.post("/token", form, headers);
            const bool right = way == method;
            CHECK(reply.status == (right ? 200 : 401));
            if (!right) CHECK(error_of(reply) == "invalid_client");
        }
    }
}

TEST_CASE("sim: the token endpoint gives tokens as RFC 6749 writes them, and errors likewise") {
    Fixture fixture;
    const auto id = text_at(fixture.registered("none"), "client_id");
    const auto reply = fixture.post("/token", good_form(id, code_for(fixture, id)));
    REQUIRE(reply.status == 200);
    CHECK(field(reply.headers, "Cache-Control") == "no-store");
    const auto tokens = testing::json_of(reply.body);
    CHECK(tokens["token_type"] == "Bearer");
    CHECK(tokens["expires_in"] == 3600);
    CHECK(tokens["scope"] == "read");
    CHECK(fixture.authority.grant_of(text_at(tokens, "access_token")));

    const Fields refresh{{"grant_type", "refresh_token"},
                         {"client_id", id},
                         {"refresh_token", text_at(tokens, "refresh_token")},
                         {"resource", resource}};
    CHECK(error_of(fixture.post("/token", with(refresh, "resource", "http://other/"))) == "invalid_target");
    CHECK(error_of(fixture.post("/token", with(refresh, "grant_type", "password"))) == "unsupported_grant_type");
    CHECK(error_of(fixture.post("/token", with(refresh, "refresh_token", "x"))) == "invalid_grant");
    CHECK(error_of(fixture.post("/token", with(refresh, "client_id", "x"))) == "invalid_client");
    auto twice = refresh;
    twice.emplace_back("resource", resource);
    CHECK(error_of(fixture.post("/token", twice)) == "invalid_request");
    const Fields json{{"content-type", "application/json"}};
    CHECK(error_of(fixture.endpoint.handle({"POST", "/token", {}, json, "{}"})) == "invalid_request");
    CHECK(fixture.post("/token", refresh).status == 200);
    CHECK(error_of(fixture.post("/token", refresh)) == "invalid_grant");  // The old one again.
}

TEST_CASE("sim: revocation says 200 for known and unknown tokens alike") {
    Fixture fixture;
    const auto id = text_at(fixture.registered("none"), "client_id");
    const auto tokens = testing::json_of(fixture.post("/token", good_form(id, code_for(fixture, id))).body);
    CHECK(fixture.post("/revoke", {{"client_id", id}, {"token", "token_of_nobody"}}).status == 200);
    CHECK(fixture.authority.grant_of(text_at(tokens, "access_token")));
    CHECK(error_of(fixture.post("/revoke", {{"client_id", id}})) == "invalid_request");
    CHECK(fixture.post("/revoke", {{"token", text_at(tokens, "refresh_token")}}).status == 401);
    CHECK(fixture.post("/revoke", {{"client_id", id}, {"token", text_at(tokens, "refresh_token")}}).status == 200);
    CHECK_FALSE(fixture.authority.grant_of(text_at(tokens, "access_token")));
}

TEST_CASE("sim: a static client need not register") {
    Fixture fixture;
    const auto code = code_for(fixture, "static_client");
    CHECK(fixture.post("/token", good_form("static_client", code)).status == 200);
    const auto elsewhere = with(good_query("static_client"), "redirect_uri", "http://evil.example/cb");
    CHECK(fixture.get("/authorize", elsewhere).status == 400);
}
