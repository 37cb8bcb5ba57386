#pragma once
// How the values behind a number are spread ("distribution of order values", "deal sizes in buckets of 500"), and how
// those who began together went on ("retention by sign-up month").

#include "planner/routing/candidates.h"

namespace parley::planner {

// Whether its rows have sizes that can be told apart: a sum or a mean of a column has, a count has none.
bool has_sizes(const Metric& metric);

// Makes the plan a histogram where the question asks for one and groups by nothing. What has no sizes stays as it is,
// with a note.
void spread_values(const Reading& reading, const Candidate& candidate, Plan& plan);

// "by sign-up month" are steps of time where the number is one of those who began in them; elsewhere it is said that
// the rows do not know when somebody began.
void read_cohorts(const Reading& reading, const Candidate& candidate, const Context& context, Plan& plan);

}  // namespace parley::planner
