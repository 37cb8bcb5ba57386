#pragma once
// How two measures move together over whole buckets of time. Pure.

#include "analysis/lines.h"

#include <map>

namespace parley::analysis {

struct Correlation {
    std::optional<double> coefficient;  // None below three points, and where one side never moves.
    std::int64_t points = 0;
};

// The second measure moved by so many buckets, and how well it goes with the first one then. Above 0 it comes later.
struct Lagged {
    std::int64_t lag = 0;
    Correlation correlation;
};

// The strongest within lag_max buckets and a quarter of all, where enough points are left and it is clearly stronger
// than without a lag; else none. By bucket.
using Series = std::map<std::int64_t, double>;
std::optional<Lagged> best_lag(const Series& left, const Series& right);

// Of the changes from one bucket to the next: what both only have in common by growing is gone there.
Correlation of_changes(const Series& left, const Series& right);

inline constexpr std::int64_t lag_max = 6;

Correlation pearson(const std::vector<std::pair<double, double>>& points);

// One row per group of the first measure: the groups, "correlation", "points", "lag" (always 0: the answer), then what
// is told beside it: "best lag", "best lag correlation", "correlation of changes". The strongest first.
Result<Table> correlation_table(const Frame& first, const Grid& first_grid, const Frame& second,
                                const Grid& second_grid);

}  // namespace parley::analysis
