#include "support.h"

using namespace parley;
using namespace parley::oauth;

namespace {

std::vector<std::string> paths(const fakes::Web& web) {
    std::vector<std::string> found;
    for (const auto& asked : web.asked()) found.push_back(asked.path);
    return found;
}

const std::string prm = "/.well-known/oauth-protected-resource";
const std::string as = "/.well-known/oauth-authorization-server";
const std::string oidc = "/.well-known/openid-configuration";

}  // namespace

TEST_CASE("oauth: discovery takes the path form and does not ask the root then") {
    Desk desk;
    const auto found = desk.find();
    REQUIRE(found);
    const Endpoints& endpoints = found.value().endpoints;
    CHECK(endpoints.resource == desk.server.mcp());
    CHECK(endpoints.issuer == desk.server.origin());
    CHECK(endpoints.token_endpoint == desk.server.origin() + "/token");
    CHECK(endpoints.scopes.empty());
    CHECK_FALSE(endpoints.iss_promised);
    CHECK(paths(desk.server) == std::vector<std::string>{prm + "/mcp", as});
    REQUIRE(found.value().tried.size() == 2);
    CHECK(found.value().tried[1].url == desk.server.origin() + as);
    CHECK(found.value().tried[1].result == "200");
}

TEST_CASE("oauth: discovery falls back to the root, and to the server itself where nothing describes the resource") {
    Desk root;
    root.server.resource_place = "";
    root.server.say(
        prm, {200, dump({{"resource", root.server.origin()}, {"authorization_servers", {root.server.origin()}}})});
    root.server.say(prm + "/mcp", {404, ""});
    const auto by_root = root.find();
    REQUIRE(by_root);
    CHECK(by_root.value().endpoints.resource == root.server.origin());
    CHECK(paths(root.server) == std::vector<std::string>{prm + "/mcp", prm, as});

    Desk bare;
    bare.server.resource_place = "";
    bare.server.say(prm + "/mcp", {200, "<html>", "text/html"});  // Many sites answer any path with their page.
    bare.server.say(prm, {404, ""});
    const auto by_itself = bare.find();
    REQUIRE(by_itself);
    CHECK(by_itself.value().endpoints.resource == bare.server.mcp());
    CHECK(paths(bare.server) == std::vector<std::string>{prm + "/mcp", prm, as});
}

TEST_CASE("oauth: where nothing at all is published, the paths of revision 2025-03-26 are taken") {
    Desk bare;
    bare.server.resource_place = bare.server.metadata_place = "";
    bare.server.say(prm + "/mcp", {404, ""});
    bare.server.say(as, {404, ""});
    const auto found = bare.find();
    REQUIRE(found);
    const Endpoints& endpoints = found.value().endpoints;
    CHECK(endpoints.assumed);
    CHECK(endpoints.issuer == bare.server.origin());
    CHECK(endpoints.resource == bare.server.mcp());
    CHECK(endpoints.authorization_endpoint == bare.server.origin() + "/authorize");
    CHECK(endpoints.token_endpoint == bare.server.origin() + "/token");
    CHECK(endpoints.registration_endpoint == bare.server.origin() + "/register");
    CHECK(endpoints.revocation_endpoint.empty());
    CHECK(endpoints.scopes.empty());
    CHECK(paths(bare.server) == std::vector<std::string>{prm + "/mcp", prm, as, oidc});
    REQUIRE(found.value().tried.size() == 5);
    CHECK(found.value().tried[4].result.find("2025-03-26") != std::string::npos);

    const auto with_scope = bare.find({"Bearer scope=\"read offline_access\""});
    REQUIRE(with_scope);
    CHECK(with_scope.value().endpoints.scopes == std::vector<std::string>{"read"});  // Nobody lists offline_access.
    const auto url = authorize_url(bare.guard, endpoints, bare.client(endpoints), bare.redirect, "s", make_pkce(), {});
    REQUIRE(url);
    CHECK(url.value().find("code_challenge_method=S256") != std::string::npos);
}

