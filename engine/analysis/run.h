#pragma once
// One question from its plan to its table: which periods, which currencies, which grids.

#include "analysis/correlate.h"

namespace parley::analysis {

Result<Table> run_plan(Database& database, const planner::Plan& plan, const std::vector<Input>& inputs,
                       const Setting& setting);

}  // namespace parley::analysis
