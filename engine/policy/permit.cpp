#include "policy/permit.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::policy {
namespace {

struct Rule {
    Role role;
    std::optional<Feature> feature;
    const char* wish;  // "Asking questions"
};

Rule rule_of(Act act) {
    switch (act) {
    case Act::look: return {Role::viewer, std::nullopt, "Looking"};
    case Act::ask: return {Role::analyst, Feature::ask, "Asking questions"};
    case Act::own_keys: return {Role::analyst, std::nullopt, "Making keys"};
    case Act::connect: return {Role::admin, Feature::ask, "Connecting vendors"};
    case Act::connect_custom: return {Role::admin, Feature::custom_servers, "Connecting a server by its address"};
    case Act::disconnect: return {Role::admin, std::nullopt, "Disconnecting"};
    case Act::review: return {Role::admin, Feature::ask, "Reviewing tools"};
    case Act::change_settings: return {Role::admin, std::nullopt, "Changing the settings"};
    case Act::manage_members: return {Role::admin, std::nullopt, "Managing members and their keys"};
    case Act::read_audit: return {Role::admin, Feature::audit_trail, "Reading the audit trail"};
    case Act::export_audit: return {Role::admin, Feature::audit_export, "Exporting the audit trail"};
    case Act::change_tier: return {Role::owner, std::nullopt, "Changing the plan"};
    }
    return {Role::owner, std::nullopt, "This"};
}

constexpr std::array roles{Role::viewer, Role::analyst, Role::admin, Role::owner};

constexpr std::array features{Feature::ask, Feature::custom_servers, Feature::audit_trail, Feature::audit_export};

bool is_over(const Tier& tier, const Standing& standing) {
    return tier.days > 0 && standing.age_days >= tier.days;
}

}  // namespace

std::string_view name_of(Role role) {
    switch (role) {
    case Role::viewer: return "viewer";
    case Role::analyst: return "analyst";
    case Role::admin: return "admin";
    case Role::owner: return "owner";
    }
    return "";
}

std::optional<Role> role_from(std::string_view name) {
    for (const Role role : roles) {
        if (name_of(role) == name) return role;
    }
    return std::nullopt;
}

std::string_view name_of(Feature feature) {
    switch (feature) {
    case Feature::ask: return "ask";
    case Feature::custom_servers: return "custom_servers";
    case Feature::audit_trail: return "audit_trail";
    case Feature::audit_export: return "audit_export";
    }
    return "";
}

std::optional<Feature> feature_from(std::string_view name) {
    for (const Feature feature : features) {
        if (name_of(feature) == name) return feature;
    }
    return std::nullopt;
}

Result<Permits> Permits::make(std::vector<Tier> tiers) {
    if (tiers.empty()) return Error{Fault::invalid, "There is no tier.", ""};
    for (std::size_t at = 0; at < tiers.size(); ++at) {
        const auto same = [&](const Tier& other) { return other.id == tiers[at].id; };
        if (tiers[at].id.empty()) return Error{Fault::invalid, "A tier has no id.", ""};
        if (std::count_if(tiers.begin(), tiers.end(), same) > 1) {
            return Error{Fault::invalid, cat("Two tiers have the id ", tiers[at].id, "."), ""};
        }
    }
    return Permits(std::move(tiers));
}

Result<Done> Permits::check(const Standing& standing, Act act) const {
    const Rule rule = rule_of(act);
    if (standing.role < rule.role) {
        return Error{Fault::denied,
                     cat(rule.wish, " takes the role ", name_of(rule.role), "; yours is ", name_of(standing.role), "."),
                     ""};
    }
    if (!rule.feature) return Done{};
    const auto has = [&](const Tier& one) { return one.features.contains(*rule.feature); };
    const Tier* own = tier(standing.tier);
    const bool over = own != nullptr && is_over(*own, standing);
    if (own != nullptr && has(*own) && !over) return Done{};
    const auto enough =
        std::find_if(tiers_.begin(), tiers_.end(), [&](const Tier& one) { return one.days == 0 && has(one); });
    const std::string takes =
        enough == tiers_.end() ? " is in no plan here." : cat(" takes the plan ", enough->name, ".");
    return Error{Fault::denied, cat(over ? cat("The plan ", own->name, " is over. ") : "", rule.wish, takes), ""};
}

bool Permits::needs_tier(Act act) {
    return rule_of(act).feature.has_value();
}

const Tier* Permits::tier(std::string_view id) const {
    const auto found = std::find_if(tiers_.begin(), tiers_.end(), [&](const Tier& one) { return one.id == id; });
    return found == tiers_.end() ? nullptr : &*found;
}

}  // namespace parley::policy
