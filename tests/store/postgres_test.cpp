// The driver of PostgreSQL: its pool, its limits, and a server that goes away.
#include "store/postgres.h"

#include "base/text.h"
#include "support.h"

#include <atomic>
#include <random>
#include <thread>

using namespace parley;
using namespace parley::store;

namespace {

std::string read_text(Row& row) {
    return row.text();
}

std::unique_ptr<Database> tables_of(const Folder& folder, const PostgresPool& pool) {
    auto tables = open_postgres_tables(postgres_of(folder), pool);
    REQUIRE(tables);
    return std::move(tables).value();
}

int connections_to(const std::string& database) {
    return std::stoi(operator_of(database).rows(cat("SELECT count(*) FROM pg_stat_activity WHERE datname = '", database,
                                                    "' AND usename = 'application'"))[0][0]);
}

}  // namespace

TEST_CASE("store: many threads share a few connections to PostgreSQL") {
    if (is_without_postgres()) return;
    const Folder folder;
    const auto store = store_over(tables_of(folder, {4}));
    std::atomic<int> failures = 0, most = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 24; ++number) {
        threads.emplace_back([&, number] {
            const auto org = store->for_org({cat("org", number)});
            for (int round = 0; round < 10; ++round) {
                if (!org->audit(entry_of("use")) || !org->audit_rows(0, 10)) ++failures;
            }
        });
    }
    for (int look = 0; look < 20; ++look) most = std::max(most.load(), connections_to(folder.database));
    for (auto& thread : threads) thread.join();
    CHECK(failures == 0);
    CHECK(most <= 4);
    CHECK(connections_to(folder.database) <= 4);
    CHECK(connections_to(folder.database) > 0);
}

TEST_CASE("store: a wait for a connection, and for another writer of the same organization, ends with one sentence") {
    if (is_without_postgres()) return;
    const Folder folder;
    const auto tables = tables_of(folder, {3, 100});
    {
        auto writer = tables->begin(Access::write, scope_of(acme));
        REQUIRE(writer);
        const auto second = tables->begin(Access::write, scope_of(acme));
        check_fault(second, Fault::unavailable);
        CHECK(second.error().detail.find("another writer") == 0);
        auto reader = tables->begin(Access::read, scope_of(acme));  // Readers do not wait, nor do others' writers.
        CHECK(reader);
        auto other = tables->begin(Access::write, scope_of(globex));
        CHECK(other);
        const auto fourth = tables->begin(Access::read, scope_of(globex));
        check_fault(fourth, Fault::unavailable);
        CHECK(fourth.error().detail.find("no connection") == 0);
    }
    CHECK(tables->begin(Access::write, scope_of(acme)));
}

TEST_CASE("store: writers of one organization follow one another across nodes, those of others do not wait") {
    if (is_without_postgres()) return;
    const Folder folder;
    const auto here = tables_of(folder, {2, 100});
    const auto there = tables_of(folder, {2, 100});
    {
        auto writer = here->begin(Access::write, scope_of(acme));
        REQUIRE(writer);
        check_fault(there->begin(Access::write, scope_of(acme)), Fault::unavailable);
        CHECK(there->begin(Access::write, scope_of(globex)));
        CHECK(there->begin(Access::read, scope_of(acme)));
    }
    CHECK(there->begin(Access::write, scope_of(acme)));
}

