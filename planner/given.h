#pragma once
// What a tool must be given before it can be asked, from the words of the question.

#include "planner/index.h"
#include "planner/planner.h"

#include <string_view>

namespace parley::planner {

// The plan with the arguments that its tools must be given. What the question leaves out stays as context.previous
// had it for the same tool. Fault::invalid with a question that names what neither says.
Result<Plan> given(Plan plan, std::string_view question, const Index& index, const Context& context);

// The same of a plan and of the choices of a question back: what is missing is asked for. A choice that lacks something
// could not be taken and is left out; where all do, what the first one lacks is asked for.
Decision given(Decision decision, std::string_view question, const Index& index, const Context& context);

}  // namespace parley::planner
