#include "lua/state.h"

#include "base/text.h"
#include "lua/budget.h"
#include "lua/convert.h"
#include "lua/library.h"

#include <lua.hpp>
#include <new>
#include <optional>
#include <set>
#include <utility>

namespace parley::lua {

struct State::Inside {
    Budget budget;  // Outlives the state: the allocator and the hook point at it.
    std::unique_ptr<lua_State, void (*)(lua_State*)> lua{nullptr, lua_close};
    int functions = LUA_NOREF;   // The loaded table, in the registry.
    int empty_text = LUA_NOREF;  // "" and the metatable of all strings, for switching their methods off and on.
    int text_metatable = LUA_NOREF;
    std::set<std::string, std::less<>> names;
};

namespace {

// Puts the stack back where it was, whatever way the scope is left, and ends the counting.
class RunGuard {
public:
    explicit RunGuard(lua_State* lua) : lua_(lua), top_(lua_gettop(lua)) {}
    ~RunGuard() {
        stop_counting(lua_);
        lua_settop(lua_, top_);
    }
    RunGuard(const RunGuard&) = delete;
    RunGuard& operator=(const RunGuard&) = delete;

private:
    lua_State* lua_;
    int top_;
};

// Where a chunk's names are looked up.
enum class Environment { globals, empty };

struct Chunk {
    std::string_view source;
    const char* name;
    Environment environment;
    const char* mode = "t";  // "b" for what we compiled ourselves.
};

struct Call {
    int functions;
    std::string_view name;
    const std::vector<const Json*>* arguments;
    int results;
};

struct Naming {
    const char* global;
    int* reference;
};

// The lua_CFunctions below run under lua_pcall with a light userdata as their argument. They hold no C++ object with a
// destructor: a Lua error jumps straight over it.

int run_chunk(lua_State* lua) {
    const auto& chunk = *static_cast<const Chunk*>(lua_touserdata(lua, 1));
    if (luaL_loadbufferx(lua, chunk.source.data(), chunk.source.size(), chunk.name, chunk.mode) != LUA_OK)
        return lua_error(lua);
    if (chunk.environment == Environment::empty) {
        lua_newtable(lua);
        lua_setupvalue(lua, -2, 1);
    }
    start_counting(lua);
    lua_call(lua, 0, 1);
    return 1;
}

int run_call(lua_State* lua) {
    const auto& call = *static_cast<const Call*>(lua_touserdata(lua, 1));
    lua_rawgeti(lua, LUA_REGISTRYINDEX, call.functions);
    lua_pushlstring(lua, call.name.data(), call.name.size());
    lua_rawget(lua, -2);
    luaL_checkstack(lua, static_cast<int>(call.arguments->size()) + 1, nullptr);
    for (std::size_t k = 0; k < call.arguments->size(); ++k) push(lua, *(*call.arguments)[k]);
    start_counting(lua);
    lua_call(lua, static_cast<int>(call.arguments->size()), call.results);
    return call.results;
}

// Gives the value at 2 a global name, a place in the registry, or both.
int keep(lua_State* lua) {
    const auto& naming = *static_cast<const Naming*>(lua_touserdata(lua, 1));
    if (naming.global) {
        lua_pushvalue(lua, 2);
        lua_setglobal(lua, naming.global);
    }
    if (naming.reference) *naming.reference = luaL_ref(lua, LUA_REGISTRYINDEX);
    return 0;
}

// Makes each member of the table at 2 a global.
int keep_members(lua_State* lua) {
    luaL_checktype(lua, 2, LUA_TTABLE);
    for (lua_pushnil(lua); lua_next(lua, 2) != 0;) {
        lua_pushvalue(lua, -2);
        lua_insert(lua, -2);
        lua_pushglobaltable(lua);
        lua_insert(lua, -3);
        lua_rawset(lua, -3);
        lua_pop(lua, 1);
    }
    return 0;
}

int append_bytes(lua_State*, const void* bytes, std::size_t size, void* text) {
    static_cast<std::string*>(text)->append(static_cast<const char*>(bytes), size);
    return 0;
}

struct References {
    int* empty_text;
    int* text_metatable;
};

int set_up(lua_State* lua) {
    const auto& references = *static_cast<const References*>(lua_touserdata(lua, 1));
    open_libraries(lua);
    lua_pushliteral(lua, "");
    lua_getmetatable(lua, -1);
    *references.text_metatable = luaL_ref(lua, LUA_REGISTRYINDEX);
    *references.empty_text = luaL_ref(lua, LUA_REGISTRYINDEX);
    return 0;
}

// What ended the run, told by what was refused to it; its words count only where nothing was.
Outcome outcome_of(const Budget& budget, int status, std::string_view reason) {
    if (budget.spent) return Outcome::work_spent;
    const bool out_of_memory = status == LUA_ERRMEM || reason.ends_with(memory_spent_text);
    if (budget.refused_memory && out_of_memory) return Outcome::memory_spent;
    const bool used_nothing = reason.find("attempt to call a nil value") != std::string_view::npos ||
                              reason.find("attempt to index a nil value") != std::string_view::npos;
    return used_nothing && budget.sought.front() != '\0' ? Outcome::missing_name : Outcome::raised;
}

Error failure(lua_State* lua, int status) {
    std::string reason = "an error that is no text";
    if (lua_type(lua, -1) == LUA_TSTRING) {
        std::size_t size = 0;
        const char* text = lua_tolstring(lua, -1, &size);
        reason = one_line({text, size});
    }
    budget_of(lua).outcome = outcome_of(budget_of(lua), status, reason);
    // A plugin may have caught the real reason and raised another one.
    if (budget_of(lua).spent && reason.find(budget_spent_text) == std::string::npos) {
        reason = cat(budget_spent_text, "; then: ", reason);
    }
    return Error{Fault::internal, "The vendor plugin failed.", reason};
}

// One function under protection, its results on top of the stack. nullopt: it worked.
std::optional<Error> protect(lua_State* lua, lua_CFunction function, const void* argument, int results = 1) {
    Budget& budget = budget_of(lua);
    budget.refused_memory = false;
    budget.sought = {};
    budget.outcome = Outcome::good;
    lua_pushcfunction(lua, function);
    lua_pushlightuserdata(lua, const_cast<void*>(argument));
    const int status = lua_pcall(lua, 1, results, 0);
    if (status != LUA_OK) return failure(lua, status);
    if (!budget.spent) return std::nullopt;
    budget.outcome = Outcome::work_spent;
    return Error{Fault::internal, "The vendor plugin failed.", budget_spent_text};
}

Result<Json> result_of(lua_State* lua) {
    auto value = read(lua, -1);
    if (!value) budget_of(lua).outcome = Outcome::no_data;
    return value;
}

// Without this a data chunk could compute with ("x"):rep(9).
enum class TextMethods { off, on };
void set_text_methods(lua_State* lua, int empty_text, int metatable, TextMethods methods) {
    lua_rawgeti(lua, LUA_REGISTRYINDEX, empty_text);
    if (methods == TextMethods::on) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, metatable);
    } else {
        lua_pushnil(lua);
    }
    lua_setmetatable(lua, -2);
    lua_pop(lua, 1);
}

