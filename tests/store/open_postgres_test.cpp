// Opening PostgreSQL: the schema is made once and known again, and a role that could get around it is not used.
#include "base/text.h"
#include "raw_database.h"
#include "support.h"

#include <latch>
#include <thread>

using namespace parley;
using namespace parley::store;

namespace {

// A database of its own, for what a test does to it.
class Spoiled {
public:
    explicit Spoiled(bool migrated = true) {
        auto& cluster = PostgresCluster::instance();
        if (migrated) {
            name_ = cluster.make_database();
        } else {
            name_ = "empty_" + lower(vault::random_token(4));
            for (char& letter : name_) letter = letter == '-' ? '_' : letter;
            cluster.make_empty_database(name_);
        }
    }
    ~Spoiled() { PostgresCluster::instance().drop_database(name_); }
    Spoiled(const Spoiled&) = delete;
    Spoiled& operator=(const Spoiled&) = delete;

    const std::string& name() const { return name_; }
    PostgresOptions options() const { return PostgresCluster::instance().options(name_); }
    PostgresOptions without_owner() const { return {options().application, ""}; }
    RawPostgres raw() const { return operator_of(name_); }

private:
    std::string name_;
};

void check_sentence(const Result<std::unique_ptr<Store>>& refused, Fault fault, const std::string& words) {
    check_fault(refused, fault);
    CAPTURE(refused.error().message);
    CAPTURE(refused.error().detail);
    CHECK(refused.error().message.find(words) != std::string::npos);
    CHECK(refused.error().message.find('\n') == std::string::npos);
}

}  // namespace

TEST_CASE("store: an empty PostgreSQL is made ready by its owner, once, and then serves without one") {
    if (is_without_postgres()) return;
    const Spoiled database(false);
    check_sentence(open_postgres(database.without_owner()), Fault::invalid, "has schema 0 and needs 3");
    CHECK(open_postgres(database.without_owner()).error().message.find("database_owner") != std::string::npos);
    {
        const auto store = open_postgres(database.options());
        REQUIRE(store);
        REQUIRE(store.value()->create_organization(organization_of(acme)));
    }
    for (const auto& options : {database.options(), database.without_owner()}) {
        const auto store = open_postgres(options);
        REQUIRE(store);
        CHECK(store.value()->organizations().value() == std::vector<OrgId>{acme});
    }
    CHECK(database.raw().rows("SELECT version, length(hash) FROM parley.schema_version ORDER BY 1") ==
          std::vector<std::vector<std::string>>{{"1", "64"}, {"2", "64"}, {"3", "64"}});
}

