#pragma once
// A store that fails when the test says so: the n-th write, before or after it has happened, or every audit row.

#include "store/store.h"

#include <mutex>
#include <string>
#include <vector>

namespace parley::fakes {

// What is going to fail. Safe from several threads.
class FailurePlan {
public:
    enum class When { before, after };  // after: it is committed, and nobody is told.
    enum class Audit { with, without };

    // From now on the number-th write fails, once.
    void fail_write(int number, When when) {
        const std::lock_guard lock(mutex_);
        left_ = number;
        when_ = when;
        failed_.clear();
    }
    // Every write with an audit row fails, as on a disk that takes none.
    void fail_audit(bool fails) {
        const std::lock_guard lock(mutex_);
        audit_fails_ = fails;
    }
    // The write that failed; empty: there were not that many. Nothing fails any more.
    std::string stop() {
        const std::lock_guard lock(mutex_);
        left_ = 0;
        audit_fails_ = false;
        return failed_;
    }
    int writes() const {
        const std::lock_guard lock(mutex_);
        return writes_;
    }

    template <typename R, typename Write>
    R write(Audit audit, const char* name, const Write& write) {
        const Turn turn = take(audit, name);
        if (turn == Turn::refused) return broken();
        R result = write();
        if (turn == Turn::lost) return broken();
        return result;
    }

private:
    enum class Turn { good, refused, lost };
    static Error broken() { return {Fault::unavailable, "The database did not take it.", "failing store"}; }
    Turn take(Audit audit, const char* name) {
        const std::lock_guard lock(mutex_);
        ++writes_;
        if (audit_fails_ && audit == Audit::with) return Turn::refused;
        if (left_ == 0 || --left_ > 0) return Turn::good;
        failed_ = name;
        return when_ == When::before ? Turn::refused : Turn::lost;
    }

    mutable std::mutex mutex_;
    int left_ = 0;  // Guarded by mutex_, as the rest.
    int writes_ = 0;
    When when_ = When::before;
    bool audit_fails_ = false;
    std::string failed_;
};

}  // namespace parley::fakes

