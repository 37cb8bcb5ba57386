#pragma once
#include "store/sql.h"
#include "store/store.h"

namespace parley::store {

// OrgStore over a database that speaks SQL. Lives shorter than it.
class SqlOrg final : public OrgStore {
public:
    SqlOrg(OrgId org, Database& database) : org_(std::move(org)), database_(database) {}

    const OrgId& org() const override { return org_; }

    Result<Organization> settings() override;
    Result<Done> save_settings(const Organization& organization, const AuditEntry& entry) override;

    Result<Done> save_connection(const Connection& connection, const Credential* credential,
                                 const AuditEntry& entry) override;
    Result<Done> update_connection(const Connection& connection, const Credential* credential,
                                   const AuditEntry& entry) override;
    Result<Connection> connection(const ConnectionId& id) override;
    Result<std::vector<Connection>> connections() override;
    Result<Credential> credential(const ConnectionId& id) override;
    Result<bool> swap_credential(const ConnectionId& id, std::int64_t read_generation,
                                 const Credential& fresh) override;
    Result<RefreshClaim> claim_refresh(const ConnectionId& id, std::int64_t read_generation, const std::string& holder,
                                       Instant now, Instant until) override;
    Result<Done> release_refresh(const ConnectionId& id, const std::string& holder) override;
    Result<Done> log_connection(const ConnectionId& id, const std::vector<ConnectionLogLine>& lines) override;
    Result<std::vector<ConnectionLogLine>> connection_log(const ConnectionId& id) override;
    Result<Done> save_registration(const Registration& registration) override;
    Result<Registration> registration(const std::string& issuer, const std::string& redirect_uri) override;
    Result<Done> forget_registration(const std::string& issuer, const std::string& redirect_uri) override;
    Result<Done> set_state(const ConnectionId& id, ConnectionState state, const std::string& reason,
                           Instant at) override;
    Result<Done> remove_connection(const ConnectionId& id, const AuditEntry& entry) override;
    Result<Done> save_authorization(const Authorization& authorization) override;
    Result<Done> save_tools(const ConnectionId& id, const std::vector<ToolPin>& tools,
                            const AuditEntry& entry) override;
    Result<std::vector<ToolPin>> tools(const ConnectionId& id) override;

    Result<Done> save_shape(const ConnectionId& id, const ShapePin& shape, const AuditEntry* entry) override;
    Result<std::vector<ShapePin>> shapes(const ConnectionId& id) override;
    Result<std::vector<SealedRow>> rows_not_sealed_by(const std::string& key_id, int rows_max) override;
    Result<bool> reseal(const SealedRow& read, const Sealed& fresh, const std::string& key_id) override;
    Result<std::map<std::string, std::int64_t>> rows_by_key() override;

    Result<Done> audit(const AuditEntry& entry) override;
    Result<std::vector<AuditRow>> audit_rows(std::int64_t after, int rows_max) override;
    Result<AuditHead> audit_head() override;

    Result<Done> save_member(const Member& member, const AuditEntry& entry) override;
    Result<Member> member(const UserId& id) override;
    Result<std::vector<Member>> members() override;
    Result<Done> remove_member(const UserId& id, const AuditEntry& entry) override;
    Result<Done> save_key(const ApiKey& key, const std::string& key_hash, const AuditEntry& entry) override;
    Result<std::vector<ApiKey>> keys() override;
    Result<Done> remove_key(const KeyId& id, const AuditEntry& entry) override;
    Result<Done> save_session(const WebSession& session, const AuditEntry& entry) override;
    Result<Done> remove_session(const std::string& token_hash, const AuditEntry& entry) override;

    Result<Done> save_answer(const StoredAnswer& answer) override;
    Result<StoredAnswer> answer(const AnswerId& id) override;
    Result<std::vector<StoredAnswer>> answers(int rows_max) override;

    Result<Done> save_dashboard(const Dashboard& dashboard) override;
    Result<Dashboard> dashboard(const DashboardId& id) override;
    Result<std::vector<Dashboard>> dashboards() override;
    Result<Done> remove_dashboard(const DashboardId& id) override;
    Result<Done> save_pin(const Pin& pin) override;
    Result<Pin> pin(const PinId& id) override;
    Result<std::vector<Pin>> pins(const DashboardId& id) override;
    Result<Done> remove_pin(const PinId& id) override;

private:
    Result<Transaction> begin(Access access) { return database_.begin(access, scope_of(org_)); }

    OrgId org_;
    Database& database_;
};

// Rows that more than one part of the store reads.
inline std::int64_t read_integer(Row& row) {
    return row.integer();
}

inline ApiKey read_key(Row& row) {
    return {{row.text()}, {row.text()}, {row.text()}, row.text(), row.instant(), row.text(), row.optional_instant()};
}

}  // namespace parley::store
