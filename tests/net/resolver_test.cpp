// A look-up that nobody answers: who waits for it, and for how long.
#include "net/resolver.h"

#include "base/limits.h"
#include "fakes/stop_watch.h"

#include <condition_variable>
#include <doctest/doctest.h>
#include <mutex>
#include <thread>

using namespace parley;

namespace {

// Look-ups that are stuck until let go. Shared with the threads that are left behind in them.
struct Gate {
    std::mutex mutex;
    std::condition_variable changed;
    int waiting = 0;
    bool is_open = false;

    net::LookedUp look_up() {
        std::unique_lock lock(mutex);
        ++waiting;
        changed.notify_all();
        changed.wait(lock, [this] { return is_open; });
        --waiting;
        changed.notify_all();
        return {"", {"93.184.216.34"}};
    }
    void wait_for(int count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return waiting == count; });
    }
    void open() {
        {
            const std::lock_guard lock(mutex);
            is_open = true;
        }
        changed.notify_all();
    }
};

struct Stuck {
    std::shared_ptr<Gate> gate = std::make_shared<Gate>();
    std::unique_ptr<net::Resolver> resolver =
        net::resolver_over([gate = gate](const std::string&) { return gate->look_up(); });
    net::UrlGuard guard{*resolver, net::Reach::public_only};

    Stuck() = default;
    Stuck(const Stuck&) = delete;
    Stuck& operator=(const Stuck&) = delete;
    ~Stuck() {
        gate->open();
        gate->wait_for(0);
    }
};

constexpr const char* url = "https://slow.partner.dev/mcp";

}  // namespace

TEST_CASE("net: who calls off a question waits for no look-up") {
    Stuck stuck;
    std::stop_source source;
    std::thread impatient([&] {
        stuck.gate->wait_for(1);
        source.request_stop();
    });
    const fakes::StopWatch watch;
    const auto safe = stuck.guard.check(url, Deadline(60'000, source.get_token()));
    impatient.join();
    REQUIRE_FALSE(safe);
    CHECK(safe.error().fault == Fault::unavailable);
    CHECK(safe.error().message == "The request was cancelled.");
    CHECK(watch.ms() < limits::resolve_timeout_ms / 2);
}

TEST_CASE("net: what is called off before is not looked up") {
    Stuck stuck;
    std::stop_source source;
    source.request_stop();
    const auto safe = stuck.guard.check(url, Deadline(60'000, source.get_token()));
    REQUIRE_FALSE(safe);
    CHECK(safe.error().message == "The request was cancelled.");
    stuck.gate->wait_for(0);
}

TEST_CASE("net: a look-up lasts no longer than there is time") {
    Stuck stuck;
    const fakes::StopWatch watch;
    const auto safe = stuck.guard.check(url, Deadline(50));
    REQUIRE_FALSE(safe);
    CHECK(safe.error().fault == Fault::unavailable);
    CHECK(safe.error().message == "The name slow.partner.dev could not be looked up in time.");
    CHECK(watch.ms() < limits::resolve_timeout_ms / 2);
}

TEST_CASE("net: look-ups that were left behind are counted until they end") {
    Stuck stuck;
    constexpr int look_ups_max = 64;
    for (int count = 1; count <= look_ups_max; ++count) {
        REQUIRE(stuck.guard.check(url, Deadline(0)).error().message ==
                "The name slow.partner.dev could not be looked up in time.");
    }
    CHECK(stuck.guard.check(url, Deadline(0)).error().message == "Too many name look-ups are waiting for an answer.");
    stuck.gate->open();
    stuck.gate->wait_for(0);
}

TEST_CASE("net: a look-up that is answered in time is answered") {
    const auto resolver = net::resolver_over([](const std::string& host) {
        return host == "good.partner.dev" ? net::LookedUp{"", {"93.184.216.34"}} : net::LookedUp{"no such name", {}};
    });
    CHECK(resolver->resolve("good.partner.dev", {}).value() == std::vector<std::string>{"93.184.216.34"});
    const auto none = resolver->resolve("bad.partner.dev", {});
    REQUIRE_FALSE(none);
    CHECK(none.error().message == "The name bad.partner.dev does not exist or has no address.");
    CHECK(none.error().detail == "no such name");
}
