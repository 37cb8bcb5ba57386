#pragma once
// The audit of one organization as a whole: whether it holds, and as a file. A few rows are in memory at a time,
// however many there are.

#include "api/audit_text.h"
#include "store/store.h"

#include <functional>
#include <optional>
#include <ostream>
#include <string>

namespace parley::api {

struct AuditState {
    std::int64_t rows = 0;  // That were looked at.
    std::string last_hash;
    std::string broken;  // Empty: the chain holds, from the first row to the one that was noted as its last.
    bool has_anchor = false;
};

// anchor: a row's hash that was kept elsewhere. Who can change the database can make a whole chain anew, but not one
// with that hash in it. An error where the rows cannot be read at all.
Result<AuditState> verify_audit(store::OrgStore& org, std::string_view anchor = "");

struct AuditWish {
    AuditFormat format = AuditFormat::csv;
    std::optional<Instant> since;
    std::optional<Instant> until;  // Not included.
};

// The rows that were there when it was begun. Its own row ("export": format, count, last_hash) is written before there
// is anything to write, so where it cannot be written nothing is exported.
class AuditExport {
public:
    static Result<AuditExport> begin(store::OrgStore& org, const UserId& user, const AuditWish& wish, Instant now);

    std::int64_t count() const { return count_; }
    const std::string& last_hash() const { return last_hash_; }  // Of its last row; empty: it has none.

    // Fault::internal where fewer or other rows came than were counted: what was written then is no export.
    Result<Done> write(store::OrgStore& org, std::ostream& out) const;

private:
    explicit AuditExport(AuditWish wish) : wish_(wish) {}
    bool wants(const store::AuditRow& row) const;
    Result<Done> for_each(store::OrgStore& org, const std::function<bool(const store::AuditRow&)>& visit) const;

    AuditWish wish_;
    std::int64_t last_number_ = 0;  // Of the whole trail, when it was begun.
    std::int64_t count_ = 0;
    std::string last_hash_;
};

}  // namespace parley::api
