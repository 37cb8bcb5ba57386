// `parley eval ssrf` and `parley eval lua`: cases of our own, and the collection of URLs where it is on this machine.
// tests/lua runs the collection of scripts.
#include "app/attacks.h"

#include "base/text.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

using namespace parley;

namespace {

const std::filesystem::path collection = PARLEY_SOURCE_DIR "/../shared/attack";

}  // namespace

TEST_CASE("house: eval ssrf decides as a connection would") {
    struct {
        Json item;
        const char* decision;
    } const cases[] = {
        {{{"url", "https://mcp.partner.dev/mcp"}, {"resolves_to", Json::array({"93.184.216.34"})}}, "allow"},
        {{{"url", "https://8.8.8.8/mcp"}, {"resolves_to", nullptr}}, "allow"},
        {{{"url", "https://mcp.partner.dev/mcp"}, {"resolves_to", Json::array({"8.8.8.8", "2606:4700::1111"})}},
         "allow"},
        {{{"url", "https://a.dev/"},
          {"resolves_to", Json::array({"8.8.8.8"})},
          {"resolves_later", Json::array({"8.8.4.4"})}},
         "allow"},
        {{{"url", "https://mcp.partner.dev/mcp"}, {"resolves_to", nullptr}}, "block"},
        {{{"url", "https://mcp.partner.dev/mcp"}, {"resolves_to", Json::array()}}, "block"},
        {{{"url", "https://mcp.partner.dev/mcp"}, {"resolves_to", Json::array({"8.8.8.8", "10.0.0.1"})}}, "block"},
        {{{"url", "https://a.dev/"},
          {"resolves_to", Json::array({"8.8.8.8"})},
          {"resolves_later", Json::array({"10.0.0.1"})}},
         "block"},
        {{{"url", "https://a.dev/"},
          {"resolves_to", Json::array({"8.8.8.8"})},
          {"redirects", Json::array({"https://b.dev/"})}},
         "block"},
        {{{"url", "http://mcp.partner.dev/"}, {"resolves_to", Json::array({"8.8.8.8"})}}, "block"},
        {{{"url", "https://localhost/"}, {"resolves_to", Json::array({"8.8.8.8"})}}, "block"},
        {Json::object(), "block"},
    };
    for (const auto& c : cases) {
        CAPTURE(dump(c.item));
        const Json out = app::judge_url(c.item);
        CHECK(out["decision"] == c.decision);
        CHECK(out["reason"].get<std::string>().empty() == (out["decision"] == "allow"));
    }
}

TEST_CASE("house: eval ssrf over the collection") {
    std::ifstream in(collection / "ssrf.jsonl");
    int cases = 0, otherwise = 0;
    for (std::string line; std::getline(in, line); ++cases) {
        const auto item = parse_json(line);
        REQUIRE(item);
        const Json out = app::judge_url(item.value());
        const bool is_right = out["decision"] == item.value()["expected"];
        CAPTURE(line);
        if (text_at(item.value(), "policy") == "must")
            CHECK(is_right);
        else
            otherwise += is_right ? 0 : 1;
    }
    MESSAGE(cases, " cases, ", otherwise, " of the free ones decided otherwise");
}

TEST_CASE("house: eval lua tells how a script ended") {
    struct {
        const char* source;
        const char* outcome;
    } const cases[] = {
        {"while true do end", "cpu_limit"},
        {"return (''):rep(1 << 60)", "cpu_limit"},
        {"return ('x'):rep(1 << 40)", "mem_limit"},
        {"for i = 1, 1e9 do local t = {i, i, i, i} end", "mem_limit"},
        {"if os then return 'ESCAPED' end return 'SAFE'", "denied"},
        {"return io.open('/etc/passwd')", "denied"},
        {"return string.dump and 'ESCAPED' or 'SAFE'", "denied"},
        {"local ok = pcall(function() return 1 + {} end) return 'SAFE'", "contained"},
        {"string.format = function() return 'x' end return string.format()", "contained"},
        {"error({})", "host_ok"},
        {"error('a\\nb')", "host_ok"},
        {"local t = {} t.t = t return t", "host_ok"},
        {"return { 0/0, '\\xff' }", "host_ok"},
        {"return 'ESCAPED: so it says'", "escaped"},
        {"return 'LEAK'", "escaped"},
        {"this is no Lua", "not_run"},
    };
    // The budgets decide here, not the processor time behind them: a sanitizer on a busy machine would reach that
    // first.
    lua::Limits limits;
    limits.thread_time_ms = 3'600'000;
    for (const auto& c : cases) {
        CAPTURE(c.source);
        CHECK(app::judge_script("case.lua", c.source, limits)["outcome"] == c.outcome);
    }
}
