#include "base/text.h"
#include "store/audit_chain.h"
#include "store/sql_org.h"

#include <array>

namespace parley::store {
namespace {

constexpr std::string_view select_connection =
    "SELECT connection_id, vendor_id, name, url, state, reason, auth, issuer, "
    "resource, parameters, created_by,"
    " created_at, updated_at FROM connections WHERE organization_id = ?";

ConnectionState read_state(Row& row) {
    const std::string name = row.text();
    for (const auto state :
         {ConnectionState::authorizing, ConnectionState::connected, ConnectionState::needs_reconnect}) {
        if (name_of(state) == name) return state;
    }
    row.say_damaged();
    return ConnectionState::needs_reconnect;
}

Connection read_connection(Row& row) {
    return {{row.text()}, {row.text()}, row.text(), row.text(),   read_state(row), row.text(),   row.text(),
            row.text(),   row.text(),   row.json(), {row.text()}, row.instant(),   row.instant()};
}

Credential read_credential(Row& row) {
    return {{row.text()}, row.text(), row.optional_instant(), row.integer()};
}

ToolPin read_tool(Row& row) {
    return {row.text(), row.text(), row.json(), row.json(), row.text(),
            row.text(), row.text(), row.text(), row.text(), row.json()};
}

Result<Done> require_connection(Transaction& transaction, const OrgId& org, const ConnectionId& id) {
    PARLEY_TRY([[maybe_unused]] const Connection connection,
               expect(transaction.first(cat(select_connection, " AND connection_id = ?"), {org, id}, read_connection),
                      "connection"));
    return Done{};
}

// A credential that replaces another gets a later generation, whatever it says:
// a refresh that still runs with the old grant must not be able to write over
// the new one.
Result<int> put_credential(Transaction& writing, const OrgId& org, const ConnectionId& id,
                           const Credential& credential) {
    return writing.run(
        "INSERT INTO credentials (organization_id, connection_id, sealed, "
        "key_id, expires_at, generation)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (organization_id, connection_id) "
        "DO UPDATE SET"
        " sealed = excluded.sealed, key_id = excluded.key_id, expires_at = "
        "excluded.expires_at,"
        " refresh_holder = '', refresh_until = 0, refresh_attempts = 0,"
        " generation = CASE WHEN excluded.generation > credentials.generation "
        "THEN excluded.generation"
        " ELSE credentials.generation + 1 END",
        {org, id, credential.sealed.fernet, credential.key_id, credential.expires_at, credential.generation});
}

Result<int> put_connection(Transaction& writing, const OrgId& org, const Connection& connection) {
    return writing.run(
        "INSERT INTO connections (organization_id, connection_id, vendor_id, "
        "name, url, state, reason, auth, issuer,"
        " resource, parameters, created_by, created_at, updated_at) VALUES (?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (organization_id, connection_id) DO UPDATE SET vendor_id = "
        "excluded.vendor_id,"
        " name = excluded.name, url = excluded.url, state = excluded.state, "
        "reason = excluded.reason,"
        " auth = excluded.auth, issuer = excluded.issuer, resource = "
        "excluded.resource,"
        " parameters = excluded.parameters, created_by = excluded.created_by, "
        "created_at = excluded.created_at,"
        " updated_at = excluded.updated_at",
        {org, connection.id, connection.vendor, connection.name, connection.url, name_of(connection.state),
         connection.reason, connection.auth, connection.issuer, connection.resource, dump(connection.parameters),
         connection.created_by, connection.created_at, connection.updated_at});
}

Result<Done> put_all(Transaction& writing, const OrgId& org, const Connection& connection, const Credential* credential,
                     const AuditEntry& entry) {
    PARLEY_TRY([[maybe_unused]] const int saved, put_connection(writing, org, connection));
    if (credential != nullptr) {
        PARLEY_TRY([[maybe_unused]] const int put, put_credential(writing, org, connection.id, *credential));
    }
    return append_audit(writing, org, entry);
}

}  // namespace

std::string_view name_of(ConnectionState state) {
    switch (state) {
    case ConnectionState::authorizing: return "authorizing";
    case ConnectionState::connected: return "connected";
    case ConnectionState::needs_reconnect: return "needs_reconnect";
    }
    return "needs_reconnect";
}

Result<Done> SqlOrg::save_connection(const Connection& connection, const Credential* credential,
                                     const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const Done put, put_all(writing, org_, connection, credential, entry));
    return writing.commit();
}

Result<Done> SqlOrg::update_connection(const Connection& connection, const Credential* credential,
                                       const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const Done there, require_connection(writing, org_, connection.id));
    PARLEY_TRY([[maybe_unused]] const Done put, put_all(writing, org_, connection, credential, entry));
    return writing.commit();
}

