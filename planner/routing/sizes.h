#pragma once
// Conditions on the size of a row: "deals above 50k", "files over 2 MB", "issues with more than 3 comments".

#include "planner/routing/draft.h"

namespace parley::planner {

// Each becomes a condition on a column of numbers, or is asked back where no column is surely meant. A question
// whether a number is above another ("is the rate above 20?") is none.
void read_sizes(Draft& draft);

}  // namespace parley::planner
