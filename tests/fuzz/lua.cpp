#include "base/text.h"
#include "fuzz/fuzz.h"
#include "lua/state.h"

#include <lua.hpp>
#include <memory>

namespace parley::fuzz {
namespace {

constexpr lua::Limits small{.memory_bytes = 2u << 20, .instructions = 300'000, .thread_time_ms = 2'000};

void check(const lua::State& state, const Result<Json>& result) {
    must(state.last_outcome() != lua::Outcome::nothing, "a run ends in some way");
    must((state.last_outcome() == lua::Outcome::good) == static_cast<bool>(result), "only what came back is good");
    must(is_one_line(state.last_sought()), "a name for the log is one line");
    if (result) {
        const auto again = parse_json(dump(result.value()));
        must(again && again.value() == result.value(), "what comes out is plain JSON");
        return;
    }
    must(result.error().message == "The vendor plugin failed.", "people see nothing of what a plugin says");
    must(is_one_line(result.error().detail) && result.error().detail.size() < 1'000, "the log gets one line");
}

void check_alive(lua::State& state) {
    must(static_cast<bool>(state.load("return { one = function(x) return { x, #'abc' } end }", "one.lua")),
         "a state lives on");
    const Json one = 1;
    const auto result = state.call("one", {&one});
    must(result && result.value() == Json({1, 3}), "a state still does its work");
}

void run_function(std::string_view body) {
    lua::State state(small);
    if (state.load(cat("return { run = function(a)\n", body, "\nend }"), "fuzz.lua")) {
        const Json argument = {{"rows", {1, 2.5, "x", nullptr}}, {"name", "n"}};
        check(state, state.call("run", {&argument}));
    }
    check_alive(state);
}

// Bytes -> the source of an expression: any value that a plugin might hand over, and some that it must not.
class Builder {
public:
    explicit Builder(std::string_view bytes) : bytes_(bytes) {}

    std::string value(int depth = 0) {
        switch (depth > 40 ? next() % 8 : next() % 16) {
        case 0: return "nil";
        case 1: return "true";
        case 2: return cat(static_cast<int>(next()) - 128);
        case 3: return "0.1";
        case 4: return next() % 2 == 0 ? "0/0" : "-1/0";
        case 5: return next() % 2 == 0 ? "math.mininteger" : "2^63";
        case 6:
        case 7: return text();
        case 8: return "shared";
        case 9: return "function() end";
        case 10: return cat("{ [", value(depth + 1), " == nil and 1 or 2] = ", value(depth + 1), " }");
        case 11: return cat("{ [1.5] = ", value(depth + 1), " }");
        case 12: return cat("{ [", text(), "] = ", value(depth + 1), ", ", value(depth + 1), " }");
        case 13: return cat("deep(", static_cast<int>(next()), ", ", value(depth + 1), ")");
        case 14: return record(depth);
        default: return list(depth);
        }
    }

private:
    unsigned next() {
        if (bytes_.empty()) return 0;
        const auto byte = static_cast<unsigned char>(bytes_.front());
        bytes_.remove_prefix(1);
        return byte;
    }

    std::string text() {
        std::string literal = "\"";
        for (unsigned left = next() % 12; left > 0; --left) literal += cat("\\x", hex(next()));
        return literal + "\"";
    }

    static std::string hex(unsigned byte) {
        constexpr std::string_view digits = "0123456789abcdef";
        return {digits[byte / 16 % 16], digits[byte % 16]};
    }

    std::string list(int depth) {
        std::string literal = "{ ";
        for (unsigned left = next() % 6; left > 0; --left) literal += value(depth + 1) + ", ";
        return literal + "}";
    }

    std::string record(int depth) {
        std::string literal = "{ ";
        for (unsigned left = next() % 6; left > 0; --left) {
            literal += cat("[", text(), "] = ", value(depth + 1), ", ");
        }
        return literal + "}";
    }

    std::string_view bytes_;
};

void build_value(std::string_view bytes) {
    run_function(
        cat("local shared = { 1 }\n"
            "local function deep(n, v) for k = 1, n do v = { v } end return v end\n"
            "shared.self = ",
            bytes.size() % 2 == 0 ? "nil" : "shared", "\nreturn ", Builder(bytes).value()));
}

// Lua's own library beside ours, which must find the same.
Json with_own_library(const char* source, const std::string& subject, const std::string& pattern) {
    const std::unique_ptr<lua_State, void (*)(lua_State*)> lua(luaL_newstate(), lua_close);
    luaL_openlibs(lua.get());
    if (luaL_loadstring(lua.get(), source) != LUA_OK) return nullptr;
    lua_pushlstring(lua.get(), subject.data(), subject.size());
    lua_pushlstring(lua.get(), pattern.data(), pattern.size());
    if (lua_pcall(lua.get(), 2, 1, 0) != LUA_OK) return "refused";
    std::size_t size = 0;
    const char* text = lua_tolstring(lua.get(), -1, &size);
    return std::string(text, size);
}

constexpr const char* pattern_source = R"(
    local s, p = ...
    local out = {}
    local function note(...)
        for k = 1, select("#", ...) do
            local v = select(k, ...)
            out[#out + 1] = type(v) == "string" and v:gsub(".", function(c) return ("%02x"):format(c:byte()) end)
                or tostring(v)
        end
        out[#out + 1] = ";"
    end
    note(s:find(p)) note(s:match(p, 2)) note(s:gsub(p, "<%0>")) note(s:find(p, 1, true))
    for a, b in s:gmatch(p) do note(a, b) end
    return table.concat(out, " "))";

// Both sides are kept short, for Lua's own matcher has no limit.
void match_pattern(std::string_view bytes) {
    constexpr std::size_t side_bytes_max = 14;
    const auto cut = std::min(bytes.find('\n'), side_bytes_max);
    const std::string subject(bytes.substr(0, cut));
    const std::string pattern(cut < bytes.size() ? bytes.substr(cut + 1, side_bytes_max) : "");
    lua::State state({.memory_bytes = 8u << 20, .instructions = 50'000'000, .thread_time_ms = 4'000});
    must(static_cast<bool>(state.load(cat("return { run = function(...) ", pattern_source, "\nend }"), "match.lua")),
         "the pattern's function is Lua");
    const Json first = subject;
    const Json second = pattern;
    const auto ours = state.call("run", {&first, &second});
    const bool is_refused = state.last_outcome() == lua::Outcome::raised;
    must(ours || is_refused || state.last_outcome() == lua::Outcome::work_spent, "a pattern matches or is refused");
    if (state.last_outcome() == lua::Outcome::work_spent) return;
    must(with_own_library(pattern_source, subject, pattern) == (ours ? ours.value() : Json("refused")),
         "a pattern means what Lua says");
}

}  // namespace

void lua(Bytes bytes) {
    if (bytes.empty()) return;
    const auto text = text_of(bytes.subspan(1));
    switch (bytes.front()) {
    case 'd': {
        lua::State state(small);
        check(state, state.read_data(text, "data.lua"));
        return check_alive(state);
    }
    case 'p': return match_pattern(text);
    case 'v': return build_value(text);
    default: return run_function(text);
    }
}

}  // namespace parley::fuzz
