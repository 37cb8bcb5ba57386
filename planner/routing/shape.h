#pragma once
// Whether the shape of the asked answer fits a metric: its groupings, its unit, its dates.

#include "planner/routing/candidates.h"

namespace parley::planner {

// "how long": an answer in days or seconds, not a count.
bool is_duration(const Metric& metric);

void score_shape(const Reading& reading, const Lexicon& lexicon, Candidate& candidate);

}  // namespace parley::planner
