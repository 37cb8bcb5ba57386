// Every script of the attack collection, each in its own small state. The process must survive all of them.
#include "base/text.h"
#include "lua/state.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using parley::lua::Outcome;
using parley::lua::State;

namespace {

std::string file_text(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string expected_word(const std::string& source) {
    const auto start = source.find("EXPECT ") + 7;
    return source.substr(start, source.find(':') - start);
}

// What an operator would call the end of the run. SAFE: the script itself found the door shut.
std::string outcome(const State& state, const parley::Result<parley::Json>& result) {
    switch (state.last_outcome()) {
    case Outcome::good: return result.value().is_string() ? result.value().get<std::string>() : "data";
    case Outcome::work_spent: return "cpu_limit";
    case Outcome::memory_spent: return "mem_limit";
    case Outcome::missing_name: return "SAFE: no " + state.last_sought();
    case Outcome::raised: return "error";
    case Outcome::no_data: return "refused result";
    case Outcome::nothing: break;
    }
    return "not run";
}

// A door that is missing ends a script before its limit is met; every such end is as good as the limit.
bool fits(const std::string& expected, const std::string& seen) {
    if (seen.starts_with("ESCAPED") || seen.starts_with("LEAK")) return false;
    const bool shut = seen.starts_with("SAFE");
    if (expected == "cpu_limit" || expected == "mem_limit") return seen == expected || shut;
    if (expected == "host_ok") return true;
    return shut;
}

}  // namespace

TEST_CASE("lua: every attack script ends as it should") {
    const std::filesystem::path folder = PARLEY_SOURCE_DIR "/../shared/attack/lua";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("0 attack scripts run: the collection is not on this machine");
        return;
    }
    std::set<std::filesystem::path> scripts;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".lua") scripts.insert(entry.path());
    }
    int run = 0;
    for (const auto& script : scripts) {
        const std::string name = script.filename().string();
        CAPTURE(name);
        const std::string source = file_text(script);
        std::string seen;
        {
            // A quarter of what a plugin has, both ways: this runs with sanitizers.
            State state({.memory_bytes = 64u << 20, .instructions = 50'000'000});
            const auto loaded = state.load("return { run = function() " + source + "\nend }", name);
            seen = loaded ? outcome(state, state.call("run", {})) : "not loaded: " + loaded.error().detail;
            CHECK(state.load("return { ok = function() return string.format('%d', 1) end }", "after.lua"));
        }
        CAPTURE(seen);
        CHECK(fits(expected_word(source), seen));
        ++run;
    }
    MESSAGE(run << " attack scripts run");
}
