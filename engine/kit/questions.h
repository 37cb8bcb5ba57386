#pragma once
// Do a vendor's example questions plan to it? Pure.

#include "kit/folder.h"
#include "planner/planner.h"

namespace parley::kit {

struct Lost {
    std::size_t index = 0;  // In the manifest's list, from 0.
    std::string why;        // "is planned to hubspot"
};

// connected: everything that is, this vendor among it. A question is its vendor's where the first step is.
std::vector<Lost> lost_questions(const vendors::Vendor& vendor, const planner::Index& connected, Day today);

}  // namespace parley::kit
