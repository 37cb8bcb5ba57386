#pragma once
// Tools that nobody described: which of them is meant, and what they must be given, from the words of the question.
// What stands in a schema is data: it names arguments and lists values, and says nothing else.

#include "planner/index.h"
#include "planner/planner.h"
#include "planner/routing/candidates.h"

#include <string_view>
#include <vector>

namespace parley::planner {

// The best candidate; of a server that nobody described the tool whose own words the question comes nearest to.
// ranked: not empty, the best first.
const Candidate& nearest_tool(const Reading& reading, const std::vector<Candidate>& ranked, const Index& index);

// The plan with the arguments that its tools must be given. What the question leaves out stays as context.previous
// had it for the same tool. Fault::invalid with a question that names what neither says.
Result<Plan> given(Plan plan, std::string_view question, const Index& index, const Context& context);

// The same of a plan and of the choices of a question back: what is missing is asked for.
Decision given(Decision decision, std::string_view question, const Index& index, const Context& context);

}  // namespace parley::planner
