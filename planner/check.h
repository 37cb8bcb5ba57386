#pragma once
// A plan held against what can be asked. Whoever wrote it, a language model or a person who edits its slots, it names
// only what is there, and asks of it only what its rows allow.

#include "planner/index.h"
#include "planner/planner.h"

#include <span>
#include <string>
#include <string_view>

namespace parley::planner {

// The plan with what the catalogue knows filled in: connection and tool of each step, aggregate and unit of each
// measure, known values as they stand in the column, the days of a range that has only its phrase, a period where the
// rows need one. Arguments are emptied: only a vendor's plugin makes them. Fault::invalid with one sentence that says
// what is wrong, and where something is near, what may have been meant.
Result<Plan> checked(Plan plan, const Index& index, const Context& context);

// The charts that may be asked for. An empty one leaves it to the data.
std::span<const std::string_view> chart_names();

// A name that somebody else wrote, for a sentence: in quotation marks where it is a plain, short one.
std::string quoted_name(std::string_view name);

}  // namespace parley::planner
