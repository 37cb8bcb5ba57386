#include "lua/library.h"

#include "lua/budget.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <string_view>

namespace parley::lua {
namespace {

constexpr lua_Integer results_max = 8'000;  // Of unpack and byte: a call copies all its arguments in one instruction.

constexpr std::array allowed_globals{"assert", "error", "ipairs",   "next",     "pairs", "pcall", "select",
                                     "string", "table", "tonumber", "tostring", "type",  "math",  "_VERSION"};

// No p-functions that read raw memory layouts, no dump. find, match, gmatch and gsub are our own.
constexpr std::array allowed_string{"byte",  "char",  "find", "format",  "gmatch", "gsub", "len",
                                    "lower", "match", "rep",  "reverse", "sub",    "upper"};

// Nothing by chance: the same reply gives the same rows.
constexpr std::array allowed_math{"abs",  "acos", "asin", "atan", "ceil",       "cos",  "deg",        "exp",  "floor",
                                  "fmod", "huge", "log",  "max",  "maxinteger", "min",  "mininteger", "modf", "pi",
                                  "rad",  "sin",  "sqrt", "tan",  "tointeger",  "type", "ult"};

struct Guard {
    const char* name;
    lua_CFunction function;
};

// The library's own function is the guard's first upvalue.
int call_guarded(lua_State* lua) {
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, LUA_MULTRET);
    return lua_gettop(lua);
}

lua_Integer length_at(lua_State* lua, int index) {
    luaL_checktype(lua, index, LUA_TTABLE);
    return static_cast<lua_Integer>(lua_rawlen(lua, index));
}

// Charges for the integers first..last, whatever their difference overflows to.
void charge_range(lua_State* lua, lua_Integer first, lua_Integer last) {
    if (last < first) return;
    const auto count = static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first);
    charge(lua, static_cast<std::int64_t>(std::min<lua_Unsigned>(count, 1ull << 62) + 1));
}

int rep(lua_State* lua) {
    std::size_t size = 0;
    std::size_t separator_size = 0;
    luaL_checklstring(lua, 1, &size);
    const lua_Integer count = luaL_checkinteger(lua, 2);
    luaL_optlstring(lua, 3, "", &separator_size);
    const std::size_t unit = size + separator_size;
    if (count > 0 && unit > 0 && static_cast<lua_Unsigned>(count) > string_bytes_max / unit + 1) {
        return refuse_memory(lua);
    }
    if (count > 0) charge(lua, count);
    return call_guarded(lua);
}

int byte(lua_State* lua) {
    std::size_t size = 0;
    luaL_checklstring(lua, 1, &size);
    const lua_Integer first = luaL_optinteger(lua, 2, 1);
    const lua_Integer last = luaL_optinteger(lua, 3, first);
    const auto length = static_cast<lua_Integer>(size);
    const lua_Integer from = first < 0 ? std::max<lua_Integer>(length + 1 + first, 1) : first;
    const lua_Integer until = last < 0 ? length + 1 + last : std::min(last, length);
    if (until - from >= results_max) return luaL_error(lua, "string slice too long");
    return call_guarded(lua);
}

// The place of the next directive's letter, or npos. "%%" is none.
std::size_t next_directive(std::string_view format, std::size_t at) {
    for (at = format.find('%', at); at != std::string_view::npos; at = format.find('%', at)) {
        const auto letter = format.find_first_not_of("-+ #0123456789.", at + 1);
        if (letter == std::string_view::npos) return letter;
        if (format[letter] != '%') return letter;
        at = letter + 1;
    }
    return std::string_view::npos;
}

// Addresses tell an attacker where memory lies: %p is refused, and a table prints as "table".
int format(lua_State* lua) {
    std::size_t size = 0;
    const char* text = luaL_checklstring(lua, 1, &size);
    const std::string_view directives(text, size);
    for (auto at = next_directive(directives, 0); at != std::string_view::npos;
         at = next_directive(directives, at + 1)) {
        if (directives[at] == 'p') return luaL_error(lua, "invalid conversion '%%p' to 'format'");
    }
    charge(lua, static_cast<std::int64_t>(size / 8));
    const int count = lua_gettop(lua);
    for (int k = 2; k <= count; ++k) {
        const int type = lua_type(lua, k);
        if (type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING) continue;
        lua_pushstring(lua, luaL_typename(lua, k));
        lua_replace(lua, k);
    }
    return call_guarded(lua);
}

int to_string(lua_State* lua) {
    luaL_checkany(lua, 1);
    switch (lua_type(lua, 1)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: luaL_tolstring(lua, 1, nullptr); break;
    default: lua_pushstring(lua, luaL_typename(lua, 1));
    }
    return 1;
}

int concat(lua_State* lua) {
    const lua_Integer length = length_at(lua, 1);
    const lua_Integer first = luaL_optinteger(lua, 3, 1);
    const lua_Integer last = luaL_optinteger(lua, 4, length);
    std::size_t separator_size = 0;
    luaL_optlstring(lua, 2, "", &separator_size);
    charge_range(lua, first, last);
    std::size_t total = 0;
    for (lua_Integer k = first; k <= last; ++k) {
        lua_rawgeti(lua, 1, k);
        total += separator_size + (lua_type(lua, -1) == LUA_TSTRING ? lua_rawlen(lua, -1) : 24);
        lua_pop(lua, 1);
        if (total > string_bytes_max + separator_size + 24) return refuse_memory(lua);
        if (k == last) break;  // last may be the largest integer.
    }
    return call_guarded(lua);
}

