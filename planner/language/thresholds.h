#pragma once
// "above 50k", "at least 3 comments", "between 10 and 20 EUR": a size that rows must have.

#include "planner/language/cues.h"
#include "planner/language/words.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

struct Threshold {
    std::string op;  // < <= > >=
    double value = 0;
    std::optional<double> until;  // The other end of "between": op is then >=, and this is the largest.
    bool money = false;           // A currency's sign or code stands beside the number.
    std::string unit;             // "mb", "hours": the word behind the number where it is a unit; else empty
    std::size_t first = 0;        // The words that say it,
    std::size_t count = 0;
    std::size_t behind = 0;  // and the one that follows: "comments" of "more than 3 comments".
};

// Numbers that belong to dates are none. Percentages are of ratios and left to what compares those.
std::vector<Threshold> read_thresholds(std::string_view text, const Words& words, const Uses& uses);

}  // namespace parley::planner
