// string.find, match, gmatch and gsub as the reference manual describes them, over the counting matcher.

#include "lua/budget.h"
#include "lua/library.h"
#include "lua/pattern.h"

#include <cctype>
#include <cstring>

namespace parley::lua {
namespace {

struct Text {
    const char* data;
    std::size_t size;
    const char* end() const { return data + size; }
};

Text text_argument(lua_State* lua, int index) {
    Text text{};
    text.data = luaL_checklstring(lua, index, &text.size);
    return text;
}

// The offset that an `init` argument names, clamped to the beginning; beyond the end it stays beyond.
std::size_t start_argument(lua_State* lua, int index, std::size_t size) {
    const lua_Integer init = luaL_optinteger(lua, index, 1);
    if (init > 0) return static_cast<std::size_t>(init) - 1;
    if (init == 0 || init < -static_cast<lua_Integer>(size)) return 0;
    return size - static_cast<std::size_t>(-init);
}

const char* find_plain(lua_State* lua, const char* from, const char* end, Text wanted) {
    if (wanted.size == 0) return from;
    while (static_cast<std::size_t>(end - from) >= wanted.size) {
        const auto room = static_cast<std::size_t>(end - from) - wanted.size + 1;
        const auto* hit = static_cast<const char*>(std::memchr(from, *wanted.data, room));
        charge(lua, 1 + static_cast<std::int64_t>((hit ? static_cast<std::size_t>(hit - from) : room) / 16 +
                                                  wanted.size / 16));
        if (!hit) return nullptr;
        if (std::memcmp(hit, wanted.data, wanted.size) == 0) return hit;
        from = hit + 1;
    }
    return nullptr;
}

int push_found(lua_State* lua, Text subject, const char* start, const char* end) {
    lua_pushinteger(lua, start - subject.data + 1);
    lua_pushinteger(lua, end - subject.data);
    return 2;
}

enum class Wanted { place, captures };

int search(lua_State* lua, Wanted wanted) {
    const Text subject = text_argument(lua, 1);
    Text pattern = text_argument(lua, 2);
    const std::size_t start = start_argument(lua, 3, subject.size);
    if (start > subject.size) {
        lua_pushnil(lua);
        return 1;
    }
    if (wanted == Wanted::place && (lua_toboolean(lua, 4) != 0 || !has_specials(pattern.data, pattern.size))) {
        const char* hit = find_plain(lua, subject.data + start, subject.end(), pattern);
        if (hit) return push_found(lua, subject, hit, hit + pattern.size);
        lua_pushnil(lua);
        return 1;
    }
    const bool anchored = *pattern.data == '^';
    if (anchored) {
        ++pattern.data;
        --pattern.size;
    }
    Match match{lua, subject.data, subject.end(), pattern.end()};
    for (const char* at = subject.data + start; at <= subject.end(); ++at) {
        const char* end = match_at(match, at, pattern.data);
        if (end) {
            if (wanted == Wanted::captures) return push_captures(match, at, end);
            return push_found(lua, subject, at, end) + push_captures(match, nullptr, nullptr);
        }
        if (anchored) break;
        charge(lua, 1);
    }
    lua_pushnil(lua);
    return 1;
}

int find(lua_State* lua) {
    return search(lua, Wanted::place);
}

int match_function(lua_State* lua) {
    return search(lua, Wanted::captures);
}

// Upvalues: subject, pattern, offset of the next try, offset where the last match ended (-1: none yet).
int gmatch_next(lua_State* lua) {
    Text subject{};
    Text pattern{};
    subject.data = lua_tolstring(lua, lua_upvalueindex(1), &subject.size);
    pattern.data = lua_tolstring(lua, lua_upvalueindex(2), &pattern.size);
    const auto next = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(3)));
    const lua_Integer last_end = lua_tointeger(lua, lua_upvalueindex(4));
    if (next > subject.size) return 0;
    Match match{lua, subject.data, subject.end(), pattern.end()};
    for (const char* at = subject.data + next; at <= subject.end(); ++at) {
        charge(lua, 1);
        const char* end = match_at(match, at, pattern.data);
        if (!end || end - subject.data == last_end) continue;
        lua_pushinteger(lua, end - subject.data);
        lua_copy(lua, -1, lua_upvalueindex(3));
        lua_replace(lua, lua_upvalueindex(4));
        return push_captures(match, at, end);
    }
    return 0;
}

