#pragma once
#include "store/sql.h"
#include "store/store.h"

#include <string>

namespace parley::store {

// SHA-256 in hex over the row as JSON text with sorted keys; the time as it is
// exported.
std::string audit_hash(const AuditRow& row, const OrgId& org);

Result<AuditHead> head_of(Transaction& transaction, const OrgId& org);

// Writes the next row of the organization's chain. The caller commits it
// together with the act.
Result<Done> append_audit(Transaction& writing, const OrgId& org, const AuditEntry& entry);

}  // namespace parley::store
