#pragma once
// Tools that nobody described and that must be given something: their arguments from the words of the question.

#include "planner/index.h"
#include "planner/routing/candidates.h"

#include <vector>

namespace parley::planner {

// The best candidate; of a server that nobody described the tool whose own words the question comes nearest to.
// ranked: not empty, the best first.
const Candidate& nearest_tool(const Reading& reading, const std::vector<Candidate>& ranked, const Index& index);

// `plan` with the arguments that its only step's tool must be given. Where the question does not say one of them it is
// asked back by name. What stands in a schema is data: it names arguments and lists values, and says nothing else.
Decision with_arguments(Plan plan, const Reading& reading, const Candidate& candidate, const Index& index,
                        const Context& context);

}  // namespace parley::planner
