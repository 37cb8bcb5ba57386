// One expired token, four processes, a hundred threads.
#include "support.h"

#include <condition_variable>
#include <thread>

using namespace parley;
using namespace parley::storm;

namespace {

constexpr int processes = 4;
constexpr int threads_per_process = 25;

// Opens when so many have arrived.
class Gate {
public:
    void arrive() {
        const std::lock_guard lock(mutex_);
        ++arrived_;
        changed_.notify_all();
    }
    void wait_for(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(30), [&] { return arrived_ >= count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int arrived_ = 0;
};

}  // namespace

TEST_CASE(
    "storm: duty 12: a hundred threads in four processes on one expired token send one refresh, and all are served") {
    Shared shared;
    RotatingVendor vendor;
    std::vector<std::unique_ptr<WorkerProcess>> workers;
    for (int k = 0; k < processes; ++k) workers.push_back(shared.worker());
    for (const auto& worker : workers) REQUIRE(worker->hear() == "ready");

    for (int round = 1; round <= 3; ++round) {
        CAPTURE(round);
        const ConnectionId id{cat("c", round)};
        shared.connect(id, vendor);
        Gate asking;
        // The answer waits until every process has begun, so that all of them meet one refresh.
        vendor.set_hooks({{}, [&] { asking.wait_for(processes); }});
        std::vector<std::string> outcomes(processes);
        std::vector<std::thread> listeners;
        for (std::size_t k = 0; k < workers.size(); ++k) {
            listeners.emplace_back([&, k] {
                workers[k]->say(ask(id, threads_per_process, expired_by));
                if (workers[k]->hear() == "asking") asking.arrive();
                outcomes[k] = workers[k]->hear();
            });
        }
        for (auto& listener : listeners) listener.join();
        for (const auto& outcome : outcomes) CHECK(outcome == counts(threads_per_process, 0));
        CHECK(vendor.refreshes_asked() == 1);
        CHECK(vendor.reused() == 0);
        const auto row = shared.org->credential(id);
        REQUIRE(row);
        CHECK(row.value().generation == 2);
        CHECK(shared.org->connection(id).value().state == store::ConnectionState::connected);
    }
    CHECK(shared.is_sound());
}

TEST_CASE("storm: case oauth-49: a disconnect here during a refresh there leaves no row, and no token that lives") {
    Shared shared;
    RotatingVendor vendor;
    const ConnectionId id{"c1"};
    shared.connect(id, vendor);
    const vendors::Catalogue catalogue;
    connect::NoNames resolver;
    const net::UrlGuard guard(resolver, net::Reach::loopback);
    connect::Sessions sessions({*shared.vault, catalogue, guard, shared.clock});
    connect::Connector connector({*shared.store,
                                  *shared.vault,
                                  catalogue,
                                  guard,
                                  shared.clock,
                                  sessions,
                                  "https://parley.example/oauth/callback",
                                  {},
                                  ""});
    vendor.set_hooks({{}, [&] { CHECK(connector.disconnect(*shared.org, UserId{"anna"}, id)); }});

    const auto worker = shared.worker();
    REQUIRE(worker->hear() == "ready");
    worker->say(ask(id, 1, expired_by));
    CHECK(worker->hear() == "asking");
    CHECK(worker->hear() == counts(0, 0, 1));
    CHECK_FALSE(shared.org->credential(id));
    CHECK_FALSE(shared.org->connection(id));
    std::vector<std::string> revoked;
    for (const auto& one : vendor.asked("/revoke")) revoked.push_back(fakes::value_of(one.form(), "token"));
    CHECK(std::count(revoked.begin(), revoked.end(), "refresh-c1-1") == 1);
    CHECK(std::count(revoked.begin(), revoked.end(), "refresh-c1-2") == 1);
    CHECK(vendor.refreshes_asked() == 1);
    CHECK(shared.is_sound());
}
