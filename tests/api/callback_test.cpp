// The way back from a vendor's sign-in page: what a browser, a careless vendor or an attacker sends to the callback.
#include "api/target.h"
#include "client.h"
#include "fakes/authorization_server.h"

using namespace parley;
using namespace parley::tests;

namespace {

// A sign-in that somebody has begun and consented to, up to the moment when the browser comes back.
struct Begun {
    std::string connection;
    std::string authorize_url;
    std::string query;  // "code=...&state=...&iss=..."
};

Begun begin(Client& client, const Json& more = Json::object()) {
    Json wish{{"vendor", "stripe"}, {"name", "Second Stripe"}};
    wish.update(more);
    const auto response = client.send("POST", "/v1/connections", dump(wish));
    INFO(response.body);
    REQUIRE(response.status == 201);
    const Json started = body_of(response);
    Begun begun{started["id"], started["authorize_url"], ""};
    const auto consent = client.visit(begun.authorize_url);
    const std::string back = net::header(consent.headers, "Location");
    REQUIRE(back.find("/oauth/callback?") != std::string::npos);
    begun.query = back.substr(back.find('?') + 1);
    return begun;
}

std::string state_of(Client& client, const Begun& begun) {
    return body_of(client.send("GET", "/v1/connections/" + begun.connection))["state"];
}

std::string location_of(const net::Response& response) {
    return net::header(response.headers, "Location");
}

const std::string far_url = "https://parley.example.com";

}  // namespace

TEST_CASE("api: case oauth-22: only the registered path takes a code, and the others leave it unused") {
    DemoHouse demo;
    Client client(demo);
    const Begun begun = begin(client);
    for (const char* path :
         {"/oauth/callback/", "/oauth/callback/../callback", "/oauth/../oauth/callback", "//oauth/callback",
          "/oauth//callback", "/oauth/%63allback", "/oauth%2fcallback", "/OAuth/callback", "/oauth/callback;x=1",
          "/oauth/callback%3f", "/callback", "/oauth/callback.html", "/./oauth/callback", "/oauth/callback%20"}) {
        CAPTURE(path);
        CHECK(client.status_of_target(path + ("?" + begun.query)) == 404);
        CHECK(state_of(client, begun) == "authorizing");
    }
    for (const char* method : {"HEAD", "POST", "PUT"}) {  // A preview of a link must not use the code either.
        CAPTURE(method);
        CHECK(client.send_bare(method, "/oauth/callback?" + begun.query).status == 405);
        CHECK(state_of(client, begun) == "authorizing");
    }
    // What the standard tells clients to ignore is ignored.
    const auto back = client.send_bare("GET", "/oauth/callback?x=1&session_state=7&" + begun.query);
    CHECK(location_of(back) == "finished/connected");
    CHECK(state_of(client, begun) == "connected");
}

TEST_CASE("api: case oauth-22: a callback that came in the clear is not served where ours is https") {
    DemoHouse::Wish wish;
    wish.public_url = far_url;
    DemoHouse demo(wish);
    Client client(demo);
    const Begun begun = begin(client);
    CHECK(client.send_bare("GET", "/oauth/callback?" + begun.query, "", {{"X-Forwarded-Proto", "http"}}).status == 404);
    CHECK(state_of(client, begun) == "authorizing");
    CHECK(client.send_bare("GET", "/oauth/callback?" + begun.query, "", {{"X-Forwarded-Proto", "https"}}).status ==
          303);
    CHECK(state_of(client, begun) == "connected");
}

TEST_CASE("api: an answer that says something twice is not believed") {
    DemoHouse demo;
    Client client(demo);
    for (const char* twice : {"state", "code", "iss", "error"}) {
        CAPTURE(twice);
        const Begun begun = begin(client);
        const std::string query = begun.query + "&" + twice + "=x&" + twice + "=y";
        CHECK(location_of(client.send_bare("GET", "/oauth/callback?" + query)) == "finished/refused");
        CHECK(state_of(client, begun) == "authorizing");
        CHECK(location_of(client.send_bare("GET", "/oauth/callback?" + begun.query)) == "finished/connected");
    }
}

TEST_CASE("api: case oauth-23: nothing that a request names decides where the browser goes next") {
    DemoHouse demo;
    Client client(demo);
    const std::string evil = "https://evil.example/";
    const Begun begun = begin(client, {{"return_to", evil}, {"redirect_uri", evil}, {"redirect", evil}});
    CHECK(begun.authorize_url.find("evil") == std::string::npos);
    const auto back = client.send_bare(
        "GET", "/oauth/callback?return_to=" + evil + "&redirect_uri=" + evil + "&next=//evil.example&" + begun.query);
    CHECK(back.status == 303);
    CHECK(location_of(back) == "finished/connected");
}

