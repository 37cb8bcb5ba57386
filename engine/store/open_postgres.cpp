// Before the first row is read: the schema is ours and new, and the role that will work with it is held by the
// policies.
#include "base/text.h"
#include "store/migrations.h"
#include "store/sql_store.h"

namespace parley::store {
namespace {

// A migration may rewrite a large table, and waits while another node runs the same.
constexpr PostgresPool owners_pool{1, 60'000, 600'000};

std::string read_text(Row& row) {
    return row.text();
}

// The text that `sql` finds in the one row that it gives.
Result<std::string> text_of(Transaction& transaction, std::string_view sql, Values values = {}) {
    return expect(transaction.first(sql, values, read_text), "row");
}

// Finds something to say, or an empty text. session_user, for whoever has taken another role can give it back; MEMBER,
// for whoever may take a role has what it has.
constexpr std::string_view find_powers = R"sql(
SELECT CASE
    WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) THEN 'is a superuser'
    WHEN (SELECT rolbypassrls FROM pg_roles WHERE rolname = session_user) THEN 'has BYPASSRLS'
    WHEN EXISTS (SELECT FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND pg_has_role(session_user, oid, 'MEMBER'))
        THEN 'may take a role that is not held by the policies'
    WHEN EXISTS (SELECT FROM pg_class WHERE relnamespace = 'parley'::regnamespace
                 AND pg_has_role(session_user, relowner, 'MEMBER')) THEN 'owns tables of Parley'
    WHEN has_schema_privilege(session_user, 'parley', 'CREATE') THEN 'can create in the schema parley'
    WHEN has_table_privilege(session_user, 'parley.audit', 'UPDATE, DELETE, TRUNCATE')
        OR has_any_column_privilege(session_user, 'parley.audit', 'UPDATE')
        THEN 'can change the audit'
    ELSE '' END)sql";

constexpr std::string_view find_rights = R"sql(
SELECT CASE WHEN to_regnamespace('parley') IS NULL THEN ''
    WHEN has_schema_privilege(session_user, 'parley', 'USAGE') THEN ''
    ELSE session_user::text END)sql";

// Every table with organization_id must have a policy for its own rows, by force, and none that asks for no setting.
constexpr std::string_view find_open_table = R"sql(
WITH policies AS (
    SELECT polrelid, polcmd, coalesce(pg_get_expr(polqual, polrelid), '') AS seen,
        coalesce(pg_get_expr(polwithcheck, polrelid), '') AS written FROM pg_policy)
SELECT coalesce(min(c.relname::text), '') FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'parley'::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT (c.relrowsecurity AND c.relforcerowsecurity
             AND EXISTS (SELECT FROM policies WHERE polrelid = c.oid AND polcmd = '*' AND seen = written
                         AND seen LIKE '%organization_id%current_setting(''parley.organization''%')
             AND NOT EXISTS (SELECT FROM policies WHERE polrelid = c.oid
                             AND seen || written NOT LIKE '%current_setting(''parley.%')))sql";

// What the application may do, no more: the audit only grows, and versions are the owner's.
constexpr std::string_view make_grants = R"sql(
SELECT format('GRANT USAGE ON SCHEMA parley TO %1$I; ', name)
    || string_agg(format('GRANT %s ON %I TO %I', CASE tablename
        WHEN 'schema_version' THEN 'SELECT'
        WHEN 'audit' THEN 'SELECT, INSERT'
        WHEN 'audit_heads' THEN 'SELECT, INSERT, UPDATE'
        WHEN 'organizations' THEN 'SELECT, INSERT, UPDATE'
        ELSE 'SELECT, INSERT, UPDATE, DELETE' END, tablename, name), '; ')
    FROM pg_tables, (SELECT ? AS name) AS role WHERE schemaname = 'parley' GROUP BY name)sql";

Result<Done> require_utf8(Transaction& transaction, const std::string& subject) {
    PARLEY_TRY(const std::string encoding, text_of(transaction, "SELECT current_setting('server_encoding')"));
    if (encoding == "UTF8") return Done{};
    return Error{Fault::invalid, cat(subject, " must have the encoding UTF8, and has ", encoding, "."), ""};
}

Result<Done> require_rights(Database& database, const std::string& subject) {
    PARLEY_TRY(Transaction reading, database.begin(Access::read, {}));
    PARLEY_TRY(const std::string shut_out, text_of(reading, find_rights));
    if (shut_out.empty()) return Done{};
    return Error{Fault::invalid,
                 cat("The role ", shut_out, " has no rights on ", subject,
                     ": name the owner of its tables once, as database_owner."),
                 ""};
}

Result<Done> migrate_as_owner(const std::string& address, const std::string& role, const std::string& subject) {
    const auto database = make_postgres_database(address, owners_pool);
    PARLEY_TRY([[maybe_unused]] const Done migrated, migrate(*database, postgres_schema(), subject));
    PARLEY_TRY(Transaction writing, database->begin(Access::write, {{"migration", "schema"}}));
    PARLEY_TRY(const std::string grants, text_of(writing, make_grants, {role}));
    PARLEY_TRY([[maybe_unused]] const Done granted, writing.run_script(grants.c_str()));
    return writing.commit();
}

Result<Done> require_harmless(Database& database, const std::string& subject) {
    PARLEY_TRY(Transaction reading, database.begin(Access::read, {}));
    PARLEY_TRY(const std::string power, text_of(reading, find_powers));
    if (!power.empty()) {
        return Error{Fault::invalid,
                     cat("The role that Parley works with on ", subject, " ", power, ", so it is not used."), ""};
    }
    PARLEY_TRY(const std::string open, text_of(reading, find_open_table));
    if (open.empty()) return Done{};
    return Error{Fault::invalid,
                 cat("The table ", open, " of ", subject,
                     " does not keep organizations apart: it lacks forced"
                     " row-level security."),
                 ""};
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres_tables(const PostgresOptions& options, const PostgresPool& pool) {
    PARLEY_TRY(const PostgresAddress address, read_postgres_address(options.application));
    const std::string subject = cat("the database ", address.place);
    const std::string capital = cat("The database ", address.place);
    auto database = make_postgres_database(address.complete, pool);
    std::string role;
    {
        PARLEY_TRY(Transaction reading, database->begin(Access::read, {}));
        PARLEY_TRY([[maybe_unused]] const Done encoded, require_utf8(reading, capital));
        PARLEY_TRY(role, text_of(reading, "SELECT session_user::text"));
    }
    if (!options.owner.empty()) {
        PARLEY_TRY(const PostgresAddress owner, read_postgres_address(options.owner));
        PARLEY_TRY([[maybe_unused]] const Done migrated, migrate_as_owner(owner.complete, role, capital));
    }
    PARLEY_TRY([[maybe_unused]] const Done let_in, require_rights(*database, subject));
    PARLEY_TRY([[maybe_unused]] const Done newest, require_newest(*database, postgres_schema(), capital));
    PARLEY_TRY([[maybe_unused]] const Done harmless, require_harmless(*database, subject));
    return database;
}

Result<std::string> place_of_postgres(const std::string& address) {
    PARLEY_TRY(PostgresAddress found, read_postgres_address(address));
    return std::move(found.place);
}

Result<std::unique_ptr<Store>> open_postgres(const PostgresOptions& options) {
    PARLEY_TRY(auto database, open_postgres_tables(options, PostgresPool{}));
    return store_over(std::move(database));
}

}  // namespace parley::store
