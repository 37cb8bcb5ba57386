#include "lua/state.h"

#include "base/text.h"

#include <doctest/doctest.h>

using parley::Json;
using parley::Result;
using parley::lua::Limits;
using parley::lua::State;

namespace {

constexpr Limits modest{.memory_bytes = 64u << 20, .instructions = 50'000'000};

// Runs a function body and gives what it returns.
Result<Json> run(State& state, const std::string& body) {
    const auto loaded = state.load("return { run = function(...) " + body + "\nend }", "test.lua");
    if (!loaded) return loaded.error();
    return state.call("run", {});
}

Result<Json> run(const std::string& body) {
    State state(modest);
    return run(state, body);
}

bool says(const Result<Json>& result, const std::string& text) {
    if (result) return false;
    CAPTURE(result.error().detail);
    CHECK(result.error().message == "The vendor plugin failed.");
    return result.error().detail.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("lua: plain data comes out as JSON") {
    struct {
        std::string body;
        const char* json;
    } const cases[] = {
        {"return nil", "null"},
        {"return true", "true"},
        {"return 9007199254740993", "9007199254740993"},
        {"return 0.5", "0.5"},
        {"return {}", "[]"},
        {"return {1, 2, 'x'}", R"([1,2,"x"])"},
        {"return {a = {b = {}}, c = 'x'}", R"({"a":{"b":[]},"c":"x"})"},
        {"local t = {} t[2] = 2 t[1] = 1 t[3] = 3 return t", "[1,2,3]"},
        {"return {a = 0/0, b = 1/0}", R"({"a":null,"b":null})"},
        {"return 'a\\xFFb'",
         "\"a\xEF\xBF\xBD"
         "b\""},
        {"return 'gr\\u{fc}n'", "\"gr\xC3\xBCn\""},
        {"local shared = {1} return {shared, shared}", "[[1],[1]]"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        const auto result = run(c.body);
        REQUIRE(result);
        CHECK(parley::dump(result.value()) == c.json);
    }
}

TEST_CASE("lua: what is no plain data is refused") {
    struct {
        std::string body;
        const char* reason;
    } const cases[] = {
        {"return function() end", "only plain data"},
        {"return {1, x = 2}", "holes"},
        {"return {x = 1, 2}", "holes"},
        {"return {[1] = 1, [3] = 3}", "holes"},
        {"return {[true] = 1}", "both list and record"},
        {"return {[1.5] = 1}", "holes"},
        {"local t = {} t.t = t return t", "nested too deep"},
        {"local t = {} for i = 1, 100000 do t = {t} end return t", "nested too deep"},
        {"local row, t = {}, {} for i = 1, 1000 do row[i] = 0 end "
         "for i = 1, 5000 do t[i] = row end return t",
         "more items"},
        {"local s, t = ('x'):rep(8000000), {} for i = 1, 20 do t[i] = s end return t", "more text"},
        {"error(nil)", "no text"},
        {"error({})", "no text"},
        {"error({code = 7})", "no text"},
        {"error('a\\n\\27[2Jb', 0)", "a  [2Jb"},
        {"error('boom')", "test.lua:1: boom"},
        {"local x = nil return x.y", "test.lua:1: attempt to index a nil value"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        CHECK(says(run(c.body), c.reason));
    }
    const auto shouted = run("error(('E'):rep(1000000))");
    REQUIRE_FALSE(shouted);
    CHECK(shouted.error().detail.size() < 700);
}

TEST_CASE("lua: JSON goes in as it is, null fields left out") {
    State state(modest);
    REQUIRE(
        state.load("return { same = function(a) return a end, "
                   "kinds = function(a, b) return {math.type(a), math.type(b), tostring(a)} end, "
                   "absent = function(a) return {a.x == nil, a.y} end }",
                   "in.lua"));
    const Json value = {{"a", {1, 2.5, "x", true}}, {"b", {{"c", 9007199254740993}}}, {"d", "gr\xC3\xBCn"}};
    const auto same = state.call("same", {&value});
    REQUIRE(same);
    CHECK(same.value() == value);

    const Json integer = 1, real = 1.0;
    CHECK(state.call("kinds", {&integer, &real}).value() == Json({"integer", "float", "1"}));
    const Json holes = {{"x", nullptr}, {"y", 2}};
    CHECK(state.call("absent", {&holes}).value() == Json({true, 2}));
    CHECK_FALSE(state.call("missing", {&holes}));
    CHECK(state.has("same"));
    CHECK_FALSE(state.has("missing"));
}

TEST_CASE("lua: what a plugin must not reach is not there") {
    for (const std::string name : {"os",
                                   "io",
                                   "debug",
                                   "package",
                                   "require",
                                   "load",
                                   "loadstring",
                                   "loadfile",
                                   "dofile",
                                   "setmetatable",
                                   "getmetatable",
                                   "rawset",
                                   "rawget",
                                   "rawequal",
                                   "rawlen",
                                   "collectgarbage",
                                   "print",
                                   "coroutine",
                                   "xpcall",
                                   "warn",
                                   "_G",
                                   "utf8",
                                   "string.dump",
                                   "string.pack",
                                   "string.unpack",
                                   "string.packsize",
                                   "math.random",
                                   "math.randomseed"}) {
        CAPTURE(name);
        CHECK(run(std::string("return ") + name + " == nil").value() == true);
    }
    for (const std::string name :
         {"pcall", "error", "select", "tostring", "tonumber", "ipairs", "pairs", "next", "type", "assert", "math.floor",
          "string.format", "table.sort", "table.concat", "table.unpack", "string.gmatch"}) {
        CAPTURE(name);
        CHECK(run(std::string("return type(") + name + ")").value() == "function");
    }
}

TEST_CASE("lua: a runaway plugin is stopped and the state lives on") {
    State state({.memory_bytes = 4u << 20, .instructions = 1'000'000});
    struct {
        std::string body;
        const char* reason;
    } const cases[] = {
        {"while true do end", "instruction budget"},
        {"while true do pcall(function() while true do end end) end", "instruction budget"},
        {"pcall(function() while true do end end) return 'out'", "instruction budget"},
        {"pcall(function() while true do end end) error('hidden')", "instruction budget"},
        {"local s = 'x' while true do s = s .. s end", "not enough memory"},
        {"local t = {} for i = 1, 1e9 do t[i] = {i} end", "not enough memory"},
        {"while true do pcall(string.rep, 'x', 1 << 33) end", "instruction budget"},
        {"local s = ('x'):rep(3000000) while true do pcall(function() return s .. s end) end", "instruction budget"},
        {"return (''):rep(1 << 60)", "instruction budget"},
        {"return ('x'):rep(1 << 60)", "not enough memory"},
        {"return (''):rep(1 << 40, 'yy')", "not enough memory"},
        {"table.move({}, 1, math.maxinteger - 2, 2)", "instruction budget"},
        {"table.move({}, math.mininteger, math.maxinteger, 2)", "instruction budget"},
        {"return table.concat({}, 'x', math.mininteger, math.maxinteger)", "instruction budget"},
        {"return table.unpack({}, 1, 1e8)", "too many results"},
        {"return table.unpack({}, math.mininteger, math.maxinteger)", "too many results"},
        {"return select('#', ('x'):rep(100000):byte(1, -1))", "too long"},
        {"return ('a'):rep(30000):find(('a-'):rep(12) .. 'b')", "instruction budget"},
        {"return ('a'):rep(100000):find(('a'):rep(50000) .. 'b', 1, true)", "instruction budget"},
        {"return ('%s'):format(('x'):rep(500000)):rep(20)", "not enough memory"},
        {"return string.format('%p', {})", "invalid conversion"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        CHECK(says(run(state, c.body), c.reason));
        CHECK(run(state, "return 1").value() == 1);
    }
}

TEST_CASE("lua: endless recursion is an ordinary error") {
    State roomy;
    CHECK(says(run(roomy, "local function f() return 1 + f() end return f()"), "stack overflow"));
    CHECK(run("local function f() return 1 + f() end return pcall(f)").value() == false);
    CHECK(says(run("local function f() return pcall(f) end return f() and nothing.here"), "nil value"));
}

TEST_CASE("lua: nothing prints an address") {
    for (const char* body :
         {"return tostring({})", "return string.format('%s', {})", "return ('%10s|%s'):format('x', {})"}) {
        CAPTURE(body);
        const std::string text = run(body).value();
        CHECK(text.find("table") != std::string::npos);
        CHECK(text.find("0x") == std::string::npos);
    }
    CHECK(run("return tostring(print) .. tostring(pcall) .. tostring(1.5) .. tostring('x')").value() ==
          "nilfunction1.5x");
    CHECK(run("return ('%d %5.2f %s %q %%p'):format(3, 2.5, nil, 'q')").value() == R"(3  2.50 nil "q" %p)");
}

TEST_CASE("lua: guarded functions still do their work") {
    struct {
        std::string body;
        const char* json;
    } const cases[] = {
        {"local t = {3, 1, 2} table.sort(t) return t", "[1,2,3]"},
        {"local t = {3, 1, 2} table.sort(t, function(a, b) return a > b end) return t", "[3,2,1]"},
        {"return table.concat({1, 2, 'x'}, ', ')", R"("1, 2, x")"},
        {"return table.concat({}, 'x', math.maxinteger, 1)", R"("")"},
        {"local t = {} for i = 1, 200000 do table.insert(t, 7) end return #t", "200000"},
        {"local t = {1, 3} table.insert(t, 2, 2) table.remove(t, 1) table.remove(t) return t", "[2]"},
        {"return {table.unpack({1, 2, 3})}", "[1,2,3]"},
        {"return table.move({1, 2, 3}, 1, 3, 2)", "[1,1,2,3]"},
        {"return {('abc'):byte(1, -1)}", "[97,98,99]"},
        {"return ('ab'):rep(3, '-')", R"("ab-ab-ab")"},
        {"return (''):rep(0) .. ('x'):rep(-5)", R"("")"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        const auto result = run(c.body);
        REQUIRE(result);
        CHECK(parley::dump(result.value()) == c.json);
    }
    CHECK(says(run("local t = {} for i = 1, 1000 do t[i] = i end table.sort(t, function() return true end)"),
               "invalid order function"));
}

TEST_CASE("lua: a data chunk is data") {
    State state(modest);
    const auto data = state.read_data("return { id = 'x', list = { 1, 2 }, sum = 1 + 2 }", "x/manifest.lua");
    REQUIRE(data);
    CHECK(data.value() == Json({{"id", "x"}, {"list", {1, 2}}, {"sum", 3}}));

    struct {
        std::string source;
        const char* reason;
    } const refused[] = {
        {"return tostring(1)", "a nil value (global 'tostring')"},
        {"return ('x'):rep(9)", "attempt to index a string value"},
        {"return string.rep('x', 9)", "global 'string'"},
        {"while true do end", "instruction budget"},
        {"return { x = ", "x/manifest.lua:1:"},
        {"\x1bLua", "x/manifest.lua"},
        {"return function() end", "only plain data"},
    };
    for (const auto& c : refused) {
        CAPTURE(c.source);
        CHECK(says(state.read_data(c.source, "x/manifest.lua"), c.reason));
    }
    CHECK(run(state, "return ('x'):rep(3)").value() == "xxx");
    CHECK_FALSE(state.read_data(std::string((1u << 20) + 1, ' '), "long.lua"));
}

TEST_CASE("lua: a defined value is seen by what is loaded later") {
    State state(modest);
    REQUIRE(state.define("story", "local story = { days = 3 } function story.twice(n) return 2 * n end return story",
                         "story.lua"));
    CHECK(run(state, "return story.twice(story.days)").value() == 6);
    CHECK_FALSE(state.define("broken", "return nothing.at.all", "broken.lua"));
    CHECK(run(state, "return broken == nil").value() == true);
    CHECK(run(state, "return story.days").value() == 3);
    const auto data = state.read_data("return story", "manifest.lua");
    REQUIRE(data);
    CHECK(data.value().is_null());
}

TEST_CASE("lua: what load() gets must be a table of functions") {
    State state(modest);
    for (const std::string source : {"return 5", "return nil", "", "return function() end", "error('x')", "return ("}) {
        CAPTURE(source);
        CHECK_FALSE(state.load(source, "plugin.lua"));
    }
    REQUIRE(state.load("return { a = function() return 1 end, b = 5 }", "plugin.lua"));
    CHECK(state.has("a"));
    CHECK_FALSE(state.has("b"));
    State moved = std::move(state);
    CHECK(moved.call("a", {}).value() == 1);
    moved = State(modest);
    CHECK_FALSE(moved.has("a"));
}

TEST_CASE("lua: a function may say why it gives nothing, or what is missing in what it gives") {
    struct {
        std::string body, value, reason;
    } const cases[] = {
        {"return { a = 1 }", R"({"a":1})", ""},
        {"return nil, 'because'", "null", "because"},
        {"return nil, 'two\\nlines'", "null", "two lines"},
        {"return nil", "null", ""},
        {"return", "null", ""},
        {"return nil, 5", "null", ""},
        {"return nil, function() end", "null", ""},
        {"return false, 'a word more'", "false", "a word more"},
        {"return 1, 'a word more', 2", "1", "a word more"},
        {"return 1, 2", "1", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.body);
        State state(modest);
        REQUIRE(state.load("return { run = function(...) " + c.body + "\nend }", "test.lua"));
        const auto spoken = state.call_or_reason("run", {});
        REQUIRE(spoken);
        CHECK(parley::dump(spoken.value().value) == c.value);
        CHECK(spoken.value().reason == c.reason);
    }
    State state(modest);
    REQUIRE(state.load("return { run = function() return function() end end, fail = function() error('x') end }", "t"));
    CHECK_FALSE(state.call_or_reason("run", {}));
    CHECK_FALSE(state.call_or_reason("fail", {}));
    CHECK_FALSE(state.call_or_reason("absent", {}));
}

TEST_CASE("lua: a chunk of the engine's own is translated once and defines names") {
    using parley::lua::Compiled;
    const auto good =
        Compiled::make("local n = 0 return { add = function(x) n = n + x return n end, one = 1 }", "own.lua");
    REQUIRE(good);
    for (int round = 0; round < 2; ++round) {
        State state(modest);
        REQUIRE(state.define_all(good.value()));
        CHECK(run(state, "return add(one) + add(one)").value() == 3);  // Each state has its own.
    }
    CHECK_FALSE(Compiled::make("return {", "own.lua"));
    State state(modest);
    const auto failing = Compiled::make("error('no')", "own.lua");
    REQUIRE(failing);
    const auto defined = state.define_all(failing.value());
    REQUIRE_FALSE(defined);
    CHECK(defined.error().detail.find("own.lua") != std::string::npos);
    const auto listless = Compiled::make("return 5", "own.lua");
    REQUIRE(listless);
    CHECK_FALSE(state.define_all(listless.value()));
    CHECK(run(state, "return 1").value() == 1);
}
