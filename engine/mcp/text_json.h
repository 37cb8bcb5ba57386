#pragma once
// JSON that stands in a text: alone, line by line, in a fence, or after a line that announces it. Pure.

#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::mcp {

struct TextJson {
    Json value;         // An object or a list: a text such as "42" is a sentence, not data.
    std::string prose;  // What stands around it.
};

std::optional<TextJson> json_in(std::string_view text);

// Objects that came one by one, as the list that they are: only where they have fields in common. Else null.
Json listed(std::vector<Json> values);

}  // namespace parley::mcp
