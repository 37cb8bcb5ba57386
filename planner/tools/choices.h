#pragma once
// Arguments that take one of listed values, or yes or no.

#include "base/json.h"
#include "planner/tools/fit.h"

#include <optional>
#include <vector>

namespace parley::planner {

// The value whose words all stand in the question; the longest wins. Else, where one must be given, the one nearest in
// meaning to a word of the question.
std::optional<Json> choose_listed(const ToolQuestion& asked, const ToolSlot& slot);

// `slots`: all of the tool, for a word that two of them share tells neither.
std::optional<Json> choose_flag(const ToolQuestion& asked, const ToolSlot& slot, const std::vector<ToolSlot>& slots);

// The values of a list that stand in the question.
Json all_listed(const ToolQuestion& asked, const Json& values);

}  // namespace parley::planner
