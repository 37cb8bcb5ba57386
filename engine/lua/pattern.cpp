#include "lua/pattern.h"

#include "lua/budget.h"

#include <cctype>
#include <cstring>

namespace parley::lua {
namespace {

constexpr int depth_max = 200;
constexpr char escape = '%';

int byte_at(const char* text) {
    return static_cast<unsigned char>(*text);
}

const char* run(Match& m, const char* s, const char* p);

// Behind the single-character item at `p`: "a", "%d", "[a-z]".
const char* item_end(const Match& m, const char* p) {
    const char first = *p++;
    if (first == escape) {
        if (p == m.pattern_end) luaL_error(m.lua, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (first != '[') return p;
    if (*p == '^') ++p;
    do {  // A "]" right at the beginning is an ordinary character.
        if (p == m.pattern_end) luaL_error(m.lua, "malformed pattern (missing ']')");
        const char c = *p++;
        if (c == escape) {
            if (p == m.pattern_end) luaL_error(m.lua, "malformed pattern (missing ']')");
            ++p;
        }
    } while (p == m.pattern_end || *p != ']');
    return p + 1;
}

bool in_class(int c, int name) {
    bool member = false;
    switch (std::tolower(name)) {
    case 'a': member = std::isalpha(c) != 0; break;
    case 'c': member = std::iscntrl(c) != 0; break;
    case 'd': member = std::isdigit(c) != 0; break;
    case 'g': member = std::isgraph(c) != 0; break;
    case 'l': member = std::islower(c) != 0; break;
    case 'p': member = std::ispunct(c) != 0; break;
    case 's': member = std::isspace(c) != 0; break;
    case 'u': member = std::isupper(c) != 0; break;
    case 'w': member = std::isalnum(c) != 0; break;
    case 'x': member = std::isxdigit(c) != 0; break;
    case 'z': member = c == 0; break;
    default: return name == c;
    }
    return std::isupper(name) != 0 ? !member : member;
}

// p is at "[", last at "]".
bool in_set(int c, const char* p, const char* last) {
    bool found_means = true;
    if (p[1] == '^') {
        found_means = false;
        ++p;
    }
    while (++p < last) {
        if (*p == escape) {
            ++p;
            if (in_class(c, byte_at(p))) return found_means;
        } else if (p[1] == '-' && p + 2 < last) {
            p += 2;
            if (byte_at(p - 2) <= c && c <= byte_at(p)) return found_means;
        } else if (byte_at(p) == c) {
            return found_means;
        }
    }
    return !found_means;
}

bool matches_one(const Match& m, const char* s, const char* p, const char* end) {
    charge(m.lua, 1 + (end - p) / 8);
    if (s >= m.subject_end) return false;
    const int c = byte_at(s);
    switch (*p) {
    case '.': return true;
    case escape: return in_class(c, byte_at(p + 1));
    case '[': return in_set(c, p, end - 1);
    default: return byte_at(p) == c;
    }
}

// "%bxy": p is at x.
const char* balanced(const Match& m, const char* s, const char* p) {
    if (p >= m.pattern_end - 1) luaL_error(m.lua, "malformed pattern (missing arguments to '%%b')");
    if (s >= m.subject_end || *s != *p) return nullptr;
    const char opening = p[0];
    const char closing = p[1];
    int nesting = 1;
    while (++s < m.subject_end) {
        charge(m.lua, 1);
        if (*s == closing) {
            if (--nesting == 0) return s + 1;
        } else if (*s == opening) {
            ++nesting;
        }
    }
    return nullptr;
}

// "%f[set]": p is at "[". Both edges of the subject count as '\0'.
const char* frontier(const Match& m, const char* s, const char* p) {
    if (*p != '[') luaL_error(m.lua, "missing '[' after '%%f' in pattern");
    const char* end = item_end(m, p);
    charge(m.lua, end - p);
    const int before = s == m.subject ? 0 : byte_at(s - 1);
    const int here = s == m.subject_end ? 0 : byte_at(s);
    return !in_set(before, p, end - 1) && in_set(here, p, end - 1) ? end : nullptr;
}

const char* greedy(Match& m, const char* s, const char* p, const char* end) {
    std::ptrdiff_t count = 0;
    while (matches_one(m, s + count, p, end)) ++count;
    for (; count >= 0; --count) {
        const char* found = run(m, s + count, end + 1);
        if (found) return found;
    }
    return nullptr;
}

const char* lazy(Match& m, const char* s, const char* p, const char* end) {
    while (true) {
        const char* found = run(m, s, end + 1);
        if (found) return found;
        if (!matches_one(m, s, p, end)) return nullptr;
        ++s;
    }
}

const char* open_capture(Match& m, const char* s, const char* p, std::ptrdiff_t size) {
    if (m.level >= captures_max) luaL_error(m.lua, "too many captures");
    m.captures[m.level] = {s, size};
    ++m.level;
    const char* found = run(m, s, p);
    if (!found) --m.level;
    return found;
}

const char* close_capture(Match& m, const char* s, const char* p) {
    int index = m.level - 1;
    while (index >= 0 && m.captures[index].size != Match::open) --index;
    if (index < 0) luaL_error(m.lua, "invalid pattern capture");
    m.captures[index].size = s - m.captures[index].start;
    const char* found = run(m, s, p);
    if (!found) m.captures[index].size = Match::open;
    return found;
}

const char* same_again(const Match& m, const char* s, int digit) {
    const int index = digit - '1';
    if (index < 0 || index >= m.level || m.captures[index].size == Match::open) {
        luaL_error(m.lua, "invalid capture index %%%d", index + 1);
    }
    const auto size = m.captures[index].size;
    if (size < 0 || m.subject_end - s < size) return nullptr;
    charge(m.lua, 1 + size / 16);
    return std::memcmp(m.captures[index].start, s, static_cast<std::size_t>(size)) == 0 ? s + size : nullptr;
}

// One character and its suffix. Gives null where the whole match has failed; sets `done` where `s` is the final answer;
// else moves s and p behind the item.
const char* item(Match& m, const char* s, const char*& p, bool& done) {
    const char* end = item_end(m, p);
    const char suffix = end == m.pattern_end ? '\0' : *end;
    if (suffix == '*' || suffix == '+' || suffix == '-') {
        done = true;
        if (suffix == '-') return lazy(m, s, p, end);
        if (suffix == '*') return greedy(m, s, p, end);
        return matches_one(m, s, p, end) ? greedy(m, s + 1, p, end) : nullptr;
    }
    const bool matched = matches_one(m, s, p, end);
    p = end;
    if (suffix != '?') return matched ? s + 1 : nullptr;
    ++p;
    if (!matched) return s;
    const char* found = run(m, s + 1, p);
    done = found != nullptr;
    return found ? found : s;
}

// Everything that is more than one character: %b, %f, %1. Null for no match; p is moved behind it.
const char* special(Match& m, const char* s, const char*& p) {
    if (p[1] == 'b') {
        const char* after = balanced(m, s, p + 2);
        p += 4;
        return after;
    }
    if (p[1] == 'f') {
        const char* end = frontier(m, s, p + 2);
        p = end;
        return end ? s : nullptr;
    }
    const char* after = same_again(m, s, byte_at(p + 1));
    p += 2;
    return after;
}

bool is_special(const Match& m, const char* p) {
    if (*p != escape || p + 1 == m.pattern_end) return false;
    return p[1] == 'b' || p[1] == 'f' || std::isdigit(byte_at(p + 1)) != 0;
}

const char* run_items(Match& m, const char* s, const char* p) {
    while (p != m.pattern_end) {
        charge(m.lua, 1);
        if (*p == '(')
            return p[1] == ')' ? open_capture(m, s, p + 2, Match::position) : open_capture(m, s, p + 1, Match::open);
        if (*p == ')') return close_capture(m, s, p + 1);
        if (*p == '$' && p + 1 == m.pattern_end) return s == m.subject_end ? s : nullptr;
        bool done = false;
        s = is_special(m, p) ? special(m, s, p) : item(m, s, p, done);
        if (!s || done) return s;
    }
    return s;
}

const char* run(Match& m, const char* s, const char* p) {
    if (++m.depth > depth_max) luaL_error(m.lua, "pattern too complex");
    const char* end = run_items(m, s, p);
    --m.depth;
    return end;
}

}  // namespace

const char* match_at(Match& match, const char* start, const char* pattern) {
    match.depth = 0;
    match.level = 0;
    return run(match, start, pattern);
}

void push_capture(Match& match, int index, const char* whole, const char* end) {
    if (index >= match.level) {
        if (index != 0) luaL_error(match.lua, "invalid capture index %%%d", index + 1);
        lua_pushlstring(match.lua, whole, static_cast<std::size_t>(end - whole));
        return;
    }
    const Match::Capture& capture = match.captures[index];
    if (capture.size == Match::open) luaL_error(match.lua, "unfinished capture");
    if (capture.size == Match::position) {
        lua_pushinteger(match.lua, capture.start - match.subject + 1);
    } else {
        lua_pushlstring(match.lua, capture.start, static_cast<std::size_t>(capture.size));
    }
}

int push_captures(Match& match, const char* whole, const char* end) {
    const int count = match.level == 0 && whole ? 1 : match.level;
    luaL_checkstack(match.lua, count, "too many captures");
    for (int k = 0; k < count; ++k) push_capture(match, k, whole, end);
    return count;
}

bool has_specials(const char* pattern, std::size_t size) {
    for (std::size_t k = 0; k < size; ++k) {
        if (pattern[k] != '\0' && std::strchr("^$*+?.([%-", pattern[k])) return true;
    }
    return false;
}

}  // namespace parley::lua
