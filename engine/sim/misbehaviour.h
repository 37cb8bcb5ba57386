#pragma once
// What a vendor may do to its tools and rows from one day to the next.

#include "base/json.h"

#include <string>

namespace parley::sim {

// Every tool that reads under another name, as after a new release; own_name() gives the old one back.
Json renamed(Json tools);
std::string own_name(const std::string& published);

// The first tool that reads has a description that speaks to whoever reads it.
Json poisoned(Json tools);

// One field of the reply's records has another name: a number where they have one, for those are added up.
Json drifted(const Json& reply);

}  // namespace parley::sim
