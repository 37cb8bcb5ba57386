#pragma once
// What each organization can ask, prepared for the planner and kept from question to question. Safe from several
// threads.

#include "ask/runner.h"
#include "planner/index.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace parley::ask {

class IndexCache {
public:
    // catalogue: outlives this, and stays as it is.
    explicit IndexCache(const vendors::Catalogue& catalogue);

    // The organization's connections first, then every vendor that is not connected, so that a refusal can name who
    // could answer.
    planner::Index of(const OrgId& org, const Ground& ground);

private:
    std::vector<planner::Offer> offers_of(const Ground& ground) const;

    const std::vector<planner::Offer> unconnected_;  // One for each vendor of the catalogue.
    std::mutex mutex_;
    std::map<std::string, planner::Index> indexes_;  // Guarded by mutex_.
};

}  // namespace parley::ask
