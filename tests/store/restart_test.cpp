// PostgreSQL is killed and started again while eight threads write: no act without its audit row, none half done, and
// calls work again by themselves.
#include "base/text.h"
#include "support.h"

#include <atomic>
#include <chrono>
#include <random>
#include <set>
#include <thread>

using namespace parley;
using namespace parley::store;

namespace {

using Steady = std::chrono::steady_clock;

struct Told {
    std::set<std::string> saved, unsure;  // By what the store has said of each connection.
    int sentences = 0;
};

// Connects under ever new ids, until told to stop; every call says that it worked, or that it did not.
void connect_and_connect(OrgStore& org, unsigned number, const std::atomic<bool>& stop, Told& told,
                         std::atomic<int>& worked) {
    for (int round = 0; !stop; ++round) {
        const std::string id = cat(number, "-", round);
        const Credential credential = credential_of("gAAAAA-" + id);
        const auto saved = org.save_connection(connection_of(id), &credential, entry_of("connect", id));
        (saved ? told.saved : told.unsure).insert(id);
        if (saved) {
            ++worked;
            continue;
        }
        const auto& error = saved.error();
        if (error.fault == Fault::unavailable && error.message.back() == '.') ++told.sentences;
    }
}

// Every connection there has its credential and its one audit row, and every such row its connection.
std::set<std::string> checked_connections(OrgStore& org) {
    std::set<std::string> there, audited;
    const auto connections = org.connections();
    REQUIRE(connections);
    for (const auto& one : connections.value()) there.insert(one.id.text);
    const auto rows = checked_chain(org);
    for (const auto& row : rows) audited.insert(row.entry.subject);
    CHECK(rows.size() == audited.size());
    CHECK(there == audited);
    for (const auto& id : there) {
        const auto credential = org.credential({id});
        REQUIRE(credential);
        CHECK(credential.value().sealed.fernet == "gAAAAA-" + id);
    }
    const auto head = org.audit_head();
    REQUIRE(head);
    CHECK(head.value().number == static_cast<std::int64_t>(rows.size()));
    return there;
}

}  // namespace

TEST_CASE(
    "store: PostgreSQL killed in mid-transaction under load leaves nothing half, and calls work again within 5 s") {
    if (is_without_postgres()) return;
    constexpr unsigned threads_at_once = 8;
    constexpr int restarts = 3;
    PostgresCluster cluster;  // Its own: the others' connections are not to be cut.
    const auto store = open_postgres(cluster.options(cluster.make_database()));
    REQUIRE(store);
    const OrgId ids[] = {acme, globex};
    std::vector<Told> told(threads_at_once);
    std::atomic<bool> stop = false;
    std::atomic<int> worked = 0;
    std::vector<std::thread> threads;
    for (unsigned number = 0; number < threads_at_once; ++number) {
        threads.emplace_back([&, number] {
            const auto org = store.value()->for_org(ids[number % 2]);
            connect_and_connect(*org, number, stop, told[number], worked);
        });
    }
    std::int64_t slowest_ms = 0;
    for (int restart = 0; restart < restarts; ++restart) {
        const int before = worked;
        while (worked < before + 20) std::this_thread::yield();
        cluster.restart_immediately();
        const auto back = Steady::now();
        const auto probe = store.value()->for_org({"probe"});
        while (!probe->audit_rows(0, 1) && Steady::now() < back + std::chrono::seconds(10)) std::this_thread::yield();
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - back).count();
        CHECK(took < 5'000);
        slowest_ms = std::max<std::int64_t>(slowest_ms, took);
    }
    const int before = worked;
    while (worked < before + 20) std::this_thread::yield();
    stop = true;
    for (auto& thread : threads) thread.join();

    std::set<std::string> saved, unsure, there;
    int sentences = 0;
    for (const auto& each : told) {
        saved.insert(each.saved.begin(), each.saved.end());
        unsure.insert(each.unsure.begin(), each.unsure.end());
        sentences += each.sentences;
    }
    for (const auto& id : ids) there.merge(checked_connections(*store.value()->for_org(id)));
    CHECK(std::includes(there.begin(), there.end(), saved.begin(), saved.end()));  // What was promised is there.
    for (const auto& id : there) CHECK((saved.contains(id) || unsure.contains(id)));
    CHECK(sentences == static_cast<int>(unsure.size()));
    CHECK(!unsure.empty());
    MESSAGE(restarts << " kills: " << saved.size() << " connections saved, " << unsure.size()
                     << " calls refused, first call after a start within " << slowest_ms << " ms");
}