TEST_CASE("api: case oauth-40: the callback redirects at once, tells no other site, and loads nothing") {
    DemoHouse demo;
    Client client(demo);
    const Begun begun = begin(client);
    const auto back = client.send_bare("GET", "/oauth/callback?" + begun.query);
    CHECK(back.status == 303);
    CHECK(back.body.empty());
    for (const char* outcome : {"connected", "over", "denied", "unavailable", "refused", "problem"}) {
        CAPTURE(outcome);
        const auto page = client.send_bare("GET", std::string("/oauth/finished/") + outcome);
        REQUIRE(page.status == 200);
        CHECK(page.body.size() > 100);
        for (const char* word : {"http:", "https:", "//", "src=", "<script", "<link", "<img", "<form", "url("}) {
            CAPTURE(word);
            CHECK(page.body.find(word) == std::string::npos);
        }
        for (const auto* response : {&back, &page}) {
            CHECK(net::header(response->headers, "Referrer-Policy") == "no-referrer");
            CHECK(net::header(response->headers, "Cache-Control") == "no-store");
            CHECK(net::header(response->headers, "Content-Security-Policy").rfind("default-src 'none'", 0) == 0);
        }
    }
    CHECK(client.send_bare("GET", "/oauth/finished/anything").status == 404);
}

TEST_CASE("api: case oauth-41: the address that stays in the browser holds neither code nor state") {
    DemoHouse demo;
    Client client(demo);
    const Begun begun = begin(client);
    const auto fields = api::read_target("/?" + begun.query);
    REQUIRE(fields);
    const auto& sent = fields.value().query;
    for (const std::string& query : {begun.query, begun.query, std::string("error=access_denied&") + begun.query}) {
        const std::string there = location_of(client.send_bare("GET", "/oauth/callback?" + query));
        CHECK(there.rfind("finished/", 0) == 0);
        CHECK(there.find('?') == std::string::npos);
        for (const char* name : {"code", "state"}) CHECK(there.find(sent.at(name)) == std::string::npos);
    }
}

TEST_CASE("api: case oauth-42: a reload gives a friendly page and sends no second token request") {
    DemoHouse demo;
    Client client(demo);
    const Begun begun = begin(client);
    CHECK(location_of(client.send_bare("GET", "/oauth/callback?" + begun.query)) == "finished/connected");
    for (int again = 0; again < 3; ++again) {
        const auto reloaded = client.send_bare("GET", "/oauth/callback?" + begun.query);
        CHECK(reloaded.status == 303);
        CHECK(location_of(reloaded) == "finished/over");
    }
    CHECK(client.send_bare("GET", "/oauth/finished/over").body.find("nothing left to do") != std::string::npos);
    // A second use of the code would have ended the grant.
    CHECK(client.send("POST", "/v1/connections/" + begun.connection + "/test").status == 200);
}

TEST_CASE("api: what the vendor's page says about a refusal is never shown") {
    DemoHouse demo;
    Client client(demo);
    struct {
        const char *error, *outcome;
    } const cases[] = {
        {"access_denied", "finished/denied"},
        {"server_error", "finished/unavailable"},
        {"temporarily_unavailable", "finished/unavailable"},
        {"invalid_scope", "finished/refused"},
        {"%3Cscript%3Ealert(1)%3C/script%3E", "finished/refused"},
        {"call+our+hotline", "finished/refused"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.error);
        const Begun begun = begin(client);
        const auto fields = api::read_target("/?" + begun.query);
        REQUIRE(fields);
        const auto& sent = fields.value().query;
        const auto back = client.send_bare(
            "GET", std::string("/oauth/callback?error=") + c.error +
                       "&error_description=call+0800+555+and+tell+your+password&error_uri=https://evil.example&state=" +
                       sent.at("state") + "&iss=" + sent.at("iss"));
        CHECK(location_of(back) == c.outcome);
        const auto page = client.send_bare("GET", "/oauth/" + location_of(back));
        for (const char* word : {"alert(1)", "0800", "hotline", "evil"})
            CHECK(page.body.find(word) == std::string::npos);
        CHECK(state_of(client, begun) == "authorizing");
    }
}

TEST_CASE("api: case oauth-53: a page that says connected proves nothing; the server's state does") {
    DemoHouse demo;
    Client client(demo);
    const Begun begun = begin(client);
    const auto page = client.send_bare("GET", "/oauth/finished/connected");
    CHECK(page.status == 200);
    CHECK(page.body.find("postMessage") == std::string::npos);
    CHECK(page.body.find("opener") == std::string::npos);
    CHECK(state_of(client, begun) == "authorizing");
}

