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
    CHECK(to_json(endpoints_from_json(to_json(endpoints))) == to_json(endpoints));
    CHECK(endpoints_from_json(Json("nonsense")).issuer.empty());
}
