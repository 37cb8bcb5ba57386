#pragma once
// What the tests of the store share: backends, a folder of their own, one value of every struct.

#include "postgres_cluster.h"
#include "store/sql_store.h"
#include "store/store.h"
#include "vault/crypto.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <functional>

namespace parley::store {

struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("parley-store-" + vault::random_token(9));
    mutable std::string database;          // Of PostgreSQL, where the test has asked for one.
    mutable std::function<void()> at_end;  // Takes it away.

    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
        if (at_end) at_end();
        std::filesystem::remove_all(path);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(const std::string& name = "parley.db") const { return (path / name).string(); }
};

struct Backend {
    std::string name;
    Result<std::unique_ptr<Database>> (*tables)(const Folder&);

    Result<std::unique_ptr<Store>> open(const Folder& folder) const {
        PARLEY_TRY(auto database, tables(folder));
        return store_over(std::move(database));
    }
};

inline const std::vector<Backend> embedded_backends{
    {"sqlite file", [](const Folder& folder) { return open_sqlite_tables(folder.file()); }},
    {"sqlite memory", [](const Folder&) { return open_sqlite_tables(":memory:"); }},
};

// A database of the cluster for each folder, gone with it.
inline PostgresOptions postgres_of(const Folder& folder) {
    auto& cluster = PostgresCluster::instance();
    if (folder.database.empty()) {
        folder.database = cluster.lend_database();
        folder.at_end = [&cluster, name = folder.database] { cluster.give_back(name); };
    }
    return cluster.options(folder.database);
}

inline bool is_without_postgres() {
    if (!PostgresCluster::programs().empty()) return false;
    MESSAGE("skipped 1 case: no PostgreSQL is installed");
    return true;
}

inline RawPostgres operator_of(const std::string& database) {
    return RawPostgres(PostgresCluster::instance().address("operator", database));
}

// Every test of the contract runs over all of them: a new backend adds one line.
inline std::vector<Backend> all_backends() {
    auto all = embedded_backends;
    if (!PostgresCluster::programs().empty()) {
        all.push_back({"postgres", [](const Folder& folder) { return open_postgres_tables(postgres_of(folder), {}); }});
    }
    return all;
}
inline const std::vector<Backend> backends = all_backends();

inline const Instant noon = from_unix_seconds(1'795'262'400) + std::chrono::milliseconds(123);
inline const OrgId acme{"acme"};
inline const OrgId globex{"globex"};

inline AuditEntry entry_of(const std::string& action, const std::string& subject = "c1") {
    return {{"ann"}, action, subject, {{"tier", "trial"}, {"count", 3}, {"share", 0.1}}, noon};
}

inline Organization organization_of(const OrgId& id) {
    return {
        id,  "Acme \"&\" Söhne", "enterprise", {"Europe/Prague", 7, 4}, "CZK", {{"days", {{"launch", "2026-06-01"}}}},
        noon};
}

inline Connection connection_of(const std::string& id) {
    Connection connection;
    connection.id = {id};
    connection.vendor = {"stripe"};
    connection.name = "Payments 💶";
    connection.url = "https://mcp.example.com/" + id;
    connection.state = ConnectionState::connected;
    connection.reason = "because";
    connection.auth = "oauth";
    connection.issuer = "https://auth.example.com";
    connection.resource = "https://mcp.example.com";
    connection.parameters = {{"shop", "o'clock"}};
    connection.created_by = {"ann"};
    connection.created_at = noon;
    connection.updated_at = noon + std::chrono::milliseconds(1);
    return connection;
}

inline Credential credential_of(const std::string& sealed, std::int64_t generation = 0) {
    return {Sealed{sealed}, "0a1b2c3d", noon + std::chrono::hours(1), generation};
}

inline Authorization authorization_of(const std::string& state, const std::string& connection = "c1") {
    return {
        vault::sha256_hex(state), {connection}, {"ann"}, Sealed{"gAAAAA-" + state}, noon + std::chrono::minutes(10)};
}

inline ToolPin tool_of(const std::string& name) {
    return {name,      "Lists things", {{"type", "object"}}, {{"readOnlyHint", true}}, "admitted", "in the manifest",
            "manifest"};
}

inline StoredAnswer answer_of(const std::string& id, Instant at = noon) {
    return {{id}, "How many?", {{"text", "3"}, {"rows", {1, 2.5, nullptr}}}, at, {"ann"}};
}

inline Dashboard dashboard_of(const std::string& id) {
    return {{id}, "Board " + id, noon};
}

inline Pin pin_of(const std::string& id, const std::string& dashboard = "d1", int position = 0) {
    return {{id}, {dashboard}, "Pin " + id, {{"steps", Json::array()}}, {{"mark", "bar"}}, nullptr, position, noon};
}

inline ApiKey key_of(const std::string& id, const OrgId& org) {
    return {{id}, org, {"ann"}, "laptop", noon};
}

template <typename T>
void check_fault(const Result<T>& result, Fault fault) {
    REQUIRE(!result);
    CHECK(result.error().fault == fault);
    CHECK(!result.error().message.empty());
    CHECK(result.error().message.back() == '.');
}

// The whole chain of an organization, which must hold.
inline std::vector<AuditRow> checked_chain(OrgStore& org) {
    const auto rows = org.audit_rows(0, 100'000);
    REQUIRE(rows);
    CHECK(verify_chain(rows.value(), org.org()) == "");
    return rows.value();
}

}  // namespace parley::store
