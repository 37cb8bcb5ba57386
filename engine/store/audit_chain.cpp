#include "store/audit_chain.h"

#include "base/text.h"
#include "vault/crypto.h"

namespace parley::store {
namespace {

AuditHead read_head(Row& row) {
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

Result<AuditHead> head_of(Transaction& transaction, const OrgId& org) {
    PARLEY_TRY(const auto head,
               transaction.first("SELECT number, hash FROM audit_heads WHERE organization_id = ?", {org}, read_head));
    return head.value_or(AuditHead{});
}

Result<Done> append_audit(Transaction& writing, const OrgId& org, const AuditEntry& entry) {
    PARLEY_TRY(const AuditHead before, head_of(writing, org));
    AuditRow row{before.number + 1, entry, before.hash, ""};
    row.hash = audit_hash(row, org);
    PARLEY_TRY([[maybe_unused]] const int written,
               writing.run("INSERT INTO audit (organization_id, number, user_id, action, "
                           "subject, details, at,"
                           " previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           {org, row.number, entry.user, entry.action, entry.subject, dump(entry.details), entry.at,
                            row.previous_hash, row.hash}));
    PARLEY_TRY([[maybe_unused]] const int moved, writing.run("INSERT INTO audit_heads (organization_id, number, "
                                                             "hash) VALUES (?, ?, ?)"
                                                             " ON CONFLICT (organization_id) DO UPDATE SET number "
                                                             "= excluded.number, hash = excluded.hash",
                                                             {org, row.number, row.hash}));
    return Done{};
}

std::string ChainCheck::add(const AuditRow& row) {
    if (row.number != last_.number + 1) {
        return cat("Audit row ", last_.number + 1, " is missing: row ", row.number, " stands in its place.");
    }
    if (row.previous_hash != last_.hash) {
        return cat("Audit row ", row.number, " does not follow the row before it.");
    }
    if (row.hash != audit_hash(row, org_)) {
        return cat("Audit row ", row.number, " was changed after it was written.");
    }
    last_ = {row.number, row.hash};
    return {};
}

std::string ChainCheck::finish(const AuditHead& head) const {
    if (last_.number < head.number)
        return cat("Audit row ", last_.number + 1, " is missing: the chain ended with row ", head.number, ".");
    if (last_.number > head.number || last_.hash != head.hash) {
        return cat("The end of the audit chain, row ", last_.number, ", is not the one that was noted.");
    }
    return {};
}

std::string verify_chain(const std::vector<AuditRow>& rows, const OrgId& org) {
    ChainCheck check(org);
    for (const auto& row : rows) {
        if (std::string wrong = check.add(row); !wrong.empty()) return wrong;
    }
    return {};
}

}  // namespace parley::store
