#pragma once
// Lua's patterns (reference manual 6.4.1) with every step charged to the budget: Lua's own matcher runs inside one C
// function, where no hook can stop it. All functions may raise a Lua error and hold nothing with a destructor.

#include <cstddef>
#include <lua.hpp>

namespace parley::lua {

inline constexpr int captures_max = 32;

struct Match {
    static constexpr std::ptrdiff_t open = -1;      // A capture whose end is not seen yet.
    static constexpr std::ptrdiff_t position = -2;  // "()"

    struct Capture {
        const char* start;
        std::ptrdiff_t size;
    };

    lua_State* lua;
    const char* subject;
    const char* subject_end;
    const char* pattern_end;
    int depth = 0;
    int level = 0;  // Captures seen.
    Capture captures[captures_max] = {};
};

// Where a match of `pattern` that begins at `start` ends; null where there is none.
const char* match_at(Match& match, const char* start, const char* pattern);

// Pushes the captures; where there are none, the whole match. whole null: nothing then. Gives their number.
int push_captures(Match& match, const char* whole, const char* end);
void push_capture(Match& match, int index, const char* whole, const char* end);

bool has_specials(const char* pattern, std::size_t size);

}  // namespace parley::lua
