#include "store/migrations.h"

#include <array>

namespace parley::store {
namespace {

// organization_id stands first in every primary key, unique index and foreign
// key. What is searched across organizations (a callback's state, an API key)
// is found by an index that is not unique.
constexpr const char* sqlite_first_schema = R"sql(
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

constexpr const char* sqlite_wire_schema = R"sql(
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

constexpr const char* sqlite_trust_schema = R"sql(
ALTER TABLE authorizations ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
ALTER TABLE tools ADD COLUMN hash TEXT NOT NULL DEFAULT '';
ALTER TABLE tools ADD COLUMN change TEXT NOT NULL DEFAULT '';
ALTER TABLE tools ADD COLUMN reviewed TEXT NOT NULL DEFAULT 'null';
ALTER TABLE api_keys ADD COLUMN role TEXT NOT NULL DEFAULT 'owner';
ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;

CREATE TABLE shapes (
    organization_id TEXT NOT NULL, connection_id TEXT NOT NULL, tool TEXT NOT NULL, shape TEXT NOT NULL,
    drift TEXT NOT NULL, seen TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, connection_id, tool),
    FOREIGN KEY (organization_id, connection_id) REFERENCES connections ON DELETE CASCADE
) STRICT;

CREATE TABLE audit_heads (
    organization_id TEXT NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (organization_id)
) STRICT;
INSERT INTO audit_heads SELECT organization_id, number, hash FROM audit AS row
    WHERE number = (SELECT max(number) FROM audit WHERE organization_id = row.organization_id);

CREATE TABLE members (
    organization_id TEXT NOT NULL, user_id TEXT NOT NULL, email TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    issuer TEXT NOT NULL, subject TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, user_id)
) STRICT;
CREATE UNIQUE INDEX members_by_email_within ON members (organization_id, email);
CREATE UNIQUE INDEX members_by_identity_within ON members (organization_id, issuer, subject) WHERE issuer <> '';
CREATE INDEX members_by_identity ON members (issuer, subject);
CREATE INDEX members_by_email ON members (email);

CREATE TABLE web_sessions (
    organization_id TEXT NOT NULL, token_hash TEXT NOT NULL, user_id TEXT NOT NULL, csrf_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (organization_id, token_hash),
    FOREIGN KEY (organization_id, user_id) REFERENCES members ON DELETE CASCADE
) STRICT;
CREATE INDEX web_sessions_by_hash ON web_sessions (token_hash);
)sql";

constexpr std::array sqlite_migrations{Migration{1, sqlite_first_schema}, Migration{2, sqlite_wire_schema},
                                       Migration{3, sqlite_trust_schema}};

}  // namespace

Schema sqlite_schema() {
    return {sqlite_migrations,
            "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'",
            "SELECT count(*) FROM sqlite_master",
            "SELECT count(*) FROM pragma_table_info('schema_version') WHERE name = "
            "'hash'",
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, "
            "hash TEXT NOT NULL) STRICT",
            "ALTER TABLE schema_version ADD COLUMN hash TEXT NOT NULL DEFAULT ''"};
}

}  // namespace parley::store
