#include "ask/index_cache.h"

#include "base/text.h"

#include <algorithm>

namespace parley::ask {
namespace {

constexpr std::size_t indexes_max = 64;

std::vector<planner::Offer> unconnected_offers(const vendors::Catalogue& catalogue) {
    std::vector<planner::Offer> offers;
    for (const auto& vendor : catalogue.vendors()) offers.push_back(vendors::make_offer_unconnected(vendor));
    return offers;
}

// All that two sets of offers of one catalogue can differ in, each part with its length, so that no two sets read
// alike. It names the organization: whatever else is equal, organizations never share an index.
std::string key_of(const OrgId& org, const Ground& ground) {
    std::string key;
    const auto add = [&key](const std::string& part) { key += cat(part.size(), ":", part, ","); };
    add(org.text);
    for (const auto& access : ground.accesses) {
        add(access.connection.id.text);
        add(access.offer.vendor.text);
        add(access.offer.name);
        for (const auto& dataset : access.offer.datasets) {
            add(dataset.id);
            add(dataset.tool);
            add(dataset.description);
        }
    }
    return key;
}

}  // namespace

IndexCache::IndexCache(const vendors::Catalogue& catalogue) : unconnected_(unconnected_offers(catalogue)) {}

std::vector<planner::Offer> IndexCache::offers_of(const Ground& ground) const {
    std::vector<planner::Offer> offers;
    for (const auto& access : ground.accesses) offers.push_back(access.offer);
    for (const auto& offer : unconnected_) {
        const bool connected = std::any_of(ground.accesses.begin(), ground.accesses.end(),
                                           [&](const auto& access) { return access.offer.vendor == offer.vendor; });
        if (!connected) offers.push_back(offer);
    }
    return offers;
}

planner::Index IndexCache::of(const OrgId& org, const Ground& ground) {
    const std::string key = key_of(org, ground);
    {
        const std::lock_guard lock(mutex_);
        const auto kept = indexes_.find(key);
        if (kept != indexes_.end()) return kept->second;
    }
    // Made outside the lock: two that come at once make it twice, and nobody waits for another organization's.
    planner::Index index = planner::Index::owning(offers_of(ground));
    const std::lock_guard lock(mutex_);
    if (indexes_.size() >= indexes_max) indexes_.clear();
    return indexes_.insert_or_assign(key, std::move(index)).first->second;
}

}  // namespace parley::ask
