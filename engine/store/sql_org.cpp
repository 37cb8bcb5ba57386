// An organization's settings, audit and answers. Its connections stand in
// sql_connections.cpp, its dashboards in sql_dashboards.cpp.
#include "store/sql_org.h"

#include "store/audit_chain.h"

#include <algorithm>

namespace parley::store {
namespace {

Organization read_organization(Row& row) {
    return {{row.text()}, row.text(), row.text(),   {row.text(), row.small(), row.small()},
            row.text(),   row.json(), row.instant()};
}

AuditRow read_audit(Row& row) {
    return {row.integer(), {{row.text()}, row.text(), row.text(), row.json(), row.instant()}, row.text(), row.text()};
}

StoredAnswer read_answer(Row& row) {
    return {{row.text()}, row.text(), row.json(), row.instant(), {row.text()}};
}

}  // namespace

Result<Organization> SqlOrg::settings() {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return expect(reading.first("SELECT organization_id, name, tier, zone, week_start, "
                                "fiscal_year_month, currency,"
                                " glossary, created_at FROM organizations WHERE organization_id = ?",
                                {org_}, read_organization),
                  "organization");
}

Result<Done> SqlOrg::save_settings(const Organization& organization, const AuditEntry& entry) {
    if (organization.id != org_) {
        return Error{Fault::invalid, "These settings belong to another organization.", ""};
    }
    PARLEY_TRY(Transaction writing, begin(Access::write));
    const auto& calendar = organization.calendar;
    PARLEY_TRY(const int changed,
               writing.run("UPDATE organizations SET name = ?, tier = ?, zone = ?, "
                           "week_start = ?,"
                           " fiscal_year_month = ?, currency = ?, glossary = ? WHERE "
                           "organization_id = ?",
                           {organization.name, organization.tier, calendar.zone, calendar.week_start,
                            calendar.fiscal_year_month, organization.currency, dump(organization.glossary), org_}));
    if (changed == 0) return no_such("organization");
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<Done> SqlOrg::audit(const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<std::vector<AuditRow>> SqlOrg::audit_rows(std::int64_t after, int rows_max) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(
        "SELECT number, user_id, action, subject, details, at, previous_hash, "
        "hash FROM audit"
        " WHERE organization_id = ? AND number > ? ORDER BY number LIMIT ?",
        {org_, after, std::max(0, rows_max)}, read_audit);
}

Result<AuditHead> SqlOrg::audit_head() {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return head_of(reading, org_);
}

Result<Done> SqlOrg::save_answer(const StoredAnswer& answer) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const int changed,
               writing.run("INSERT INTO answers (organization_id, answer_id, "
                           "question, answer, at, user_id)"
                           " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
                           "(organization_id, answer_id) DO UPDATE SET"
                           " question = excluded.question, answer = "
                           "excluded.answer, at = excluded.at,"
                           " user_id = excluded.user_id",
                           {org_, answer.id, answer.question, dump(answer.answer), answer.at, answer.user}));
    return writing.commit();
}

Result<StoredAnswer> SqlOrg::answer(const AnswerId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return expect(reading.first("SELECT answer_id, question, answer, at, user_id FROM answers"
                                " WHERE organization_id = ? AND answer_id = ?",
                                {org_, id}, read_answer),
                  "answer");
}

Result<std::vector<StoredAnswer>> SqlOrg::answers(int rows_max) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(
        "SELECT answer_id, question, answer, at, user_id FROM "
        "answers WHERE organization_id = ?"
        " ORDER BY at DESC, rowid DESC LIMIT ?",
        {org_, std::max(0, rows_max)}, read_answer);
}

}  // namespace parley::store
