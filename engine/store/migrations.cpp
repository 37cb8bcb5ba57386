#include "store/migrations.h"

#include "base/text.h"

#include <array>

namespace parley::store {
namespace {

// organization_id stands first in every primary key, unique index and foreign key. What is searched across
// organizations (a callback's state, an API key) is found by an index that is not unique.
constexpr const char* first_schema = R"sql(
CREATE TABLE organizations (
    organization_id TEXT NOT NULL, name TEXT NOT NULL, tier TEXT NOT NULL, zone TEXT NOT NULL,
    week_start INTEGER NOT NULL, fiscal_year_month INTEGER NOT NULL, currency TEXT NOT NULL, glossary TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id)
) STRICT;

CREATE TABLE connections (
    organization_id TEXT NOT NULL, connection_id TEXT NOT NULL, vendor_id TEXT NOT NULL, name TEXT NOT NULL,
    url TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, auth TEXT NOT NULL, issuer TEXT NOT NULL,
    resource TEXT NOT NULL, parameters TEXT NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, connection_id)
) STRICT;

CREATE TABLE credentials (
    organization_id TEXT NOT NULL, connection_id TEXT NOT NULL, sealed TEXT NOT NULL, key_id TEXT NOT NULL,
    expires_at INTEGER, generation INTEGER NOT NULL,
    PRIMARY KEY (organization_id, connection_id),
    FOREIGN KEY (organization_id, connection_id) REFERENCES connections ON DELETE CASCADE
) STRICT;

CREATE TABLE authorizations (
    organization_id TEXT NOT NULL, state_hash TEXT NOT NULL, connection_id TEXT NOT NULL, user_id TEXT NOT NULL,
    sealed TEXT NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, state_hash),
    FOREIGN KEY (organization_id, connection_id) REFERENCES connections ON DELETE CASCADE
) STRICT;
CREATE INDEX authorizations_by_state ON authorizations (state_hash);
CREATE INDEX authorizations_by_connection ON authorizations (organization_id, connection_id);

CREATE TABLE tools (
    organization_id TEXT NOT NULL, connection_id TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL,
    description TEXT NOT NULL, input_schema TEXT NOT NULL, annotations TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, decided_by TEXT NOT NULL,
    PRIMARY KEY (organization_id, connection_id, name),
    FOREIGN KEY (organization_id, connection_id) REFERENCES connections ON DELETE CASCADE
) STRICT;

CREATE TABLE audit (
    organization_id TEXT NOT NULL, number INTEGER NOT NULL, user_id TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, details TEXT NOT NULL, at INTEGER NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (organization_id, number)
) STRICT;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'an audit row never changes'); END;
CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'an audit row never goes'); END;

CREATE TABLE answers (
    organization_id TEXT NOT NULL, answer_id TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    at INTEGER NOT NULL, user_id TEXT NOT NULL,
    PRIMARY KEY (organization_id, answer_id)
) STRICT;
CREATE INDEX answers_by_time ON answers (organization_id, at);

CREATE TABLE dashboards (
    organization_id TEXT NOT NULL, dashboard_id TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, dashboard_id)
) STRICT;

CREATE TABLE pins (
    organization_id TEXT NOT NULL, pin_id TEXT NOT NULL, dashboard_id TEXT NOT NULL, title TEXT NOT NULL,
    plan TEXT NOT NULL, spec TEXT NOT NULL, answer TEXT NOT NULL, position INTEGER NOT NULL,
    refreshed_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, pin_id),
    FOREIGN KEY (organization_id, dashboard_id) REFERENCES dashboards ON DELETE CASCADE
) STRICT;
CREATE INDEX pins_by_dashboard ON pins (organization_id, dashboard_id, position);

CREATE TABLE api_keys (
    organization_id TEXT NOT NULL, key_id TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL,
    key_hash TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, key_id),
    FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE
) STRICT;
CREATE INDEX api_keys_by_hash ON api_keys (key_hash);
)sql";

constexpr const char* wire_schema = R"sql(
ALTER TABLE credentials ADD COLUMN refresh_holder TEXT NOT NULL DEFAULT '';
ALTER TABLE credentials ADD COLUMN refresh_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE credentials ADD COLUMN refresh_attempts INTEGER NOT NULL DEFAULT 0;

CREATE TABLE connection_log (
    organization_id TEXT NOT NULL, connection_id TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL,
    step TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (organization_id, connection_id, number),
    FOREIGN KEY (organization_id, connection_id) REFERENCES connections ON DELETE CASCADE
) STRICT;

CREATE TABLE registrations (
    organization_id TEXT NOT NULL, issuer TEXT NOT NULL, redirect_uri TEXT NOT NULL, sealed TEXT NOT NULL,
    key_id TEXT NOT NULL, expires_at INTEGER,
    PRIMARY KEY (organization_id, issuer, redirect_uri)
) STRICT;
)sql";

struct Migration {
    int version;
    const char* script;
};

// Only ever longer: what stands here has run somewhere.
constexpr std::array migrations{Migration{1, first_schema}, Migration{2, wire_schema}};
constexpr int newest = migrations.back().version;

int read_number(Row& row) {
    return row.small();
}

Result<int> number_of(Transaction& transaction, std::string_view sql) {
    return expect(transaction.first(sql, {}, read_number), "number");
}

// 0 for an empty database.
Result<int> version_of(Transaction& transaction, const std::string& path) {
    PARLEY_TRY(const int ours,
               number_of(transaction, "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'"));
    if (ours == 0) {
        PARLEY_TRY(const int others, number_of(transaction, "SELECT count(*) FROM sqlite_master"));
        if (others == 0) return 0;
        return Error{Fault::invalid, cat("The database file ", path, " belongs to another program."), ""};
    }
    PARLEY_TRY(const int version, number_of(transaction, "SELECT coalesce(max(version), 0) FROM schema_version"));
    if (version <= newest) return version;
    return Error{Fault::invalid,
                 cat("The database file ", path, " was made by a newer version of Parley (schema ", version,
                     "; this one knows ", newest, ")."),
                 ""};
}

}  // namespace

Result<Done> migrate(Database& database, const std::string& path) {
    {
        PARLEY_TRY(Transaction reading, database.begin(Access::read));
        PARLEY_TRY(const int version, version_of(reading, path));
        if (version == newest) return Done{};
    }
    PARLEY_TRY(Transaction writing, database.begin(Access::write));
    PARLEY_TRY(const int version, version_of(writing, path));  // Another process may have been faster.
    PARLEY_TRY([[maybe_unused]] const Done made,
               writing.run_script("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT"));
    for (const auto& migration : migrations) {
        if (migration.version <= version) continue;
        PARLEY_TRY([[maybe_unused]] const Done changed, writing.run_script(migration.script));
        PARLEY_TRY([[maybe_unused]] const int noted,
                   writing.run("INSERT INTO schema_version (version) VALUES (?)", {migration.version}));
    }
    return writing.commit();
}

}  // namespace parley::store
