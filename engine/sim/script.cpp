#include "sim/script.h"

#include "base/text.h"
#include "sim/mover.h"

#include <algorithm>

namespace parley::sim {
namespace {

constexpr lua::Limits generous{512u << 20, 2'000'000'000};

// A Lua function's second value does not leave the state, so the error text becomes a member.
constexpr std::string_view wrapper = R"lua(
return {
  list = function() return sim.tools end,
  call = function(tool, arguments)
    local value, refusal = sim.call(tool, arguments)
    if value == nil then return { refusal = refusal or "The tool failed." } end
    return { value = value }
  end,
  named_days = function() return story.named_days(now) end,
}
)lua";

// An empty Lua table leaves the state as [], also where JSON Schema wants an object.
void mend_object(Json& value) {
    if (value.is_null() || (value.is_array() && value.empty())) value = Json::object();
}

void mend_schema(Json& schema) {
    mend_object(schema);
    if (!schema.is_object()) return;
    if (schema.contains("items")) mend_schema(schema["items"]);
    if (!schema.contains("properties")) return;
    mend_object(schema["properties"]);
    for (auto& property : schema["properties"]) mend_schema(property);
}

Result<Json> mended(Json tools, const std::string& name) {
    if (!tools.is_array()) return Error{Fault::internal, "The simulated vendor has no tools.", name};
    for (auto& tool : tools) {
        if (text_at(tool, "name").empty()) {
            return Error{Fault::internal, "A tool of the simulated vendor has no name.", cat(name, ": ", dump(tool))};
        }
        mend_schema(tool["inputSchema"]);
        if (!tool["inputSchema"].contains("type")) tool["inputSchema"]["type"] = "object";
        if (tool.contains("outputSchema")) mend_schema(tool["outputSchema"]);
        if (tool.contains("annotations")) mend_object(tool["annotations"]);
    }
    return tools;
}

std::string returning(std::int64_t number) {
    return cat("return ", number);
}

}  // namespace

Result<Done> Script::make_ready() {
    const std::int64_t now = unix_seconds(world_.clock.now());
    const std::int64_t today = now / seconds_per_day;
    if (state_ && day_ == today) return Done{};
    state_.reset();
    auto state = std::make_unique<lua::State>(generous);
    PARLEY_TRY([[maybe_unused]] const Done clock, state->define("now", returning(now), "now"));
    PARLEY_TRY([[maybe_unused]] const Done seed,
               state->define("seed", returning(static_cast<std::int64_t>(world_.seed & 0x7FFF'FFFF'FFFF)), "seed"));
    PARLEY_TRY([[maybe_unused]] const Done story, state->define("story", story_source(), "story.lua"));
    if (!source_.empty()) {
        PARLEY_TRY([[maybe_unused]] const Done vendor, state->define("sim", source_, name_));
    }
    PARLEY_TRY([[maybe_unused]] const Done loaded, state->load(wrapper, "wrapper"));
    if (!source_.empty()) {
        PARLEY_TRY(Json listed, state->call("list", {}));
        PARLEY_TRY(tools_, mended(std::move(listed), name_));
    }
    state_ = std::move(state);
    day_ = today;
    return Done{};
}

Result<Json> Script::tools() {
    const std::lock_guard lock(mutex_);
    PARLEY_TRY([[maybe_unused]] const Done ready, make_ready());
    return tools_;
}

Result<Json> Script::call(const std::string& tool, const Json& arguments) {
    const std::lock_guard lock(mutex_);
    PARLEY_TRY([[maybe_unused]] const Done ready, make_ready());
    const bool known =
        std::any_of(tools_.begin(), tools_.end(), [&](const Json& each) { return text_at(each, "name") == tool; });
    if (!known) return Error{Fault::not_found, "The simulated vendor has no such tool.", cat(name_, ": ", tool)};
    const Json name = tool;
    PARLEY_TRY(Json outcome, state_->call("call", {&name, &arguments}));
    const Json& refusal = at_or_null(outcome, "refusal");
    if (!refusal.is_null()) {
        const std::string words = refusal.is_string() ? refusal.get<std::string>() : dump(refusal);
        return Error{Fault::invalid, "The simulated tool refused the call.", words};
    }
    return at_or_null(outcome, "value");
}

Result<Json> Script::named_days() {
    const std::lock_guard lock(mutex_);
    PARLEY_TRY([[maybe_unused]] const Done ready, make_ready());
    PARLEY_TRY(Json days, state_->call("named_days", {}));
    mend_object(days);
    return days;
}

}  // namespace parley::sim
