#pragma once
// Who may do what, over every face (HTTP, command line): the role of a person or key, and the tier of the
// organization. Pure; values; safe from several threads.

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley::policy {

// Each may do what those before it may.
enum class Role { viewer, analyst, admin, owner };
std::string_view name_of(Role role);
std::optional<Role> role_from(std::string_view name);

enum class Act {
    look,            // The catalogue, connections, answers, dashboards
    ask,             // Questions, pins, dashboards
    own_keys,        // Keys that act as oneself
    connect,         // Connect, reconnect, test, diagnose a vendor of the catalogue
    connect_custom,  // A server by its URL
    disconnect,
    review,  // Admit or refuse a tool, accept a changed definition
    change_settings,
    manage_members,  // And other people's keys. Only an owner makes owners.
    read_audit,
    export_audit,
    change_tier
};

enum class Feature { ask, custom_servers, audit_trail, audit_export };
std::string_view name_of(Feature feature);
std::optional<Feature> feature_from(std::string_view name);

struct Tier {
    std::string id;    // trial, starter, professional, enterprise
    std::string name;  // For people
    int days = 0;      // How long it lasts from the organization's first day on; 0: without end.
    std::set<Feature> features;
};

// Whose wish it is, and of which organization.
struct Standing {
    Role role = Role::viewer;
    std::string tier;
    std::int64_t age_days = 0;  // Whole days since the organization's first one.
};

class Permits {
public:
    // From the smallest tier to the largest, a trial anywhere. Fault::invalid where ids repeat or there is none.
    static Result<Permits> make(std::vector<Tier> tiers);

    // Fault::denied with one sentence that names the role or the tier it takes. An organization whose tier is unknown
    // or over may still look, disconnect and change its settings and tier.
    Result<Done> check(const Standing& standing, Act act) const;
    // Whether the answer hangs on the tier at all, or on the role alone.
    static bool needs_tier(Act act);
    const Tier* tier(std::string_view id) const;  // Null: there is none of that id.
    const std::vector<Tier>& tiers() const { return tiers_; }

private:
    explicit Permits(std::vector<Tier> tiers) : tiers_(std::move(tiers)) {}
    std::vector<Tier> tiers_;
};

}  // namespace parley::policy
