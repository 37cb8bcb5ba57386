// Who may come in: members, keys, sessions.
#include "base/text.h"
#include "store/audit_chain.h"
#include "store/sql_org.h"

namespace parley::store {
namespace {

constexpr std::string_view select_member =
    "SELECT user_id, email, name, role, issuer, subject, created_at FROM "
    "members WHERE organization_id = ?";

Member read_member(Row& row) {
    return {{row.text()}, row.text(), row.text(), row.text(), row.text(), row.text(), row.instant()};
}

// Nobody could let anybody in any more.
Result<Done> require_other_owner(Transaction& writing, const OrgId& org, const UserId& leaving) {
    PARLEY_TRY(const auto was, writing.first("SELECT count(*) FROM members WHERE "
                                             "organization_id = ? AND user_id = ?"
                                             " AND role = 'owner'",
                                             {org, leaving}, read_integer));
    if (was.value_or(0) == 0) return Done{};
    PARLEY_TRY(const auto others, writing.first("SELECT count(*) FROM members WHERE organization_id = ?"
                                                " AND user_id <> ? AND role = 'owner'",
                                                {org, leaving}, read_integer));
    if (others.value_or(0) > 0) return Done{};
    return Error{Fault::invalid, "An organization needs an owner, and this is the last one.", ""};
}

}  // namespace

Result<Done> SqlOrg::save_member(const Member& member, const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const auto same,
               writing.first("SELECT count(*) FROM members WHERE organization_id = ? AND user_id "
                             "<> ?"
                             " AND (email = ? OR (issuer <> '' AND issuer = ? AND subject = ?))",
                             {org_, member.id, member.email, member.issuer, member.subject}, read_integer));
    if (same.value_or(0) > 0) return Error{Fault::invalid, "Another member signs in like this already.", ""};
    if (member.role != "owner") {
        PARLEY_TRY([[maybe_unused]] const Done owned, require_other_owner(writing, org_, member.id));
    }
    PARLEY_TRY([[maybe_unused]] const int put,
               writing.run("INSERT INTO members (organization_id, user_id, email, name, "
                           "role, issuer, subject,"
                           " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
                           "(organization_id, user_id)"
                           " DO UPDATE SET email = excluded.email, name = "
                           "excluded.name, role = excluded.role,"
                           " issuer = excluded.issuer, subject = excluded.subject",
                           {org_, member.id, member.email, member.name, member.role, member.issuer, member.subject,
                            member.created_at}));
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<Member> SqlOrg::member(const UserId& id) {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return expect(reading.first(cat(select_member, " AND user_id = ?"), {org_, id}, read_member), "member");
}

Result<std::vector<Member>> SqlOrg::members() {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(cat(select_member, " ORDER BY email"), {org_}, read_member);
}

Result<Done> SqlOrg::remove_member(const UserId& id, const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const Done owned, require_other_owner(writing, org_, id));
    PARLEY_TRY([[maybe_unused]] const int keys,
               writing.run("DELETE FROM api_keys WHERE organization_id = ? AND user_id = ?", {org_, id}));
    PARLEY_TRY(const int changed,
               writing.run("DELETE FROM members WHERE organization_id = ? AND user_id = ?", {org_, id}));
    if (changed == 0) return no_such("member");
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<Done> SqlOrg::save_key(const ApiKey& key, const std::string& key_hash, const AuditEntry& entry) {
    if (key.org != org_) return Error{Fault::invalid, "This key belongs to another organization.", ""};
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const auto there,
               writing.first("SELECT count(*) FROM organizations WHERE organization_id = ?", {org_}, read_integer));
    if (there.value_or(0) == 0) return no_such("organization");
    PARLEY_TRY(const auto same, writing.first("SELECT count(*) FROM api_keys WHERE organization_id = ?"
                                              " AND key_hash = ? AND key_id <> ?",
                                              {org_, key_hash, key.id}, read_integer));
    if (same.value_or(0) > 0) return Error{Fault::invalid, "This key is in use already.", ""};
    PARLEY_TRY([[maybe_unused]] const int put,
               writing.run("INSERT INTO api_keys (organization_id, key_id, user_id, name, "
                           "key_hash, created_at, role,"
                           " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
                           "(organization_id, key_id)"
                           " DO UPDATE SET user_id = excluded.user_id, name = excluded.name,"
                           " key_hash = excluded.key_hash, created_at = excluded.created_at, "
                           "role = excluded.role,"
                           " expires_at = excluded.expires_at",
                           {org_, key.id, key.user, key.name, key_hash, key.created_at, key.role, key.expires_at}));
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<std::vector<ApiKey>> SqlOrg::keys() {
    PARLEY_TRY(Transaction reading, begin(Access::read));
    return reading.all(
        "SELECT key_id, organization_id, user_id, name, "
        "created_at, role, expires_at FROM api_keys"
        " WHERE organization_id = ? ORDER BY created_at, key_id",
        {org_}, read_key);
}

Result<Done> SqlOrg::remove_key(const KeyId& id, const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const int changed,
               writing.run("DELETE FROM api_keys WHERE organization_id = ? AND key_id = ?", {org_, id}));
    if (changed == 0) return no_such("key");
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<Done> SqlOrg::save_session(const WebSession& session, const AuditEntry& entry) {
    if (session.org != org_) return Error{Fault::invalid, "This session belongs to another organization.", ""};
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(
        [[maybe_unused]] const Member member,
        expect(writing.first(cat(select_member, " AND user_id = ?"), {org_, session.user}, read_member), "member"));
    PARLEY_TRY([[maybe_unused]] const int expired, writing.run("DELETE FROM web_sessions WHERE organization_id = ? "
                                                               "AND expires_at <= ?",
                                                               {org_, session.created_at}));
    PARLEY_TRY(const int added, writing.run("INSERT INTO web_sessions (organization_id, token_hash, user_id, "
                                            "csrf_hash, created_at,"
                                            " expires_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                            {org_, session.token_hash, session.user, session.csrf_hash,
                                             session.created_at, session.expires_at}));
    if (added == 0) return Error{Fault::invalid, "This session has begun already.", ""};
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

Result<Done> SqlOrg::remove_session(const std::string& token_hash, const AuditEntry& entry) {
    PARLEY_TRY(Transaction writing, begin(Access::write));
    PARLEY_TRY(const int changed, writing.run("DELETE FROM web_sessions WHERE organization_id = ? "
                                              "AND token_hash = ?",
                                              {org_, token_hash}));
    if (changed == 0) return no_such("session");
    PARLEY_TRY([[maybe_unused]] const Done noted, append_audit(writing, org_, entry));
    return writing.commit();
}

}  // namespace parley::store
