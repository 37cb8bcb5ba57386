// The refresher alone: who refreshes, what becomes of the pair, and what ends a grant. Its other halves are the store's
// lease (tests/store) and the sessions that ask it (sessions_test).
#include "base/text.h"
#include "connect/grants.h"
#include "connect/refresher.h"
#include "refresh_support.h"

#include <future>
#include <thread>

using namespace parley;
using namespace parley::connect;

namespace {

void check_still_connected(RefreshHouse& house) {
    CHECK(house.row(house.id).state == store::ConnectionState::connected);
    CHECK(house.row(house.id).reason.empty());
}

// In a state that waits for a person, with a reason; and nothing is sent any more, however often one asks.
void check_ended(RefreshHouse& house) {
    CHECK(house.row(house.id).state == store::ConnectionState::needs_reconnect);
    CHECK_FALSE(house.row(house.id).reason.empty());
    CHECK(house.ours->credential(house.id));  // Kept, so that a disconnect can still revoke.
    const std::size_t asked = house.vendor.asked().size();
    for (int k = 0; k < 3; ++k) CHECK(house.ready().error().fault == Fault::reconnect);
    CHECK(house.vendor.asked().size() == asked);
    int lines = 0;
    for (const auto& line : house.log("state")) lines += line.rfind("needs_reconnect: ", 0) == 0 ? 1 : 0;
    CHECK(lines == 1);
}

}  // namespace