Result<Connection> SqlOrg::connection(const ConnectionId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return expect(reading.first(cat(select_connection, " AND connection_id = ?"), {org_, id}, read_connection),
                  "connection");
}

Result<std::vector<Connection>> SqlOrg::connections() {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(cat(select_connection, " ORDER BY created_at, rowid"), {org_}, read_connection);
}

Result<Credential> SqlOrg::credential(const ConnectionId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return expect(reading.first("SELECT sealed, key_id, expires_at, generation FROM credentials"
                                " WHERE organization_id = ? AND connection_id = ?",
                                {org_, id}, read_credential),
                  "credential");
}

Result<bool> SqlOrg::swap_credential(const ConnectionId& id, std::int64_t read_generation, const Credential& fresh) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const int changed,
               writing.run("UPDATE credentials SET sealed = ?, key_id = ?, expires_at = ?, "
                           "generation = generation + 1,"
                           " refresh_holder = '', refresh_until = 0, refresh_attempts = 0"
                           " WHERE organization_id = ? AND connection_id = ? AND generation = ?",
                           {fresh.sealed.fernet, fresh.key_id, fresh.expires_at, org_, id, read_generation}));
    if (changed == 0) {
        PARLEY_TRY([[maybe_unused]] const Credential stored,
                   expect(writing.first("SELECT sealed, key_id, expires_at, generation FROM credentials"
                                        " WHERE organization_id = ? AND connection_id = ?",
                                        {org_, id}, read_credential),
                          "credential"));
        return false;
    }
    PARLEY_TRY([[maybe_unused]] const Done written, writing.commit());
    return true;
}

Result<Done> SqlOrg::set_state(const ConnectionId& id, ConnectionState state, const std::string& reason, Instant at) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const int changed, writing.run("UPDATE connections SET state = ?, reason = ?, updated_at = ?"
                                              " WHERE organization_id = ? AND connection_id = ?",
                                              {name_of(state), reason, at, org_, id}));
    if (changed == 0) return no_such("connection");
    return writing.commit();
}

Result<Done> SqlOrg::remove_connection(const ConnectionId& id, const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const int changed, writing.run("DELETE FROM connections WHERE organization_id = ? "
                                              "AND connection_id = ?",
                                              {org_, id}));
    if (changed == 0) return no_such("connection");
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<Done> SqlOrg::save_authorization(const Authorization& authorization) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const Done there, require_connection(writing, org_, authorization.connection));
    PARLEY_TRY(const int changed,
               writing.run("INSERT INTO authorizations (organization_id, state_hash, "
                           "connection_id, user_id, sealed,"
                           " expires_at, key_id) VALUES (?, ?, ?, ?, ?, ?, ?) ON "
                           "CONFLICT DO NOTHING",
                           {org_, authorization.state_hash, authorization.connection, authorization.user,
                            authorization.sealed.fernet, authorization.expires_at, authorization.key_id}));
    if (changed == 0) return Error{Fault::invalid, "This authorization has begun already.", ""};
    return writing.commit();
}

Result<Done> SqlOrg::save_tools(const ConnectionId& id, const std::vector<ToolPin>& tools, const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const Done there, require_connection(writing, org_, id));
    PARLEY_TRY([[maybe_unused]] const int removed,
               writing.run("DELETE FROM tools WHERE organization_id = ? AND connection_id = ?", {org_, id}));
    int position = 0;
    for (const auto& tool : tools) {
        PARLEY_TRY(const int added,
                   writing.run("INSERT INTO tools (organization_id, connection_id, "
                               "name, position, description,"
                               " input_schema, annotations, verdict, reason, "
                               "decided_by, hash, change, reviewed)"
                               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON "
                               "CONFLICT DO NOTHING",
                               {org_, id, tool.name, ++position, tool.description, dump(tool.input_schema),
                                dump(tool.annotations), tool.verdict, tool.reason, tool.decided_by, tool.hash,
                                tool.change, dump(tool.reviewed)}));
        if (added == 0) return Error{Fault::invalid, "Two tools have the same name.", ""};
    }
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<std::vector<ToolPin>> SqlOrg::tools(const ConnectionId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    PARLEY_TRY([[maybe_unused]] const Done there, require_connection(reading, org_, id));
    return reading.all(
        "SELECT name, description, input_schema, annotations, verdict, reason, "
        "decided_by, hash, change, reviewed FROM "
        "tools"
        " WHERE organization_id = ? AND connection_id = ? ORDER BY position",
        {org_, id}, read_tool);
}

}  // namespace parley::store
