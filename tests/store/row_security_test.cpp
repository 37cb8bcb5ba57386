// PostgreSQL keeps organizations apart by itself: what its catalogue says, and what is left where a statement is about
// another organization than its transaction, or where the transaction is about none.
#include "base/text.h"
#include "every_call.h"
#include "raw_database.h"

using namespace parley;
using namespace parley::store;

namespace {

// Every transaction is about `scope`, whatever the store asks for.
class RescopedDatabase final : public Database {
public:
    RescopedDatabase(std::unique_ptr<Database> inner, Scope scope)
        : inner_(std::move(inner)), scope_(std::move(scope)) {}
    Result<Transaction> begin(Access access, const Scope&) override { return inner_->begin(access, scope_); }

private:
    std::unique_ptr<Database> inner_;
    const Scope scope_;
};

std::vector<std::string> column(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::string> first;
    for (const auto& row : rows) first.push_back(row[0]);
    return first;
}

constexpr const char* our_tables =
    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'"
    " WHERE c.relnamespace = 'parley'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1";

}  // namespace

TEST_CASE(
    "store: in PostgreSQL every table with organization_id has forced row-level security for reading and writing") {
    if (is_without_postgres()) return;
    const Folder folder;
    REQUIRE(open_postgres(postgres_of(folder)));
    RawPostgres raw = operator_of(folder.database);
    const auto tables = column(raw.rows(our_tables));
    CHECK(tables.size() == 16);
    for (const auto& table : tables) {
        CAPTURE(table);
        CHECK(raw.rows(cat("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = 'parley.", table,
                           "'::regclass"))[0][0] == "t");
        const auto policies =
            raw.rows(cat("SELECT cmd, qual, with_check FROM pg_policies WHERE schemaname = 'parley'"
                         " AND policyname = 'own_organization' AND tablename = '",
                         table, "'"));
        REQUIRE(policies.size() == 1);
        CHECK(policies[0][0] == "ALL");
        CHECK(policies[0][1].find("current_setting('parley.organization'") != std::string::npos);
        CHECK(policies[0][1] == policies[0][2]);
        // The doors let in those who present something, to look or to take it: none lets a row be written.
        const auto doors =
            raw.rows(cat("SELECT cmd, qual FROM pg_policies WHERE schemaname = 'parley' AND policyname"
                         " <> 'own_organization' AND tablename = '",
                         table, "'"));
        for (const auto& door : doors) {
            CHECK((door[0] == "SELECT" || door[0] == "DELETE"));
            CHECK(door[1].find("current_setting('parley.") != std::string::npos);
        }
    }
}

TEST_CASE("store: in PostgreSQL the application owns nothing, cannot create, and cannot change the audit") {
    if (is_without_postgres()) return;
    const Folder folder;
    REQUIRE(open_postgres(postgres_of(folder)));
    RawPostgres raw = operator_of(folder.database);
    for (const char* owned : {"SELECT relname FROM pg_class WHERE relowner = 'application'::regrole",
                              "SELECT proname FROM pg_proc WHERE proowner = 'application'::regrole",
                              "SELECT typname FROM pg_type WHERE typowner = 'application'::regrole",
                              "SELECT nspname FROM pg_namespace WHERE nspowner = 'application'::regrole",
                              "SELECT datname FROM pg_database WHERE datdba = 'application'::regrole"}) {
        CAPTURE(owned);
        CHECK(raw.rows(owned).empty());
    }
    RawPostgres application(PostgresCluster::instance().address("application", folder.database));
    const std::string about_acme = "SET parley.organization = 'acme'; ";
    REQUIRE(open_postgres(postgres_of(folder)).value()->for_org(acme)->audit(entry_of("use")));
    CHECK(application.rows("SELECT count(*) FROM parley.audit")[0][0] == "0");
    for (const char* refused :
         {"UPDATE parley.audit SET user_id = 'bob'", "DELETE FROM parley.audit", "TRUNCATE parley.audit",
          "ALTER TABLE parley.audit DISABLE ROW LEVEL SECURITY", "DROP POLICY own_organization ON parley.audit",
          "DROP TABLE parley.audit", "CREATE TABLE parley.mine (x int)", "DELETE FROM parley.schema_version",
          "DELETE FROM parley.audit_heads", "SET row_security = off; SELECT * FROM parley.audit", "SET ROLE owner",
          "ALTER ROLE application BYPASSRLS"}) {
        CAPTURE(refused);
        CHECK(application.run(about_acme + refused) != "");
    }
    REQUIRE(application.run("SET parley.organization = 'acme'") == "");
    CHECK(application.rows("SELECT count(*) FROM parley.audit")[0][0] == "1");
    // The owner of the tables is held by the policies as well, and by the triggers.
    RawPostgres owner(PostgresCluster::instance().address("owner", folder.database));
    CHECK(owner.rows("SELECT count(*) FROM parley.audit")[0][0] == "0");
    for (const char* refused : {"UPDATE parley.audit SET user_id = 'bob'", "DELETE FROM parley.audit"}) {
        CHECK(owner.run(about_acme + refused).find("never changes") != std::string::npos);
    }
    CHECK(owner.run("TRUNCATE parley.audit").find("never changes") != std::string::npos);
}