TEST_CASE("oauth: default paths are not for a server that publishes something, hides it or moves it") {
    struct {
        const char* why;
        const char* path;  // Answers otherwise than with 404.
        fakes::Web::Answer answer;
    } const cases[] = {
        {"metadata for the signed-in only", "/.well-known/oauth-authorization-server", {401, ""}},
        {"metadata that moved", "/.well-known/oauth-authorization-server", {308, ""}},
        {"a page for every path", "/.well-known/openid-configuration", {200, "<html>", "text/html"}},
        {"a resource hidden", "/.well-known/oauth-protected-resource", {403, ""}},
        {"a document without S256", "/.well-known/oauth-authorization-server", {200, "{}"}},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        Desk desk;
        desk.server.resource_place = desk.server.metadata_place = "";
        desk.server.say(prm + "/mcp", {404, ""});
        desk.server.say(as, {404, ""});
        desk.server.say(c.path, c.answer);
        const auto found = desk.find();
        REQUIRE_FALSE(found);
        CHECK(found.error().fault == Fault::invalid);
        CHECK(found.error().detail.find(c.path) != std::string::npos);
    }

    Desk named;  // The resource is described, so its authorization server must be as well.
    named.server.metadata_place = "";
    named.server.say(as, {404, ""});
    CHECK_FALSE(named.find());

    Desk announced;  // Whoever knows RFC 9728 is of a later revision.
    announced.server.resource_place = announced.server.metadata_place = "";
    announced.server.say(prm + "/mcp", {404, ""});
    announced.server.say(as, {404, ""});
    CHECK_FALSE(announced.find({"Bearer resource_metadata=\"" + announced.server.origin() + "/gone\""}));
}

TEST_CASE("oauth: an announced document that is not there does not hide the one in its usual place") {
    Desk desk;
    const auto found = desk.find({"Bearer resource_metadata=\"" + desk.server.origin() + "/gone\""});
    REQUIRE(found);
    CHECK(paths(desk.server) == std::vector<std::string>{"/gone", prm + "/mcp", as});
    CHECK(found.value().tried[0].result == "404");
}

TEST_CASE("oauth: a discovery that fails says each step it took") {
    Desk desk;
    desk.server.metadata.erase("code_challenge_methods_supported");
    const auto weak = desk.find();
    REQUIRE_FALSE(weak);
    CHECK(weak.error().detail.find(prm + "/mcp: 200") != std::string::npos);
    CHECK(weak.error().detail.find(as + ": 200, no S256") != std::string::npos);

    desk.server.resource_metadata["authorization_servers"] = {"https://10.1.2.3/tenant"};
    const auto inside = desk.find();
    REQUIRE_FALSE(inside);
    CHECK(inside.error().fault == Fault::denied);
    CHECK(inside.error().detail.find("https://10.1.2.3/tenant: refused") != std::string::npos);

    const auto secretive = desk.find({"Bearer resource_metadata=\"https://10.1.2.3/x?token=hush\""});
    REQUIRE_FALSE(secretive);
    CHECK(secretive.error().detail.find("hush") == std::string::npos);
}

TEST_CASE("oauth: the address in the header comes first, wherever it is") {
    Desk desk;
    desk.server.resource_place = "/custom/place";
    const auto found =
        desk.find({"Bearer resource_metadata=\"" + desk.server.origin() + "/custom/place\", scope=\"read\""});
    REQUIRE(found);
    CHECK(found.value().endpoints.scopes == std::vector<std::string>{"read"});
    CHECK(paths(desk.server) == std::vector<std::string>{"/custom/place", as});
}

TEST_CASE("oauth: an issuer with a path is looked for in three places, in order") {
    Desk desk;
    const std::string issuer = desk.server.origin() + "/tenant1";
    desk.server.resource_metadata["authorization_servers"] = {issuer};
    desk.server.metadata["issuer"] = issuer;
    desk.server.metadata_place = "/tenant1" + oidc;
    const auto found = desk.find();
    REQUIRE(found);
    CHECK(paths(desk.server) ==
          std::vector<std::string>{prm + "/mcp", as + "/tenant1", oidc + "/tenant1", "/tenant1" + oidc});
}

