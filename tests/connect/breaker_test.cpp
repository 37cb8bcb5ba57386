#include "connect/breaker.h"

#include "support.h"

#include <future>

using namespace parley;
using namespace parley::connect;

namespace {

void fail_often(Breaker& breaker, const std::string& key, Instant now) {
    for (int k = 0; k < Breaker::failures_max; ++k) {
        auto leave = breaker.ask(key, now);
        REQUIRE(leave);
        leave->failed(now);
    }
}

}  // namespace

TEST_CASE("connect: a server is left alone after its last failure too many, and another one is not") {
    Breaker breaker;
    const Instant now{};
    for (int k = 0; k < Breaker::failures_max; ++k) {
        CHECK_FALSE(breaker.is_closed_to("a", now));
        auto leave = breaker.ask("a", now);
        REQUIRE(leave);
        leave->failed(now);
    }
    CHECK(breaker.is_closed_to("a", now));
    CHECK_FALSE(breaker.ask("a", now));
    CHECK_FALSE(breaker.ask("a", now + Breaker::pause - std::chrono::milliseconds(1)));
    CHECK(breaker.ask("b", now));
    breaker.forget("a");
    CHECK(breaker.ask("a", now));
}

TEST_CASE("connect: failures in a row count, and a success in between begins anew") {
    Breaker breaker;
    const Instant now{};
    for (int k = 0; k < 3 * Breaker::failures_max; ++k) {
        auto leave = breaker.ask("a", now);
        REQUIRE(leave);
        if (k % Breaker::failures_max == Breaker::failures_max - 1) {
            leave->succeeded();
        } else {
            leave->failed(now);
        }
    }
    CHECK_FALSE(breaker.is_closed_to("a", now));
}

TEST_CASE("connect: after the pause one at a time finds out whether the server is back") {
    const Instant later = Instant{} + Breaker::pause;
    struct {
        const char* what;
        void (*end)(Breaker::Leave&, Instant);
        bool open_at_once;   // Somebody else may ask right away.
        bool open_for_good;  // And many at a time.
    } const cases[] = {
        {"it is back", [](Breaker::Leave& leave, Instant) { leave.succeeded(); }, true, true},
        {"it is not", [](Breaker::Leave& leave, Instant now) { leave.failed(now); }, false, false},
        {"who asked has gone", [](Breaker::Leave& leave, Instant) { const Breaker::Leave gone = std::move(leave); },
         true, false},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.what));
        Breaker breaker;
        fail_often(breaker, "a", Instant{});
        auto probe = breaker.ask("a", later);
        REQUIRE(probe);
        CHECK(breaker.is_closed_to("a", later));
        CHECK_FALSE(breaker.ask("a", later));
        CHECK_FALSE(breaker.ask("a", later + std::chrono::hours(1)));  // However long it takes.
        c.end(*probe, later);
        const auto next = breaker.ask("a", later);
        CHECK(next.has_value() == c.open_at_once);
        CHECK(breaker.ask("a", later).has_value() == c.open_for_good);
        CHECK(breaker.ask("a", later + std::chrono::hours(1)).has_value() != (c.open_at_once && !c.open_for_good));
    }
}

TEST_CASE("connect: a probe that was overtaken does not end the next one's turn") {
    Breaker breaker;
    const Instant later = Instant{} + Breaker::pause;
    fail_often(breaker, "a", Instant{});
    auto overtaken = breaker.ask("a", later);
    REQUIRE(overtaken);
    breaker.forget("a");  // A person has connected again, and it failed again.
    fail_often(breaker, "a", Instant{});
    const auto probe = breaker.ask("a", later);
    REQUIRE(probe);
    overtaken.reset();
    CHECK_FALSE(breaker.ask("a", later));
}

TEST_CASE("connect: of two questions after the pause exactly one goes to the server that was dead") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    std::promise<void> may_answer;
    const std::shared_future<void> wait = may_answer.get_future().share();
    std::promise<void> asked;
    std::atomic<bool> holding = false;
    vendor.on_call = [&, wait](const Json&) -> std::optional<fakes::Web::Answer> {
        if (!holding.exchange(false)) return std::nullopt;
        asked.set_value();
        wait.wait();
        return std::nullopt;
    };
    const ConnectionId id = house.connect(vendor).id;
    vendor.failures = 1000;
    for (int k = 0; k < Breaker::failures_max; ++k) CHECK_FALSE(house.call(id));
    vendor.failures = 0;
    house.clock.forward(Breaker::pause);
    holding = true;
    auto first = std::async(std::launch::async, [&] { return static_cast<bool>(house.call(id)); });
    asked.get_future().wait();
    const int calls = vendor.count("tools/call");
    const auto second = house.call(id);
    REQUIRE_FALSE(second);
    CHECK(second.error().fault == Fault::unavailable);
    CHECK(vendor.count("tools/call") == calls);
    may_answer.set_value();
    CHECK(first.get());
    CHECK(house.call(id));
}

TEST_CASE("connect: a reconnect and a test by a person do not wait for the pause") {
    House house;
    Vendor vendor(Vendor::Wants::oauth);
    const ConnectionId id = house.connect(vendor).id;
    vendor.failures = 1000;
    for (int k = 0; k < Breaker::failures_max; ++k) CHECK_FALSE(house.call(id));
    vendor.failures = 0;
    const auto left_alone = house.call(id);
    REQUIRE_FALSE(left_alone);
    CHECK(left_alone.error().detail == "breaker open");
    CHECK(house.connector.test(*house.ours, house.anna, id));
    CHECK(house.call(id));
}