TEST_CASE(
    "store: in PostgreSQL organization_id stands first in every unique index and foreign key, and the columns are"
    " those of SQLite") {
    if (is_without_postgres()) return;
    const Folder folder;
    REQUIRE(open_postgres(postgres_of(folder)));
    REQUIRE(open_sqlite(folder.file()));
    RawPostgres raw = operator_of(folder.database);
    const auto indexes = raw.rows(
        "SELECT i.indexrelid::regclass, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
        " WHERE i.indisunique AND c.relnamespace = 'parley'::regnamespace AND c.relname <> 'schema_version'");
    CHECK(indexes.size() == 18);
    for (const auto& index : indexes) {
        CAPTURE(index[0]);
        CHECK(index[1] == "organization_id");
    }
    for (const auto& key :
         raw.rows("SELECT conname, attname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid"
                  " AND attnum = conkey[1] WHERE contype = 'f'"
                  " AND connamespace = 'parley'::regnamespace")) {
        CAPTURE(key[0]);
        CHECK(key[1] == "organization_id");
    }
    RawDatabase sqlite(folder.file());
    const std::string both =
        " SELECT t.name, c.name, c.\"notnull\" FROM sqlite_master t JOIN pragma_table_info(t.name) c"
        " WHERE t.type = 'table' ORDER BY 1, 2";
    std::string here, there;
    for (const auto& row : sqlite.rows(both)) here += cat(row[0], ".", row[1], " ", row[2], "\n");
    for (const auto& row : raw.rows("SELECT relname::text COLLATE \"C\", attname::text COLLATE \"C\", attnotnull::int"
                                    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attnum > 0"
                                    " WHERE relnamespace = 'parley'::regnamespace AND relkind = 'r'"
                                    " AND attname <> 'rowid' AND relname <> 'schema_version' ORDER BY 1, 2")) {
        there += cat(row[0], ".", row[1], " ", row[2], "\n");
    }
    std::string wanted;
    for (const auto& line : split(here, '\n')) {
        if (!line.empty() && line.rfind("schema_version", 0) != 0) wanted += line + "\n";
    }
    CHECK(there == wanted);
}

