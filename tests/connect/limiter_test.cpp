#include "connect/limiter.h"

#include "support.h"

#include <thread>

using namespace parley;
using namespace parley::connect;

namespace {

Deadline for_ms(int ms) {
    return Deadline().at_most(std::chrono::milliseconds(ms));
}

// Nobody sleeps: the queue says when the others stand in it.
void until_waiting(const Limiter& limiter, const std::string& key, int count) {
    while (limiter.waiting(key) < count) std::this_thread::yield();
}

}  // namespace

TEST_CASE("connect: so many turns at once under a key, and another key has its own") {
    Limiter limiter(2);
    const auto first = limiter.wait("a", for_ms(0));
    std::optional<Limiter::Turn> second(limiter.wait("a", for_ms(0)).value());
    CHECK(first);
    const auto third = limiter.wait("a", for_ms(5));
    REQUIRE_FALSE(third);
    CHECK(third.error().fault == Fault::over_limit);
    CHECK(limiter.wait("b", for_ms(0)));
    second.reset();
    CHECK(limiter.wait("a", for_ms(0)));
}

TEST_CASE("connect: first come, first served") {
    Limiter limiter(1);
    std::optional<Limiter::Turn> turn(limiter.wait("a", {}).value());
    std::mutex mutex;
    std::vector<int> order;
    std::vector<std::thread> threads;
    for (int k = 0; k < 8; ++k) {
        threads.emplace_back([&, k] {
            const auto own = limiter.wait("a", {});
            const std::lock_guard lock(mutex);
            order.push_back(own ? k : -1);
        });
        until_waiting(limiter, "a", k + 1);
    }
    turn.reset();
    for (auto& thread : threads) thread.join();
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7});
    CHECK(limiter.waiting("a") == 0);
}

TEST_CASE("connect: who stops waiting leaves the queue, and the turn goes to the next") {
    Limiter limiter(1);
    std::optional<Limiter::Turn> turn(limiter.wait("a", {}).value());
    std::stop_source stop;
    Fault gone = Fault::internal;
    std::string why;
    bool served = false;
    std::thread impatient([&] {
        const auto own = limiter.wait("a", Deadline(Deadline::Time::time_point::max(), stop.get_token()));
        if (own) return;
        gone = own.error().fault;
        why = own.error().detail;
    });
    until_waiting(limiter, "a", 1);
    std::thread patient([&] { served = static_cast<bool>(limiter.wait("a", {})); });
    until_waiting(limiter, "a", 2);
    stop.request_stop();
    impatient.join();
    CHECK(gone == Fault::unavailable);
    CHECK(why == "cancelled");
    turn.reset();
    patient.join();
    CHECK(served);
}

TEST_CASE("connect: many threads never hold more turns than there are") {
    Limiter limiter(3);
    std::atomic<int> inside = 0, most = 0, served = 0;
    std::vector<std::thread> threads;
    for (int k = 0; k < 16; ++k) {
        threads.emplace_back([&, k] {
            for (int round = 0; round < 50; ++round) {
                // Some give up at once: a turn that is given to one who has gone must not be lost.
                const auto turn = limiter.wait("a", k % 4 == 0 ? for_ms(0) : Deadline());
                if (!turn) continue;
                const int now = ++inside;
                for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) continue;
                ++served;
                --inside;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(most <= 3);
    CHECK(served >= 12 * 50);
    CHECK(limiter.wait("a", for_ms(0)));
}
