// Opening: the schema, and files that are no store.
#include "raw_database.h"
#include "support.h"

#include <fstream>
#include <set>
#include <sstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace parley;
using namespace parley::store;
namespace fs = std::filesystem;

namespace {

void check_refused(const std::string& path) {
    CAPTURE(path);
    const auto store = open_sqlite(path);
    check_fault(store, Fault::invalid);
    CHECK(store.error().message.find(path) != std::string::npos);
    CHECK(store.error().message.find('\n') == std::string::npos);
}

std::string bytes_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("store: organization_id stands first in every primary key, unique index and foreign key") {
    const Folder folder;
    REQUIRE(open_sqlite(folder.file()));
    RawDatabase raw(folder.file());
    const auto tables = raw.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_version'");
    CHECK(tables.size() == 16);
    for (const auto& table : tables) {
        CAPTURE(table[0]);
        const auto primary = raw.rows("SELECT name FROM pragma_table_info('" + table[0] + "') WHERE pk = 1");
        REQUIRE(primary.size() == 1);
        CHECK(primary[0][0] == "organization_id");
        const auto indexes = raw.rows("SELECT name FROM pragma_index_list('" + table[0] + "') WHERE \"unique\"");
        CHECK(!indexes.empty());
        for (const auto& index : indexes) {
            const auto first = raw.rows("SELECT name FROM pragma_index_info('" + index[0] + "') WHERE seqno = 0");
            CHECK(first[0][0] == "organization_id");
        }
        for (const auto& key :
             raw.rows("SELECT \"from\" FROM pragma_foreign_key_list('" + table[0] + "') WHERE seq = 0")) {
            CHECK(key[0] == "organization_id");
        }
        const auto nullable = raw.rows("SELECT name FROM pragma_table_info('" + table[0] +
                                       "') WHERE NOT \"notnull\" AND name <> 'expires_at'");
        CHECK(nullable.empty());
    }
}

TEST_CASE("store: every search of a callback, a key and a list uses an index") {
    const Folder folder;
    REQUIRE(open_sqlite(folder.file()));
    RawDatabase raw(folder.file());
    const char* const cases[] = {
        "SELECT * FROM authorizations WHERE state_hash = 'x'",
        "SELECT * FROM api_keys WHERE key_hash = 'x'",
        "SELECT * FROM answers WHERE organization_id = 'x' ORDER BY at DESC, rowid DESC LIMIT 5",
        "SELECT * FROM pins WHERE organization_id = 'x' AND dashboard_id = 'd' ORDER BY position, rowid",
        "SELECT * FROM audit WHERE organization_id = 'x' AND number > 5 ORDER BY number LIMIT 5",
        "SELECT number, hash FROM audit WHERE organization_id = 'x' ORDER BY number DESC LIMIT 1",
        "DELETE FROM authorizations WHERE organization_id = 'x' AND connection_id = 'c'",
        "SELECT * FROM connection_log WHERE organization_id = 'x' AND connection_id = 'c' ORDER BY number",
        "SELECT * FROM registrations WHERE organization_id = 'x' AND issuer = 'i' AND redirect_uri = 'r'",
    };
    for (const char* sql : cases) {
        CAPTURE(sql);
        for (const auto& step : raw.rows(std::string("EXPLAIN QUERY PLAN ") + sql)) {
            CHECK(step[3].find("SCAN") == std::string::npos);
            CHECK(step[3].find("TEMP B-TREE") == std::string::npos);
        }
    }
}

TEST_CASE("store: a file keeps everything when it is opened again") {
    const Folder folder;
    const Credential credential = credential_of("gAAAAA", 3);
    {
        const auto store = open_sqlite(folder.file());
        REQUIRE(store);
        REQUIRE(store.value()->create_organization(organization_of(acme)));
        REQUIRE(store.value()->for_org(acme)->save_key(key_of("k1", acme), "hash", entry_of("key")));
        const auto org = store.value()->for_org(acme);
        REQUIRE(org->save_connection(connection_of("c1"), &credential, entry_of("connect")));
        REQUIRE(org->save_tools({"c1"}, {tool_of("a")}, entry_of("review")));
        REQUIRE(org->save_authorization(authorization_of("s1")));
        REQUIRE(org->save_answer(answer_of("a1")));
        REQUIRE(org->save_dashboard(dashboard_of("d1")));
        REQUIRE(org->save_pin(pin_of("p1")));
    }
    for (int round = 0; round < 2; ++round) {
        const auto store = open_sqlite(folder.file());
        REQUIRE(store);
        const auto org = store.value()->for_org(acme);
        CHECK(store.value()->organizations().value().size() == 1);
        CHECK(store.value()->key("hash", noon).value().org == acme);
        CHECK(org->settings().value().calendar == organization_of(acme).calendar);
        CHECK(org->connection({"c1"}).value().name == connection_of("c1").name);
        CHECK(org->credential({"c1"}).value().generation == 3);
        CHECK(org->tools({"c1"}).value().size() == 1);
        CHECK(org->answer({"a1"}).value().answer == answer_of("a1").answer);
        CHECK(org->pins({"d1"}).value().size() == 1);
        CHECK(checked_chain(*org).size() == 3);
        REQUIRE(org->save_authorization(authorization_of("round" + std::to_string(round))));
    }
    CHECK(open_sqlite(folder.file()).value()->take_authorization(vault::sha256_hex("s1"), noon));
}

TEST_CASE("store: two stores on one file see each other's rows and keep one chain") {
    const Folder folder;
    const auto one = open_sqlite(folder.file());
    const auto two = open_sqlite(folder.file());
    REQUIRE(one);
    REQUIRE(two);
    std::vector<std::thread> threads;
    for (const auto* store : {&one, &two}) {
        threads.emplace_back([store] {
            const auto org = store->value()->for_org(acme);
            for (int round = 0; round < 25; ++round) {
                if (!org->audit(entry_of("use"))) return;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(checked_chain(*one.value()->for_org(acme)).size() == 50);
}

TEST_CASE("store: processes that open a new file at once all succeed") {
    for (int round = 0; round < 5; ++round) {
        const Folder folder;
        std::vector<std::string> messages(6);
        std::vector<std::thread> threads;
        for (auto& message : messages) {
            threads.emplace_back([&message, &folder] {
                const auto store = open_sqlite(folder.file());
                message = store ? "" : store.error().message + " " + store.error().detail;
            });
        }
        for (auto& thread : threads) thread.join();
        for (const auto& message : messages) CHECK(message == "");
    }
}

TEST_CASE("store: the file and what SQLite puts beside it are the owner's only") {
    const Folder folder;
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    REQUIRE(store.value()->create_organization(organization_of(acme)));
    int files = 0;
    for (const auto& file : fs::directory_iterator(folder.path)) {
        CAPTURE(file.path().string());
        struct stat about {};
        REQUIRE(stat(file.path().c_str(), &about) == 0);
        CHECK((about.st_mode & 07777) == 0600);
        ++files;
    }
    CHECK(files == 3);  // With -wal and -shm.
}

TEST_CASE("store: a file that is no database is refused in one sentence and left as it was") {
    const Folder folder;
    const std::string cases[] = {"hello", std::string(5000, 'x'),
                                 std::string("SQLite format 3\0", 16) + std::string(4080, 'y')};
    for (const auto& text : cases) {
        CAPTURE(text.substr(0, 20));
        const std::string path = folder.file("file" + std::to_string(text.size()));
        std::ofstream(path, std::ios::binary) << text;
        check_refused(path);
        CHECK(bytes_of(path) == text);
    }
    check_refused(folder.path.string());
    check_refused(folder.file("missing/parley.db"));
    check_fault(open_sqlite(""), Fault::invalid);
    if (geteuid() == 0) {
        MESSAGE("skipped 1 case: nothing is unreadable to root");
    } else {
        const std::string path = folder.file("locked");
        std::ofstream(path) << "";
        REQUIRE(chmod(path.c_str(), 0400) == 0);
        check_refused(path);
    }
}

TEST_CASE("store: a damaged database gives one sentence, on opening or on reading") {
    const Folder folder;
    {
        const auto store = open_sqlite(folder.file());
        REQUIRE(store);
        for (int number = 0; number < 50; ++number) {
            const auto org = store.value()->for_org(acme);
            REQUIRE(org->save_connection(connection_of(std::to_string(number)), nullptr, entry_of("connect")));
        }
    }
    const std::string whole = bytes_of(folder.file());
    REQUIRE(whole.size() > 20 * 4096);
    int refused = 0;
    for (std::size_t page = 0; page * 4096 < whole.size(); ++page) {
        CAPTURE(page);
        std::string damaged = whole;
        damaged.replace(page * 4096 + (page == 0 ? 100 : 0), 1000, std::string(1000, '\xff'));
        const std::string path = folder.file("page" + std::to_string(page));
        std::ofstream(path, std::ios::binary) << damaged;
        const auto store = open_sqlite(path);
        if (!store) {
            CHECK(store.error().message.back() == '.');
            ++refused;
            continue;
        }
        const auto org = store.value()->for_org(acme);
        const auto connections = org->connections();
        const auto rows = org->audit_rows(0, 100);
        if (!connections) check_fault(connections, Fault::internal);
        if (!rows) check_fault(rows, Fault::internal);
        if (!connections || !rows) ++refused;
    }
    CHECK(refused >= 2);
}

TEST_CASE("store: a database of a newer version or of another program is refused and not changed") {
    const Folder folder;
    REQUIRE(open_sqlite(folder.file()));
    {
        RawDatabase raw(folder.file());
        REQUIRE(raw.rows("SELECT max(version) FROM schema_version")[0][0] == "3");
        REQUIRE(raw.run("INSERT INTO schema_version VALUES (99, '')") == SQLITE_OK);
    }
    check_refused(folder.file());
    CHECK(open_sqlite(folder.file()).error().message.find("newer version") != std::string::npos);

    {
        RawDatabase raw(folder.file("other.db"));
        REQUIRE(raw.run("CREATE TABLE recipes (name TEXT)") == SQLITE_OK);
    }
    check_refused(folder.file("other.db"));
    RawDatabase raw(folder.file("other.db"));
    CHECK(raw.rows("SELECT name FROM sqlite_master").size() == 1);
}

TEST_CASE("store: a migration that was cut off runs whole the next time") {
    const Folder folder;
    {
        // What is left after a kill in the middle: an empty file, for the schema is one transaction.
        std::ofstream(folder.file()) << "";
    }
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    CHECK(store.value()->create_organization(organization_of(acme)));
}

TEST_CASE("store: a database of version 1 is brought up to date with its credentials, each free to be refreshed") {
    const Folder folder;
    const Credential credential = credential_of("gAAAAA-old", 3);
    {
        const auto store = open_sqlite(folder.file());
        REQUIRE(store);
        REQUIRE(store.value()->for_org(acme)->save_connection(connection_of("c1"), &credential, entry_of("connect")));
    }
    {
        RawDatabase raw(folder.file());
        for (const char* column : {"refresh_holder", "refresh_until", "refresh_attempts"})
            REQUIRE(raw.run(std::string("ALTER TABLE credentials DROP COLUMN ") + column) == SQLITE_OK);
        for (const char* column : {"hash", "change", "reviewed"})
            REQUIRE(raw.run(std::string("ALTER TABLE tools DROP COLUMN ") + column) == SQLITE_OK);
        REQUIRE(raw.run("ALTER TABLE authorizations DROP COLUMN key_id; ALTER TABLE api_keys DROP COLUMN role;"
                        " ALTER TABLE api_keys DROP COLUMN expires_at; DROP TABLE web_sessions; DROP TABLE members;"
                        " DROP TABLE shapes; DROP TABLE audit_heads") == SQLITE_OK);
        REQUIRE(raw.run("DROP TABLE connection_log; DROP TABLE registrations;"
                        " DELETE FROM schema_version WHERE version > 1") == SQLITE_OK);
    }
    const auto store = open_sqlite(folder.file());
    REQUIRE(store);
    const auto org = store.value()->for_org(acme);
    CHECK(org->credential({"c1"}).value().sealed.fernet == "gAAAAA-old");
    const auto claim = org->claim_refresh({"c1"}, 3, "one", noon, noon + std::chrono::seconds(30));
    REQUIRE(claim);
    CHECK(claim.value().state == RefreshClaim::State::ours);
    CHECK(claim.value().attempts == 1);
    CHECK(org->log_connection({"c1"}, {{noon, "refresh", "", "200"}}));
    // The chain goes on where it ended, and its end is known.
    REQUIRE(org->audit(entry_of("use")));
    const auto rows = checked_chain(*org);
    CHECK(rows.size() == 2);
    CHECK(org->audit_head().value().hash == rows.back().hash);
}
