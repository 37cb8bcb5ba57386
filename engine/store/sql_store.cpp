#include "store/sql_store.h"

#include "base/text.h"
#include "store/sql_org.h"

namespace parley::store {
namespace {

OrgId read_org(Row& row) {
    return {row.text()};
}

WebSession read_session(Row& row) {
    return {row.text(), {row.text()}, {row.text()}, row.text(), row.instant(), row.instant()};
}

Store::Membership read_membership(Row& row) {
    return {{row.text()}, {{row.text()}, row.text(), row.text(), row.text(), row.text(), row.text(), row.instant()}};
}

constexpr std::string_view select_membership =
    "SELECT organization_id, user_id, email, name, role, issuer, subject, "
    "created_at FROM members WHERE ";

Store::Claimed read_claimed(Row& row) {
    return {{row.text()}, {row.text(), {row.text()}, {row.text()}, {row.text()}, row.instant(), row.text()}};
}

constexpr std::string_view select_key =
    "SELECT key_id, organization_id, user_id, name, created_at, role, "
    "expires_at FROM api_keys WHERE key_hash = ?"
    " AND (expires_at IS NULL OR expires_at > ?)";
constexpr std::string_view select_session =
    "SELECT token_hash, organization_id, user_id, csrf_hash, created_at, "
    "expires_at FROM web_sessions"
    " WHERE token_hash = ? AND expires_at > ?";

class SqlStore final : public Store {
public:
    explicit SqlStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    std::unique_ptr<OrgStore> for_org(const OrgId& org) override { return std::make_unique<SqlOrg>(org, *database_); }

    Result<Done> create_organization(const Organization& organization) override;
    Result<std::vector<OrgId>> organizations() override;
    Result<Claimed> take_authorization(const std::string& state_hash, Instant now) override;
    Result<ApiKey> key(const std::string& key_hash, Instant now) override;
    Result<WebSession> session(const std::string& token_hash, Instant now) override;
    Result<std::vector<Membership>> memberships(const std::string& issuer, const std::string& subject) override;
    Result<std::vector<Membership>> invitations(const std::string& email) override;

private:
    std::unique_ptr<Database> database_;
};

Result<Done> SqlStore::create_organization(const Organization& organization) {
    if (organization.id.text.empty()) return Error{Fault::invalid, "An organization needs an id.", ""};
    PARLEY_TRY(Transaction writing, database_->begin(Access::write, scope_of(organization.id)));
    const auto& calendar = organization.calendar;
    PARLEY_TRY(const int changed, writing.run("INSERT INTO organizations (organization_id, name, tier, "
                                              "zone, week_start,"
                                              " fiscal_year_month, currency, glossary, created_at) VALUES "
                                              "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                              " ON CONFLICT DO NOTHING",
                                              {organization.id, organization.name, organization.tier, calendar.zone,
                                               calendar.week_start, calendar.fiscal_year_month, organization.currency,
                                               dump(organization.glossary), organization.created_at}));
    if (changed == 0) return Error{Fault::invalid, "This organization exists already.", ""};
    return writing.commit();
}

Result<std::vector<OrgId>> SqlStore::organizations() {
    PARLEY_TRY(Transaction reading, database_->begin(Access::read, {{"list", "organizations"}}));
    return reading.all("SELECT organization_id FROM organizations ORDER BY organization_id", {}, read_org);
}

Result<Store::Claimed> SqlStore::take_authorization(const std::string& state_hash, Instant now) {
    const Scope presented{{"state_hash", state_hash}, {"expired_at", cat(now.time_since_epoch().count())}};
    PARLEY_TRY(Transaction writing, database_->begin(Access::write, presented));
    PARLEY_TRY([[maybe_unused]] const int expired,
               writing.run("DELETE FROM authorizations WHERE expires_at <= ?", {now}));
    PARLEY_TRY(auto found, writing.all("SELECT organization_id, state_hash, connection_id, "
                                       "user_id, sealed, expires_at,"
                                       " key_id FROM authorizations WHERE state_hash = ?",
                                       {state_hash}, read_claimed));
    PARLEY_TRY([[maybe_unused]] const int taken,
               writing.run("DELETE FROM authorizations WHERE state_hash = ?", {state_hash}));
    PARLEY_TRY([[maybe_unused]] const Done done, writing.commit());
    // Two organizations with the same state cannot both be right, and none of
    // them is believed.
    if (found.size() != 1) return no_such("authorization");
    return std::move(found.front());
}

// Two organizations with the same hash cannot both be right, and none of them
// is believed.
template <typename Item>
Result<Item> only_one(Result<std::vector<Item>> found, std::string_view what) {
    if (!found) return std::move(found).error();
    if (found.value().size() != 1) return no_such(what);
    return std::move(found.value().front());
}

Result<ApiKey> SqlStore::key(const std::string& key_hash, Instant now) {
    PARLEY_TRY(Transaction reading, database_->begin(Access::read, {{"key_hash", key_hash}}));
    return only_one(reading.all(select_key, {key_hash, now}, read_key), "key");
}

Result<WebSession> SqlStore::session(const std::string& token_hash, Instant now) {
    PARLEY_TRY(Transaction reading, database_->begin(Access::read, {{"token_hash", token_hash}}));
    return only_one(reading.all(select_session, {token_hash, now}, read_session), "session");
}

Result<std::vector<Store::Membership>> SqlStore::memberships(const std::string& issuer, const std::string& subject) {
    if (issuer.empty()) return std::vector<Membership>();
    PARLEY_TRY(Transaction reading, database_->begin(Access::read, {{"issuer", issuer}, {"subject", subject}}));
    return reading.all(cat(select_membership, "issuer = ? AND subject = ? ORDER BY organization_id"), {issuer, subject},
                       read_membership);
}

Result<std::vector<Store::Membership>> SqlStore::invitations(const std::string& email) {
    PARLEY_TRY(Transaction reading, database_->begin(Access::read, {{"email", email}}));
    return reading.all(cat(select_membership, "email = ? AND issuer = '' ORDER BY organization_id"), {email},
                       read_membership);
}

}  // namespace

std::unique_ptr<Store> store_over(std::unique_ptr<Database> database) {
    return std::make_unique<SqlStore>(std::move(database));
}

}  // namespace parley::store
