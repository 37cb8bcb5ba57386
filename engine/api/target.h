#pragma once
// What stands behind the method in a request: the path as it was sent, and the query. Nothing is normalised: a path
// with
// "..", "//" or encoded letters is another path.

#include "base/result.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace parley::api {

struct Target {
    std::string path;
    std::map<std::string, std::string> query;  // Decoded; the first of each name.
    std::set<std::string> repeated;            // Names that stand there more than once.
};

// Fault::invalid for what is no request target, and for percent signs that encode nothing.
Result<Target> read_target(std::string_view text);

std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace parley::api
