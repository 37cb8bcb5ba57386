#pragma once
// What each plan holds, from a TOML file: config/tiers.toml, unless told.

#include "policy/permit.h"

#include <string>

namespace parley::app {

// Fault::invalid with file, line and field.
Result<policy::Permits> read_tiers(const std::string& path);

}  // namespace parley::app
