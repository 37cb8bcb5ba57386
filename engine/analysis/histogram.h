#pragma once
// How the values behind a measure are spread: one row for each range of values, with how many rows have one in it.

#include "analysis/grid.h"

namespace parley::analysis {

inline constexpr std::int64_t bins_max = 100;

// Over the first measure's source. Columns: the ranges (role dimension, named after the column, "EUR 50 to 100"), the
// number of rows (role measure, named after the dataset), and as keys "from", "to" and the "median" of all values.
// Ranges without rows are there. Fault::invalid where amounts are in several currencies, or for more ranges than that.
Result<Table> histogram_of(Database& database, const planner::Plan& plan, const Source& source,
                           const Timeline& timeline, const Setting& setting);

}  // namespace parley::analysis
