#pragma once
// Which days a plan speaks of: its own period, the one it is compared with, and what must be fetched for both. Pure.

#include "analysis/workbench.h"

namespace parley::analysis {

// The period of a comparison as far as it has gone: a month that is not over ends with today.
std::optional<DayRange> elapsed_range(const planner::Plan& plan, const Setting& setting);

// What it is compared with, as many days of it: Q3 with Q2, the first 21 days of November with those of October, the
// same days a year earlier. None where the plan compares nothing or has no start.
std::optional<DayRange> compared_range(const planner::Plan& plan, const Setting& setting);

// Days whose rows a step must bring. Null is open: everything before, or everything after.
struct NeededRange {
    std::optional<Day> start;
    std::optional<Day> end;  // Exclusive.
};

// The step's measures decide: a stock needs every row that was ever alive, and so does a measure that goes by another
// time than the one the tool filters by.
NeededRange needed_range(const planner::Plan& plan, const planner::Step& step, const planner::Offer& offer,
                         const Setting& setting);

}  // namespace parley::analysis