int move(lua_State* lua) {
    luaL_checktype(lua, 1, LUA_TTABLE);
    charge_range(lua, luaL_checkinteger(lua, 2), luaL_checkinteger(lua, 3));
    return call_guarded(lua);
}

int unpack(lua_State* lua) {
    const lua_Integer length = lua_istable(lua, 1) ? length_at(lua, 1) : 0;
    const lua_Integer first = luaL_optinteger(lua, 2, 1);
    const lua_Integer last = luaL_optinteger(lua, 3, length);
    if (last >= first &&
        static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first) >= static_cast<lua_Unsigned>(results_max)) {
        return luaL_error(lua, "too many results to unpack");
    }
    charge_range(lua, first, last);
    return call_guarded(lua);
}

// insert and remove shift everything behind the position.
int insert(lua_State* lua) {
    const lua_Integer length = length_at(lua, 1);
    if (lua_gettop(lua) == 3) charge_range(lua, std::max<lua_Integer>(luaL_checkinteger(lua, 2), 1), length);
    return call_guarded(lua);
}

int remove(lua_State* lua) {
    const lua_Integer length = length_at(lua, 1);
    if (lua_gettop(lua) > 1) charge_range(lua, std::max<lua_Integer>(luaL_checkinteger(lua, 2), 1), length);
    return call_guarded(lua);
}

// Without an order function the whole sort is one C call: charged for its comparisons and for the longest text in it.
int sort(lua_State* lua) {
    const lua_Integer length = length_at(lua, 1);
    std::int64_t depth = 1;
    for (lua_Integer rest = length; rest > 1; rest /= 2) ++depth;
    charge(lua, length * depth);
    if (lua_isnoneornil(lua, 2)) {
        std::size_t longest = 0;
        for (lua_Integer k = 1; k <= length; ++k) {
            if (lua_rawgeti(lua, 1, k) == LUA_TSTRING) longest = std::max<std::size_t>(longest, lua_rawlen(lua, -1));
            lua_pop(lua, 1);
        }
        charge(lua, length * depth * static_cast<std::int64_t>(longest / 64));
    }
    return call_guarded(lua);
}

constexpr Guard string_guards[] = {{"rep", rep}, {"byte", byte}, {"format", format}};
constexpr Guard table_guards[] = {{"concat", concat}, {"move", move},     {"unpack", unpack},
                                  {"insert", insert}, {"remove", remove}, {"sort", sort}};

// Replaces each function of the table on top of the stack by its guard.
template <std::size_t count>
void install(lua_State* lua, const Guard (&guards)[count]) {
    for (const Guard& guard : guards) {
        lua_getfield(lua, -1, guard.name);
        lua_pushcclosure(lua, guard.function, 1);
        lua_setfield(lua, -2, guard.name);
    }
}

// Takes note of the first name that Lua has and we have not: those of the upvalue. Gives nil, as if nobody had asked.
int note_absent(lua_State* lua) {
    Budget& budget = budget_of(lua);
    lua_pushvalue(lua, 2);
    const bool is_kept_out = lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL;
    if (budget.running && is_kept_out && budget.sought.front() == '\0') {
        std::copy_n(lua_tostring(lua, 2), std::min<std::size_t>(lua_rawlen(lua, 2), budget.sought.size() - 1),
                    budget.sought.begin());
    }
    lua_pushnil(lua);
    return 1;
}

// Removes every name of the table on top of the stack that is not in `allowed`, and watches for them and for `others`.
template <std::size_t count>
void keep_only(lua_State* lua, const std::array<const char*, count>& allowed,
               std::initializer_list<const char*> others = {}) {
    lua_newtable(lua);
    for (lua_pushnil(lua); lua_next(lua, -3) != 0; lua_pop(lua, 1)) {
        const char* name = lua_tostring(lua, -2);
        const bool keep = std::ranges::any_of(allowed, [name](const char* one) { return std::strcmp(one, name) == 0; });
        if (keep) continue;
        lua_pushvalue(lua, -2);
        lua_pushboolean(lua, 1);
        lua_rawset(lua, -5);
        lua_pushvalue(lua, -2);
        lua_pushnil(lua);
        lua_rawset(lua, -6);
    }
    for (const char* name : others) {
        lua_pushboolean(lua, 1);
        lua_setfield(lua, -2, name);
    }
    lua_pushcclosure(lua, note_absent, 1);
    lua_createtable(lua, 0, 1);
    lua_insert(lua, -2);
    lua_setfield(lua, -2, "__index");
    lua_setmetatable(lua, -2);
}

constexpr luaL_Reg libraries[] = {
    {"_G", luaopen_base}, {"string", luaopen_string}, {"table", luaopen_table}, {"math", luaopen_math}};

}  // namespace

int open_libraries(lua_State* lua) {
    for (const luaL_Reg& library : libraries) {
        luaL_requiref(lua, library.name, library.func, 1);
        lua_pop(lua, 1);
    }
    lua_pushglobaltable(lua);
    keep_only(lua, allowed_globals,
              {"os", "io", "debug", "package", "require", "coroutine", "utf8", "loadstring", "setfenv", "getfenv"});
    lua_pushcfunction(lua, to_string);
    lua_setfield(lua, -2, "tostring");

    lua_getfield(lua, -1, "string");
    keep_only(lua, allowed_string);
    install(lua, string_guards);
    luaL_setfuncs(lua, text_functions, 0);
    lua_pop(lua, 1);

    lua_getfield(lua, -1, "table");
    install(lua, table_guards);
    lua_pop(lua, 1);

    lua_getfield(lua, -1, "math");
    keep_only(lua, allowed_math);
    lua_settop(lua, 0);
    return 0;
}

}  // namespace parley::lua
