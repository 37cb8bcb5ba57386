#include "connect/breaker.h"
#include "connect/grants.h"
#include "support.h"

#include <future>
#include <thread>

using namespace parley;
using namespace parley::connect;

TEST_CASE("connect: a token that is due is refreshed before it is used, and the new pair replaces the old one") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    const auto before = house.ours->credential(id);
    REQUIRE(before);
    house.clock.forward(std::chrono::minutes(59) + std::chrono::seconds(1));
    REQUIRE(house.call(id));
    CHECK(vendor.refreshes() == 1);
    const auto after = house.ours->credential(id);
    REQUIRE(after);
    CHECK(after.value().generation > before.value().generation);
    CHECK(after.value().expires_at == house.clock.now() + std::chrono::hours(1));
    REQUIRE(house.call(id));
    CHECK(vendor.refreshes() == 1);
    house.clock.forward(std::chrono::hours(2));
    REQUIRE(house.call(id));
    CHECK(vendor.refreshes() == 2);
}

TEST_CASE("connect: sixteen threads with an expired token cause one refresh, and all of them are served") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    house.clock.forward(std::chrono::hours(2));
    std::atomic<int> served = 0;
    std::vector<std::thread> threads;
    for (int k = 0; k < 16; ++k) {
        threads.emplace_back([&] {
            if (house.sessions.lend(*house.ours, house.anna, id)) ++served;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(served == 16);
    CHECK(vendor.refreshes() == 1);
}

TEST_CASE("connect: tokens that live shorter than the margin are not refreshed at each call") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    vendor.lifetime_s = 30;
    const ConnectionId id = house.connect(vendor).id;
    for (int k = 0; k < 5; ++k) CHECK(house.call(id));
    CHECK(vendor.refreshes() <= 1);
    house.clock.forward(std::chrono::seconds(31));
    CHECK(house.call(id));
    CHECK(vendor.refreshes() <= 2);
}

TEST_CASE("connect: a grant that is gone ends the connection, says why, and nothing is sent any more") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    vendor.refresh = Vendor::Refresh::refused;
    house.clock.forward(std::chrono::hours(2));
    const auto first = house.call(id);
    REQUIRE_FALSE(first);
    CHECK(first.error().fault == Fault::reconnect);
    CHECK(house.row(id).state == store::ConnectionState::needs_reconnect);
    CHECK_FALSE(house.row(id).reason.empty());
    CHECK(house.ours->credential(id));  // Kept, so that a disconnect can still revoke.

    const std::size_t asked = vendor.asked().size();
    for (int k = 0; k < 3; ++k) CHECK_FALSE(house.call(id));
    CHECK(vendor.asked().size() == asked);
}

TEST_CASE("connect: an authorization server in trouble does not end a connection") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    vendor.refresh = Vendor::Refresh::down;
    house.clock.forward(std::chrono::minutes(59) + std::chrono::seconds(30));
    CHECK(house.call(id));  // Due, but still good.

    house.clock.forward(std::chrono::hours(1));
    const auto late = house.sessions.lend(*house.ours, house.anna, id);
    REQUIRE_FALSE(late);
    CHECK(late.error().fault == Fault::unavailable);
    CHECK(house.row(id).state == store::ConnectionState::connected);
    vendor.refresh = Vendor::Refresh::works;
    CHECK(house.call(id));
}

TEST_CASE("connect: whoever loses the race for a refresh uses the winner's token") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    house.clock.forward(std::chrono::hours(2));
    // Another process has refreshed and written back while our request was under way; its rotation made ours invalid.
    vendor.on_refresh = [&] {
        if (vendor.refresh == Vendor::Refresh::refused) return;
        vendor.refresh = Vendor::Refresh::refused;
        const auto old = house.ours->credential(id);
        const oauth::Grant winner{
            {Secret(vendor.access()), Secret("its refresh"), house.clock.now() + std::chrono::hours(1), ""}, {}, {}};
        const auto fresh =
            seal_grant(house.vault, token_binding(house.ours_id, id), winner, old.value().generation + 1);
        const auto swapped = house.ours->swap_credential(id, old.value().generation, fresh);
        CHECK((swapped && swapped.value()));
    };
    CHECK(house.call(id));
    CHECK(house.row(id).state == store::ConnectionState::connected);
    CHECK(vendor.refreshes() == 1);
}

TEST_CASE("connect: a disconnect in the middle of a refresh leaves no token behind, here or there") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    house.clock.forward(std::chrono::hours(2));
    vendor.on_refresh = [&] {
        store::AuditEntry entry;
        entry.user = house.anna;
        entry.action = "disconnect";
        entry.at = house.clock.now();
        CHECK(house.ours->remove_connection(id, entry));
    };
    CHECK_FALSE(house.sessions.lend(*house.ours, house.anna, id));
    CHECK_FALSE(house.ours->credential(id));
    const auto revoked = vendor.asked("/revoke");
    REQUIRE(revoked.size() == 1);
    CHECK(fakes::value_of(revoked[0].form(), "token") == "refresh-2");
}

TEST_CASE("connect: a token that turns out to be dead is refreshed once and the call repeated") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    REQUIRE(house.call(id));
    vendor.make_tokens_stale();
    CHECK(house.call(id));
    CHECK(vendor.refreshes() == 1);

    vendor.refuse_all = true;
    const auto refused = house.call(id);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == Fault::reconnect);
    CHECK(vendor.refreshes() == 2);  // Once, not for ever.
    CHECK(house.row(id).state == store::ConnectionState::connected);
}

