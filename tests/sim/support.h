#pragma once
// What the tests of the simulation share: a clock that can be moved, a vendor with seven tools, a browser-less client.

#include "base/clock.h"
#include "base/json.h"
#include "sim/script.h"
#include "sim/server.h"
#include "vault/crypto.h"

#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <string>

namespace parley::sim::testing {

class MovableClock final : public Clock {
public:
    Instant now() const override { return Instant(std::chrono::milliseconds(now_ms_)); }
    void move(std::chrono::seconds by) { now_ms_ += std::chrono::milliseconds(by).count(); }

private:
    std::atomic<std::int64_t> now_ms_{1'795'229'280'000};  // 2026-11-21T02:48:00Z
};

// Seven tools, so that the list has two pages.
inline constexpr const char* tiny_simulate = R"lua(
local function tool(name, required)
  return { name = name, description = "Tells.", annotations = { readOnlyHint = true },
           inputSchema = { type = "object", properties = {}, required = required } }
end

local names = { "list_rows", "count_rows", "get_row", "list_themes", "get_account", "list_many" }
local tools = {}
for index, name in ipairs(names) do
  tools[index] = tool(name, name == "get_row" and { "id" } or nil)
end
tools[#tools + 1] = { name = "delete_row", description = "Takes a row away.", annotations = {} }

local function rows(count)
  local out, state = {}, seed
  for index = 1, count do
    state = (state * 1103515245 + 12345) % 2147483648
    out[index] = { id = "row_" .. index, amount = state % 1000, created = now - index * 86400 }
  end
  return out
end

local function call(name, arguments)
  if name == "list_rows" then return { data = rows(arguments.limit or 3), has_more = false } end
  if name == "count_rows" then return { count = 3 } end
  if name == "list_themes" then return { "shipping", "pricing" } end
  if name == "get_account" then return {} end
  if name == "list_many" then return { data = rows(6000) } end
  if name == "get_row" then return nil, "No such row: " .. tostring(arguments.id) end
  error("delete_row is broken")
end

return { name = "Tiny", tools = tools, call = call }
)lua";

inline constexpr const char* verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
inline constexpr const char* challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";  // RFC 7636, appendix B.
inline constexpr const char* redirect = "http://127.0.0.1:9/oauth/callback";

inline Json json_of(const std::string& text) {
    auto parsed = parse_json(text);
    REQUIRE(parsed);
    return std::move(parsed).value();
}

// The JSON-RPC message of a reply, whichever form it came in.
inline Json message_of(const std::string& type, const std::string& body) {
    if (type.rfind("text/event-stream", 0) != 0) return json_of(body);
    const std::string before = "\ndata: ";
    const auto start = body.rfind(before) + before.size();
    return json_of(body.substr(start, body.find('\n', start) - start));
}

// A parameter of the URL that the browser is sent to.
inline std::string parameter(const std::string& location, const std::string& name) {
    const auto mark = location.find('?');
    REQUIRE(mark != std::string::npos);
    const auto fields = form_fields(location.substr(mark + 1));
    REQUIRE(fields);
    return field(fields.value(), name);
}

}  // namespace parley::sim::testing
