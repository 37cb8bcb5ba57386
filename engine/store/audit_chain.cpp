#include "store/audit_chain.h"

#include "base/text.h"
#include "vault/crypto.h"

namespace parley::store {
namespace {

struct Link {
    std::int64_t number = 0;
    std::string hash;
};

Link read_link(Row& row) {
    return {row.integer(), row.text()};
}

}  // namespace

std::string audit_hash(const AuditRow& row, const OrgId& org) {
    return vault::sha256_hex(dump(Json{{"number", row.number},
                                       {"org", org.text},
                                       {"user", row.entry.user.text},
                                       {"action", row.entry.action},
                                       {"subject", row.entry.subject},
                                       {"details", row.entry.details},
                                       {"at", to_text(row.entry.at)},
                                       {"previous_hash", row.previous_hash}}));
}

Result<Done> append_audit(Transaction& writing, const OrgId& org, const AuditEntry& entry) {
    PARLEY_TRY(const auto last,
               writing.first("SELECT number, hash FROM audit WHERE organization_id = ? ORDER BY number DESC LIMIT 1",
                             {org}, read_link));
    const Link before = last.value_or(Link{});
    AuditRow row{before.number + 1, entry, before.hash, ""};
    row.hash = audit_hash(row, org);
    PARLEY_TRY([[maybe_unused]] const int written,
               writing.run("INSERT INTO audit (organization_id, number, user_id, action, subject, details, at,"
                           " previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           {org, row.number, entry.user, entry.action, entry.subject, dump(entry.details), entry.at,
                            row.previous_hash, row.hash}));
    return Done{};
}

std::string verify_chain(const std::vector<AuditRow>& rows, const OrgId& org) {
    Link before;
    for (const auto& row : rows) {
        if (row.number != before.number + 1) {
            return cat("Audit row ", before.number + 1, " is missing: row ", row.number, " stands in its place.");
        }
        if (row.previous_hash != before.hash) {
            return cat("Audit row ", row.number, " does not follow the row before it.");
        }
        if (row.hash != audit_hash(row, org)) {
            return cat("Audit row ", row.number, " was changed after it was written.");
        }
        before = {row.number, row.hash};
    }
    return {};
}

}  // namespace parley::store