TEST_CASE("store: nodes that open an empty PostgreSQL at once all succeed") {
    if (is_without_postgres()) return;
    const Spoiled database(false);
    std::vector<std::string> messages(6);
    std::vector<std::thread> threads;
    std::latch all_here(6);
    for (auto& message : messages) {
        threads.emplace_back([&] {
            all_here.arrive_and_wait();
            const auto store = open_postgres(database.options());
            message = store ? "" : store.error().message + " " + store.error().detail;
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& message : messages) CHECK(message == "");
}

TEST_CASE("store: a PostgreSQL of other migrations than ours is refused in one sentence") {
    if (is_without_postgres()) return;
    const struct {
        const char *change, *words;
    } cases[] = {
        {"INSERT INTO parley.schema_version VALUES (99, '')", "newer version of Parley (schema 99"},
        {"UPDATE parley.schema_version SET hash = repeat('0', 64) WHERE version = 2", "another migration 2"},
        {"DELETE FROM parley.schema_version WHERE version = 2", "lacks migration 2"},
        {"DELETE FROM parley.schema_version WHERE version = 1", "lacks migration 1"},
    };
    for (const auto& each : cases) {
        CAPTURE(each.change);
        const Spoiled database;
        REQUIRE(database.raw().run(each.change) == "");
        check_sentence(open_postgres(database.options()), Fault::invalid, each.words);
        check_sentence(open_postgres(database.without_owner()), Fault::invalid, each.words);
    }
    const Spoiled foreign(false);
    REQUIRE(foreign.raw().run("CREATE SCHEMA parley; CREATE TABLE parley.recipes (name text)") == "");
    check_sentence(open_postgres(foreign.options()), Fault::invalid, "belongs to another program");
    // Tables of others beside our schema do not matter.
    const Spoiled shared(false);
    REQUIRE(shared.raw().run("CREATE TABLE public.recipes (name text)") == "");
    CHECK(open_postgres(shared.options()));
}

TEST_CASE(
    "store: a SQLite file of other migrations than ours is refused in one sentence, an older one learns its hashes") {
    const struct {
        const char *change, *words;
    } cases[] = {
        {"INSERT INTO schema_version VALUES (99, '')", "newer version of Parley (schema 99"},
        {"UPDATE schema_version SET hash = 'changed' WHERE version = 2", "another migration 2"},
        {"DELETE FROM schema_version WHERE version = 2", "lacks migration 2"},
        {"DELETE FROM schema_version WHERE version = 1", "lacks migration 1"},
    };
    for (const auto& each : cases) {
        CAPTURE(each.change);
        const Folder folder;
        REQUIRE(open_sqlite(folder.file()));
        REQUIRE(RawDatabase(folder.file()).run(each.change) == SQLITE_OK);
        check_sentence(open_sqlite(folder.file()), Fault::invalid, each.words);
        CHECK(open_sqlite(folder.file()).error().message.find(folder.file()) != std::string::npos);
    }
    const Folder folder;
    REQUIRE(open_sqlite(folder.file()));
    RawDatabase raw(folder.file());
    const auto hashes = raw.rows("SELECT version, hash FROM schema_version ORDER BY version");
    REQUIRE(raw.run("ALTER TABLE schema_version DROP COLUMN hash") == SQLITE_OK);
    REQUIRE(open_sqlite(folder.file()));
    CHECK(raw.rows("SELECT version, hash FROM schema_version ORDER BY version") == hashes);
    CHECK(hashes.size() == 3);
}

TEST_CASE("store: a role that could get around row-level security is not used") {
    if (is_without_postgres()) return;
    const struct {
        const char *made, *words;
    } roles[] = {
        {"CREATE ROLE r_super LOGIN SUPERUSER", "is a superuser"},
        {"CREATE ROLE r_bypass LOGIN BYPASSRLS", "has BYPASSRLS"},
        {"CREATE ROLE r_hidden BYPASSRLS; CREATE ROLE r_member LOGIN; GRANT r_hidden TO r_member",
         "may take a role that is not held by the policies"},
        {"CREATE ROLE r_owns LOGIN NOINHERIT; GRANT owner TO r_owns", "owns tables of Parley"},
        {"CREATE ROLE r_creates LOGIN; GRANT CREATE ON SCHEMA parley TO r_creates", "can create in the schema parley"},
        {"CREATE ROLE r_edits LOGIN; GRANT UPDATE ON parley.audit TO r_edits", "can change the audit"},
        {"CREATE ROLE r_mends LOGIN; GRANT UPDATE (user_id) ON parley.audit TO r_mends", "can change the audit"},
        {"CREATE ROLE r_cuts LOGIN; GRANT TRUNCATE ON parley.audit TO r_cuts", "can change the audit"},
    };
    const Spoiled database;
    auto& cluster = PostgresCluster::instance();
    for (const auto& each : roles) {
        CAPTURE(each.made);
        REQUIRE(database.raw().run(each.made) == "");
        const std::string script(each.made);
        const auto login = script.substr(0, script.find(" LOGIN"));
        const std::string role = login.substr(login.rfind(' ') + 1);
        check_sentence(open_postgres({cluster.address(role, database.name()), database.options().owner}),
                       Fault::invalid, each.words);
    }
    check_sentence(open_postgres({database.options().owner, database.options().owner}), Fault::invalid,
                   "owns tables of Parley");
    CHECK(open_postgres(database.options()));
    REQUIRE(database.raw().run("CREATE ROLE \"r odd'name\" LOGIN") == "");
    const std::string odd = cluster.address("'r odd\\'name'", database.name());
    CHECK(open_postgres({odd, database.options().owner}));
    REQUIRE(database.raw().run("CREATE ROLE r_stranger LOGIN") == "");
    check_sentence(open_postgres({cluster.address("r_stranger", database.name()), ""}), Fault::invalid,
                   "The role r_stranger has no rights on");
}

TEST_CASE("store: a table that does not keep organizations apart is named, and the database not used") {
    if (is_without_postgres()) return;
    for (const char* change :
         {"ALTER TABLE parley.pins NO FORCE ROW LEVEL SECURITY", "ALTER TABLE parley.pins DISABLE ROW LEVEL SECURITY",
          "DROP POLICY own_organization ON parley.pins", "CREATE POLICY everybody ON parley.pins USING (true)",
          "CREATE POLICY everybody ON parley.pins FOR INSERT WITH CHECK (true)",
          "ALTER POLICY own_organization ON parley.pins WITH CHECK (true)",
          "CREATE TABLE parley.alien (organization_id text)"}) {
        CAPTURE(change);
        const Spoiled database;
        REQUIRE(database.raw().run(change) == "");
        const std::string table = std::string(change).find("alien") != std::string::npos ? "alien" : "pins";
        check_sentence(open_postgres(database.without_owner()), Fault::invalid, cat("The table ", table, " of "));
    }
}

TEST_CASE("store: a PostgreSQL that is not there, not of this encoding or not addressed is refused in one sentence") {
    if (is_without_postgres()) return;
    check_sentence(open_postgres({"host=127.0.0.1 port=1 user=application dbname=parley", ""}), Fault::unavailable,
                   "cannot be reached");
    check_sentence(open_postgres({PostgresCluster::instance().address("application", "nowhere"), ""}),
                   Fault::unavailable, "cannot be reached");
    check_sentence(open_postgres({"postgresql://application:hunter2@127.0.0.1/parley", ""}), Fault::invalid,
                   "holds a password");
    check_sentence(open_postgres({"parley.db", ""}), Fault::invalid, "no PostgreSQL connection string");
    const Spoiled database;
    check_sentence(open_postgres({database.options().application, "host=127.0.0.1 password=hunter2"}), Fault::invalid,
                   "holds a password");
    PostgresCluster::instance().make_empty_database("latin",
                                                    "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    check_sentence(open_postgres(PostgresCluster::instance().options("latin")), Fault::invalid, "encoding UTF8");
    PostgresCluster::instance().drop_database("latin");
}
