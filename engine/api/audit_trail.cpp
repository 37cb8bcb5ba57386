#include "api/audit_trail.h"

#include "base/limits.h"
#include "base/text.h"

namespace parley::api {

Result<AuditState> verify_audit(store::OrgStore& org, std::string_view anchor) {
    store::ChainCheck check(org.org());
    AuditState state;
    for (;;) {
        PARLEY_TRY(const auto rows, org.audit_rows(check.rows(), limits::audit_rows_at_once));
        for (const auto& row : rows) {
            state.broken = check.add(row);
            if (!state.broken.empty()) return state;
            state.rows = check.rows();
            state.last_hash = row.hash;
            state.has_anchor = state.has_anchor || row.hash == anchor;
        }
        if (!rows.empty()) continue;
        // Rows may have come since the last reading, together with a new head; but a head that says more than can be
        // read is a tail that was cut off.
        PARLEY_TRY(const store::AuditHead head, org.audit_head());
        PARLEY_TRY(const auto more, org.audit_rows(check.rows(), 1));
        if (head.number > check.rows() && !more.empty()) continue;
        state.broken = check.finish(head);
        return state;
    }
}

bool AuditExport::wants(const store::AuditRow& row) const {
    return (!wish_.since || row.entry.at >= *wish_.since) && (!wish_.until || row.entry.at < *wish_.until);
}

Result<Done> AuditExport::for_each(store::OrgStore& org,
                                   const std::function<bool(const store::AuditRow&)>& visit) const {
    std::int64_t after = 0;
    for (;;) {
        PARLEY_TRY(const auto rows, org.audit_rows(after, limits::audit_rows_at_once));
        if (rows.empty()) return Done{};
        for (const auto& row : rows) {
            after = row.number;
            if (row.number > last_number_) return Done{};
            if (wants(row) && !visit(row)) return Done{};
        }
    }
}

Result<AuditExport> AuditExport::begin(store::OrgStore& org, const UserId& user, const AuditWish& wish, Instant now) {
    AuditExport made(wish);
    PARLEY_TRY(const store::AuditHead head, org.audit_head());
    made.last_number_ = head.number;
    PARLEY_TRY([[maybe_unused]] const Done counted, made.for_each(org, [&](const store::AuditRow& row) {
        ++made.count_;
        made.last_hash_ = row.hash;
        return true;
    }));
    Json details{{"format", name_of(wish.format)}, {"count", made.count_}, {"last_hash", made.last_hash_}};
    if (wish.since) details["since"] = to_text(*wish.since);
    if (wish.until) details["until"] = to_text(*wish.until);
    PARLEY_TRY([[maybe_unused]] const Done noted, org.audit({user, "export", "audit", std::move(details), now}));
    return made;
}

Result<Done> AuditExport::write(store::OrgStore& org, std::ostream& out) const {
    std::int64_t written = 0;
    std::string last;
    out << audit_header(wish_.format);
    PARLEY_TRY([[maybe_unused]] const Done done, for_each(org, [&](const store::AuditRow& row) {
                   out << audit_line(wish_.format, row);
                   ++written;
                   last = row.hash;
                   return out.good();
               }));
    out.flush();
    if (!out.good()) return Error{Fault::unavailable, "The export could not be written to its end.", ""};
    if (written == count_ && last == last_hash_) return Done{};
    return Error{Fault::internal, "The audit changed while it was exported: run `parley audit verify`.",
                 cat(written, " of ", count_, " rows")};
}

}  // namespace parley::api
