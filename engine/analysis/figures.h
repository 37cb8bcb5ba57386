#pragma once
// What a term came to, and a metric made of it: exact integers as long as there are any, rounded half to even. Pure.

#include "analysis/measure.h"

namespace parley::analysis {

struct Part {
    bool has = false;
    bool exact = true;
    std::int64_t integer = 0;  // Where exact.
    std::int64_t over = 1;     // Where exact: what it is divided by, which is the number of values for a mean.
    double real = 0;           // Where not exact.
    std::int64_t values = 0;   // How many rows or values stand behind it.

    double as_real() const;
};

Part part_of(planner::Aggregate aggregate, const Cell& result, const Cell& values);

// For buckets and groups without rows: a count or a sum of nothing is 0, a mean of nothing is none.
Part nothing(const planner::Term& term);

// value * times / divided_by, over `per` where the metric has one. No value where there is none to divide by.
Cell outcome(const planner::Metric& metric, Kind kind, const Part& value, const Part& per);

Cell part_cell(const Part& part, Kind kind);

// value * times / (divided_by * over), halves to the even neighbour; none where it does not fit 64 bits or divides by
// 0.
std::optional<std::int64_t> scaled(std::int64_t value, std::int64_t times, std::int64_t divided_by, std::int64_t over);

}  // namespace parley::analysis
