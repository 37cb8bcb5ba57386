#pragma once
// A Lua 5.4 state with the doors shut: no os, io, debug, load or require; text chunks only; a ceiling on memory and on
// instructions that pcall cannot outlast. Only plain data goes in and comes out. One state serves one thread at a time
// and, where it holds a vendor plugin, one organization's question.

#include "base/json.h"
#include "base/limits.h"
#include "base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct lua_State;

namespace parley::lua {

struct Limits {
    std::size_t memory_bytes = limits::lua_memory_bytes;
    std::int64_t instructions = limits::lua_instructions;  // For each run() or call().
};

class State {
public:
    explicit State(Limits limits = {});
    ~State();
    State(State&&) noexcept;
    State& operator=(State&&) noexcept;

    // Runs a chunk that returns one value, in an empty environment: data only, it cannot compute with any function.
    Result<Json> read_data(std::string_view source, const std::string& name);

    // Runs a chunk that returns a table of functions and keeps it for call(). The chunk sees string, table, math and
    // the plain functions of the base library. A table of globals made by an earlier define() is visible by its name.
    Result<Done> load(std::string_view source, const std::string& name);

    // Runs a chunk and makes its one value the global `global` for what is loaded later.
    Result<Done> define(const std::string& global, std::string_view source, const std::string& name);

    bool has(const std::string& function) const;  // A function of the loaded table.

    // Fault::internal "The vendor plugin failed." with file, line and reason in detail. Lua nil comes back as null.
    // An empty Lua table comes back as [] .
    Result<Json> call(const std::string& function, const std::vector<const Json*>& arguments);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::lua
