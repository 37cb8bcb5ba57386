// A vendor that nobody here wrote: npm's oidc-provider hands out tokens, a server on the TypeScript SDK checks them.
#include "oauth/oauth.h"
#include "support.h"

#include <cstdlib>
#include <thread>

using namespace parley;
using namespace parley::tests;

namespace {

constexpr int hour_s = 3600;

class IndependentVendor {
public:
    explicit IndependentVendor(int token_lifetime_s, std::string answers = "stream")
        : lifetime_(std::to_string(token_lifetime_s)), answers_(std::move(answers)) {
        authority_.emplace(peer_script("authorization_server.mjs"), std::vector{lifetime_});
        server_.emplace(peer_script("minimal_server.mjs"), std::vector{answers_, authority_->origin()});
    }

    std::string issuer() const { return authority_->origin(); }
    std::string url() const { return server_->url(); }

    // At the same address, with nothing in mind.
    void restart_server() {
        const int port = server_->port();
        server_.reset();
        server_.emplace(peer_script("minimal_server.mjs"), std::vector{answers_, authority_->origin()}, port);
    }
    void restart_authority() {
        const int port = authority_->port();
        authority_.reset();
        authority_.emplace(peer_script("authorization_server.mjs"), std::vector{lifetime_}, port);
    }

    Json granted() const { return Browser().read_json(authority_->origin() + "/events"); }
    Json served() const { return Browser().read_json(server_->origin() + "/events"); }

private:
    std::string lifetime_, answers_;
    std::optional<NodeServer> authority_, server_;
};

bool vendor_is_here() {
    return peers_are_here("oidc-provider") && peers_are_here("@modelcontextprotocol/sdk");
}

// Nothing was refused, used twice or taken back.
void check_peaceful(const Json& granted) {
    INFO(granted.dump());
    CHECK(granted["refused"].empty());
    CHECK(granted["server_errors"].empty());
    CHECK(granted["revoked_grants"] == 0);
}

std::size_t orders_in(const Result<mcp::Reply>& reply) {
    INFO((reply ? "" : reply.error().message + " " + reply.error().detail));
    REQUIRE(reply);
    return at_or_null(reply.value().value, "orders").size();
}

int soak_s() {
    const char* wished = std::getenv("PARLEY_SOAK_S");
    return wished == nullptr ? 20 : std::atoi(wished);
}

}  // namespace

TEST_CASE("peers: a connection's whole life against an independent authorization server") {
    if (!vendor_is_here()) return;
    for (const char* answers : {"stream", "json"}) {
        CAPTURE(answers);
        IndependentVendor vendor(hour_s, answers);
        PeerHouse house;
        const auto connection = house.connect(vendor.url(), "Orders");
        CHECK(connection.state == store::ConnectionState::connected);
        CHECK(connection.issuer == vendor.issuer());
        CHECK(connection.resource == vendor.url());
        const auto pins = house.org().tools(connection.id);
        REQUIRE(pins);
        REQUIRE(pins.value().size() == 1);
        CHECK(pins.value()[0].verdict == "admitted");
        CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);

        const auto before = vendor.granted();
        CHECK(before["registrations"] == 1);
        CHECK(before["authorization_code"] == 1);
        CHECK(before["refresh_token"] == 0);
        check_peaceful(before);

        REQUIRE(house.connector().disconnect(house.org(), app::terminal_user, connection.id));
        CHECK(vendor.granted()["revoked_grants"] == 1);
        CHECK(vendor.served()["sessions_ended"] == vendor.served()["sessions"]);
        CHECK(house.org().connection(connection.id).error().fault == Fault::not_found);
    }
}

TEST_CASE("peers: a token that is over is refreshed once, and the next calls use the new one") {
    if (!vendor_is_here()) return;
    IndependentVendor vendor(hour_s);
    PeerHouse house;
    const auto connection = house.connect(vendor.url(), "Orders");
    CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
    CHECK(vendor.granted()["refresh_token"] == 0);

    house.clock.forward(std::chrono::hours(1));
    CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
    CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
    CHECK(vendor.granted()["refresh_token"] == 1);
    check_peaceful(vendor.granted());
}

TEST_CASE("peers: rotated refresh tokens are never used twice, however often and from however many threads") {
    if (!vendor_is_here()) return;
    IndependentVendor vendor(hour_s);
    PeerHouse house;
    const auto connection = house.connect(vendor.url(), "Orders");
    constexpr int rounds = 5;
    for (int round = 1; round <= rounds; ++round) {
        house.clock.forward(std::chrono::hours(1));
        std::atomic<int> answered = 0;
        {
            std::vector<std::jthread> callers;
            for (int caller = 0; caller < 6; ++caller) {
                callers.emplace_back([&] { answered += house.call(connection.id, "list_orders") ? 1 : 0; });
            }
        }
        CHECK(answered == 6);
        CHECK(vendor.granted()["refresh_token"] == round);
    }
    check_peaceful(vendor.granted());
}

