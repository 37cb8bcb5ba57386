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
    std::size_t memory_bytes = limits::lua_memory_bytes;   // At once; in all, a run may allocate some times as much.
    std::int64_t instructions = limits::lua_instructions;  // For each run() or call().
    // The backstop for what an instruction does not show: of the thread's own processor time, likewise.
    int thread_time_ms = limits::lua_thread_time_ms;
};

// How the last run ended.
enum class Outcome {
    nothing,       // Nothing has run yet.
    good,          // Plain data, or what was asked for.
    work_spent,    // The budget of instructions, or the processor time behind it.
    memory_spent,  // More memory than there is for it, at once or in all.
    missing_name,  // It used a part of Lua that is kept from it.
    raised,        // An error of its own, or of Lua.
    no_data        // It came to its end, but what it returned is not what may come out.
};

// What a function gave, and the text that stood behind it: return nil, "Name the repository.".
struct Spoken {
    Json value;
    std::string reason;  // One line; empty where there was none.
};

// A chunk of our own, translated once, for the many states that need it. Never of a plugin: a wrong one can break out.
class Compiled {
public:
    // The source is the engine's. Fault::internal where it does not compile.
    static Result<Compiled> make(std::string_view source, const std::string& name);

private:
    friend class State;
    Compiled(std::string name, std::string bytes) : name_(std::move(name)), bytes_(std::move(bytes)) {}
    std::string name_;
    std::string bytes_;
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

    // Runs a chunk that returns a table, and makes each member of it a global for what is loaded later.
    Result<Done> define_all(const Compiled& chunk);

    bool has(const std::string& function) const;  // A function of the loaded table.

    // Fault::internal "The vendor plugin failed." with file, line and reason in detail. Lua nil comes back as null.
    // An empty Lua table comes back as [] .
    Result<Json> call(const std::string& function, const std::vector<const Json*>& arguments);
    // The same, for a function that may refuse.
    Result<Spoken> call_or_reason(const std::string& function, const std::vector<const Json*>& arguments);

    // Of the last run, whatever it was.
    Outcome last_outcome() const;
    // The first part of Lua that it looked for and that is kept from it, such as "os"; empty where there was none.
    std::string last_sought() const;

private:
    struct Inside;
    // Leaves the function's first `results` values on the stack.
    Result<Done> run(const std::string& function, const std::vector<const Json*>& arguments, int results);
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::lua
