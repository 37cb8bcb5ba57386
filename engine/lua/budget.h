#pragma once
// What a run may still cost. Work is counted in Lua instructions; C functions whose time depends on their arguments
// charge for it, and so does the allocator, for a hook never runs inside a C function. Once the budget is spent every
// further instruction raises, so that pcall cannot outlast it. One thread at a time, like the state it belongs to.

#include "lua/state.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <lua.hpp>

namespace parley::lua {

inline constexpr const char* budget_spent_text = "instruction budget used up";
inline constexpr const char* memory_spent_text = "not enough memory";

// One string. A comparison or a concatenation of longer ones is a single instruction that takes milliseconds.
inline constexpr std::size_t string_bytes_max = 16u << 20;

struct Budget {
    std::size_t memory_bytes_max = 0;
    std::size_t memory_bytes = 0;
    // Of one run, kept or not. The collector's work grows with it, so that it has a bound as well.
    std::size_t allocated_bytes_max = 0;
    std::size_t allocated_bytes = 0;
    std::int64_t instructions_max = 0;
    std::int64_t remaining = 0;
    // A backstop for what is counted badly: processor time of this thread.
    std::int64_t thread_time_max_ns = 0;
    std::int64_t thread_time_end_ns = 0;
    std::int64_t time_end_ns = 0;
    bool running = false;  // Whether work is counted: not while arguments are handed in.
    bool spent = false;
    bool refused_memory = false;       // In this run.
    std::array<char, 32> sought = {};  // The first name kept from plugins that this run looked for.
    Outcome outcome = Outcome::nothing;
    lua_State* lua = nullptr;
};

Budget& budget_of(lua_State* lua);

// Counts `work` and raises a Lua error where the budget is spent. Only from a lua_CFunction without destructors.
void charge(lua_State* lua, std::int64_t work);

// Raises the error of a refused allocation, for what would be too large.
int refuse_memory(lua_State* lua);

void start_counting(lua_State* lua);
void stop_counting(lua_State* lua);

// A lua_Alloc whose `data` is the Budget.
void* allocate(void* data, void* old, std::size_t old_size, std::size_t new_size);

}  // namespace parley::lua