TEST_CASE("api: case oauth-54: nothing can be framed, and a sign-in is begun by POST with a key, never by a cookie") {
    DemoHouse demo;
    Client client(demo);
    const Begun begun = begin(client);
    for (const std::string& path :
         {std::string("/oauth/callback?") + begun.query, std::string("/oauth/finished/connected"),
          std::string("/v1/connections"), std::string("/healthz"), std::string("/nowhere")}) {
        CAPTURE(path);
        const auto response = client.send_bare("GET", path);
        CHECK(net::header(response.headers, "X-Frame-Options") == "DENY");
        CHECK(net::header(response.headers, "Content-Security-Policy").find("frame-ancestors 'none'") !=
              std::string::npos);
        CHECK(net::header(response.headers, "Set-Cookie").empty());
    }
    const std::string wish = R"({"vendor":"stripe"})";
    CHECK(client.send_bare("POST", "/v1/connections", wish).status == 401);
    CHECK(client.send_bare("POST", "/v1/connections", wish, {{"Cookie", "session=" + client.key()}}).status == 401);
    CHECK(client.send_bare("GET", "/v1/connections/" + begun.connection + "/reconnect", "", {}).status == 405);
}

TEST_CASE("api: case oauth-55: whatever a custom server wants, our own https callback is registered") {
    DemoHouse::Wish wish;
    wish.public_url = far_url + "/";
    DemoHouse demo(wish);
    Client client(demo);
    fakes::AuthorizationServer vendor;
    vendor.registration["redirect_uris"] = {"http://localhost:3118/callback"};
    vendor.publish();
    vendor.on("/mcp", [](const auto&) {
        return fakes::Web::Answer{401, "", "text/plain", {{"WWW-Authenticate", "Bearer"}}};
    });
    const auto begun = client.send("POST", "/v1/connections", dump({{"url", vendor.mcp()}}));
    REQUIRE_FALSE(vendor.asked("/register").empty());
    const auto sent = parse_json(vendor.asked("/register").front().body);
    REQUIRE(sent);
    CHECK(sent.value()["redirect_uris"] == Json::array({far_url + "/oauth/callback"}));
    CHECK(begun.body.find("localhost") == std::string::npos);
}

TEST_CASE("api: the client metadata document is served where a vendor could fetch it, and nowhere else") {
    struct {
        const char* public_url;
        bool served;
    } const cases[] = {
        {"https://parley.example.com", true},
        {"https://parley.example.com/below/", true},
        {"https://parley.example.com:8443", true},
        {"", false},
        {"https://localhost", false},
        {"https://127.0.0.1:8080", false},
        {"http://127.0.0.1:8080", false},
        {"https://10.0.0.7", false},
        {"https://parley.internal", false},
        {"https://parley", false},
    };
    for (const auto& c : cases) {
        CAPTURE(c.public_url);
        app::Config config;
        config.public_url = c.public_url;
        const auto addresses = app::addresses_of(config);
        REQUIRE(addresses);
        CHECK(addresses.value().client_metadata_url.empty() != c.served);
        CHECK(addresses.value().redirect_uri.find("//oauth") == std::string::npos);
    }

    DemoHouse nearby;
    Client at_home(nearby);
    CHECK(at_home.send_bare("GET", "/oauth/client-metadata.json").status == 404);

    DemoHouse::Wish wish;
    wish.public_url = far_url;
    DemoHouse demo(wish);
    Client client(demo);
    const auto response = client.send_bare("GET", "/oauth/client-metadata.json");
    REQUIRE(response.status == 200);
    CHECK(net::header(response.headers, "Content-Type") == "application/json");
    CHECK(net::header(response.headers, "Cache-Control") == "public, max-age=3600");
    CHECK(net::header(response.headers, "Set-Cookie").empty());
    const Json document = body_of(response);
    CHECK(document["client_id"] == far_url + "/oauth/client-metadata.json");
    CHECK(document["redirect_uris"] == Json::array({far_url + "/oauth/callback"}));
    CHECK(document["token_endpoint_auth_method"] == "none");
    CHECK_FALSE(document.contains("client_secret"));
}

TEST_CASE("api: a public address that is no https address is refused before anything starts") {
    for (const char* wrong : {"http://parley.example.com", "ftp://parley.example.com", "parley.example.com",
                              "https://parley.example.com?x=1", "https://me@parley.example.com",
                              "https://parley.example.com/#top", "https://", "javascript:alert(1)"}) {
        CAPTURE(wrong);
        app::Config config;
        config.public_url = wrong;
        const auto addresses = app::addresses_of(config);
        REQUIRE_FALSE(addresses);
        CHECK(addresses.error().fault == Fault::invalid);
        CHECK(addresses.error().message.find("public_url") != std::string::npos);
    }
}
