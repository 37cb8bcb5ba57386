#include "bench/store_bench.h"

#include "base/text.h"
#include "store/postgres_cluster.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

namespace parley::bench {
namespace {

using Steady = std::chrono::steady_clock;
using store::OrgStore;

constexpr int organizations = 200;
constexpr int connections_each = 50;
constexpr int rounds = 6;

// As many rows as make a full scan visible.
void fill(store::RawPostgres& raw) {
    const std::string problem = raw.run(cat(
        "SET session_replication_role = replica;"
        "INSERT INTO parley.connections SELECT 'org' || o, 'c' || c, 'stripe', 'Payments', 'https://mcp.example.com',"
        " 'connected', '', 'oauth', '', '', '{}', 'ann', c, c FROM generate_series(1, ",
        organizations, ") o, generate_series(1, ", connections_each,
        ") c;"
        "INSERT INTO parley.audit SELECT 'org' || o, n, 'ann', 'use', 'list_invoices', '{}', n, '', repeat('0', 64)"
        " FROM generate_series(1, ",
        organizations, ") o, generate_series(1, 200) n; ANALYZE"));
    store::must(problem.empty(), problem);
}

void switch_policies(store::RawPostgres& raw, const char* how) {
    for (const auto& table : raw.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'parley'"
                                      " AND tablename <> 'schema_version'")) {
        const std::string problem = raw.run(cat("ALTER TABLE parley.", table[0], " ", how, " ROW LEVEL SECURITY"));
        store::must(problem.empty(), problem);
    }
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Call {
    const char* what;
    int calls;  // In a round.
    std::function<bool(OrgStore&, int)> run;
};

void measure(const Call& call, store::Store& store, std::vector<double>& times) {
    for (int number = 0; number < call.calls; ++number) {
        const auto org = store.for_org({cat("org", 1 + number % organizations)});
        const auto start = Steady::now();
        store::must(call.run(*org, number), call.what);
        times.push_back(std::chrono::duration<double, std::micro>(Steady::now() - start).count());
    }
}

}  // namespace

void bench_store() {
    if (store::PostgresCluster::programs().empty()) {
        std::printf("  row-level security: skipped, no PostgreSQL is installed\n");
        return;
    }
    store::PostgresCluster cluster;
    const std::string name = cluster.make_database();
    auto opened = store::open_postgres(cluster.options(name));
    store::must(static_cast<bool>(opened), "open");
    auto& store = *opened.value();
    store::RawPostgres raw(cluster.address("operator", name));
    fill(raw);
    const Call calls[] = {
        {"one connection", 400, [](OrgStore& org, int k) { return bool(org.connection({cat("c", 1 + k % 50)})); }},
        {"a list of 50 connections", 400, [](OrgStore& org, int) { return org.connections().value().size() == 50; }},
        {"a page of 100 audit rows", 400,
         [](OrgStore& org, int) { return org.audit_rows(50, 100).value().size() == 100; }},
        {"a change of state", 60, [](OrgStore& org, int k) {
             return bool(org.set_state({cat("c", 1 + k % 50)}, store::ConnectionState::connected, "", Instant{}));
         }}};
    std::printf("  PostgreSQL with and without row-level security, %d organizations, on the loopback\n", organizations);
    for (const auto& call : calls) {
        std::vector<double> held, open, warm;
        for (int round = 0; round < rounds; ++round) {
            for (const bool policies : {true, false}) {
                switch_policies(raw, policies ? "ENABLE" : "DISABLE");
                measure(call, store, warm);  // Statements are planned anew.
                measure(call, store, policies ? held : open);
            }
        }
        switch_policies(raw, "ENABLE");
        const double with = median(held), without = median(open);
        std::printf("  %-58s %8.1f us with, %8.1f us without: ratio %.3f\n", call.what, with, without, with / without);
    }
}

}  // namespace parley::bench