std::string chunk_name(const std::string& name) {
    return name.starts_with('=') || name.starts_with('@') ? name : "@" + name;
}

std::optional<Error> check_source(std::string_view source, const std::string& name) {
    if (source.size() <= limits::lua_source_bytes) return std::nullopt;
    return Error{Fault::internal, "The vendor plugin failed.", cat(name, ": the source is too long")};
}

// Keeps the value on top of the stack, as `function` does it with the argument before the value.
std::optional<Error> keep_value(lua_State* lua, lua_CFunction function, const void* argument) {
    lua_pushcfunction(lua, function);
    lua_insert(lua, -2);
    lua_pushlightuserdata(lua, const_cast<void*>(argument));
    lua_insert(lua, -2);
    const int status = lua_pcall(lua, 2, 0, 0);
    if (status != LUA_OK) return failure(lua, status);
    return std::nullopt;
}

Error explained(const std::string& name, Error error) {
    if (error.detail.find(name) == std::string::npos) error.detail = cat(name, ": ", error.detail);
    return error;
}

}  // namespace

State::State(Limits given) : inside_(std::make_unique<Inside>()) {
    Budget& budget = inside_->budget;
    budget.memory_bytes_max = given.memory_bytes;
    budget.allocated_bytes_max = given.memory_bytes * limits::lua_memory_turnovers;
    budget.instructions_max = given.instructions;
    budget.thread_time_max_ns = std::int64_t{1'000'000} * given.thread_time_ms;
    inside_->lua.reset(lua_newstate(allocate, &budget));
    if (!inside_->lua) throw std::bad_alloc();
    lua_State* lua = inside_->lua.get();
    budget.lua = lua;
    *static_cast<Budget**>(lua_getextraspace(lua)) = &budget;
    const References references{&inside_->empty_text, &inside_->text_metatable};
    const RunGuard guard(lua);
    if (protect(lua, set_up, &references)) throw std::bad_alloc();
    budget.outcome = Outcome::nothing;
}

State::~State() = default;
State::State(State&&) noexcept = default;
State& State::operator=(State&&) noexcept = default;

Result<Json> State::read_data(std::string_view source, const std::string& name) {
    lua_State* lua = inside_->lua.get();
    if (auto error = check_source(source, name)) return std::move(*error);
    const RunGuard guard(lua);
    const std::string chunk = chunk_name(name);
    const Chunk run{source, chunk.c_str(), Environment::empty};
    set_text_methods(lua, inside_->empty_text, inside_->text_metatable, TextMethods::off);
    auto error = protect(lua, run_chunk, &run);
    set_text_methods(lua, inside_->empty_text, inside_->text_metatable, TextMethods::on);
    if (error) return explained(name, std::move(*error));
    auto value = result_of(lua);
    if (!value) return explained(name, std::move(value).error());
    return value;
}