int gmatch(lua_State* lua) {
    const Text subject = text_argument(lua, 1);
    text_argument(lua, 2);
    std::size_t start = start_argument(lua, 3, subject.size);
    if (start > subject.size) start = subject.size + 1;
    lua_settop(lua, 2);
    lua_pushinteger(lua, static_cast<lua_Integer>(start));
    lua_pushinteger(lua, -1);
    lua_pushcclosure(lua, gmatch_next, 4);
    return 1;
}

// The replacement text with %0 to %9 filled in.
void add_text(Match& match, luaL_Buffer* out, const char* start, const char* end) {
    std::size_t size = 0;
    const char* text = lua_tolstring(match.lua, 3, &size);
    charge(match.lua, static_cast<std::int64_t>(size / 16));
    for (std::size_t k = 0; k < size; ++k) {
        if (text[k] != '%') {
            luaL_addchar(out, text[k]);
            continue;
        }
        ++k;
        if (text[k] == '%') {
            luaL_addchar(out, '%');
        } else if (text[k] == '0') {
            luaL_addlstring(out, start, static_cast<std::size_t>(end - start));
        } else if (std::isdigit(static_cast<unsigned char>(text[k])) != 0) {
            push_capture(match, text[k] - '1', start, end);
            luaL_tolstring(match.lua, -1, nullptr);
            lua_remove(match.lua, -2);
            luaL_addvalue(out);
        } else {
            luaL_error(match.lua, "invalid use of '%%' in replacement string");
        }
    }
}

void add_replacement(Match& match, luaL_Buffer* out, const char* start, const char* end) {
    lua_State* lua = match.lua;
    const int type = lua_type(lua, 3);
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(lua, 3);
        const int count = push_captures(match, start, end);
        lua_call(lua, count, 1);
    } else if (type == LUA_TTABLE) {
        push_capture(match, 0, start, end);
        lua_gettable(lua, 3);
    } else {
        add_text(match, out, start, end);
        return;
    }
    if (lua_toboolean(lua, -1) == 0) {
        lua_pop(lua, 1);
        luaL_addlstring(out, start, static_cast<std::size_t>(end - start));
        return;
    }
    if (lua_isstring(lua, -1) == 0) luaL_error(lua, "invalid replacement value (a %s)", luaL_typename(lua, -1));
    luaL_addvalue(out);
}

int gsub(lua_State* lua) {
    const Text subject = text_argument(lua, 1);
    Text pattern = text_argument(lua, 2);
    const int type = lua_type(lua, 3);
    luaL_argexpected(lua, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
                     "string/function/table");
    const lua_Integer replacements_max = luaL_optinteger(lua, 4, static_cast<lua_Integer>(subject.size) + 1);
    const bool anchored = *pattern.data == '^';
    if (anchored) {
        ++pattern.data;
        --pattern.size;
    }
    Match match{lua, subject.data, subject.end(), pattern.end()};
    luaL_Buffer out;
    luaL_buffinit(lua, &out);
    const char* at = subject.data;
    const char* last_end = nullptr;
    lua_Integer count = 0;
    while (count < replacements_max) {
        charge(lua, 1);
        const char* end = match_at(match, at, pattern.data);
        if (end && end != last_end) {
            ++count;
            add_replacement(match, &out, at, end);
            at = last_end = end;
        } else if (at < subject.end()) {
            luaL_addchar(&out, *at);
            ++at;
        } else {
            break;
        }
        if (anchored) break;
    }
    luaL_addlstring(&out, at, static_cast<std::size_t>(subject.end() - at));
    luaL_pushresult(&out);
    lua_pushinteger(lua, count);
    return 2;
}

}  // namespace

const luaL_Reg text_functions[] = {
    {"find", find}, {"match", match_function}, {"gmatch", gmatch}, {"gsub", gsub}, {nullptr, nullptr}};

}  // namespace parley::lua
