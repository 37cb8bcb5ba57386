// Buckets and seats: how often, and how many at once.
#include "api/buckets.h"
#include "api/seats.h"

#include <doctest/doctest.h>
#include <thread>

using namespace parley;
using namespace parley::api;

namespace {

const Instant start{std::chrono::hours(1'000)};

int taken_of(Buckets& buckets, const std::string& name, int tries, Instant now) {
    int taken = 0;
    for (int number = 0; number < tries; ++number) taken += buckets.take(name, now).ok ? 1 : 0;
    return taken;
}

}  // namespace

TEST_CASE("api: a bucket gives a minute's worth at once, and then as it fills") {
    using std::chrono::milliseconds;
    Buckets buckets(30);
    CHECK(taken_of(buckets, "a", 100, start) == 30);
    CHECK(taken_of(buckets, "b", 100, start) == 30);  // Names do not know of each other.
    const struct {
        int later_ms;
        int taken;
    } steps[] = {{1'999, 0}, {2'000, 1}, {2'001, 0}, {6'000, 2}, {6'000, 0}, {36'000, 15}, {3'636'000, 30}};
    for (const auto& step : steps) {
        CAPTURE(step.later_ms);
        CHECK(taken_of(buckets, "a", 100, start + milliseconds(step.later_ms)) == step.taken);
    }
}

TEST_CASE("api: who is told to wait so long finds one there then, and none a second before") {
    for (const int per_minute : {1, 7, 30, 120, 1'000}) {
        CAPTURE(per_minute);
        Buckets buckets(per_minute);
        CHECK(taken_of(buckets, "a", per_minute, start) == per_minute);
        const auto refused = buckets.take("a", start);
        CHECK_FALSE(refused.ok);
        REQUIRE(refused.wait_s >= 1);
        CHECK_FALSE(buckets.take("a", start + std::chrono::milliseconds(60'000 / per_minute - 1)).ok);
        CHECK(buckets.take("a", start + std::chrono::seconds(refused.wait_s)).ok);
    }
}

TEST_CASE("api: a clock that is set back fills no bucket") {
    Buckets buckets(10);
    CHECK(taken_of(buckets, "a", 20, start) == 10);
    CHECK(taken_of(buckets, "a", 20, start - std::chrono::hours(5)) == 0);
    CHECK(taken_of(buckets, "a", 20, start - std::chrono::hours(5) + std::chrono::seconds(6)) == 1);
    CHECK(taken_of(buckets, "a", 20, start + std::chrono::hours(50'000)) == 10);
}

TEST_CASE("api: the first that comes through says how many did not") {
    Buckets buckets(2);
    CHECK(taken_of(buckets, "a", 9, start) == 2);
    const auto next = buckets.take("a", start + std::chrono::minutes(1));
    CHECK(next.ok);
    CHECK(next.missed == 7);
    CHECK(buckets.take("a", start + std::chrono::minutes(1)).missed == 0);
}

TEST_CASE("api: the table of buckets is bounded, and forgets whoever was away for longest") {
    Buckets buckets(1, 3);
    for (const char* name : {"a", "b", "c"}) CHECK(buckets.take(name, start).ok);
    CHECK_FALSE(buckets.take("a", start).ok);  // Was here just now, so b is the oldest.
    CHECK(buckets.take("d", start).ok);
    CHECK(buckets.size() == 3);
    CHECK_FALSE(buckets.take("a", start).ok);
    CHECK_FALSE(buckets.take("c", start).ok);
    CHECK(buckets.take("b", start).ok);  // Begins anew.
    for (int number = 0; number < 1'000; ++number) buckets.take(std::to_string(number), start);
    CHECK(buckets.size() == 3);
}

TEST_CASE("api: however many threads take, no more is taken than there is") {
    Buckets buckets(100);
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&] { taken += taken_of(buckets, "a", 50, start); });
    }
    for (auto& thread : threads) thread.join();
    CHECK(taken == 100);
}

TEST_CASE("api: each organization has its seats, all together no more than there are") {
    Seats seats(2, 3);
    const OrgId acme{"acme"};
    const OrgId globex{"globex"};
    auto first = seats.take(acme);
    auto second = seats.take(acme);
    REQUIRE((first && second));
    CHECK_FALSE(seats.take(acme));
    auto third = seats.take(globex);
    REQUIRE(third);
    CHECK_FALSE(seats.take(globex));  // Its own would do, but all are taken.
    CHECK_FALSE(seats.take({"initech"}));
    first.reset();
    CHECK_FALSE(seats.take(acme) == std::nullopt);  // Given back at once.
    {
        const auto moved = std::move(*second);
        CHECK(seats.take(acme));
    }
    third.reset();
    second.reset();  // Was moved from: gives nothing back.
    auto all = seats.take(acme);
    auto more = seats.take(acme);
    CHECK((all && more));
    CHECK_FALSE(seats.take(acme));
}