namespace parley::store {

class FailingOrg final : public OrgStore {
    using Audit = fakes::FailurePlan::Audit;

public:
    FailingOrg(std::unique_ptr<OrgStore> inner, fakes::FailurePlan& plan) : inner_(std::move(inner)), plan_(plan) {}
    const OrgId& org() const override { return inner_->org(); }
    Result<Organization> settings() override { return inner_->settings(); }
    Result<Done> save_settings(const Organization& organization, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "save_settings",
                                         [&] { return inner_->save_settings(organization, entry); });
    }
    Result<Done> save_connection(const Connection& connection, const Credential* credential,
                                 const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "save_connection",
                                         [&] { return inner_->save_connection(connection, credential, entry); });
    }
    Result<Done> update_connection(const Connection& connection, const Credential* credential,
                                   const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "update_connection",
                                         [&] { return inner_->update_connection(connection, credential, entry); });
    }
    Result<Connection> connection(const ConnectionId& id) override { return inner_->connection(id); }
    Result<std::vector<Connection>> connections() override { return inner_->connections(); }
    Result<Credential> credential(const ConnectionId& id) override { return inner_->credential(id); }
    Result<bool> swap_credential(const ConnectionId& id, std::int64_t read_generation,
                                 const Credential& fresh) override {
        return plan_.write<Result<bool>>(Audit::without, "swap_credential",
                                         [&] { return inner_->swap_credential(id, read_generation, fresh); });
    }
    Result<RefreshClaim> claim_refresh(const ConnectionId& id, std::int64_t read_generation, const std::string& holder,
                                       Instant now, Instant until) override {
        return plan_.write<Result<RefreshClaim>>(Audit::without, "claim_refresh", [&] {
            return inner_->claim_refresh(id, read_generation, holder, now, until);
        });
    }
    Result<Done> release_refresh(const ConnectionId& id, const std::string& holder) override {
        return plan_.write<Result<Done>>(Audit::without, "release_refresh",
                                         [&] { return inner_->release_refresh(id, holder); });
    }
    Result<Done> log_connection(const ConnectionId& id, const std::vector<ConnectionLogLine>& lines) override {
        return plan_.write<Result<Done>>(Audit::without, "log_connection",
                                         [&] { return inner_->log_connection(id, lines); });
    }
    Result<std::vector<ConnectionLogLine>> connection_log(const ConnectionId& id) override {
        return inner_->connection_log(id);
    }
    Result<Done> save_registration(const Registration& registration) override {
        return plan_.write<Result<Done>>(Audit::without, "save_registration",
                                         [&] { return inner_->save_registration(registration); });
    }
    Result<Registration> registration(const std::string& issuer, const std::string& redirect_uri) override {
        return inner_->registration(issuer, redirect_uri);
    }
    Result<Done> forget_registration(const std::string& issuer, const std::string& redirect_uri) override {
        return plan_.write<Result<Done>>(Audit::without, "forget_registration",
                                         [&] { return inner_->forget_registration(issuer, redirect_uri); });
    }
    Result<Done> set_state(const ConnectionId& id, ConnectionState state, const std::string& reason,
                           Instant at) override {
        return plan_.write<Result<Done>>(Audit::without, "set_state",
                                         [&] { return inner_->set_state(id, state, reason, at); });
    }
    Result<Done> remove_connection(const ConnectionId& id, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "remove_connection",
                                         [&] { return inner_->remove_connection(id, entry); });
    }
    Result<Done> save_authorization(const Authorization& authorization) override {
        return plan_.write<Result<Done>>(Audit::without, "save_authorization",
                                         [&] { return inner_->save_authorization(authorization); });
    }
    Result<Done> save_tools(const ConnectionId& id, const std::vector<ToolPin>& tools,
                            const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "save_tools",
                                         [&] { return inner_->save_tools(id, tools, entry); });
    }
    Result<std::vector<ToolPin>> tools(const ConnectionId& id) override { return inner_->tools(id); }
    Result<Done> save_shape(const ConnectionId& id, const ShapePin& shape, const AuditEntry* entry) override {
        return plan_.write<Result<Done>>(entry ? Audit::with : Audit::without, "save_shape",
                                         [&] { return inner_->save_shape(id, shape, entry); });
    }
    Result<std::vector<ShapePin>> shapes(const ConnectionId& id) override { return inner_->shapes(id); }
    Result<std::vector<SealedRow>> rows_not_sealed_by(const std::string& key_id, int rows_max) override {
        return inner_->rows_not_sealed_by(key_id, rows_max);
    }
    Result<bool> reseal(const SealedRow& read, const Sealed& fresh, const std::string& key_id) override {
        return plan_.write<Result<bool>>(Audit::without, "reseal", [&] { return inner_->reseal(read, fresh, key_id); });
    }
    Result<std::map<std::string, std::int64_t>> rows_by_key() override { return inner_->rows_by_key(); }
    Result<Done> audit(const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "audit", [&] { return inner_->audit(entry); });
    }
    Result<std::vector<AuditRow>> audit_rows(std::int64_t after, int rows_max) override {
        return inner_->audit_rows(after, rows_max);
    }
    Result<AuditHead> audit_head() override { return inner_->audit_head(); }
    Result<Done> save_member(const Member& member, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "save_member",
                                         [&] { return inner_->save_member(member, entry); });
    }
    Result<Member> member(const UserId& user) override { return inner_->member(user); }
    Result<std::vector<Member>> members() override { return inner_->members(); }
    Result<Done> remove_member(const UserId& user, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "remove_member",
                                         [&] { return inner_->remove_member(user, entry); });
    }
    Result<Done> save_key(const ApiKey& key, const std::string& key_hash, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "save_key",
                                         [&] { return inner_->save_key(key, key_hash, entry); });
    }
    Result<std::vector<ApiKey>> keys() override { return inner_->keys(); }
    Result<Done> remove_key(const KeyId& id, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "remove_key", [&] { return inner_->remove_key(id, entry); });
    }
    Result<Done> save_session(const WebSession& session, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "save_session",
                                         [&] { return inner_->save_session(session, entry); });
    }
    Result<Done> remove_session(const std::string& token_hash, const AuditEntry& entry) override {
        return plan_.write<Result<Done>>(Audit::with, "remove_session",
                                         [&] { return inner_->remove_session(token_hash, entry); });
    }
    Result<Done> save_answer(const StoredAnswer& answer) override {
        return plan_.write<Result<Done>>(Audit::without, "save_answer", [&] { return inner_->save_answer(answer); });
    }
    Result<StoredAnswer> answer(const AnswerId& id) override { return inner_->answer(id); }
    Result<std::vector<StoredAnswer>> answers(int rows_max) override { return inner_->answers(rows_max); }
    Result<Done> save_dashboard(const Dashboard& dashboard) override {
        return plan_.write<Result<Done>>(Audit::without, "save_dashboard",
                                         [&] { return inner_->save_dashboard(dashboard); });
    }
    Result<Dashboard> dashboard(const DashboardId& id) override { return inner_->dashboard(id); }
    Result<std::vector<Dashboard>> dashboards() override { return inner_->dashboards(); }
    Result<Done> remove_dashboard(const DashboardId& id) override {
        return plan_.write<Result<Done>>(Audit::without, "remove_dashboard",
                                         [&] { return inner_->remove_dashboard(id); });
    }
    Result<Done> save_pin(const Pin& pin) override {
        return plan_.write<Result<Done>>(Audit::without, "save_pin", [&] { return inner_->save_pin(pin); });
    }
    Result<Pin> pin(const PinId& id) override { return inner_->pin(id); }
    Result<std::vector<Pin>> pins(const DashboardId& id) override { return inner_->pins(id); }
    Result<Done> remove_pin(const PinId& id) override {
        return plan_.write<Result<Done>>(Audit::without, "remove_pin", [&] { return inner_->remove_pin(id); });
    }

