// What keeps a connection alive: who refreshes, what was tried, which clients
// are registered.
#include "base/limits.h"
#include "store/sql_org.h"

namespace parley::store {
namespace {

struct Lease {
    std::int64_t generation = 0;
    std::string holder;
    Instant until;
    int attempts = 0;
};

Lease read_lease(Row& row) {
    return {row.integer(), row.text(), row.instant(), row.small()};
}

ConnectionLogLine read_line(Row& row) {
    return {row.instant(), row.text(), row.text(), row.text()};
}

Registration read_registration(Row& row) {
    return {row.text(), row.text(), {row.text()}, row.text(), row.optional_instant()};
}

}  // namespace

Result<RefreshClaim> SqlOrg::claim_refresh(const ConnectionId& id, std::int64_t read_generation,
                                           const std::string& holder, Instant now, Instant until) {
    const auto look = [&](Transaction& transaction) {
        return expect(transaction.first("SELECT generation, refresh_holder, refresh_until, refresh_attempts"
                                        " FROM credentials WHERE organization_id = ? AND connection_id = ?",
                                        {org_, id}, read_lease),
                      "credential");
    };
    const auto is_held = [&](const Lease& lease) {
        return !lease.holder.empty() && now < lease.until && lease.until <= until + (until - now);
    };
    const auto in_the_way = [&](const Lease& lease) -> std::optional<RefreshClaim> {
        if (lease.generation != read_generation) return RefreshClaim{RefreshClaim::State::moved_on, now, 0};
        if (!is_held(lease) || lease.holder == holder) return std::nullopt;
        return RefreshClaim{RefreshClaim::State::busy, lease.until, lease.attempts};
    };
    {
        // Who waits for another holder asks often, and must not take the write lock
        // for it.
        PARLEY_TRY(Transaction reading, begin(Access::read));
        PARLEY_TRY(const Lease lease, look(reading));
        if (const auto claim = in_the_way(lease)) return *claim;
    }
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const Lease lease, look(writing));
    if (const auto claim = in_the_way(lease)) return *claim;
    const int attempts = lease.attempts + (is_held(lease) ? 0 : 1);  // A holder that claims again goes on.
    PARLEY_TRY([[maybe_unused]] const int changed, writing.run("UPDATE credentials SET refresh_holder = ?, "
                                                               "refresh_until = ?, refresh_attempts = ?"
                                                               " WHERE organization_id = ? AND connection_id = ?",
                                                               {holder, until, attempts, org_, id}));
    PARLEY_TRY([[maybe_unused]] const Done written, writing.commit());
    return RefreshClaim{RefreshClaim::State::ours, until, attempts};
}

Result<Done> SqlOrg::release_refresh(const ConnectionId& id, const std::string& holder) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const int changed, writing.run("UPDATE credentials SET refresh_holder = '', "
                                                               "refresh_until = 0, refresh_attempts = 0"
                                                               " WHERE organization_id = ? AND connection_id = ? AND "
                                                               "refresh_holder = ?",
                                                               {org_, id, holder}));
    return writing.commit();
}

Result<Done> SqlOrg::log_connection(const ConnectionId& id, const std::vector<ConnectionLogLine>& lines) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const auto there, writing.first("SELECT count(*) FROM connections WHERE organization_id = ?"
                                               " AND connection_id = ?",
                                               {org_, id}, read_integer));
    if (there.value_or(0) == 0) return no_such("connection");
    PARLEY_TRY(const auto last, writing.first("SELECT coalesce(max(number), 0) FROM connection_log"
                                              " WHERE organization_id = ? AND connection_id = ?",
                                              {org_, id}, read_integer));
    std::int64_t number = last.value_or(0);
    for (const auto& line : lines) {
        PARLEY_TRY([[maybe_unused]] const int added,
                   writing.run("INSERT INTO connection_log (organization_id, "
                               "connection_id, number, at, step, subject,"
                               " outcome) VALUES (?, ?, ?, ?, ?, ?, ?)",
                               {org_, id, ++number, line.at, line.step, line.subject, line.outcome}));
    }
    const auto kept = static_cast<std::int64_t>(limits::connection_log_lines);
    PARLEY_TRY([[maybe_unused]] const int removed, writing.run("DELETE FROM connection_log WHERE organization_id = ? "
                                                               "AND connection_id = ? AND number <= ?",
                                                               {org_, id, number - kept}));
    return writing.commit();
}

Result<std::vector<ConnectionLogLine>> SqlOrg::connection_log(const ConnectionId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(
        "SELECT at, step, subject, outcome FROM connection_log"
        " WHERE organization_id = ? AND connection_id = ? ORDER BY number",
        {org_, id}, read_line);
}

Result<Done> SqlOrg::save_registration(const Registration& registration) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const int put,
               writing.run("INSERT INTO registrations (organization_id, issuer, "
                           "redirect_uri, sealed, key_id, expires_at)"
                           " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
                           "(organization_id, issuer, redirect_uri) DO UPDATE SET"
                           " sealed = excluded.sealed, key_id = excluded.key_id, "
                           "expires_at = excluded.expires_at",
                           {org_, registration.issuer, registration.redirect_uri, registration.sealed.fernet,
                            registration.key_id, registration.expires_at}));
    return writing.commit();
}

Result<Registration> SqlOrg::registration(const std::string& issuer, const std::string& redirect_uri) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return expect(reading.first("SELECT issuer, redirect_uri, sealed, key_id, expires_at FROM "
                                "registrations"
                                " WHERE organization_id = ? AND issuer = ? AND redirect_uri = ?",
                                {org_, issuer, redirect_uri}, read_registration),
                  "registration");
}

Result<Done> SqlOrg::forget_registration(const std::string& issuer, const std::string& redirect_uri) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const int removed, writing.run("DELETE FROM registrations WHERE organization_id = ? "
                                                               "AND issuer = ? AND redirect_uri = ?",
                                                               {org_, issuer, redirect_uri}));
    return writing.commit();
}

}  // namespace parley::store
