// Roles and tiers: who may do what, as one table, and in which words the others are told.
#include "policy/permit.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::policy;

namespace {

const std::set<Feature> everything{Feature::ask, Feature::custom_servers, Feature::audit_trail, Feature::audit_export};

Permits permits() {
    auto made = Permits::make(
        {{"trial", "Trial", 14, everything},
         {"starter", "Starter", 0, {Feature::ask, Feature::custom_servers}},
         {"professional", "Professional", 0, {Feature::ask, Feature::custom_servers, Feature::audit_trail}},
         {"enterprise", "Enterprise", 0, everything}});
    REQUIRE(made);
    return std::move(made).value();
}

constexpr std::array roles{Role::viewer, Role::analyst, Role::admin, Role::owner};

// The least role, and in which tiers: t(rial) s(tarter) p(rofessional) e(nterprise) o(ver) u(nknown).
const struct {
    Act act;
    Role least;
    std::string_view tiers;
} acts[] = {
    {Act::look, Role::viewer, "tspeou"},          {Act::ask, Role::analyst, "tspe"},
    {Act::own_keys, Role::analyst, "tspeou"},     {Act::connect, Role::admin, "tspe"},
    {Act::connect_custom, Role::admin, "tspe"},   {Act::disconnect, Role::admin, "tspeou"},
    {Act::review, Role::admin, "tspe"},           {Act::change_settings, Role::admin, "tspeou"},
    {Act::manage_members, Role::admin, "tspeou"}, {Act::read_audit, Role::admin, "tpe"},
    {Act::export_audit, Role::admin, "te"},       {Act::change_tier, Role::owner, "tspeou"},
};

const struct {
    char letter;
    const char* tier;
    std::int64_t age_days;
} tiers[] = {{'t', "trial", 13},        {'s', "starter", 5000}, {'p', "professional", 5000},
             {'e', "enterprise", 5000}, {'o', "trial", 14},     {'u', "golden", 0}};

}  // namespace

TEST_CASE("policy: each act takes a role and a tier, and nothing less will do") {
    const Permits rules = permits();
    int allowed = 0;
    int refused = 0;
    for (const auto& a : acts) {
        for (const Role role : roles) {
            for (const auto& t : tiers) {
                CAPTURE(static_cast<int>(a.act));
                CAPTURE(name_of(role));
                CAPTURE(t.letter);
                const auto verdict = rules.check({role, t.tier, t.age_days}, a.act);
                const bool expected = role >= a.least && a.tiers.find(t.letter) != std::string_view::npos;
                CHECK(static_cast<bool>(verdict) == expected);
                ++(verdict ? allowed : refused);
                if (verdict) continue;
                CHECK(verdict.error().fault == Fault::denied);
                CHECK(verdict.error().message.back() == '.');
            }
        }
    }
    CHECK(allowed > 80);
    CHECK(refused > 80);
}

TEST_CASE("policy: a refusal names the role it takes, else the plan, in one sentence") {
    const Permits rules = permits();
    const struct {
        Standing standing;
        Act act;
        const char* says;
    } cases[] = {
        {{Role::viewer, "enterprise", 0}, Act::ask, "Asking questions takes the role analyst; yours is viewer."},
        {{Role::viewer, "trial", 99}, Act::ask, "Asking questions takes the role analyst; yours is viewer."},
        {{Role::admin, "enterprise", 0}, Act::change_tier, "Changing the plan takes the role owner; yours is admin."},
        {{Role::owner, "starter", 0}, Act::read_audit, "Reading the audit trail takes the plan Professional."},
        {{Role::owner, "professional", 0}, Act::export_audit, "Exporting the audit trail takes the plan Enterprise."},
        {{Role::owner, "trial", 14}, Act::ask, "The plan Trial is over. Asking questions takes the plan Starter."},
        {{Role::owner, "golden", 0}, Act::connect, "Connecting vendors takes the plan Starter."},
        {{Role::owner, "", 0}, Act::connect_custom, "Connecting a server by its address takes the plan Starter."},
    };
    for (const auto& c : cases) {
        const auto verdict = rules.check(c.standing, c.act);
        REQUIRE_FALSE(verdict);
        CHECK(verdict.error().message == c.says);
    }
    const auto poor = Permits::make({{"free", "Free", 0, {}}});
    REQUIRE(poor);
    const auto verdict = poor.value().check({Role::owner, "free", 0}, Act::ask);
    REQUIRE_FALSE(verdict);
    CHECK(verdict.error().message == "Asking questions is in no plan here.");
}

TEST_CASE("policy: a tier with an end lasts to its last day") {
    const Permits rules = permits();
    for (const std::int64_t age_days : {0, 1, 13}) CHECK(rules.check({Role::owner, "trial", age_days}, Act::ask));
    for (const std::int64_t age_days : {14, 15, 100'000})
        CHECK_FALSE(rules.check({Role::owner, "trial", age_days}, Act::ask));
}

TEST_CASE("policy: which acts hang on the tier is what the check itself does") {
    const Permits rules = permits();
    for (const auto& a : acts) {
        CAPTURE(static_cast<int>(a.act));
        CHECK(Permits::needs_tier(a.act) != static_cast<bool>(rules.check({Role::owner, "golden", 0}, a.act)));
    }
}

TEST_CASE("policy: tiers without a name of their own are refused") {
    CHECK_FALSE(Permits::make({}));
    CHECK_FALSE(Permits::make({{"", "Nameless", 0, {}}}));
    CHECK_FALSE(Permits::make({{"a", "A", 0, {}}, {"b", "B", 0, {}}, {"a", "C", 0, {}}}));
    CHECK(Permits::make({{"a", "A", 0, {}}, {"b", "B", 0, {}}}));
}

TEST_CASE("policy: names of roles and features read back, and nothing else does") {
    for (const Role role : roles) CHECK(role_from(name_of(role)) == role);
    for (const Feature feature : everything) CHECK(feature_from(name_of(feature)) == feature);
    for (const char* wrong : {"", "Owner", "owner ", "root", "ask", "superadmin"}) CHECK_FALSE(role_from(wrong));
    for (const char* wrong : {"", "Ask", "owner", "audit"}) CHECK_FALSE(feature_from(wrong));
}
