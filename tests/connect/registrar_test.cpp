// Which client a sign-in uses, and what the connection's log says of it.
#include "support.h"

#include <algorithm>

using namespace parley;
using namespace parley::connect;

namespace {

bool holds(const std::vector<std::string>& lines, const std::string& wanted) {
    return std::find(lines.begin(), lines.end(), wanted) != lines.end();
}

}  // namespace

TEST_CASE("connect: a reconnect does not trust the client that it had, and uses a newer one that is there (R7)") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId first = house.connect(vendor).id;
    const ConnectionId second = house.connect(vendor).id;
    CHECK(vendor.asked("/register").size() == 1);
    vendor.registration = {{"client_id", "client-2"}};  // The vendor has forgotten the first one.
    vendor.publish();
    for (const auto& id : {first, second}) {
        const auto started = house.connector.reconnect(*house.ours, house.anna, id);
        REQUIRE(started);
        CHECK(House::parameter(started.value(), "client_id") == "client-2");
        REQUIRE(house.connector.finish(House::callback(started.value())));
    }
    CHECK(vendor.asked("/register").size() == 2);
}

TEST_CASE("connect: a sign-in that never came back registers anew when it is taken up again") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const auto started = house.begin_custom(vendor.mcp());
    REQUIRE(started);
    vendor.registration = {{"client_id", "client-2"}};
    vendor.publish();
    const auto again = house.connector.reconnect(*house.ours, house.anna, started.value().connection.id);
    REQUIRE(again);
    CHECK(House::parameter(again.value(), "client_id") == "client-2");
    CHECK(house.connector.finish(House::callback(again.value())));
}

TEST_CASE("connect: a client that the token endpoint does not know is forgotten") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    vendor.say("/token", {401, R"({"error":"invalid_client"})"});
    const auto started = house.begin_custom(vendor.mcp());
    REQUIRE(started);
    CHECK_FALSE(house.connector.finish(House::callback(started.value())));
    vendor.registration = {{"client_id", "client-2"}};
    vendor.publish();
    const auto again = house.begin_custom(vendor.mcp());
    REQUIRE(again);
    CHECK(House::parameter(again.value(), "client_id") == "client-2");
}

TEST_CASE("connect: the log of a connection tells each step of finding it, and no secret") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    CHECK(holds(house.logged(id, "discovery"), "200"));
    CHECK(house.logged(id, "registration") == std::vector<std::string>{"registered"});
    CHECK(holds(house.logged(id, "sign-in"), "finished"));
    CHECK(house.logged(id, "state") == std::vector<std::string>{"connected"});
    CHECK(house.logged(house.connect(vendor).id, "registration") == std::vector<std::string>{"used again"});
    const auto lines = house.ours->connection_log(id);
    REQUIRE(lines);
    for (const auto& line : lines.value()) {
        for (const char* secret : {"access-", "refresh-", "the code", "state="})
            CHECK((line.subject + line.outcome).find(secret) == std::string::npos);
    }
}

TEST_CASE("connect: a discovery that fails leaves no row, and its steps are in the error for the log") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    vendor.metadata.erase("code_challenge_methods_supported");
    vendor.publish();
    const auto started = house.begin_custom(vendor.mcp());
    REQUIRE_FALSE(started);
    CHECK(started.error().detail.find("/.well-known/oauth-authorization-server") != std::string::npos);
    const auto rows = house.ours->connections();
    REQUIRE(rows);
    CHECK(rows.value().empty());
    CHECK(house.audited() == std::vector<std::string>{"connect asked for"});  // What reached strangers stands there.
}

TEST_CASE("connect: a reconnect whose discovery fails says in the log where it has been") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    vendor.metadata["issuer"] = "https://evil.example";
    vendor.publish();
    const auto started = house.connector.reconnect(*house.ours, house.anna, id);
    REQUIRE_FALSE(started);
    CHECK(house.logged(id, "discovery").back() == started.error().message);
    CHECK(house.logged(id, "discovery").size() > 3);
    CHECK(house.row(id).state == store::ConnectionState::connected);
    CHECK(house.call(id));
}

TEST_CASE("connect: a callback that is refused says why in the log") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const auto started = house.begin_custom(vendor.mcp());
    REQUIRE(started);
    auto back = House::callback(started.value());
    back.error = "access_denied";
    const auto finished = house.connector.finish(std::move(back));
    REQUIRE_FALSE(finished);
    CHECK(house.logged(started.value().connection.id, "sign-in").back() == finished.error().message);
}
