#pragma once
// What a question wants to be split by.

#include "planner/routing/draft.h"

namespace parley::planner {

// Behind "by" and "per", "which" and "top 10".
void read_groupings(Draft& draft);

// "who", and the plural of what is ranked: read last, where nothing else was found to group by.
void read_implied_grouping(Draft& draft);

}  // namespace parley::planner
