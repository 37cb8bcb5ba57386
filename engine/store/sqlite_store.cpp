#include "store/migrations.h"
#include "store/sqlite_org.h"
#include "store/store.h"

namespace parley::store {
namespace {

OrgId read_org(Row& row) {
    return {row.text()};
}

ApiKey read_key(Row& row) {
    return {{row.text()}, {row.text()}, {row.text()}, row.text(), row.instant()};
}

Store::Claimed read_claimed(Row& row) {
    return {{row.text()}, {row.text(), {row.text()}, {row.text()}, {row.text()}, row.instant()}};
}

constexpr std::string_view select_key =
    "SELECT key_id, organization_id, user_id, name, created_at FROM api_keys WHERE key_hash = ?";

class SqliteStore final : public Store {
public:
    explicit SqliteStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    std::unique_ptr<OrgStore> for_org(const OrgId& org) override {
        return std::make_unique<SqliteOrg>(org, *database_);
    }

    Result<Done> create_organization(const Organization& organization) override;
    Result<std::vector<OrgId>> organizations() override;
    Result<Claimed> take_authorization(const std::string& state_hash, Instant now) override;
    Result<Done> save_key(const ApiKey& key, const std::string& key_hash) override;
    Result<ApiKey> key(const std::string& key_hash) override;

private:
    std::unique_ptr<Database> database_;
};

Result<Done> SqliteStore::create_organization(const Organization& organization) {
    if (organization.id.text.empty()) return Error{Fault::invalid, "An organization needs an id.", ""};
    PARLEY_TRY(Transaction writing, database_->begin(Access::write));
    const auto& calendar = organization.calendar;
    PARLEY_TRY(const int changed,
               writing.run("INSERT INTO organizations (organization_id, name, tier, zone, week_start,"
                           " fiscal_year_month, currency, glossary, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                           " ON CONFLICT DO NOTHING",
                           {organization.id, organization.name, organization.tier, calendar.zone, calendar.week_start,
                            calendar.fiscal_year_month, organization.currency, dump(organization.glossary),
                            organization.created_at}));
    if (changed == 0) return Error{Fault::invalid, "This organization exists already.", ""};
    return writing.commit();
}

Result<std::vector<OrgId>> SqliteStore::organizations() {
    PARLEY_TRY(Transaction reading, database_->begin(Access::read));
    return reading.all("SELECT organization_id FROM organizations ORDER BY organization_id", {}, read_org);
}

Result<Store::Claimed> SqliteStore::take_authorization(const std::string& state_hash, Instant now) {
    PARLEY_TRY(Transaction writing, database_->begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const int expired,
               writing.run("DELETE FROM authorizations WHERE expires_at <= ?", {now}));
    PARLEY_TRY(auto found, writing.all("SELECT organization_id, state_hash, connection_id, user_id, sealed, expires_at"
                                       " FROM authorizations WHERE state_hash = ?",
                                       {state_hash}, read_claimed));
    PARLEY_TRY([[maybe_unused]] const int taken,
               writing.run("DELETE FROM authorizations WHERE state_hash = ?", {state_hash}));
    PARLEY_TRY([[maybe_unused]] const Done done, writing.commit());
    // Two organizations with the same state cannot both be right, and none of them is believed.
    if (found.size() != 1) return no_such("authorization");
    return std::move(found.front());
}

Result<Done> SqliteStore::save_key(const ApiKey& key, const std::string& key_hash) {
    PARLEY_TRY(Transaction writing, database_->begin(Access::write));
    PARLEY_TRY([[maybe_unused]] const OrgId org,
               expect(writing.first("SELECT organization_id FROM organizations WHERE organization_id = ?", {key.org},
                                    read_org),
                      "organization"));
    PARLEY_TRY(const auto same, writing.first(select_key, {key_hash}, read_key));
    if (same && (same->org != key.org || same->id != key.id)) {
        return Error{Fault::invalid, "This key is in use already.", ""};
    }
    PARLEY_TRY([[maybe_unused]] const int changed,
               writing.run("INSERT INTO api_keys (organization_id, key_id, user_id, name, key_hash, created_at)"
                           " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (organization_id, key_id) DO UPDATE SET"
                           " user_id = excluded.user_id, name = excluded.name, key_hash = excluded.key_hash,"
                           " created_at = excluded.created_at",
                           {key.org, key.id, key.user, key.name, key_hash, key.created_at}));
    return writing.commit();
}

Result<ApiKey> SqliteStore::key(const std::string& key_hash) {
    PARLEY_TRY(Transaction reading, database_->begin(Access::read));
    return expect(reading.first(select_key, {key_hash}, read_key), "key");
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& path) {
    PARLEY_TRY(auto database, Database::open(path));
    PARLEY_TRY([[maybe_unused]] const Done migrated, migrate(*database, path));
    return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(database)));
}

}  // namespace parley::store
