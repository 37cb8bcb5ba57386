#pragma once
// Reading what other people's servers publish and answer. For this room only.

#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::oauth {

// A number, or a text that is one, for some vendors quote theirs. Finite.
std::optional<double> number_at(const Json& object, std::string_view key);

bool holds(const std::vector<std::string>& texts, std::string_view wanted);

// Also without a fragment: what may be shown and logged of a URL.
std::string without_query(std::string_view url);

}  // namespace parley::oauth
