#pragma once
// What a chunk finds in the state: the allow-listed functions of Lua's base, string, table and math libraries, those
// with a size or a pattern among their arguments behind a check of what the call may cost.

#include <lua.hpp>

namespace parley::lua {

// A lua_CFunction to be called once under protection. Leaves the globals in place and nothing on the stack.
int open_libraries(lua_State* lua);

// Lua's find, match, gmatch and gsub with a matcher that counts its steps (text_functions.cpp).
extern const luaL_Reg text_functions[];

}  // namespace parley::lua
