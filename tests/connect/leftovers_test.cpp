// What a disconnect leaves behind: its audit rows, and nothing else.
#include "../store/raw_database.h"
#include "fakes/tls_server.h"
#include "support.h"

using namespace parley;
using namespace parley::connect;

namespace {

// Tables with a row that holds the text in any column.
std::vector<std::string> tables_with(RawDatabase& raw, const std::string& text) {
    std::vector<std::string> found;
    for (const auto& table : raw.rows("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        bool is_there = false;
        for (const auto& row : raw.rows(cat("SELECT * FROM \"", table[0], "\""))) {
            for (const auto& cell : row) is_there = is_there || cell.find(text) != std::string::npos;
        }
        if (is_there) found.push_back(table[0]);
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

TEST_CASE("connect: a disconnect leaves nothing of the connection in any table but the audit") {
    const fakes::ScratchFolder folder;
    auto opened = store::open_sqlite(folder.file("parley.db"));
    REQUIRE(opened);
    House house({}, {}, std::move(opened).value());
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    const ConnectionId other = house.connect(vendor).id;
    REQUIRE(house.call(other));
    REQUIRE(house.ours->save_shape(id, {"list_orders", {{"spots", Json::object()}}, "", Json(), {}}, nullptr));
    REQUIRE(house.connector.reconnect(*house.ours, house.anna, id));  // An authorization that nobody comes back for.

    RawDatabase raw(folder.file("parley.db"));
    CHECK(tables_with(raw, id.text) == std::vector<std::string>{"audit", "authorizations", "connection_log",
                                                                "connections", "credentials", "shapes", "tools"});
    const auto kept = tables_with(raw, other.text);
    REQUIRE(house.connector.disconnect(*house.ours, house.anna, id));
    CHECK(tables_with(raw, id.text) == std::vector<std::string>{"audit"});
    CHECK(tables_with(raw, other.text) == kept);
}

TEST_CASE("connect: after a disconnect no session, breaker or changed tool is remembered for the next one") {
    House house;
    Vendor vendor(Vendor::Wants::nothing);
    const ConnectionId id = house.connect(vendor).id;
    vendor.failures = 1'000;
    for (int k = 0; k < 10; ++k) CHECK_FALSE(house.call(id, 3'000));
    const int calls = vendor.count("tools/call");
    CHECK_FALSE(house.call(id, 3'000));
    CHECK(vendor.count("tools/call") == calls);  // It is left alone.
    vendor.failures = 0;

    const auto row = house.row(id);
    REQUIRE(house.connector.disconnect(*house.ours, house.anna, id));
    const auto gone = house.sessions.lend(*house.ours, house.anna, id);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().fault == Fault::not_found);
    // The same row again, as only a test can have it: nothing in memory speaks against it.
    const int sessions = vendor.count("initialize");
    REQUIRE(house.ours->save_connection(row, nullptr, {house.anna, "connect", id.text, Json::object(), {}}));
    REQUIRE(house.connector.test(*house.ours, house.anna, id));
    CHECK(house.call(id));
    CHECK(vendor.count("initialize") == sessions + 1);
}
