#pragma once
// Which columns on demand a step is asked for, and whether what comes back may be computed with. Pure.

#include "base/table.h"
#include "planner/plan.h"
#include "vendors/manifest.h"

#include <string>
#include <vector>

namespace parley::ask {

// One step of a plan, with what is known of its rows.
struct Asked {
    const planner::Plan& plan;
    const planner::Offer& offer;
    const vendors::ManifestDataset& dataset;
};

// The columns on demand that the plan groups, filters or computes by, in the dataset's order. Fault::invalid with a
// sentence where the tool cannot tell so many things apart at once, or where the numbers of several values would have
// to be added up that cannot be: people of Germany and people of France may be the same.
Result<std::vector<std::string>> columns_on_demand(const Asked& asked);

// The same for a filter of which only the rows show how many values it lets through ("contains").
Result<Done> check_added_up(const Asked& asked, const Table& rows);

}  // namespace parley::ask
