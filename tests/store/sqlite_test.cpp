#include "store/sqlite.h"

#include "raw_database.h"
#include "support.h"

using namespace parley;
using namespace parley::store;

namespace {

std::string word_of(Row& row) {
    return row.text();
}

std::int64_t number_of(Row& row) {
    return row.integer();
}

std::unique_ptr<Database> database_with_table() {
    auto database = open_sqlite_database(":memory:");
    REQUIRE(database);
    auto writing = database.value()->begin(Access::write, {});
    REQUIRE(writing);
    REQUIRE(writing.value().run_script("CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT) STRICT"));
    REQUIRE(writing.value().commit());
    return std::move(database).value();
}

std::int64_t count(Database& database) {
    auto reading = database.begin(Access::read, {});
    REQUIRE(reading);
    return expect(reading.value().first("SELECT count(*) FROM words", {}, number_of), "count").value();
}

}  // namespace

TEST_CASE("store: a transaction that is left without a commit has not happened") {
    const auto database = database_with_table();
    {
        auto writing = database->begin(Access::write, {});
        REQUIRE(writing);
        CHECK(writing.value().run("INSERT INTO words (word) VALUES (?)", {"one"}).value() == 1);
    }
    CHECK(count(*database) == 0);
    {
        auto writing = database->begin(Access::write, {});
        REQUIRE(writing);
        Transaction moved = std::move(writing).value();
        REQUIRE(moved.run("INSERT INTO words (word) VALUES (?)", {"one"}));
        REQUIRE(moved.commit());
    }
    CHECK(count(*database) == 1);
}

TEST_CASE("store: a failed statement leaves the transaction to be rolled back") {
    const auto database = database_with_table();
    {
        auto writing = database->begin(Access::write, {});
        REQUIRE(writing);
        REQUIRE(writing.value().run("INSERT INTO words VALUES (?, ?)", {1, "one"}));
        const auto again = writing.value().run("INSERT INTO words VALUES (?, ?)", {1, "two"});
        REQUIRE(!again);
        CHECK(again.error().fault == Fault::internal);
        CHECK(again.error().detail.find("UNIQUE") != std::string::npos);
    }
    CHECK(count(*database) == 0);
}

TEST_CASE("store: values are bound, never part of the statement") {
    const auto database = database_with_table();
    const std::string cases[] = {"", "one", "'); DROP TABLE words; --", std::string("a\0b", 3), "\xff", "žluť"};
    for (const auto& word : cases) {
        CAPTURE(word);
        auto writing = database->begin(Access::write, {});
        REQUIRE(writing);
        REQUIRE(writing.value().run("INSERT INTO words (word) VALUES (?)", {word}));
        const auto found = writing.value().first("SELECT word FROM words WHERE word = ?", {word}, word_of);
        REQUIRE(found);
        CHECK(found.value() == word);
        const auto absent = writing.value().first("SELECT word FROM words WHERE word = ?", {word + "x"}, word_of);
        REQUIRE(absent);
        CHECK(!absent.value());
        REQUIRE(writing.value().commit());
    }
    CHECK(count(*database) == std::ssize(cases));
}

TEST_CASE("store: a broken statement is an error and not a crash") {
    const auto database = database_with_table();
    auto reading = database->begin(Access::read, {});
    REQUIRE(reading);
    CHECK(!reading.value().run("SELEC", {}));
    CHECK(!reading.value().run("SELECT ?", {1, 2}));
    CHECK(!reading.value().run_script("INSERT INTO nowhere VALUES (1)"));
    CHECK(reading.value().all("SELECT word FROM words", {}, word_of).value().empty());
}

TEST_CASE("store: a reader waits for no writer of another process and sees nothing unfinished") {
    const Folder folder;
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    REQUIRE(store.value()->create_organization(organization_of(acme)));
    RawDatabase other(folder.file());
    REQUIRE(other.run("BEGIN IMMEDIATE; UPDATE organizations SET name = 'unfinished'") == SQLITE_OK);
    CHECK(store.value()->for_org(acme)->settings().value().name == organization_of(acme).name);
    REQUIRE(other.run("COMMIT") == SQLITE_OK);
    CHECK(store.value()->for_org(acme)->settings().value().name == "unfinished");
}

TEST_CASE("store: a damaged row is not handed out") {
    const Folder folder;
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    RawDatabase other(folder.file());
    const char* const cases[] = {"state = 'dancing'", "parameters = 'not json'", "parameters = ''"};
    for (const char* change : cases) {
        CAPTURE(change);
        REQUIRE(org->save_connection(connection_of("c1"), nullptr, entry_of("connect")));
        REQUIRE(org->connection({"c1"}));
        REQUIRE(other.run(std::string("UPDATE connections SET ") + change) == SQLITE_OK);
        check_fault(org->connection({"c1"}), Fault::internal);
        check_fault(org->connections(), Fault::internal);
    }
    // One row that cannot be read does not keep the connection from being removed.
    CHECK(org->remove_connection({"c1"}, entry_of("disconnect")));
}