TEST_CASE("peers: the independent server would notice: a refresh token that is used twice ends the whole grant") {
    if (!vendor_is_here()) return;
    const IndependentVendor vendor(hour_s);
    const std::unique_ptr<net::Resolver> resolver = net::system_resolver();
    const net::UrlGuard guard(*resolver, net::Reach::loopback);
    const auto http = net::make_http();
    const auto url = guard.check(vendor.url());
    REQUIRE(url);
    const auto found = oauth::discover(*http, guard, url.value(), {});
    REQUIRE(found);
    const auto& endpoints = found.value().endpoints;
    const std::string home = "http://127.0.0.1:8080/oauth/callback";
    const auto client = oauth::register_client(*http, guard, endpoints, home);
    REQUIRE(client);
    const auto pkce = oauth::make_pkce();
    const auto page = oauth::authorize_url(guard, endpoints, client.value(), home, "state", pkce, endpoints.scopes);
    REQUIRE(page);
    const auto answer = Poco::URI(Browser().visit(page.value(), home)).getQueryParameters();
    REQUIRE(answer.at(0).first == "code");
    const auto now = SystemClock().now();
    const auto tokens =
        oauth::exchange(*http, guard, endpoints, client.value(), home, Secret(answer.at(0).second), pkce.verifier, now);
    REQUIRE(tokens);
    REQUIRE(tokens.value().refresh);
    CHECK(oauth::refresh(*http, guard, endpoints, client.value(), *tokens.value().refresh, now));
    check_peaceful(vendor.granted());

    const auto again = oauth::refresh(*http, guard, endpoints, client.value(), *tokens.value().refresh, now);
    REQUIRE_FALSE(again);
    CHECK(again.error().fault == Fault::reconnect);
    CHECK(vendor.granted()["refused"].size() == 1);
    CHECK(vendor.granted()["revoked_grants"] == 1);
}

TEST_CASE("peers: a grant that the vendor has forgotten asks for a person, and connecting again revives the same row") {
    if (!vendor_is_here()) return;
    IndependentVendor vendor(hour_s);
    PeerHouse house;
    const auto connection = house.connect(vendor.url(), "Orders");
    vendor.restart_authority();
    house.clock.forward(std::chrono::hours(1));
    const auto refused = house.call(connection.id, "list_orders");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::reconnect);
    const auto waiting = house.org().connection(connection.id);
    REQUIRE(waiting);
    CHECK(waiting.value().state == store::ConnectionState::needs_reconnect);
    CHECK_FALSE(waiting.value().reason.empty());

    const auto before = vendor.granted();
    CHECK_FALSE(house.call(connection.id, "list_orders"));
    CHECK(vendor.granted() == before);  // Nobody is asked any more until a person has signed in.

    const auto again = house.reconnect(connection.id);
    CHECK(again.id == connection.id);
    CHECK(again.state == store::ConnectionState::connected);
    CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
}

TEST_CASE("peers: a server that has been restarted knows no session, and is asked for a new one without a word") {
    if (!vendor_is_here()) return;
    for (const char* answers : {"stream", "json"}) {
        CAPTURE(answers);
        IndependentVendor vendor(hour_s, answers);
        PeerHouse house;
        const auto connection = house.connect(vendor.url(), "Orders");
        CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
        vendor.restart_server();
        CHECK(vendor.served()["sessions"] == 0);
        CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
        const auto served = vendor.served();
        INFO(served.dump());
        CHECK(served["unknown_sessions"].get<int>() >= 1);
        CHECK(served["sessions"] == 1);
        CHECK(served["calls"] == 1);
        check_peaceful(vendor.granted());
    }
}

// PARLEY_SOAK_S says how long; `make soak` runs it for ten minutes.
TEST_CASE("peers: soak: questions over tokens of five seconds, none fails and no refresh token is used twice") {
    if (!vendor_is_here()) return;
    using Time = std::chrono::steady_clock;
    constexpr int lifetime_s = 5;
    IndependentVendor vendor(lifetime_s);
    PeerHouse house;
    const auto connection = house.connect(vendor.url(), "Orders");
    const auto start = Time::now();
    const auto end = start + std::chrono::seconds(soak_s());
    std::atomic<int> asked = 0, answered = 0;
    std::mutex lock;
    std::vector<std::string> failures;  // Guarded by lock.
    {
        std::vector<std::jthread> people;
        for (int person = 0; person < 3; ++person) {
            people.emplace_back([&] {
                // A steady pace: so fast that several questions meet each refresh, and no faster.
                for (auto next = Time::now(); Time::now() < end; next += std::chrono::milliseconds(100)) {
                    std::this_thread::sleep_until(next);
                    ++asked;
                    const auto answer = house.ask("Show the orders");
                    if (answer && answer.value()["status"] == "answered") {
                        ++answered;
                        continue;
                    }
                    const std::lock_guard guard(lock);
                    failures.push_back(answer ? answer.value().dump() : answer.error().message);
                }
            });
        }
    }
    const auto granted = vendor.granted();
    MESSAGE(asked.load() << " questions in " << soak_s() << " s, " << granted["refresh_token"] << " refreshes");
    INFO((failures.empty() ? "" : failures.front()));
    CHECK(failures.empty());
    CHECK(answered == asked);
    CHECK(asked > soak_s());
    const auto taken = std::chrono::duration_cast<std::chrono::seconds>(Time::now() - start).count();
    const auto turns = static_cast<int>(taken) / lifetime_s;
    CHECK(granted["refresh_token"].get<int>() >= turns - 1);
    CHECK(granted["refresh_token"].get<int>() <= 2 * turns + 2);
    check_peaceful(granted);
}