TEST_CASE("store: a statement that takes too long, and one that PostgreSQL refuses, end with one sentence") {
    if (is_without_postgres()) return;
    const Folder folder;
    const auto tables = tables_of(folder, {2, 100, 200});
    {
        auto slow = tables->begin(Access::read, {});
        REQUIRE(slow);
        const auto result = slow.value().first("SELECT 'x' FROM pg_sleep(30)", {}, read_text);
        check_fault(result, Fault::unavailable);
        CHECK(result.error().message == "The database is busy; try again.");
    }
    const std::string long_id(3'000'000, 'x');
    const struct {
        const char* sql;
        Fault fault;
    } cases[] = {{"SELEC", Fault::internal},
                 {"INSERT INTO nowhere VALUES (1)", Fault::internal},
                 {"UPDATE dashboards SET name = NULL", Fault::internal},
                 {"INSERT INTO audit_heads VALUES ('globex', 1, '')", Fault::internal},
                 {"SELECT 1/0", Fault::internal}};
    for (const auto& each : cases) {
        CAPTURE(each.sql);
        auto writing = tables->begin(Access::write, scope_of(acme));
        REQUIRE(writing);
        REQUIRE(
            writing.value().run("INSERT INTO dashboards (organization_id, dashboard_id, name, created_at)"
                                " VALUES (?, ?, ?, ?)",
                                {acme, "d", "", 1}));
        check_fault(writing.value().run(each.sql, {}), each.fault);
        // PostgreSQL would call the end of such a transaction a success, though it rolls back.
        check_fault(writing.value().commit(), Fault::internal);
    }
    auto reading = tables->begin(Access::read, scope_of(acme));
    REQUIRE(reading);
    CHECK(!reading.value().first("SELECT name FROM dashboards", {}, read_text).value());
    CHECK(!reading.value().run("DELETE FROM dashboards", {}));  // A reader cannot write.
    const auto store = open_postgres(postgres_of(folder));
    REQUIRE(store);
    auto connection = connection_of("c1");
    connection.id = {long_id};
    std::mt19937 random(7);
    for (char& letter : connection.id.text) letter = static_cast<char>('a' + random() % 26);
    check_fault(store.value()->for_org(acme)->save_connection(connection, nullptr, entry_of("connect")),
                Fault::invalid);
}

TEST_CASE(
    "store: connections that died while they lay idle are replaced, and one that dies at work gives one sentence") {
    if (is_without_postgres()) return;
    const Folder folder;
    auto tables = tables_of(folder, {4});
    auto& database = *tables;
    const auto store = store_over(std::move(tables));
    const auto org = store->for_org(acme);
    const std::string kill = cat("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '",
                                 folder.database, "' AND usename = 'application'");
    for (int round = 0; round < 3; ++round) {
        REQUIRE(org->audit(entry_of("use")));
        REQUIRE(org->audit_rows(0, 10));
        CHECK(!operator_of(folder.database).rows(kill).empty());
        CHECK(org->audit(entry_of("use")));
    }
    {
        auto writing = database.begin(Access::write, scope_of(acme));
        REQUIRE(writing);
        REQUIRE(writing.value().run("UPDATE audit_heads SET number = 99", {}));
        operator_of(folder.database).rows(kill);
        const auto next = writing.value().run("UPDATE audit_heads SET number = 98", {});
        check_fault(next, Fault::unavailable);
        CHECK(next.error().message == "The database went away; try again.");
        check_fault(writing.value().commit(), Fault::unavailable);
    }
    {
        auto writing = database.begin(Access::write, scope_of(acme));
        REQUIRE(writing);
        REQUIRE(writing.value().run("UPDATE audit_heads SET number = 99", {}));
        operator_of(folder.database).rows(kill);
        const auto committed = writing.value().commit();
        check_fault(committed, Fault::unavailable);
        CHECK(committed.error().message.find("while it was saving") != std::string::npos);
    }
    CHECK(org->audit(entry_of("use")));
    CHECK(checked_chain(*org).size() == 7);
    CHECK(org->audit_head().value().number == 7);
}

TEST_CASE("store: what a damaged PostgreSQL row holds is not handed out") {
    if (is_without_postgres()) return;
    const Folder folder;
    const auto store = open_postgres(postgres_of(folder));
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    RawPostgres raw = operator_of(folder.database);
    for (const char* change : {"state = 'dancing'", "parameters = 'not json'", "parameters = ''", "name = E'\\x1A9'"}) {
        CAPTURE(change);
        REQUIRE(org->save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        REQUIRE(org->connection({"c1"}));
        REQUIRE(raw.run(cat("UPDATE parley.connections SET ", change)) == "");
        check_fault(org->connection({"c1"}), Fault::internal);
        check_fault(org->connections(), Fault::internal);
    }
    CHECK(org->remove_connection({"c1"}, entry_of("disconnect")));
}
