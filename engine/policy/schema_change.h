#pragma once
// What of two JSON Schemas differs, and which way. Inside of the room.

#include "policy/definition.h"

#include <string>
#include <vector>

namespace parley::policy {

struct Difference {
    ChangeKind kind = ChangeKind::none;
    std::string text;  // "new optional argument limit"
};

// Whatever is not known to take less counts as a widening.
std::vector<Difference> differences(const Json& before, const Json& now);

// The schema without titles, descriptions and examples.
Json without_wording(const Json& schema);

}  // namespace parley::policy