private:
    std::unique_ptr<OrgStore> inner_;
    fakes::FailurePlan& plan_;
};

// plan outlives the store.
class FailingStore final : public Store {
    using Audit = fakes::FailurePlan::Audit;

public:
    FailingStore(std::unique_ptr<Store> inner, fakes::FailurePlan& plan) : inner_(std::move(inner)), plan_(plan) {}
    std::unique_ptr<OrgStore> for_org(const OrgId& org) override {
        return std::make_unique<FailingOrg>(inner_->for_org(org), plan_);
    }
    Result<Done> create_organization(const Organization& organization) override {
        return plan_.write<Result<Done>>(Audit::without, "create_organization",
                                         [&] { return inner_->create_organization(organization); });
    }
    Result<std::vector<OrgId>> organizations() override { return inner_->organizations(); }
    Result<Claimed> take_authorization(const std::string& state_hash, Instant now) override {
        return plan_.write<Result<Claimed>>(Audit::without, "take_authorization",
                                            [&] { return inner_->take_authorization(state_hash, now); });
    }
    Result<ApiKey> key(const std::string& key_hash, Instant now) override { return inner_->key(key_hash, now); }
    Result<WebSession> session(const std::string& token_hash, Instant now) override {
        return inner_->session(token_hash, now);
    }
    Result<std::vector<Membership>> memberships(const std::string& issuer, const std::string& subject) override {
        return inner_->memberships(issuer, subject);
    }
    Result<std::vector<Membership>> invitations(const std::string& email) override {
        return inner_->invitations(email);
    }

private:
    std::unique_ptr<Store> inner_;
    fakes::FailurePlan& plan_;
};

}  // namespace parley::store