TEST_CASE("connect: case oauth-43: twenty that ask at once with an expired token cause one refresh") {
    RefreshHouse house;
    house.expire();
    std::atomic<int> served = 0;
    std::vector<std::thread> threads;
    for (int k = 0; k < 20; ++k) {
        threads.emplace_back([&] {
            const auto ready = house.ready();
            if (ready && ready.value().generation == 2) ++served;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(served == 20);
    CHECK(house.vendor.refreshes() == 1);
}

TEST_CASE("connect: those who wait for a refresh that fails share its failure, and send nothing of their own") {
    RefreshHouse house;
    house.expire();
    std::promise<void> all_here;
    const auto here = all_here.get_future().share();
    house.vendor.refresh = Vendor::Refresh::down;
    house.vendor.on_refresh = [here] { here.wait(); };
    std::atomic<int> failed = 0, begun = 0;
    std::vector<std::thread> threads;
    for (int k = 0; k < 20; ++k) {
        threads.emplace_back([&] {
            if (++begun == 20) all_here.set_value();
            const auto ready = house.ready();
            if (!ready && ready.error().fault == Fault::unavailable) ++failed;
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(failed == 20);
    // Whoever came too late to wait for the first try has made another, and then there is a pause.
    CHECK(house.vendor.refreshes() <= 2);
    check_still_connected(house);
}

TEST_CASE("connect: two refreshers on one store, as two processes have them, send one refresh between them") {
    RefreshHouse house;
    Refresher other(house.wiring());
    house.expire();
    std::promise<Result<Ready>> theirs;
    std::thread second;
    // While the first one's request is under way the other finds the lease taken and waits.
    house.vendor.on_refresh = [&] {
        second = std::thread([&] { theirs.set_value(other.ready(*house.ours, house.id, std::nullopt)); });
    };
    const auto ready = house.ready();
    const auto waited = theirs.get_future().get();
    second.join();
    REQUIRE(ready);
    REQUIRE(waited);
    CHECK(ready.value().generation == 2);
    CHECK(waited.value().generation == 2);
    CHECK(house.vendor.refreshes() == 1);
}

TEST_CASE("connect: who waits for another process's refresh stops at its deadline or when told, and sends nothing") {
    RefreshHouse house;
    house.expire();
    REQUIRE(house.claim_as("another process"));
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(60);
    const auto late = house.refresher.ready(*house.ours, house.id, std::nullopt, Deadline(soon));
    REQUIRE_FALSE(late);
    CHECK(late.error().fault == Fault::unavailable);

    std::stop_source stop;
    stop.request_stop();
    const auto stopped = house.refresher.ready(*house.ours, house.id, std::nullopt,
                                               Deadline(Deadline::Time::time_point::max(), stop.get_token()));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().fault == Fault::unavailable);
    CHECK(house.vendor.refreshes() == 0);
    check_still_connected(house);

    house.clock.forward(std::chrono::milliseconds(limits::refresh_lease_ms));  // The other process is dead.
    CHECK(house.ready());
    CHECK(house.vendor.refreshes() == 1);
}

TEST_CASE("connect: a token that still lives is used while another process is at the refresh for too long") {
    RefreshHouse house;
    house.clock.forward(std::chrono::minutes(59) + std::chrono::seconds(30));
    REQUIRE(house.claim_as("another process"));
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(60);
    const auto ready = house.refresher.ready(*house.ours, house.id, std::nullopt, Deadline(soon));
    REQUIRE(ready);
    CHECK(ready.value().generation == 1);
    CHECK(house.vendor.refreshes() == 0);
}

TEST_CASE("connect: case oauth-44: a refresh that was cut off is tried once more with the old token, then never") {
    SUBCASE("the vendor had not rotated yet: the second try works") {
        RefreshHouse house;
        house.expire();
        REQUIRE(house.claim_as("killed"));
        house.clock.forward(std::chrono::milliseconds(limits::refresh_lease_ms));
        CHECK(house.ready());
        CHECK(house.vendor.refreshes() == 1);
        check_still_connected(house);
    }
    SUBCASE("the vendor had rotated: it says so, and the connection waits for a person") {
        RefreshHouse house;
        house.expire();
        REQUIRE(house.claim_as("killed"));
        house.vendor.rotate();
        house.clock.forward(std::chrono::milliseconds(limits::refresh_lease_ms));
        CHECK(house.ready().error().fault == Fault::reconnect);
        CHECK(house.vendor.refreshes() == 1);
        check_ended(house);
    }
    SUBCASE("cut off twice: nothing is sent a third time") {
        RefreshHouse house;
        house.expire();
        for (const char* holder : {"killed", "killed as well"}) {
            REQUIRE(house.claim_as(holder));
            house.clock.forward(std::chrono::milliseconds(limits::refresh_lease_ms));
        }
        CHECK(house.ready().error().fault == Fault::reconnect);
        CHECK(house.vendor.refreshes() == 0);
        check_ended(house);
    }
}

TEST_CASE("connect: case oauth-45: a grant that is gone ends the connection at once, with one reason") {
    RefreshHouse house;
    house.expire();
    house.vendor.refresh = Vendor::Refresh::refused;
    const auto first = house.ready();
    REQUIRE_FALSE(first);
    CHECK(first.error().fault == Fault::reconnect);
    CHECK(house.vendor.refreshes() == 1);
    check_ended(house);
    CHECK(house.log("refresh") == std::vector<std::string>{"status 400 invalid_grant"});
}

TEST_CASE("connect: who gets the lease after a grant was found gone does not ask the vendor again") {
    RefreshHouse house;
    Refresher other(house.wiring());
    house.expire();
    house.vendor.refresh = Vendor::Refresh::refused;
    std::promise<Result<Ready>> theirs;
    std::thread second;
    house.vendor.on_refresh = [&] {
        second = std::thread([&] { theirs.set_value(other.ready(*house.ours, house.id, std::nullopt)); });
    };
    CHECK(house.ready().error().fault == Fault::reconnect);
    const auto waited = theirs.get_future().get();
    second.join();
    REQUIRE_FALSE(waited);
    CHECK(waited.error().fault == Fault::reconnect);
    CHECK(house.vendor.refreshes() == 1);
    check_ended(house);
}

TEST_CASE("connect: case oauth-46: a refresh answer without a refresh token leaves the old one in use") {
    RefreshHouse house;
    house.vendor.on("/token", [&](const fakes::Web::Asked& asked) {
        CHECK(fakes::value_of(asked.form(), "refresh_token") == "refresh-1");
        return fakes::Web::Answer{200, R"({"access_token":"next","token_type":"Bearer","expires_in":3600})"};
    });
    for (int k = 0; k < 3; ++k) {
        house.expire();
        REQUIRE(house.ready());
    }
    CHECK(house.vendor.refreshes() == 3);
    CHECK(house.grant().tokens.refresh->reveal() == "refresh-1");
}

TEST_CASE(
    "connect: case oauth-48: with a clock five minutes off, a 401 leads to one refresh, and then there is peace") {
    for (const int minutes : {-5, 0, 5}) {
        CAPTURE(minutes);
        RefreshHouse house;
        house.clock.forward(std::chrono::minutes(minutes));
        REQUIRE(house.ready());
        const int before = house.vendor.refreshes();
        CHECK(before == 0);
        const auto dead = house.ready(1);
        REQUIRE(dead);
        CHECK(dead.value().generation == 2);
        for (int k = 0; k < 5; ++k) CHECK(house.ready().value().generation == 2);
        CHECK(house.ready(1).value().generation == 2);  // Who comes late with the old 401 gets the new token.
        CHECK(house.vendor.refreshes() == 1);
        // The clock is put right, in one leap.
        house.clock.forward(std::chrono::minutes(-minutes));
        for (int k = 0; k < 5; ++k) CHECK(house.ready().value().generation == 2);
        CHECK(house.vendor.refreshes() == 1);
    }
}

TEST_CASE("connect: case oauth-48: tokens of a few seconds are used for most of their life, also by a new process") {
    RefreshHouse house;
    house.vendor.lifetime_s = 5;
    house.expire();
    REQUIRE(house.ready());
    CHECK(house.vendor.refreshes() == 1);
    for (int k = 0; k < 5; ++k) {
        Refresher fresh(house.wiring());
        CHECK(fresh.ready(*house.ours, house.id, std::nullopt));
        CHECK(house.ready());
    }
    CHECK(house.vendor.refreshes() == 1);
    house.clock.forward(std::chrono::seconds(4));
    CHECK(house.ready());
    CHECK(house.vendor.refreshes() == 2);
}

TEST_CASE("connect: a vendor in trouble is asked at growing intervals, and the row stays as it is") {
    RefreshHouse house;
    house.vendor.refresh = Vendor::Refresh::down;
    house.clock.forward(std::chrono::minutes(59) + std::chrono::seconds(1));
    for (int k = 0; k < 50; ++k) {
        CHECK(house.ready().value().generation == 1);  // Due, but still good.
        house.clock.forward(std::chrono::seconds(1));
    }
    CHECK(house.vendor.refreshes() >= 4);
    CHECK(house.vendor.refreshes() <= 8);  // Not fifty.

    house.expire();
    const auto late = house.ready();
    REQUIRE_FALSE(late);
    CHECK(late.error().fault == Fault::unavailable);
    check_still_connected(house);
    house.vendor.refresh = Vendor::Refresh::works;
    house.clock.forward(std::chrono::minutes(1));
    CHECK(house.ready().value().generation == 2);
    for (const auto& line : house.log("refresh")) {
        CAPTURE(line);
        CHECK((line == "status 503" || line.rfind("200, good until ", 0) == 0));
    }
}

TEST_CASE("connect: only a withdrawn grant ends a connection, not what goes wrong on the way") {
    const struct {
        int status;
        const char* body;
        bool ends;
    } cases[] = {
        {500, "", false},
        {502, "<html>", false},
        {503, R"({"error":"invalid_grant"})", false},  // A broken server's words count for nothing.
        {429, "", false},
        {404, "", false},
        {301, "", false},
        {200, "<html>", false},
        {200, "{}", false},
        {200, R"({"access_token":"a","token_type":"mac"})", false},
        {400, R"({"error":"temporarily_unavailable"})", false},
        {400, R"({"error":"invalid_request"})", false},
        {400, "not JSON", false},
        {400, R"({"error":"invalid_grant"})", true},
        {401, R"({"error":"invalid_grant"})", true},
        {200, R"({"error":"invalid_grant"})", true},
    };
    for (const auto& c : cases) {
        CAPTURE(c.status);
        CAPTURE(c.body);
        RefreshHouse house;
        house.vendor.say("/token", {c.status, c.body});
        house.expire();
        const auto ready = house.ready();
        REQUIRE_FALSE(ready);
        CHECK((ready.error().fault == Fault::reconnect) == c.ends);
        CHECK((house.row(house.id).state == store::ConnectionState::needs_reconnect) == c.ends);
        CHECK(house.grant().tokens.refresh->reveal() == "refresh-1");
    }
    RefreshHouse house;
    house.vendor.stop();  // Nobody listens.
    house.expire();
    CHECK(house.ready().error().fault == Fault::unavailable);
    check_still_connected(house);
}

TEST_CASE("connect: sign-ins that are refused one after the other end the connection, and a good one starts anew") {
    RefreshHouse house;
    const auto refuse = [&](std::int64_t generation) {
        return house.refresher.refused(*house.ours, house.id, generation);
    };
    for (int round = 0; round < 2; ++round) {
        for (int k = 1; k < limits::refused_sign_ins_max; ++k) CHECK(refuse(10 * round + k).fault == Fault::reconnect);
        for (int k = 0; k < 5; ++k)
            CHECK(refuse(10 * round + limits::refused_sign_ins_max - 1).fault == Fault::reconnect);  // Known already.
        check_still_connected(house);
        house.refresher.accepted(house.ours_id, house.id);
    }
    for (int k = 1; k <= limits::refused_sign_ins_max; ++k) CHECK(refuse(100 + k).fault == Fault::reconnect);
    check_ended(house);
}

TEST_CASE("connect: a key that is refused ends the connection, and no token is asked for") {
    House house;
    Vendor vendor(Vendor::Wants::key);
    Begin wish;
    wish.url = vendor.mcp();
    wish.name = "Orders";
    wish.parameters = {{"header", "X-Api-Key"}};
    wish.api_key.emplace("the key");
    const auto started = house.connector.begin(*house.ours, house.anna, std::move(wish));
    REQUIRE(started);
    const ConnectionId id = started.value().connection.id;
    Refresher refresher({house.vault, house.catalogue, house.guard, house.clock});
    house.clock.forward(std::chrono::hours(10'000));
    const auto ready = refresher.ready(*house.ours, id, std::nullopt);
    REQUIRE(ready);
    CHECK(ready.value().authorization_header == "X-Api-Key");
    CHECK(refresher.ready(*house.ours, id, ready.value().generation + 1));  // Another key was refused, not this one.
    CHECK(refresher.ready(*house.ours, id, ready.value().generation).error().fault == Fault::reconnect);
    CHECK(house.row(id).state == store::ConnectionState::needs_reconnect);
    CHECK(vendor.asked("/token").empty());
}

TEST_CASE("connect: the log says when a token was renewed and until when it is good, and never a secret") {
    RefreshHouse house;
    house.expire();
    REQUIRE(house.ready());
    const auto log = house.ours->connection_log(house.id);
    REQUIRE(log);
    REQUIRE_FALSE(log.value().empty());
    const auto& last = log.value().back();
    CHECK(last.step == "refresh");
    CHECK(last.at == house.clock.now());
    CHECK(last.subject == house.vendor.origin() + "/token");
    CHECK(last.outcome == cat("200, good until ", to_text(house.clock.now() + std::chrono::hours(1))));
    for (const auto& line : log.value()) {
        for (const char* word : {"access-", "refresh-", "?", "code"}) {
            CHECK(line.outcome.find(word) == std::string::npos);
            CHECK(line.subject.find(word) == std::string::npos);
        }
    }
}
