#include "api/audit_trail.h"
#include "api/endpoints/endpoints.h"
#include "base/limits.h"
#include "base/text.h"

#include <charconv>

namespace parley::api {
namespace {

// Null where the query does not name it. What stands there twice is refused: nobody can tell which one was meant.
Result<std::optional<std::string>> asked(const Call& call, const std::string& name) {
    if (call.repeated.contains(name)) return Error{Fault::invalid, cat("\"", name, "\" stands there twice."), ""};
    const auto found = call.query.find(name);
    if (found == call.query.end()) return std::optional<std::string>();
    return std::optional<std::string>(found->second);
}

Result<std::int64_t> number_in(const Call& call, const std::string& name, std::int64_t fallback, std::int64_t least,
                               std::int64_t most) {
    PARLEY_TRY(const auto text, asked(call, name));
    if (!text) return fallback;
    std::int64_t number = -1;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (problem == std::errc() && end == text->data() + text->size() && number >= least && number <= most)
        return number;
    return Error{Fault::invalid, cat("\"", name, "\" must be a whole number from ", least, " to ", most, "."), ""};
}

Result<std::optional<Instant>> moment_in(const Call& call, const std::string& name) {
    PARLEY_TRY(const auto text, asked(call, name));
    if (!text) return std::optional<Instant>();
    PARLEY_TRY(const Instant moment, moment_from(*text));
    return std::optional<Instant>(moment);
}

}  // namespace

// Oldest first. A page may be short and still have a next one: a filter looks through so many rows at most.
Result<Reply> list_audit(const Deps&, Call& call) {
    PARLEY_TRY(std::int64_t after, number_in(call, "after", 0, 0, INT64_MAX));
    PARLEY_TRY(const auto limit, number_in(call, "limit", 100, 1, limits::audit_rows_per_page));
    PARLEY_TRY(const auto action, asked(call, "action"));
    PARLEY_TRY(const auto user, asked(call, "user"));
    OrderedJson items = OrderedJson::array();
    bool more = true;
    for (int seen = 0; more && seen < limits::audit_rows_per_request;) {
        PARLEY_TRY(const auto rows, call.org->audit_rows(after, limits::audit_rows_at_once));
        more = !rows.empty();
        for (const auto& row : rows) {
            if (std::ssize(items) == limit) break;
            after = row.number;
            ++seen;
            const bool wanted = (!action || row.entry.action == *action) && (!user || row.entry.user.text == *user);
            if (wanted) items.push_back(to_json(row));
        }
        if (std::ssize(items) == limit) break;
    }
    const OrderedJson next = more ? OrderedJson(cat(after)) : OrderedJson(nullptr);
    return Reply{200, {{"items", std::move(items)}, {"next", next}}, "", {}};
}

// How many rows there are and the hash of the last one stand in the headers: by them a reader knows an export that was
// cut short.
Result<Reply> export_audit(const Deps& deps, Call& call) {
    AuditWish wish;
    PARLEY_TRY(const auto format, asked(call, "format"));
    PARLEY_TRY(wish.format, audit_format(format.value_or("csv")));
    PARLEY_TRY(wish.since, moment_in(call, "since"));
    PARLEY_TRY(wish.until, moment_in(call, "until"));
    PARLEY_TRY(const AuditExport made, AuditExport::begin(*call.org, call.user, wish, deps.clock.now()));
    auto org = std::shared_ptr<store::OrgStore>(std::move(call.org));  // std::function wants to be copyable.
    Reply reply{200, {}, "", [org, made](std::ostream& out) {
                    const auto written = made.write(*org, out);
                    if (!written) out.setstate(std::ios::failbit);  // The headers have told how much was to come.
                }};
    reply.headers["Content-Type"] =
        wish.format == AuditFormat::csv ? "text/csv; charset=utf-8; header=present" : "application/jsonl";
    reply.headers["Content-Disposition"] = cat("attachment; filename=\"audit.", name_of(wish.format), "\"");
    reply.headers["X-Audit-Rows"] = cat(made.count());
    reply.headers["X-Audit-Last-Hash"] = made.last_hash();
    return reply;
}

}  // namespace parley::api
