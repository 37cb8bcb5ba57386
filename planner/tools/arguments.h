#pragma once
// The arguments of a tool from the words of a question, as its JSON Schema wants them: types, listed values, formats,
// what must be given. Only what the question says is filled in, and what the schema itself gives as a default; nothing
// is made up.

#include "base/calendar.h"
#include "base/json.h"
#include "planner/tools/vectors.h"

#include <string>
#include <vector>

namespace parley::planner {

// What a question is read with. All of it outlives the call.
struct ToolContext {
    Day today;
    const Calendar& calendar;
    const WordVectors& vectors;  // May be empty.
};

struct ToolArguments {
    Json values = Json::object();
    std::vector<std::string> missing;  // Required, and not said.
    std::size_t said = 0;              // Filled from words of the question, not from free text.
};

ToolArguments fill_arguments(std::string_view question, const Json& schema, const ToolContext& context);

}  // namespace parley::planner
