// Our matcher against Lua's own: the same expressions in a plain state with all libraries.
#include "lua/pattern.h"

#include "lua/state.h"

#include <doctest/doctest.h>
#include <lua.hpp>
#include <memory>
#include <string>

namespace {

// The two sides run the same body, which must return one text; an error counts as its message without the place.
constexpr const char* wrapper = R"(
local function flat(...)
  local parts = {}
  for k = 1, select('#', ...) do parts[k] = tostring((select(k, ...))) end
  return table.concat(parts, '|')
end
local function run()
  return flat(%s)
end
local ok, text = pcall(run)
if not ok then text = 'error: ' .. tostring(text):gsub('^.-:%%d+: ', '') end
return text
)";

std::string fill(const std::string& expression) {
    std::string out;
    for (const char* c = wrapper; *c; ++c) {
        if (c[0] == '%' && c[1] == 's') {
            out += expression;
            ++c;
        } else if (c[0] == '%' && c[1] == '%') {
            out += '%';
            ++c;
        } else {
            out += *c;
        }
    }
    return out;
}

std::string by_lua(const std::string& expression) {
    const std::unique_ptr<lua_State, void (*)(lua_State*)> lua(luaL_newstate(), lua_close);
    luaL_openlibs(lua.get());
    REQUIRE(luaL_dostring(lua.get(), fill(expression).c_str()) == LUA_OK);
    std::size_t size = 0;
    const char* text = lua_tolstring(lua.get(), -1, &size);
    return std::string(text, size);
}

std::string by_us(const std::string& expression) {
    parley::lua::State state;
    REQUIRE(state.load("return { run = function() " + fill(expression) + " end }", "=pattern"));
    const auto result = state.call("run", {});
    REQUIRE(result);
    return result.value().get<std::string>();
}

}  // namespace

TEST_CASE("lua: find and match agree with Lua's own") {
    const char* subjects[] = {
        "",    "a",     "hello world", "2026-11-21", "a.b.c",    "((x)(y))", "THE (quick) fox", "key = value",
        "aaa", "x]y^z", "  trim me  ", "a-b_c",      "\\0a\\0b", "THE END"};
    const char* patterns[] = {"",
                              "a",
                              ".",
                              ".*",
                              ".-",
                              "^a",
                              "a$",
                              "^$",
                              "%d+",
                              "%a+",
                              "(%d+)-(%d+)-(%d+)",
                              "^%s*(.-)%s*$",
                              "%b()",
                              "%f[%a]%a+",
                              "%f[%u]%u+%f[%U]",
                              "()",
                              "()a()",
                              "(a*(.)%w(%s*))",
                              "[a-c]+",
                              "[^a-c]+",
                              "[]]",
                              "[^]]+",
                              "[%w_]+",
                              "[a-]",
                              "[%a-z]",
                              "(.)%1",
                              "(.-)%1",
                              "a?b?c?",
                              "%.",
                              "%%",
                              "l+",
                              "o.-o",
                              "%x%x",
                              "^(%w+)%s*=%s*(%w+)$",
                              "$",
                              "x$y",
                              "[%]]",
                              "%",
                              "[a",
                              "(a",
                              "a)",
                              "%b",
                              "%bx",
                              "%f",
                              "%1",
                              "(()a)%2",
                              "[^",
                              "[%",
                              "%g+",
                              "%S+",
                              "%D",
                              "a**",
                              "((a)(b)?)",
                              "%z",
                              "\\0"};
    for (const char* subject : subjects) {
        for (const char* pattern : patterns) {
            for (const char* call : {"find", "match"}) {
                const std::string expression = std::string("('") + subject + "'):" + call + "('" + pattern + "')";
                CAPTURE(expression);
                CHECK(by_us(expression) == by_lua(expression));
            }
        }
    }
}

TEST_CASE("lua: gsub, gmatch and starting places agree with Lua's own") {
    const std::string expressions[] = {
        "('hello world'):gsub('o', '0')",
        "('hello world'):gsub('(%w+)', '<%1>')",
        "('hello world'):gsub('%w+', '%0 %0', 1)",
        "('hello world'):gsub('', '-')",
        "('abc'):gsub('%w', '%%%0')",
        "('abc'):gsub('b*', 'x')",
        "('abc'):gsub('^a', 'x')",
        "('abc'):gsub('b', '%2')",
        "('abc'):gsub('b', '%x')",
        "('abc'):gsub('b', '%')",
        "('abc'):gsub('()', '%1')",
        "('abc'):gsub('b', 5)",
        "('abc'):gsub('b', true)",
        "('$name is $age'):gsub('%$(%w+)', {name = 'Ada', age = 36})",
        "('$name is $who'):gsub('%$(%w+)', {name = 'Ada'})",
        "('abc'):gsub('%w', function(c) if c == 'b' then return 'B' end end)",
        "('abc'):gsub('%w', function(c) return {} end)",
        "('abc'):gsub('(a)(b)', function(x, y) return y .. x end)",
        "('aXb'):gsub('X', function() return (('q'):gsub('q', 'r')) end)",
        "('abc'):gsub('b', 'x', 0)",
        "('abc'):gsub('b', 'x', -1)",
        "('abc'):find('b', 10)",
        "('abc'):find('', 10)",
        "('abc'):find('', 4)",
        "('abc'):find('b', -1)",
        "('abc'):find('b', -100)",
        "('a.c'):find('.', 2, true)",
        "('abab'):find('ab', 2, true)",
        "('abc'):match('(b)(c)', 2)",
        "('a=1, b=2'):gsub('(%w+)=(%w+)', '%2=%1')",
        "(function() local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t + 1] = k .. v end return "
        "table.concat(t, ';') end)()",
        "(function() local t = {} for w in ('one two'):gmatch('%a*') do t[#t + 1] = '<' .. w .. '>' end return "
        "table.concat(t) end)()",
        "(function() local t = {} for p in ('abc'):gmatch('()') do t[#t + 1] = p end return table.concat(t, ',') "
        "end)()",
        "(function() local t = {} for w in ('^a^a'):gmatch('^a') do t[#t + 1] = w end return table.concat(t, ',') "
        "end)()",
        "(function() local t = {} for w in ('abcd'):gmatch('%w', 3) do t[#t + 1] = w end return table.concat(t, ',') "
        "end)()",
        "(function() local t = {} for w in ('abcd'):gmatch('%w', -2) do t[#t + 1] = w end return table.concat(t, ',') "
        "end)()",
        "(function() local t = {} for w in ('abcd'):gmatch('%w', 9) do t[#t + 1] = w end return table.concat(t, ',') "
        "end)()",
        "(('x'):rep(300) .. 'y'):find(('(x)'):rep(32))",
        "('x'):rep(300):find(('(x)'):rep(33))",
        "('x'):rep(300):find(('x?'):rep(250))",
        "('12 apples'):match('^%d+')",
        "(12):rep(2)",
    };
    for (const std::string& expression : expressions) {
        CAPTURE(expression);
        CHECK(by_us(expression) == by_lua(expression));
    }
}

TEST_CASE("lua: a long honest text is matched within the budget") {
    parley::lua::State state({.memory_bytes = 64u << 20, .instructions = 50'000'000});
    REQUIRE(
        state.load("return { run = function() local s = ('word '):rep(100000) local _, n = s:gsub('%a+', '') "
                   "return {n, #s:match('^%s*(.-)%s*$')} end }",
                   "=long"));
    const auto result = state.call("run", {});
    REQUIRE(result);
    CHECK(result.value() == parley::Json({100000, 499999}));
}
