// What becomes of a connection once it is there: tested, disconnected.
#include "base/text.h"
#include "connect/grants.h"
#include "connect/health.h"
#include "connect/records.h"
#include "connect/sign_in.h"
#include "connect/tools.h"

#include <chrono>

namespace parley::connect {

Result<Connector::Health> look_at_tools(const Connector::Wiring& wiring, store::OrgStore& org, const UserId& user,
                                        const store::Connection& connection) {
    const auto start = std::chrono::steady_clock::now();
    PARLEY_TRY(const Sessions::Listing listing, wiring.sessions.list(org, user, connection.id));
    const auto spent = std::chrono::steady_clock::now() - start;
    const auto pins_held = wiring.sessions.hold_pins();
    PARLEY_TRY(Looked looked, take_over(org, wiring.catalogue, wiring.clock, user, connection, listing.tools));

    Connector::Health health;
    health.ms = static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count());
    health.server = listing.server.name;
    health.tools = std::move(looked.pins);
    health.warnings = std::move(looked.warnings);
    for (const auto& tool : listing.left_out) health.warnings.push_back(cat("Left out: ", tool, "."));
    if (connection.auth != "oauth") return health;
    const auto credential = org.credential(connection.id);
    if (!credential) return health;
    const auto grant = open_grant(wiring.vault, token_binding(org.org(), connection.id), credential.value());
    if (!grant) return health;
    for (auto& warning : scope_warnings(grant.value(), connection.name)) health.warnings.push_back(std::move(warning));
    return health;
}

Result<Done> Connector::disconnect(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    // What reaches the vendor stands in the audit before it does.
    PARLEY_TRY([[maybe_unused]] const Done noted,
               org.audit(audit_entry(wiring_.clock, user, "disconnect", id.text, details_of(connection, "started"))));
    wiring_.sessions.forget(org.org(), id);
    const auto credential = org.credential(id);
    if (connection.auth == "oauth" && credential) {
        const auto grant = open_grant(wiring_.vault, token_binding(org.org(), id), credential.value());
        if (grant) revoke_all(wiring_, grant.value());
    }
    const auto removed = org.remove_connection(
        id, audit_entry(wiring_.clock, user, "disconnect", id.text, details_of(connection, "finished")));
    wiring_.sessions.forget(org.org(), id);
    if (removed) return removed;
    // A write whose answer was lost may have happened all the same.
    const auto left = org.connection(id);
    if (!left && left.error().fault == Fault::not_found) return Done{};
    return removed;
}

Result<Connector::Health> Connector::test(store::OrgStore& org, const UserId& user, const ConnectionId& id) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    PARLEY_TRY([[maybe_unused]] const Done noted,
               org.audit(audit_entry(wiring_.clock, user, "use", id.text, details_of(connection, "test"))));
    Journal journal(wiring_.clock);
    auto health = look_at_tools(wiring_, org, user, connection);
    journal.add("session", "test", health ? "good" : health.error().message);
    journal.write(org, id);
    return health;
}

}  // namespace parley::connect
