#include "lua/budget.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace parley::lua {
namespace {

// With 200 a loop takes half as long again, with 5,000 it is no faster. One of them may take milliseconds (two strings
// of megabytes compared, a table of emptied slots walked), so that the backstop can be passed by seconds.
constexpr std::int64_t instructions_between_looks = 1'000;

// A refused allocation makes Lua collect all garbage twice, which takes far longer than an instruction.
constexpr std::int64_t refusals_per_run = 16;

std::int64_t time_ns(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::int64_t>(now.tv_nsec);
}

// The thread's own time costs a system call: a run that ends before the first look is spared it, and later the cheap
// clock is asked first.
bool is_late(Budget& budget) {
    if (budget.thread_time_end_ns == 0)
        budget.thread_time_end_ns = time_ns(CLOCK_THREAD_CPUTIME_ID) + budget.thread_time_max_ns;
    return time_ns(CLOCK_MONOTONIC) > budget.time_end_ns &&
           time_ns(CLOCK_THREAD_CPUTIME_ID) > budget.thread_time_end_ns;
}

void look(lua_State* lua, lua_Debug*);

// From now on every instruction raises. lua_sethook may be called at any time, even from inside the allocator.
void spend(Budget& budget) {
    budget.spent = true;
    lua_sethook(budget.lua, look, LUA_MASKCOUNT, 1);
}

void look(lua_State* lua, lua_Debug*) {
    Budget& budget = budget_of(lua);
    if (!budget.running) return;
    budget.remaining -= std::min(instructions_between_looks, budget.instructions_max);
    if (budget.remaining <= 0 || is_late(budget)) spend(budget);
    if (budget.spent) luaL_error(lua, budget_spent_text);
}

bool is_too_much(const Budget& budget, const void* old, std::size_t old_size, std::size_t new_size) {
    const std::size_t before = old ? old_size : 0;
    if (new_size <= before) return false;
    const bool is_long_string = !old && old_size == LUA_TSTRING && new_size > string_bytes_max;
    const bool is_worn_out = budget.running && budget.allocated_bytes > budget.allocated_bytes_max;
    return is_long_string || is_worn_out || budget.memory_bytes - before + new_size > budget.memory_bytes_max;
}

void charge_silently(Budget& budget, std::int64_t work) {
    if (!budget.running) return;
    budget.remaining -= std::min(work, budget.remaining);
    if (budget.remaining <= 0) spend(budget);
}

}  // namespace

Budget& budget_of(lua_State* lua) {
    return **static_cast<Budget**>(lua_getextraspace(lua));
}

void charge(lua_State* lua, std::int64_t work) {
    Budget& budget = budget_of(lua);
    charge_silently(budget, work);
    if (budget.running && budget.spent) luaL_error(lua, budget_spent_text);
}

void start_counting(lua_State* lua) {
    Budget& budget = budget_of(lua);
    budget.remaining = budget.instructions_max;
    budget.allocated_bytes = 0;
    budget.time_end_ns = time_ns(CLOCK_MONOTONIC) + budget.thread_time_max_ns;
    budget.thread_time_end_ns = 0;
    budget.spent = false;
    budget.running = true;
    lua_sethook(lua, look, LUA_MASKCOUNT,
                static_cast<int>(std::clamp<std::int64_t>(budget.instructions_max, 1, instructions_between_looks)));
}

void stop_counting(lua_State* lua) {
    budget_of(lua).running = false;
    budget_of(lua).spent = false;
    lua_sethook(lua, nullptr, 0, 0);
}

int refuse_memory(lua_State* lua) {
    budget_of(lua).refused_memory = true;
    return luaL_error(lua, memory_spent_text);
}

void* allocate(void* data, void* old, std::size_t old_size, std::size_t new_size) {
    auto& budget = *static_cast<Budget*>(data);
    const std::size_t before = old ? old_size : 0;  // Without `old`, old_size is a type tag, not a size.
    if (new_size == 0) {
        std::free(old);
        budget.memory_bytes -= before;
        return nullptr;
    }
    if (is_too_much(budget, old, old_size, new_size)) {
        budget.refused_memory = true;
        charge_silently(budget, budget.instructions_max / refusals_per_run);
        return nullptr;
    }
    if (budget.running && new_size > before) budget.allocated_bytes += new_size - before;
    if (new_size > before + 1024) charge_silently(budget, static_cast<std::int64_t>((new_size - before) / 16));
    void* grown = std::realloc(old, new_size);
    if (grown) budget.memory_bytes = budget.memory_bytes - before + new_size;
    return grown;
}

}  // namespace parley::lua
