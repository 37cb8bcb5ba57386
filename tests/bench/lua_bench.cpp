#include "bench/lua_bench.h"

#include "lua/state.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <lua.hpp>
#include <memory>
#include <vector>

namespace parley::bench {
namespace {

constexpr const char* source =
    "return { add = function(a) return a + 1 end, "
    "work = function(n) local s = 0 for i = 1, n do s = s + i end return s end }";
constexpr int rounds = 7;

void stop(const char* why) {
    std::fprintf(stderr, "bench: %s\n", why);
    std::exit(1);
}

// Nanoseconds a call, the best of some rounds: what disturbs a round makes it longer only.
template <typename Call>
double ns_per_call(int calls, const Call& call) {
    double best = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (int k = 0; k < calls; ++k) call();
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
        const double each = took.count() / calls;
        best = round == 0 ? each : std::min(best, each);
    }
    return best;
}

using Bare = std::unique_ptr<lua_State, void (*)(lua_State*)>;

Bare bare_state() {
    Bare lua(luaL_newstate(), lua_close);
    luaL_openlibs(lua.get());
    if (luaL_dostring(lua.get(), source) != LUA_OK) stop("the functions are no Lua");
    return lua;
}

void call_bare(lua_State* lua, const char* name, lua_Integer argument) {
    lua_getfield(lua, 1, name);
    lua_pushinteger(lua, argument);
    if (lua_pcall(lua, 1, 1, 0) != LUA_OK || !lua_isinteger(lua, -1)) stop("the bare call failed");
    lua_settop(lua, 1);
}

void call_ours(lua::State& state, const char* name, const Json& argument) {
    const auto result = state.call(name, {&argument});
    if (!result || !result.value().is_number_integer()) stop("the call failed");
}

// What the making of a state costs: a plugin has one for each question.
void bench_birth() {
    const double ours = ns_per_call(200, [] {
        lua::State state;
        if (!state.load(source, "bench.lua")) stop("the functions are no Lua");
    });
    const double bare = ns_per_call(200, [] { bare_state(); });
    std::printf("  %-58s %8.0f ns   bare %8.0f ns   %5.1f times\n", "Lua: a new state with two functions", ours, bare,
                ours / bare);
}

}  // namespace

void bench_lua() {
    lua::State state;
    if (!state.load(source, "bench.lua")) stop("the functions are no Lua");
    const Bare bare = bare_state();
    struct {
        const char* what;
        const char* name;
        int argument;
        int calls;
    } const cases[] = {{"Lua: call a small function", "add", 1, 50'000},
                       {"Lua: a loop of 10,000 rounds in one call", "work", 10'000, 200}};
    for (const auto& c : cases) {
        const Json argument = c.argument;
        const double ours = ns_per_call(c.calls, [&] { call_ours(state, c.name, argument); });
        const double base = ns_per_call(c.calls, [&] { call_bare(bare.get(), c.name, c.argument); });
        std::printf("  %-58s %8.0f ns   bare %8.0f ns   %5.1f times\n", c.what, ours, base, ours / base);
    }
    bench_birth();
}

}  // namespace parley::bench
