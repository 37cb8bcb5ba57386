// What is kept may be kept in PostgreSQL: the configuration names it without a secret, the house opens it, the doctor
// looks at it.
#include "app/database.h"

#include "app/doctor.h"
#include "store/postgres_cluster.h"
#include "support.h"

#include <fstream>

using namespace parley;
using namespace parley::tests;
using Level = connect::Finding::Level;

namespace {

std::string url_of(const store::PostgresCluster& cluster, const std::string& role, const std::string& database) {
    return cat("postgresql:///", database, "?user=", role, "&host=127.0.0.1&port=", cluster.port());
}

}  // namespace

TEST_CASE("house: a configuration names a file or PostgreSQL, and never a password") {
    const Folder folder;
    const std::string app = "database = \"postgresql://app@db.example.com/parley\"\n";
    const struct {
        std::string text;
        const char* says;  // Null: it is accepted.
    } cases[] = {
        {"database = \"/var/lib/parley/parley.db\"\n", nullptr},
        {app, nullptr},
        {"database = \"postgres:///parley?host=/run/postgresql\"\n", nullptr},
        {app + "database_owner = \"postgresql://owner@db.example.com/parley\"\n", nullptr},
        {"database = \"postgresql://app:hunter2@db.example.com/parley\"\n", "line 1: The database's address holds a"},
        {"database = \"postgresql://db/parley?password=hunter2\"\n", "holds a password"},
        {app + "database_owner = \"postgresql://owner:hunter2@db/parley\"\n", "line 2: The database's address holds a"},
        {"database = \"postgresql://db/parley?colour=hunter2\"\n", "no PostgreSQL connection string"},
        {app + "database_owner = \"/var/lib/parley.db\"\n", "must begin with postgresql://"},
        {"database_owner = \"postgresql://owner@db/parley\"\n", "is for a database at postgresql://"},
        {"database = \"parley.db\"\ndatabase_owner = \"postgresql://db/parley\"\n",
         "is for a database at postgresql://"},
        {app + "database_owner = 7\n", "must be a text"},
        {app + "database_ownr = \"x\"\n", "did you mean \"database_owner\""},
    };
    for (const auto& each : cases) {
        CAPTURE(each.text);
        const auto config = config_saying(folder, each.text);
        if (each.says == nullptr) {
            CHECK(config);
            continue;
        }
        REQUIRE(!config);
        CAPTURE(config.error().message);
        CHECK(config.error().message.find(each.says) != std::string::npos);
        CHECK(config.error().message.find("hunter2") == std::string::npos);
        CHECK(config.error().message.back() == '.');
    }
}

TEST_CASE("house: a house stands on PostgreSQL as on a file, and the doctor says which") {
    if (store::PostgresCluster::programs().empty()) {
        MESSAGE("skipped 1 case: no PostgreSQL is installed");
        return;
    }
    auto& cluster = store::PostgresCluster::instance();
    cluster.make_empty_database("house");
    const Folder folder;
    auto config = config_in(folder);
    config.key_file = folder.file("keys");
    REQUIRE(vault::read_key_file(config.key_file, vault::Missing::create));
    config.database = url_of(cluster, "application", "house");

    const auto before = finding(app::examine_installation(config), "database");
    CHECK(before.level == Level::bad);
    CHECK(before.outcome.find("database_owner") != std::string::npos);
    {
        store::RawPostgres raw(cluster.address("operator", "house"));
        CHECK(raw.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'parley'").empty());  // It has only looked.
    }
    config.database_owner = url_of(cluster, "owner", "house");
    const SystemClock clock;
    {
        const auto house = app::House::build(config, clock, {app::Mode::production});
        REQUIRE(house);
        const auto home = house.value()->home();
        REQUIRE(home);
        CHECK(home.value()->settings().value().name == "This machine");
    }
    const auto findings = app::examine_installation(config);
    CHECK(finding(findings, "database").level == Level::good);
    CHECK(finding(findings, "database").outcome.find("PostgreSQL, house on 127.0.0.1") == 0);
    CHECK(finding(findings, "data folder").level == Level::good);
    config.database = url_of(cluster, "owner", "house");
    CHECK(finding(app::examine_installation(config), "database").outcome.find("owns tables of Parley") !=
          std::string::npos);
}
