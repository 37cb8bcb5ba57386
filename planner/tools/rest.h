#pragma once
// What a tool must be given and no typed part of the question gave: a default, a word behind the argument's own name,
// or free text. Where none of these says it, the argument is missing.

#include "planner/tools/arguments.h"
#include "planner/tools/fit.h"

#include <vector>

namespace parley::planner {

// used: the spans that already stand in another argument.
void fill_rest(const ToolQuestion& asked, const ToolSlot& slot, const std::vector<bool>& used, ToolArguments& out);

}  // namespace parley::planner
