#pragma once
// Periods that are said by the period before them: "the month before that", "a year earlier", "first half only".

#include "planner/dates/dates.h"
#include "planner/language/words.h"
#include "planner/planner.h"

namespace parley::planner {

struct Shift {
    dates::Found period;    // Its phrase says the same days by itself: "Mar 2027".
    std::size_t first = 0;  // The words that say it.
    std::size_t count = 0;
};

// None where the words name no such period, or the plan before has none.
std::optional<Shift> shifted_period(const Words& words, const Range& before, const Context& context);

// A part of a year without its year ("Q3", "March") behind a whole year: the one in that year.
void keep_in_year(const Range& before, const Context& context, dates::Found& found);

}  // namespace parley::planner