TEST_CASE("connect: a session is opened once and used again, until it is forgotten, broken or old") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    const int opened = vendor.count("initialize");
    for (int k = 0; k < 3; ++k) REQUIRE(house.call(id));
    CHECK(vendor.count("initialize") == opened);

    {
        const auto first = house.sessions.lend(*house.ours, house.anna, id);
        const auto second = house.sessions.lend(*house.ours, house.anna, id);  // One session, one thread at a time.
        REQUIRE(first);
        REQUIRE(second);
    }
    CHECK(vendor.count("initialize") == opened + 1);

    house.sessions.forget(house.ours_id, id);
    REQUIRE(house.call(id));
    CHECK(vendor.count("initialize") == opened + 2);
    {
        auto loan = house.sessions.lend(*house.ours, house.anna, id);
        REQUIRE(loan);
        loan.value().broken();
    }
    REQUIRE(house.call(id));
    CHECK(vendor.count("initialize") == opened + 3);
}

TEST_CASE("connect: a session that was idle for long is proved good before it is lent, a younger one is not") {
    House house;
    Vendor vendor(Vendor::Wants::nothing);
    const ConnectionId id = house.connect(vendor).id;
    REQUIRE(house.call(id));
    const int opened = vendor.count("initialize");
    house.clock.forward(std::chrono::minutes(limits::session_idle_minutes));
    REQUIRE(house.call(id));
    CHECK(vendor.count("ping") == 0);
    house.clock.forward(std::chrono::minutes(limits::session_idle_minutes + 1));
    REQUIRE(house.call(id));
    CHECK(vendor.count("ping") == 1);
    REQUIRE(house.call(id));  // It is young again.
    CHECK(vendor.count("ping") == 1);
    CHECK(vendor.count("initialize") == opened);
}

TEST_CASE("connect: a session that was idle over the end of its token comes back with a new one (R6)") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    REQUIRE(house.call(id));
    house.clock.forward(std::chrono::hours(3));
    vendor.make_tokens_stale();
    REQUIRE(house.call(id));
    CHECK(vendor.refreshes() == 1);
    CHECK(vendor.count("tools/call") == 2);  // Nothing was asked with the old token.
}

TEST_CASE("connect: each user has sessions of their own") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    house.sessions.forget(house.ours_id, id);
    const int opened = vendor.count("initialize");
    for (int k = 0; k < 2; ++k) {
        REQUIRE(house.call_as(*house.ours, house.anna, id));
        REQUIRE(house.call_as(*house.ours, house.bert, id));
    }
    CHECK(vendor.count("initialize") == opened + 2);
}

TEST_CASE("connect: what was lent before a forget does not come back to the pool") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    house.sessions.forget(house.ours_id, id);
    {
        const auto loan = house.sessions.lend(*house.ours, house.anna, id);
        REQUIRE(loan);
        house.sessions.forget(house.ours_id, id);
    }
    const int opened = vendor.count("initialize");
    REQUIRE(house.call(id));
    CHECK(vendor.count("initialize") == opened + 1);
}

TEST_CASE("connect: a read is tried again a few times when the server stumbles, and no more") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    vendor.failures = limits::reads_retried;
    CHECK(house.call(id));
    CHECK(vendor.count("tools/call") == limits::reads_retried + 1);

    vendor.failures = 100;
    const auto down = house.call(id);
    REQUIRE_FALSE(down);
    CHECK(down.error().fault == Fault::unavailable);
    CHECK(vendor.count("tools/call") == 2 * (limits::reads_retried + 1));
    CHECK(house.row(id).state == store::ConnectionState::connected);
}

TEST_CASE("connect: what timed out is not asked again") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    REQUIRE(house.call(id));
    std::promise<void> over;
    const std::shared_future<void> wait = over.get_future().share();
    std::atomic<int> asked = 0;
    vendor.on("/mcp", [&, wait](const fakes::Web::Asked&) {
        ++asked;
        wait.wait();
        return fakes::Web::Answer{503, ""};
    });
    const auto slow = house.call(id, 300);
    over.set_value();
    REQUIRE_FALSE(slow);
    CHECK(slow.error().fault == Fault::unavailable);
    // The call, and perhaps the word that it is not waited for any longer.
    CHECK(asked <= 2);
}

TEST_CASE("connect: a server that fails and fails is left alone for a while, then asked once") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    Vendor other(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    const ConnectionId other_id = house.connect(other).id;
    vendor.failures = 1000;
    for (int k = 0; k < Breaker::failures_max; ++k) CHECK_FALSE(house.call(id));
    const std::size_t asked = vendor.asked().size();
    const auto left_alone = house.call(id);
    REQUIRE_FALSE(left_alone);
    CHECK(left_alone.error().fault == Fault::unavailable);
    CHECK(vendor.asked().size() == asked);
    CHECK(house.call(other_id));

    house.clock.forward(Breaker::pause);
    CHECK_FALSE(house.call(id));
    const std::size_t tried = vendor.asked().size();
    CHECK(tried > asked);
    CHECK_FALSE(house.call(id));
    CHECK(vendor.asked().size() == tried);

    vendor.failures = 0;
    house.clock.forward(Breaker::pause);
    CHECK(house.call(id));
    CHECK(house.call(id));
}
