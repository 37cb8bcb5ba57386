#pragma once
// What each organization can ask, prepared for the planner and kept from question to question. Safe from several
// threads.

#include "ask/runner.h"
#include "planner/index.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::ask {

class IndexCache {
public:
    // catalogue: outlives this. vectors: may be null.
    IndexCache(const vendors::Catalogue& catalogue, std::shared_ptr<const planner::WordVectors> vectors);

    // The organization's connections first, then every vendor that is not connected, so that a refusal can name who
    // could answer.
    planner::Index of(const OrgId& org, const Ground& ground);

private:
    const vendors::Catalogue& catalogue_;
    std::shared_ptr<const planner::WordVectors> vectors_;
    std::mutex mutex_;
    std::map<std::string, planner::Index> indexes_;  // Guarded by mutex_.
};

}  // namespace parley::ask
