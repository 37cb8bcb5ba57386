#pragma once
// Plain data in and out of a state.

#include "base/json.h"
#include "base/result.h"

#include <lua.hpp>
#include <string>
#include <string_view>

namespace parley::lua {

// Pushes one value. May raise a Lua error, so only under a protected call. Null fields of objects are left out.
void push(lua_State* lua, const Json& value);

// The value at `index`; the state's stack is as before. Raises nothing. Refused: functions, cycles, deep nesting,
// tables that mix list and record or have holes, too many items. NaN and infinities become null; bytes that are no
// UTF-8 become U+FFFD.
Result<Json> read(lua_State* lua, int index);

// One line without control characters, cut to what a log can bear.
std::string one_line(std::string_view text);

}  // namespace parley::lua
