#pragma once
// Rows that nobody described, asked for once more by a plan that was made over their columns the last time.

#include "ask/second_reading.h"

namespace parley::ask {

// `plan` over the rows that have come, with `change` (planner::edited) made to it; null: as it is. told: the rows of
// `first`'s only step. Fault::invalid where the columns do not allow it.
Result<SecondReading> read_as_before(const planner::Plan& plan, const Json& change, const planner::Context& context,
                                     const planner::Plan& first, const analysis::Input& told);

// Whether it makes anything of the rows: a bare number of them is also what a plan to show them says.
bool says_more_than_rows(const planner::Plan& plan);

}  // namespace parley::ask
