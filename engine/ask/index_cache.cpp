#include "ask/index_cache.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>

namespace parley::ask {
namespace {

constexpr std::size_t indexes_max = 64;

// A vendor's address is one vendor of one edition as long as the process lives.
std::string address_of(const void* thing) {
    return std::to_string(reinterpret_cast<std::uintptr_t>(thing));
}

// All that two sets of offers can differ in, each part with its length, so that no two sets read alike. It names the
// organization: whatever else is equal, organizations never share an index.
std::string key_of(const OrgId& org, const Ground& ground, const vendors::Edition& edition) {
    std::string key;
    const auto add = [&key](const std::string& part) { key += cat(part.size(), ":", part, ","); };
    add(org.text);
    add(address_of(&edition));
    for (const auto& name : ground.verified) add(name);
    add("");
    for (const auto& access : ground.accesses) {
        add(access.connection.id.text);
        add(access.offer.vendor.text);
        add(address_of(access.vendor));
        add(access.offer.name);
        for (const auto& dataset : access.offer.datasets) {
            add(dataset.id);
            add(dataset.tool);
            add(dataset.description);
            add(dump(dataset.input_schema));
        }
    }
    return key;
}

std::vector<planner::Offer> offers_of(const Ground& ground, const vendors::Edition& edition) {
    std::vector<planner::Offer> offers;
    for (const auto& access : ground.accesses) offers.push_back(access.offer);
    for (const auto& vendor : edition.vendors) {
        const auto& id = vendor.manifest.id;
        const bool connected = std::any_of(ground.accesses.begin(), ground.accesses.end(),
                                           [&id](const auto& access) { return access.offer.vendor == id; });
        if (!connected) offers.push_back(vendors::make_offer_unconnected(vendor));
    }
    return offers;
}

}  // namespace

IndexCache::IndexCache(const vendors::Catalogue& catalogue, std::shared_ptr<const planner::WordVectors> vectors)
    : catalogue_(catalogue), vectors_(std::move(vectors)) {}

planner::Index IndexCache::of(const OrgId& org, const Ground& ground) {
    const vendors::Edition& edition = catalogue_.edition();
    const std::string key = key_of(org, ground, edition);
    {
        const std::lock_guard lock(mutex_);
        const auto kept = indexes_.find(key);
        if (kept != indexes_.end()) return kept->second;
    }
    // Made outside the lock: two that come at once make it twice, and nobody waits for another organization's.
    planner::Index index = planner::Index::owning(offers_of(ground, edition), vectors_);
    const std::lock_guard lock(mutex_);
    if (indexes_.size() >= indexes_max) indexes_.clear();
    return indexes_.insert_or_assign(key, std::move(index)).first->second;
}

}  // namespace parley::ask
