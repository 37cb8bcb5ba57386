// What is sealed under which key, and what replies looked like.
#include "store/audit_chain.h"
#include "store/sql_org.h"

#include <algorithm>
#include <iterator>

namespace parley::store {
namespace {

SealedRow sealed_credential(Row& row) {
    return {SealedRow::Kind::credential, {row.text()}, "", "", "", {row.text()}, row.text()};
}

SealedRow sealed_registration(Row& row) {
    return {SealedRow::Kind::registration, {}, row.text(), row.text(), "", {row.text()}, row.text()};
}

SealedRow sealed_authorization(Row& row) {
    return {SealedRow::Kind::authorization, {row.text()}, "", "", row.text(), {row.text()}, row.text()};
}

struct Count {
    std::string key_id;
    std::int64_t rows = 0;
};

Count read_count(Row& row) {
    return {row.text(), row.integer()};
}

ShapePin read_shape(Row& row) {
    return {row.text(), row.json(), row.text(), row.json(), row.instant()};
}

}  // namespace

Result<std::vector<SealedRow>> SqlOrg::rows_not_sealed_by(const std::string& key_id, int rows_max) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    std::vector<SealedRow> rows;
    const auto take = [&](std::string_view sql, SealedRow (*read)(Row&)) -> Result<Done> {
        const auto room = std::max<std::int64_t>(0, rows_max - static_cast<std::int64_t>(rows.size()));
        PARLEY_TRY(auto found, reading.all(sql, {org_, key_id, room}, read));
        std::move(found.begin(), found.end(), std::back_inserter(rows));
        return Done{};
    };
    PARLEY_TRY([[maybe_unused]] const Done credentials,
               take("SELECT connection_id, sealed, key_id FROM credentials WHERE "
                    "organization_id = ? AND key_id <> ?"
                    " ORDER BY connection_id LIMIT ?",
                    sealed_credential));
    PARLEY_TRY([[maybe_unused]] const Done registrations, take("SELECT issuer, redirect_uri, sealed, key_id FROM "
                                                               "registrations WHERE organization_id = ?"
                                                               " AND key_id <> ? ORDER BY issuer, redirect_uri LIMIT ?",
                                                               sealed_registration));
    PARLEY_TRY([[maybe_unused]] const Done authorizations, take("SELECT connection_id, state_hash, sealed, key_id FROM "
                                                                "authorizations WHERE organization_id = ?"
                                                                " AND key_id <> ? ORDER BY state_hash LIMIT ?",
                                                                sealed_authorization));
    return rows;
}

Result<bool> SqlOrg::reseal(const SealedRow& read, const Sealed& fresh, const std::string& key_id) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    const auto change = [&]() -> Result<int> {
        switch (read.kind) {
        case SealedRow::Kind::credential:
            return writing.run(
                "UPDATE credentials SET sealed = ?, key_id = ? WHERE organization_id "
                "= ?"
                " AND connection_id = ? AND sealed = ?",
                {fresh.fernet, key_id, org_, read.connection, read.sealed.fernet});
        case SealedRow::Kind::registration:
            return writing.run(
                "UPDATE registrations SET sealed = ?, key_id = ? "
                "WHERE organization_id = ?"
                " AND issuer = ? AND redirect_uri = ? AND sealed = ?",
                {fresh.fernet, key_id, org_, read.issuer, read.redirect_uri, read.sealed.fernet});
        case SealedRow::Kind::authorization:
            return writing.run(
                "UPDATE authorizations SET sealed = ?, key_id = ? WHERE "
                "organization_id = ?"
                " AND state_hash = ? AND sealed = ?",
                {fresh.fernet, key_id, org_, read.state_hash, read.sealed.fernet});
        }
        return 0;
    };
    PARLEY_TRY(const int changed, change());
    PARLEY_TRY([[maybe_unused]] const Done written, writing.commit());
    return changed > 0;
}

Result<std::map<std::string, std::int64_t>> SqlOrg::rows_by_key() {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    PARLEY_TRY(const auto counts, reading.all("SELECT key_id, count(*) FROM (SELECT key_id FROM "
                                              "credentials WHERE organization_id = ?"
                                              " UNION ALL SELECT key_id FROM registrations WHERE "
                                              "organization_id = ?"
                                              " UNION ALL SELECT key_id FROM authorizations WHERE "
                                              "organization_id = ?) AS sealed"
                                              " GROUP BY key_id",
                                              {org_, org_, org_}, read_count));
    std::map<std::string, std::int64_t> by_key;
    for (const auto& count : counts) by_key[count.key_id] = count.rows;
    return by_key;
}

Result<Done> SqlOrg::save_shape(const ConnectionId& id, const ShapePin& shape, const AuditEntry* entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const auto there, writing.first("SELECT count(*) FROM connections WHERE organization_id = ?"
                                               " AND connection_id = ?",
                                               {org_, id}, read_integer));
    if (there.value_or(0) == 0) return no_such("connection");
    PARLEY_TRY([[maybe_unused]] const int put,
               writing.run("INSERT INTO shapes (organization_id, connection_id, "
                           "tool, shape, drift, seen, at)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
                           "(organization_id, connection_id, tool)"
                           " DO UPDATE SET shape = excluded.shape, drift = "
                           "excluded.drift, seen = excluded.seen,"
                           " at = excluded.at",
                           {org_, id, shape.tool, dump(shape.shape), shape.drift, dump(shape.seen), shape.at}));
    if (entry != nullptr) {
        PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, *entry));
    }
    return writing.commit();
}

Result<std::vector<ShapePin>> SqlOrg::shapes(const ConnectionId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(
        "SELECT tool, shape, drift, seen, at FROM shapes WHERE "
        "organization_id = ?"
        " AND connection_id = ? ORDER BY tool",
        {org_, id}, read_shape);
}

}  // namespace parley::store