Result<Done> State::load(std::string_view source, const std::string& name) {
    lua_State* lua = inside_->lua.get();
    if (auto error = check_source(source, name)) return std::move(*error);
    const RunGuard guard(lua);
    const std::string chunk = chunk_name(name);
    const Chunk run{source, chunk.c_str(), Environment::globals};
    if (auto error = protect(lua, run_chunk, &run)) return explained(name, std::move(*error));
    if (!lua_istable(lua, -1)) {
        inside_->budget.outcome = Outcome::no_data;
        return Error{Fault::internal, "The vendor plugin failed.", cat(name, ": it must return a table of functions")};
    }
    std::set<std::string, std::less<>> names;
    for (lua_pushnil(lua); lua_next(lua, -2) != 0; lua_pop(lua, 1)) {
        if (lua_type(lua, -2) == LUA_TSTRING && lua_isfunction(lua, -1)) names.emplace(lua_tostring(lua, -2));
    }
    luaL_unref(lua, LUA_REGISTRYINDEX, std::exchange(inside_->functions, LUA_NOREF));
    inside_->names.clear();
    stop_counting(lua);
    const Naming naming{nullptr, &inside_->functions};
    if (auto error = keep_value(lua, keep, &naming)) return explained(name, std::move(*error));
    inside_->names = std::move(names);
    return Done{};
}

Result<Done> State::define(const std::string& global, std::string_view source, const std::string& name) {
    lua_State* lua = inside_->lua.get();
    if (auto error = check_source(source, name)) return std::move(*error);
    const RunGuard guard(lua);
    const std::string chunk = chunk_name(name);
    const Chunk run{source, chunk.c_str(), Environment::globals};
    if (auto error = protect(lua, run_chunk, &run)) return explained(name, std::move(*error));
    stop_counting(lua);
    const Naming naming{global.c_str(), nullptr};
    if (auto error = keep_value(lua, keep, &naming)) return explained(name, std::move(*error));
    return Done{};
}

Result<Done> State::define_all(const Compiled& chunk) {
    lua_State* lua = inside_->lua.get();
    const RunGuard guard(lua);
    const Chunk run{chunk.bytes_, chunk.name_.c_str(), Environment::globals, "b"};
    if (auto error = protect(lua, run_chunk, &run)) return explained(chunk.name_, std::move(*error));
    stop_counting(lua);
    if (auto error = keep_value(lua, keep_members, nullptr)) return explained(chunk.name_, std::move(*error));
    return Done{};
}

Result<Compiled> Compiled::make(std::string_view source, const std::string& name) {
    const std::unique_ptr<lua_State, void (*)(lua_State*)> lua(luaL_newstate(), lua_close);
    if (!lua) throw std::bad_alloc();
    const std::string chunk = chunk_name(name);
    if (luaL_loadbufferx(lua.get(), source.data(), source.size(), chunk.c_str(), "t") != LUA_OK) {
        return Error{Fault::internal, "The vendor plugin failed.", one_line(lua_tostring(lua.get(), -1))};
    }
    std::string bytes;
    if (lua_dump(lua.get(), append_bytes, &bytes, /*strip=*/0) != 0) throw std::bad_alloc();
    return Compiled(chunk, std::move(bytes));
}

bool State::has(const std::string& function) const {
    return inside_->names.contains(function);
}

Result<Done> State::run(const std::string& function, const std::vector<const Json*>& arguments, int results) {
    if (!has(function)) {
        return Error{Fault::internal, "The vendor plugin failed.", cat("there is no function ", function)};
    }
    const Call call{inside_->functions, function, &arguments, results};
    if (auto error = protect(inside_->lua.get(), run_call, &call, results)) {
        return explained(function, std::move(*error));
    }
    return Done{};
}

Result<Json> State::call(const std::string& function, const std::vector<const Json*>& arguments) {
    lua_State* lua = inside_->lua.get();
    const RunGuard guard(lua);
    PARLEY_TRY([[maybe_unused]] const Done done, run(function, arguments, 1));
    auto value = result_of(lua);
    if (!value) return explained(function, std::move(value).error());
    return value;
}

Result<Spoken> State::call_or_reason(const std::string& function, const std::vector<const Json*>& arguments) {
    lua_State* lua = inside_->lua.get();
    const RunGuard guard(lua);
    PARLEY_TRY([[maybe_unused]] const Done done, run(function, arguments, 2));
    Spoken spoken;
    if (lua_type(lua, -1) == LUA_TSTRING) {
        std::size_t size = 0;
        const char* text = lua_tolstring(lua, -1, &size);
        spoken.reason = one_line({text, size});
    }
    lua_pop(lua, 1);
    auto value = result_of(lua);
    if (!value) return explained(function, std::move(value).error());
    spoken.value = std::move(value).value();
    return spoken;
}

Outcome State::last_outcome() const {
    return inside_->budget.outcome;
}

std::string State::last_sought() const {
    return one_line(inside_->budget.sought.data());
}

}  // namespace parley::lua
