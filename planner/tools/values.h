#pragma once
// A part of a question as the value that an argument wants: a date in the order that the description shows, a place
// with or without its state, a number of the type.

#include "base/json.h"
#include "planner/tools/fit.h"

namespace parley::planner {

Json value_of(const ToolQuestion& asked, const ToolSlot& slot, const Span& span);

}  // namespace parley::planner
