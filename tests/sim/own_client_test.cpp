#include "mcp/session.h"
#include "net/url_guard.h"
#include "oauth/oauth.h"
#include "vendor_folder.h"
#include "wire.h"

using namespace parley;
using namespace parley::sim;
using namespace parley::sim::testing;

TEST_CASE("sim: our own client gets through, refreshes and leaves") {
    Fixture fixture;
    const auto http = net::make_http();
    const auto resolver = net::system_resolver();
    const net::UrlGuard guard(*resolver, net::Reach::loopback);
    const auto endpoint = guard.check(fixture.url);
    REQUIRE(endpoint);
    const auto refused = mcp::Session::probe(*http, endpoint.value());
    REQUIRE(refused);
    REQUIRE(refused.value());
    const auto found = oauth::discover(*http, guard, endpoint.value(), refused.value()->www_authenticate);
    REQUIRE_MESSAGE(found, (found ? "" : found.error().message));
    const auto& endpoints = found.value().endpoints;
    CHECK(endpoints.iss_promised);
    CHECK(endpoints.scopes == std::vector<std::string>{"read"});
    const auto client = oauth::register_client(*http, guard, endpoints, testing::redirect);
    REQUIRE_MESSAGE(client, (client ? "" : client.error().message));
    const auto pkce = oauth::make_pkce();
    const auto where =
        oauth::authorize_url(guard, endpoints, client.value(), testing::redirect, "state", pkce, {"read"});
    REQUIRE(where);
    const auto back = testing::send("GET", where.value(), {}, "").header("Location");
    CHECK(oauth::check_issuer(endpoints, testing::parameter(back, "iss")));
    auto tokens = oauth::exchange(*http, guard, endpoints, client.value(), testing::redirect,
                                  Secret(testing::parameter(back, "code")), pkce.verifier, fixture.clock.now());
    REQUIRE_MESSAGE(tokens, (tokens ? "" : tokens.error().message));
    REQUIRE(tokens.value().refresh);
    auto fresh = oauth::refresh(*http, guard, endpoints, client.value(), *tokens.value().refresh, fixture.clock.now());
    REQUIRE_MESSAGE(fresh, (fresh ? "" : fresh.error().message));
    {
        auto session = mcp::Session::open(*http, endpoint.value(), Secret(std::string(fresh.value().access.reveal())));
        REQUIRE_MESSAGE(session, (session ? "" : session.error().message));
        const auto tools = session.value().list_tools();
        REQUIRE(tools);
        CHECK(tools.value().size() == 7);
    }
    REQUIRE(fresh.value().refresh);
    CHECK(oauth::revoke(*http, guard, endpoints, client.value(), *fresh.value().refresh, fixture.clock.now()));
    const auto again = mcp::Session::open(*http, endpoint.value(), Secret(std::string(fresh.value().access.reveal())));
    REQUIRE_FALSE(again);
    CHECK(again.error().fault == Fault::reconnect);
    const auto seen = fixture.simulation->seen(tiny);
    CHECK(seen.refreshes == 1);
    CHECK(seen.revocations == 1);
}
