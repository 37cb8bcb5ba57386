#pragma once
// The Lua functions that every plugin finds: money, days and data (prelude.lua).

#include "lua/state.h"

#include <string_view>

namespace parley::vendors {

std::string_view prelude_source();

// Into a state that a plugin is loaded into afterwards.
Result<Done> add_prelude(lua::State& state);

}  // namespace parley::vendors