TEST_CASE("oauth: which scopes are asked for") {
    struct {
        const char* challenge;
        Json resource, server;
        std::vector<std::string> scopes;
    } const cases[] = {
        {"Bearer", nullptr, nullptr, {}},
        {"Bearer", {"a", "b"}, nullptr, {"a", "b"}},
        {"Bearer scope=\"c\"", {"a", "b"}, nullptr, {"c"}},
        {"Bearer", {"a", "offline_access"}, nullptr, {"a"}},
        {"Bearer", {"a"}, {"a", "offline_access"}, {"a", "offline_access"}},
        {"Bearer", nullptr, {"offline_access"}, {}},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.challenge));
        CAPTURE(c.resource.dump());
        CAPTURE(c.server.dump());
        Desk desk;
        if (!c.resource.is_null()) desk.server.resource_metadata["scopes_supported"] = c.resource;
        if (!c.server.is_null()) desk.server.metadata["scopes_supported"] = c.server;
        const auto found = desk.find({c.challenge});
        REQUIRE(found);
        CHECK(found.value().endpoints.scopes == c.scopes);
        CHECK(found.value().endpoints.offline_access == !c.server.is_null());
    }
}

TEST_CASE("oauth: which resource a server's metadata may name") {
    struct {
        const char* path;  // Behind the origin; or a whole address.
        bool good;
    } const cases[] = {
        {"/mcp", true},
        {"/mcp/", true},
        {"", true},
        {"/", true},
        {"/mc", false},
        {"/mcp2", false},
        {"/mcp/deeper", false},
        {"/other", false},
        {"/mcp?x=1", false},
        {"/mcp#x", false},
        {"/MCP", false},
        {"https://other.example/mcp", false},
        {"http://127.0.0.1:1/mcp", false},
        {"mcp", false},
    };
    Desk desk;
    std::size_t good = 0;
    for (const auto& c : cases) {
        CAPTURE(std::string(c.path));
        const bool whole = std::string(c.path).find("://") != std::string::npos || std::string(c.path) == "mcp";
        desk.server.resource_metadata["resource"] = whole ? c.path : desk.server.origin() + c.path;
        const auto found = desk.find();
        CHECK(static_cast<bool>(found) == c.good);
        if (!found) CHECK(found.error().fault == Fault::invalid);
        if (c.good) ++good;
        CHECK(desk.server.asked(as).size() == good);  // A foreign resource ends it before the next question.
    }
}

TEST_CASE("oauth: wrong metadata of an authorization server is refused") {
    struct {
        const char* why;
        const char* field;
        Json value;
        Fault fault;
    } const cases[] = {
        {"no word of PKCE", "code_challenge_methods_supported", nullptr, Fault::invalid},
        {"plain PKCE only", "code_challenge_methods_supported", {"plain"}, Fault::invalid},
        {"S256 as a text", "code_challenge_methods_supported", "S256", Fault::invalid},
        {"another issuer", "issuer", "https://other.example", Fault::invalid},
        {"no issuer", "issuer", nullptr, Fault::invalid},
        {"no code flow", "response_types_supported", {"token"}, Fault::invalid},
        {"a script to open", "authorization_endpoint", "javascript:alert(1)", Fault::invalid},
        {"a file to open", "authorization_endpoint", "file:///etc/passwd", Fault::invalid},
        {"a shell's characters", "authorization_endpoint", "https://$(id)`x`/", Fault::invalid},
        {"no token endpoint", "token_endpoint", nullptr, Fault::invalid},
        {"a token endpoint that is no text", "token_endpoint", 7, Fault::invalid},
        {"a cloud's metadata service", "token_endpoint", "https://169.254.169.254/token", Fault::denied},
        {"an address inside", "registration_endpoint", "https://10.0.0.8/register", Fault::denied},
        {"an address inside", "revocation_endpoint", "https://192.168.1.1/revoke", Fault::denied},
    };
    Desk desk;
    const Json good = desk.server.metadata;
    REQUIRE(desk.find());
    for (const auto& c : cases) {
        CAPTURE(std::string(c.why));
        desk.server.metadata = good;
        if (c.value.is_null())
            desk.server.metadata.erase(c.field);
        else
            desk.server.metadata[c.field] = c.value;
        const auto found = desk.find();
        REQUIRE_FALSE(found);
        CHECK((found.error().fault == c.fault || found.error().fault == Fault::denied));
        CHECK(found.error().message.find("alert") == std::string::npos);
        CHECK_FALSE(found.error().detail.empty());
    }
}

