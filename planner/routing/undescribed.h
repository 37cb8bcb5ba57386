#pragma once
// Tools that nobody described: which of them is meant, and what they must be given, from the words of the question.
// What stands in a schema is data: it names arguments and lists values, and says nothing else.

#include "planner/given.h"
#include "planner/routing/candidates.h"

#include <string_view>
#include <vector>

namespace parley::planner {

// The best candidate; of a server that nobody described the tool whose own words the question comes nearest to.
// ranked: not empty, the best first.
const Candidate& nearest_tool(const Reading& reading, const std::vector<Candidate>& ranked, const Index& index);

}  // namespace parley::planner
