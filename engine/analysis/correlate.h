#pragma once
// How two measures move together over whole buckets of time. Pure.

#include "analysis/lines.h"

namespace parley::analysis {

struct Correlation {
    std::optional<double> coefficient;  // None below three points, and where one side never moves.
    std::int64_t points = 0;
};

Correlation pearson(const std::vector<std::pair<double, double>>& points);

// One row per group of the first measure: the groups, "correlation", "points", "lag"; the strongest first.
Result<Table> correlation_table(const Frame& first, const Grid& first_grid, const Frame& second,
                                const Grid& second_grid);

}  // namespace parley::analysis