TEST_CASE("oauth: an issuer that differs by a slash, a letter's case or a port is another one") {
    for (const char* suffix : {"/", ":443"}) {
        CAPTURE(std::string(suffix));
        Desk desk;
        desk.server.metadata["issuer"] = desk.server.origin() + suffix;
        CHECK_FALSE(desk.find());
    }
    Desk desk;
    desk.server.metadata["issuer"] = "HTTP" + desk.server.origin().substr(4);
    CHECK_FALSE(desk.find());
}

TEST_CASE("oauth: where nobody names an issuer, the one that the server's own metadata names is of the same origin") {
    struct {
        const char* issuer;  // Behind the origin; or a whole address.
        bool good;
    } const cases[] = {
        {"", true},
        {"/oauth", true},
        {"/", true},
        {"?tenant=1", false},
        {"#x", false},
        {"https://evil.example", false},
        {"http://127.0.0.1:1", false},
        {"oauth", false},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.issuer));
        const std::string text = c.issuer;
        Desk desk;
        const std::string issuer =
            text.find("://") != std::string::npos || text == "oauth" ? text : desk.server.origin() + text;
        desk.server.metadata["issuer"] = issuer;
        desk.server.say(desk.server.resource_place, {404, ""});
        desk.server.resource_place = "";
        const auto found = desk.find();
        REQUIRE(static_cast<bool>(found) == c.good);
        if (found) CHECK(found.value().endpoints.issuer == issuer);
        // Named by a resource, or announced by one, it must be the same text.
        if (!text.empty()) CHECK_FALSE(desk.find({"Bearer resource_metadata=\"" + desk.server.origin() + "/gone\""}));
        desk.server.resource_place = prm + "/mcp";
        CHECK(static_cast<bool>(desk.find()) == text.empty());
    }
}

TEST_CASE("oauth: nothing is asked at an address that the guard refuses") {
    Desk desk;
    const auto announced = desk.find({"Bearer resource_metadata=\"https://127.0.0.1.nip.io/x\""});
    REQUIRE_FALSE(announced);
    CHECK(desk.server.asked().empty());

    NoNames resolver;
    const net::UrlGuard strict(resolver, net::Reach::public_only);
    const auto url = desk.guard.check(desk.server.mcp());
    REQUIRE(url);
    CHECK_FALSE(discover(*desk.http, strict, url.value(), {}));
    CHECK(desk.server.asked().empty());
}

TEST_CASE("oauth: a redirect is not followed, and a server in trouble is not taken for one without metadata") {
    Desk moved;
    moved.server.say("/elsewhere", {200, dump(moved.server.metadata)});
    moved.server.metadata_place = "";
    moved.server.say(as, {307, "", "text/plain", {{"Location", moved.server.origin() + "/elsewhere"}}});
    CHECK_FALSE(moved.find());
    CHECK(moved.server.asked("/elsewhere").empty());

    Desk ill;
    ill.server.resource_place = "";
    ill.server.say(prm + "/mcp", {503, "down", "text/plain"});
    const auto found = ill.find();
    REQUIRE_FALSE(found);
    CHECK(found.error().fault == Fault::unavailable);
}

TEST_CASE("oauth: endpoints survive being written and read") {
    Desk desk;
    Endpoints endpoints = desk.endpoints();
    endpoints.iss_promised = true;
    endpoints.scopes = {"a"};
    endpoints.grant_types = {"client_credentials"};
    endpoints.assumed = endpoints.offline_access = true;
    CHECK(endpoints_from_json(to_json(endpoints)).assumed);
    CHECK(endpoints_from_json(to_json(endpoints)).offline_access);
    CHECK(endpoints_from_json(to_json(endpoints)).grant_types == endpoints.grant_types);
    CHECK(to_json(endpoints_from_json(to_json(endpoints))) == to_json(endpoints));
    CHECK(endpoints_from_json(Json("nonsense")).issuer.empty());
}
