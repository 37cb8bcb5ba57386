#pragma once
// A house without vendors, its clock in our hands, and organizations with a member and a key for every role.

#include "../house/support.h"
#include "api/admission.h"
#include "api/people.h"
#include "api/routes.h"
#include "vault/crypto.h"

namespace parley::tests {

class MovableClock final : public Clock {
public:
    Instant now() const override { return Instant(std::chrono::milliseconds(ms_.load())); }
    void pass(std::chrono::milliseconds time) { ms_ += time.count(); }

private:
    std::atomic<std::int64_t> ms_{parse_instant("2026-11-21T10:00:00Z").value().time_since_epoch().count()};
};

inline constexpr std::array all_roles{policy::Role::viewer, policy::Role::analyst, policy::Role::admin,
                                      policy::Role::owner};

class Gate {
public:
    explicit Gate(api::Rates rates = {1'000'000, 1'000'000, 1'000'000, 1'000'000}) {
        auto built = app::House::build(config_in(folder_, few_vendors().vendors), clock, few_vendors());
        INFO((built ? "" : built.error().message + " " + built.error().detail));
        REQUIRE(built);
        house_ = std::move(built).value();
        deps_.emplace(house_->deps());
        deps_->rates = rates;
        admission_.emplace(*deps_);
    }

    app::House& house() { return *house_; }
    store::Store& store() { return house_->store(); }
    const api::Deps& deps() const { return *deps_; }
    std::unique_ptr<store::OrgStore> org(const std::string& id) { return store().for_org({id}); }

    std::unique_ptr<store::OrgStore> make_org(const std::string& id, const std::string& tier = "enterprise") {
        store::Organization made;
        made.id = {id};
        made.name = id;
        made.tier = tier;
        made.created_at = clock.now();
        REQUIRE(store().create_organization(made));
        return org(id);
    }

    store::Member make_member(store::OrgStore& in, const std::string& name, policy::Role role) {
        store::Member member{{in.org().text + "-" + name}, name + "@example.com", name, "", "", "", clock.now()};
        member.role = policy::name_of(role);
        REQUIRE(in.save_member(member, entry("member")));
        return member;
    }

    // The text of a new key. lives: from now on; without: for ever.
    std::string make_key(store::OrgStore& in, const UserId& user, policy::Role role,
                         std::optional<std::chrono::milliseconds> lives = std::nullopt, std::string id = "") {
        if (id.empty()) id = vault::random_token(9);
        store::ApiKey key{{id}, in.org(), user, "test", clock.now()};
        key.role = policy::name_of(role);
        if (lives) key.expires_at = clock.now() + *lives;
        const std::string text = api::new_key_text();
        REQUIRE(in.save_key(key, vault::sha256_hex(text), entry("key")));
        return text;
    }

    // What is said at the door: "GET /v1/vendors" with an Authorization header.
    api::Verdict knock(const std::string& method, const std::string& path, const std::string& authorization,
                       const std::string& address = "192.0.2.1") {
        const auto found = api::match(method, path);
        REQUIRE(found.route != nullptr);
        api::Knock knock;
        knock.address = address;
        knock.browser.method = method;
        if (!authorization.empty()) knock.authorization.push_back(authorization);
        return admission_->admit(*found.route, knock);
    }
    api::Admission& admission() { return *admission_; }

    store::AuditEntry entry(const std::string& action) const { return {{"test"}, action, "x", {}, clock.now()}; }

    std::vector<store::AuditRow> rows_of(const std::string& id, const std::string& action) {
        auto all = org(id)->audit_rows(0, 10'000);
        REQUIRE(all);
        std::vector<store::AuditRow> found;
        for (auto& row : all.value()) {
            if (row.entry.action == action) found.push_back(std::move(row));
        }
        return found;
    }

    MovableClock clock;

private:
    Folder folder_;
    std::unique_ptr<app::House> house_;
    std::optional<api::Deps> deps_;
    std::optional<api::Admission> admission_;
};

inline int status_of(const api::Verdict& verdict) {
    const auto* refused = std::get_if<api::Refusal>(&verdict);
    return refused ? refused->status : 200;
}

inline std::string sentence_of(const api::Verdict& verdict) {
    const auto* refused = std::get_if<api::Refusal>(&verdict);
    return refused ? refused->sentence : "";
}

inline std::string bearer(const std::string& key) {
    return "Bearer " + key;
}

}  // namespace parley::tests
