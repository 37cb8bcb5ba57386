// Revision 2026-07-28 against the second edition of the TypeScript SDK, which nobody here wrote.
#include "support.h"

using namespace parley;
using namespace parley::tests;

namespace {

bool modern_is_here() {
    return peers_are_here("@modelcontextprotocol/server") && peers_are_here("@modelcontextprotocol/node");
}

struct ModernVendor {
    explicit ModernVendor(std::vector<std::string> words = {})
        : server(peer_script("modern_server.mjs"), std::move(words)) {}
    Json events() const { return Browser().read_json(server.origin() + "/events"); }
    NodeServer server;
};

std::size_t orders_in(const Result<mcp::Reply>& reply) {
    INFO((reply ? "" : reply.error().message + " " + reply.error().detail));
    REQUIRE(reply);
    return at_or_null(reply.value().value, "orders").size();
}

}  // namespace

TEST_CASE("peers: a server of revision 2026-07-28 is connected and called without a handshake") {
    if (!modern_is_here()) return;
    for (const bool knows_old_ones : {false, true}) {
        CAPTURE(knows_old_ones);
        const ModernVendor vendor(knows_old_ones ? std::vector<std::string>{"both"} : std::vector<std::string>{});
        PeerHouse house;
        const auto connection = house.connect(vendor.server.url(), "Orders");
        CHECK(connection.state == store::ConnectionState::connected);
        CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
        REQUIRE(house.connector().disconnect(house.org(), app::terminal_user, connection.id));
        const auto events = vendor.events();
        INFO(events.dump());
        CHECK(events["revisions"].size() == 1);
        CHECK(events["revisions"].contains("2026-07-28"));
        CHECK_FALSE(events["methods"].contains("initialize"));
        CHECK(events["methods"]["tools/call"] == 1);
        CHECK(events["refused"].empty());
    }
}

TEST_CASE(
    "peers: arguments that a server wants as headers are sent there too, and a tool that asks for it badly is gone") {
    if (!modern_is_here()) return;
    const ModernVendor vendor;
    PeerHouse house;
    const auto connection = house.connect(vendor.server.url(), "Orders");
    const auto pins = house.org().tools(connection.id);
    REQUIRE(pins);
    CHECK(pins.value().size() == 3);
    for (const auto& pin : pins.value()) CHECK(pin.name != "list_crooked_orders");

    CHECK(orders_in(house.call(connection.id, "list_orders_of_country", {{"country", "CZ"}})) == 2);
    CHECK(orders_in(house.call(connection.id, "list_orders_of_country", {{"country", "Österreich"}})) == 1);
    CHECK(vendor.events()["countries"] == Json{"CZ", "=?base64?w5ZzdGVycmVpY2g=?="});
    CHECK(vendor.events()["refused"].empty());
}

TEST_CASE("peers: a tool that wants to ask a person first is refused in one sentence, and the next call goes on") {
    if (!modern_is_here()) return;
    const ModernVendor vendor;
    PeerHouse house;
    const auto connection = house.connect(vendor.server.url(), "Orders");
    const auto held = house.call(connection.id, "list_held_orders");
    REQUIRE_FALSE(held);
    CHECK(held.error().message.find("elicitation") == std::string::npos);  // That is the vendor's word.
    CHECK(held.error().message.ends_with('.'));
    CHECK(vendor.events()["methods"]["tools/call"] == 1);  // Asking again would not help.
    CHECK(orders_in(house.call(connection.id, "list_orders")) == 3);
}
