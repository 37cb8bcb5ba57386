#pragma once
// A range that is longer than one call may cover, in pieces. Pure.

#include "planner/offer.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::ask {

struct Window {
    std::optional<Day> start, end;  // [start, end); a missing one is open.
};

struct Windows {
    std::vector<Window> all;  // The newest first; never empty.
    std::string left_out;     // Why some of the range is not there; empty where all of it is.
};

// One window with what was given, where the dataset has no longest range or was not asked for one.
Windows windows_of(const planner::Dataset& dataset, const Window& wanted);

}  // namespace parley::ask
