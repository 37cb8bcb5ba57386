// How a run ended, as a type: what an operator counts and what the collection of attacks is judged by.
#include "lua/state.h"

#include <doctest/doctest.h>

using parley::lua::Limits;
using parley::lua::Outcome;
using parley::lua::State;

namespace {

constexpr Limits small{.memory_bytes = 4u << 20, .instructions = 5'000'000};

Outcome outcome_of(State& state, const std::string& body) {
    if (!state.load("return { run = function() " + body + "\nend }", "test.lua")) return Outcome::nothing;
    [[maybe_unused]] const auto result = state.call("run", {});
    return state.last_outcome();
}

}  // namespace

TEST_CASE("lua: how a run ended is told by what was refused to it") {
    struct {
        std::string body;
        Outcome outcome;
    } const cases[] = {
        {"return 1", Outcome::good},
        {"return { a = {} }", Outcome::good},
        {"return pcall(error, 'not enough memory')", Outcome::good},
        {"while true do end", Outcome::work_spent},
        {"pcall(function() while true do end end) return 'out'", Outcome::work_spent},
        {"pcall(function() while true do end end) error('not enough memory')", Outcome::work_spent},
        {"while true do pcall(string.rep, 'x', 1 << 33) end", Outcome::work_spent},
        {"return (''):rep(1 << 60)", Outcome::work_spent},
        {"return ('a'):rep(30000):find(('a-'):rep(12) .. 'b')", Outcome::work_spent},
        {"table.move({}, 1, 1 << 50, 2)", Outcome::work_spent},
        {"local t = {} for i = 1, 1e9 do t[i] = {i} end", Outcome::memory_spent},
        {"local s = 'x' while true do s = s .. s end", Outcome::memory_spent},
        {"return ('x'):rep(1 << 60)", Outcome::memory_spent},
        {"local big, t = ('z'):rep(1 << 20), {} for i = 1, 256 do t[i] = big end return table.concat(t)",
         Outcome::memory_spent},
        {"for i = 1, 1e8 do local t = {i, i, i, i} end", Outcome::memory_spent},
        {"for i = 1, 1e8 do local s = 'x' .. i end", Outcome::memory_spent},
        {"return os.execute('true')", Outcome::missing_name},
        {"print('x')", Outcome::missing_name},
        {"return string.dump(function() end)", Outcome::missing_name},
        {"return ('x'):pack(1)", Outcome::missing_name},
        {"return math.random()", Outcome::missing_name},
        {"local t = {} return t.x.y", Outcome::raised},
        {"return nobody.knows()", Outcome::raised},
        {"error('boom')", Outcome::raised},
        {"error('not enough memory')", Outcome::raised},
        {"error('instruction budget used up')", Outcome::raised},
        {"error(\"attempt to call a nil value (global 'os')\")", Outcome::raised},
        {"error(nil)", Outcome::raised},
        {"error({})", Outcome::raised},
        {"return 1 + {}", Outcome::raised},
        {"local function f() return 1 + f() end return f()", Outcome::memory_spent},
        {"return table.unpack({}, 1, 1e8)", Outcome::raised},
        {"return function() end", Outcome::no_data},
        {"local t = {} t.t = t return t", Outcome::no_data},
        {"return {1, nil, 3, x = 4}", Outcome::no_data},
    };
    State state(small);
    CHECK(state.last_outcome() == Outcome::nothing);
    for (const auto& c : cases) {
        CAPTURE(c.body);
        CHECK(outcome_of(state, c.body) == c.outcome);
        CHECK(outcome_of(state, "return 40 + 2") == Outcome::good);
    }
    REQUIRE_FALSE(state.load("return 5", "five.lua"));
    CHECK(state.last_outcome() == Outcome::no_data);
    REQUIRE_FALSE(state.read_data("while true do end", "data.lua"));
    CHECK(state.last_outcome() == Outcome::work_spent);
}

TEST_CASE("lua: a part of Lua that is kept from a plugin is known when it is looked for") {
    struct {
        std::string body;
        const char* sought;
    } const cases[] = {
        {"return 1", ""},
        {"return type(string.format) .. type(math.huge)", ""},
        {"local t = {} return t.os == nil", ""},
        {"if os then return 1 end", "os"},
        {"return io == nil and os == nil", "io"},
        {"return pcall(function() return require('os') end)", "require"},
        {"return string.dump == nil", "dump"},
        {"return ('x').pack == nil", "pack"},
        {"return math.random == nil", "random"},
        {"return _ENV['coroutine'] == nil", "coroutine"},
        {"for k in pairs({'setmetatable'}) do return _ENV.setmetatable end", "setmetatable"},
        {"return nobody == nil and string.nothing == nil and table.nothing == nil", ""},
        {"return _ENV['a\\nb'] == nil", ""},
        {"return _ENV[1] == nil", ""},
        {"mine = 1 return mine", ""},
    };
    State state(small);
    for (const auto& c : cases) {
        CAPTURE(c.body);
        outcome_of(state, c.body);
        CHECK(state.last_sought() == c.sought);
    }
}

TEST_CASE("lua: what a run allocates in all has an end, and an honest run is far from it") {
    State state(small);
    // Each of them keeps nothing. 32 MB in all is eight times what the state may hold.
    CHECK(outcome_of(state, "for i = 1, 300000 do local t = {i, i, i, i} end return 'out'") == Outcome::memory_spent);
    CHECK(outcome_of(state, "for i = 1, 100000 do local t = {i, i, i, i} end return 'out'") == Outcome::good);
    // Caught, it is refused again and again, until the work is spent.
    CHECK(outcome_of(state,
                     "local function waste() for i = 1, 1e8 do local t = {i, i, i, i} end end "
                     "while true do pcall(waste) end") == Outcome::work_spent);
    CHECK(outcome_of(state, "return 1") == Outcome::good);
}

TEST_CASE("lua: where single instructions take long, the thread's own time is the limit") {
    // Walking millions of emptied slots takes milliseconds each time, and no instruction count sees it.
    State state({.memory_bytes = 256u << 20, .instructions = 200'000'000, .thread_time_ms = 500});
    const auto outcome = outcome_of(state,
                                    "local t = {} for i = 1, 4000000 do t[i] = i end "
                                    "for i = 1, 3999999 do t[i] = nil end "
                                    "while true do next(t) end");
    CHECK(outcome == Outcome::work_spent);
}
