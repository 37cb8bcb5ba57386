#include "api/plan.h"

namespace parley::api {

Result<OrderedJson> plan_of(store::OrgStore& org, const policy::Permits& permits, Instant now) {
    PARLEY_TRY(const auto organization, org.settings());
    PARLEY_TRY(const auto connections, org.connections());
    PARLEY_TRY(const auto members, org.members());
    PARLEY_TRY(const auto keys, org.keys());
    const auto* tier = permits.tier(organization.tier);
    const auto standing = standing_of(policy::Role::owner, organization, now);
    OrderedJson out;
    out["tier"] = organization.tier;
    out["name"] = tier ? OrderedJson(tier->name) : OrderedJson(nullptr);
    out["features"] = OrderedJson::array();
    const bool ends = tier && tier->days > 0;
    const std::int64_t days_left = ends ? std::max<std::int64_t>(tier->days - standing.age_days, 0) : 0;
    out["days_left"] = ends ? OrderedJson(days_left) : OrderedJson(nullptr);
    out["over"] = ends && days_left == 0;
    if (tier && !(ends && days_left == 0)) {
        for (const auto feature : tier->features) out["features"].push_back(policy::name_of(feature));
    }
    out["usage"] = {{"connections", connections.size()}, {"members", members.size()}, {"keys", keys.size()}};
    return out;
}

}  // namespace parley::api
