#include "support.h"

using namespace parley;
using namespace parley::connect;

namespace {

using Level = Finding::Level;

const Finding* finding(const Diagnosis& diagnosis, const std::string& step) {
    for (const auto& one : diagnosis.findings) {
        if (one.step == step) return &one;
    }
    return nullptr;
}

bool says(const Diagnosis& diagnosis, const std::string& step, Level level, const std::string& words) {
    const Finding* found = finding(diagnosis, step);
    return found && found->level == level && found->outcome.find(words) != std::string::npos;
}

Diagnosis diagnose(House& house, const ConnectionId& id) {
    auto diagnosis = house.connector.diagnose(*house.ours, house.anna, id);
    REQUIRE(diagnosis);
    return std::move(diagnosis).value();
}

}  // namespace

TEST_CASE("connect: a diagnosis of a good connection says so, step by step, and tells no secret") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    house.clock.forward(std::chrono::minutes(20));
    const Diagnosis diagnosis = diagnose(house, id);
    CHECK(says(diagnosis, "state", Level::good, "connected"));
    CHECK(says(diagnosis, "reviewed", Level::good, "1 admitted, 0 waiting for review, 1 refused"));
    CHECK(says(diagnosis, "address", Level::good, vendor.origin()));
    CHECK(says(diagnosis, "server", Level::good, "asks for a sign-in"));
    CHECK(says(diagnosis, "token", Level::good, "good for another 40 minutes, 20 minutes old, can be refreshed"));
    CHECK(says(diagnosis, "session", Level::good, "2025-06-18"));
    CHECK(says(diagnosis, "tools", Level::good, "2 published, 0 changes"));
    for (const auto& one : diagnosis.findings) {
        CHECK(one.outcome.find("access-") == std::string::npos);
        CHECK(one.outcome.find("refresh-") == std::string::npos);
    }
    REQUIRE_FALSE(diagnosis.log.empty());
    CHECK(diagnosis.log.front().step == "discovery");
    CHECK(diagnosis.log.back().outcome == "connected");
    for (const auto& line : diagnosis.log) CHECK(line.subject.find('?') == std::string::npos);
}

TEST_CASE("connect: a diagnosis changes nothing but the audit: no refresh, no state, no pin") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    vendor.publish_tools({tool("list_orders", "Another text."), tool("list_returns")});
    const auto audited = house.audited();
    CHECK(says(diagnose(house, id), "tools", Level::notice, "2 published, 2 changes"));
    CHECK(house.verdict(id, "list_orders") == "admitted");

    house.clock.forward(std::chrono::hours(3));
    const Diagnosis late = diagnose(house, id);
    CHECK(says(late, "token", Level::notice, "over since 2 hours"));
    CHECK_FALSE(finding(late, "session"));
    house.clock.forward(std::chrono::hours(-3));
    vendor.make_tokens_stale();
    CHECK(says(diagnose(house, id), "session", Level::bad, "connect it again"));
    CHECK(house.row(id).state == store::ConnectionState::connected);
    CHECK(vendor.refreshes() == 0);
    auto looks = house.audited();
    CHECK(looks.size() == audited.size() + 3);  // That somebody looked stands there.
    looks.resize(audited.size());
    CHECK(looks == audited);
}

TEST_CASE("connect: a diagnosis names what is wrong") {
    {
        House house;
        Vendor vendor(Vendor::Wants::oauth);
        const auto started = house.begin_custom(vendor.mcp());
        REQUIRE(started);
        const Diagnosis waiting = diagnose(house, started.value().connection.id);
        CHECK(says(waiting, "state", Level::notice, "signing in"));
        CHECK(says(waiting, "token", Level::bad, "none yet"));
        CHECK(says(waiting, "server", Level::good, "asks for a sign-in"));
    }
    {
        House house;
        Vendor vendor(Vendor::Wants::oauth);
        const ConnectionId id = house.connect(vendor).id;
        vendor.refresh = Vendor::Refresh::refused;
        house.clock.forward(std::chrono::hours(2));
        CHECK_FALSE(house.call(id));
        CHECK(says(diagnose(house, id), "state", Level::bad, "has to be connected again"));
        vendor.stop();
        const Diagnosis dead = diagnose(house, id);
        CHECK(says(dead, "server", Level::bad, "ms)"));
        CHECK_FALSE(finding(dead, "session"));
    }
    House house;
    Vendor vendor(Vendor::Wants::nothing);
    const ConnectionId id = house.connect(vendor).id;
    CHECK(says(diagnose(house, id), "session", Level::good, "revision"));
    CHECK_FALSE(finding(diagnose(house, id), "token"));
    const auto foreign = house.connector.diagnose(*house.theirs, house.anna, id);
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().fault == Fault::not_found);
}