TEST_CASE(
    "store: in PostgreSQL a call without the setting, or with another organization's, shows and changes nothing") {
    if (is_without_postgres()) return;
    const struct {
        const char* name;
        Scope scope;
    } scopes[] = {{"none", {}},
                  {"empty", {{"organization", ""}}},
                  {"another", scope_of(globex)},
                  {"nobody's", {{"organization", "acme "}}},
                  {"every door, with nothing to present",
                   {{"state_hash", ""},
                    {"expired_at", ""},
                    {"key_hash", ""},
                    {"token_hash", ""},
                    {"issuer", ""},
                    {"subject", ""},
                    {"email", ""},
                    {"list", ""}}},
                  {"every door, with the wrong thing",
                   {{"state_hash", "x"},
                    {"expired_at", "0"},
                    {"key_hash", "x"},
                    {"token_hash", "x"},
                    {"issuer", "x"},
                    {"subject", "c1"},
                    {"email", "x"},
                    {"list", "x"}}}};
    const Folder folder;
    const auto store = open_postgres(postgres_of(folder));
    REQUIRE(store);
    const Payload payload{"ours"};
    fill(*store.value(), acme, payload);
    const auto org = store.value()->for_org(acme);
    const std::string untouched = everything_of(*org, payload);
    CHECK(untouched.find("There is no such") == std::string::npos);
    int calls = 0;
    for (const auto& wrong : scopes) {
        CAPTURE(wrong.name);
        auto tables = open_postgres_tables(postgres_of(folder), {});
        REQUIRE(tables);
        const auto blind = store_over(std::make_unique<RescopedDatabase>(std::move(tables).value(), wrong.scope));
        const auto blind_org = blind->for_org(acme);  // Its statements say acme.
        for (const auto& each : reading_calls()) {
            CAPTURE(each.name);
            const auto marks = each.marks(*blind_org, payload);
            if (marks) CHECK(marks.value().empty());
            if (!marks) CHECK(marks.error().fault == Fault::not_found);
            ++calls;
        }
        for (const auto& each : writing_calls()) {
            CAPTURE(each.name);
            const auto result = each.call(*blind_org, {"theirs"});
            if (!result) CHECK((result.error().fault == Fault::not_found || result.error().fault == Fault::internal));
            ++calls;
        }
        CHECK(!blind->create_organization(organization_of({"new"})));
        CHECK(blind->organizations().value().empty());
        check_fault(blind->key(payload.hash("key"), noon), Fault::not_found);
        check_fault(blind->session(payload.hash("session"), noon), Fault::not_found);
        check_fault(blind->take_authorization(payload.hash("state"), noon), Fault::not_found);
        CHECK(blind->memberships("https://id.example.com", "c1").value().empty());
        CHECK(blind->invitations("owner@example.com").value().empty());
        calls += 7;
        CHECK(everything_of(*org, payload) == untouched);
    }
    // The same calls, with the setting, do find something: else this would prove nothing.
    CHECK(store.value()->key(payload.hash("key"), noon).value().org == acme);
    CHECK(store.value()->session(payload.hash("session"), noon).value().org == acme);
    CHECK(store.value()->memberships("https://id.example.com", "c1").value().size() == 1);
    CHECK(store.value()->invitations("owner@example.com").value().size() == 1);
    CHECK(store.value()->organizations().value().size() == 1);
    for (const auto& each : reading_calls()) {
        CAPTURE(each.name);
        CHECK(!each.marks(*org, payload).value().empty());
    }
    CHECK(store.value()->take_authorization(payload.hash("state"), noon).value().org == acme);
    MESSAGE(calls << " calls without the right setting");
}

TEST_CASE("store: a setting ends with its transaction") {
    if (is_without_postgres()) return;
    const Folder folder;
    const auto options = postgres_of(folder);
    const auto store = open_postgres(options);
    REQUIRE(store);
    REQUIRE(store.value()->create_organization(organization_of(acme)));
    const auto tables = make_postgres_database(read_postgres_address(options.application).value().complete, {1});
    const auto names_seen = [&](const Scope& scope) {
        auto reading = tables->begin(Access::read, scope);  // Always the same connection: there is only one.
        REQUIRE(reading);
        const auto names =
            reading.value().all<std::string>("SELECT name FROM organizations", {}, [](Row& row) { return row.text(); });
        REQUIRE(names);
        return names.value().size();
    };
    CHECK(names_seen({}) == 0);
    CHECK(names_seen(scope_of(acme)) == 1);
    CHECK(names_seen({}) == 0);
    CHECK(names_seen(scope_of(globex)) == 0);
}

TEST_CASE(
    "store: in PostgreSQL where the audit cannot be written nothing is done, and a change past the store is found") {
    if (is_without_postgres()) return;
    auto& cluster = PostgresCluster::instance();
    const std::string database = cluster.make_database();
    {
        const auto store = open_postgres(cluster.options(database));
        REQUIRE(store);
        const Payload payload{"before"};
        fill(*store.value(), acme, payload);
        const auto org = store.value()->for_org(acme);
        const std::string untouched = everything_of(*org, payload);
        RawPostgres raw = operator_of(database);
        REQUIRE(raw.run("REVOKE INSERT ON parley.audit FROM application") == "");
        for (const auto& each : writing_calls()) {
            if (each.audited == Audited::no) continue;
            CAPTURE(each.name);
            check_fault(each.call(*org, each.name.rfind("remove_", 0) == 0 ? payload : Payload{"after"}),
                        Fault::internal);
            CHECK(everything_of(*org, payload) == untouched);
        }
        REQUIRE(
            raw.run(
                "SET session_replication_role = replica; UPDATE parley.audit SET user_id = 'bob' WHERE number = 2") ==
            "");
        CHECK(verify_chain(org->audit_rows(0, 100).value(), acme).find("Audit row 2 ") == 0);
    }
    cluster.drop_database(database);
}
