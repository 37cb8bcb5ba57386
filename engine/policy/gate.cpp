#include "policy/gate.h"

#include "base/text.h"
#include "policy/argument_rules.h"
#include "policy/schema.h"

#include <algorithm>

namespace parley::policy {
namespace {

Error denied(std::string why) {
    return Error{Fault::denied, "This tool is not allowed.", std::move(why)};
}

bool says(const ToolDefinition& tool, const char* hint, bool what) {
    const Json& value = at_or_null(tool.annotations, hint);
    return value.is_boolean() && value.get<bool>() == what;
}

// Why the tool looks like more than a read; empty where it does not.
std::string suspicion(const ToolDefinition& tool) {
    if (names_a_write(tool.name)) return "names a write";
    if (names_any_operation(tool.name)) return "may run more than one kind of operation";
    if (says(tool, "readOnlyHint", false)) return "is said by its server to change something";
    if (says(tool, "destructiveHint", true)) return "is said by its server to destroy something";
    return "";
}

bool has_argument(const ToolDefinition& tool, const std::string& name) {
    const Json& properties = at_or_null(tool.input_schema, "properties");
    return !properties.is_object() || properties.contains(name);
}

// A rule binds what a tool does only by an argument that the tool has: others it would not look at.
bool is_bound(const AllowedTool& tool, const ToolDefinition& definition) {
    return std::any_of(tool.rules.begin(), tool.rules.end(), [&](const ArgumentRule& rule) {
        return is_binding(rule) && has_argument(definition, argument_of(rule));
    });
}

Result<Done> check_arguments(const AllowedTool& tool, const ToolDefinition& definition, const Json& arguments) {
    if (!arguments.is_object()) return denied(cat(tool.name, " was given arguments that are no object"));
    for (const auto& rule : tool.rules) {
        if (const std::string why = broken_by(rule, arguments); !why.empty()) {
            return denied(cat(tool.name, ": ", why));
        }
    }
    if (tool.closed) {
        const std::string place = unnamed_argument(tool.rules, arguments);
        if (!place.empty()) return denied(cat(tool.name, ": argument ", place, " is named by no rule"));
    }
    const auto fits = check_against(definition.input_schema, arguments);
    if (!fits) {
        return denied(cat(tool.name, ": the arguments do not fit what was reviewed: ", fits.error().detail));
    }
    return Done{};
}

}  // namespace

// Whoever has admitted the tool must have known about the suspicion. What the rule or a person has let through is
// judged here once more, so that a row in a database is no way around the rule.
Result<Done> check_consent(const AllowedTool& tool, const ToolDefinition& definition) {
    const std::string doubt = suspicion(definition);
    switch (tool.consent) {
    case Consent::manifest:
        if (doubt.empty() || !tool.because.empty()) return Done{};
        if (!tool.reads) return denied(cat(tool.name, " ", doubt));
        if (is_bound(tool, definition)) return Done{};
        return denied(cat(tool.name, " ", doubt, ", and no rule binds an argument that it has"));
    case Consent::person:
        if (judge_unlisted(definition).verdict != Verdict::refused) return Done{};
        return denied(cat(tool.name, " ", doubt, ", which no person can admit"));
    case Consent::rule:
        if (judge_unlisted(definition).verdict == Verdict::admitted) return Done{};
        return denied(cat(tool.name, " is not admitted by the rule for unknown servers"));
    }
    return denied("nobody has admitted it");
}

Gate::Gate(std::vector<AllowedTool> allowed, const std::map<std::string, ToolDefinition>& pinned) {
    for (auto& tool : allowed) {
        std::string name = tool.name;
        allowed_.insert_or_assign(std::move(name), std::move(tool));
    }
    for (const auto& [name, definition] : pinned) {
        pinned_.emplace(name, std::make_shared<const ToolDefinition>(definition));
    }
}

Result<AdmittedCall> Gate::admit(ToolCall call) const {
    if (!is_clean_name(call.tool)) return denied("the name holds characters that no tool name needs");
    const auto found = allowed_.find(call.tool);
    if (found == allowed_.end()) return denied(cat(call.tool, " is not on the allowlist"));
    const auto pin = pinned_.find(call.tool);
    if (pin == pinned_.end() || pin->second->name != call.tool) return denied(cat(call.tool, " was never reviewed"));
    const AllowedTool& tool = found->second;
    PARLEY_TRY([[maybe_unused]] const auto trusted, check_consent(tool, *pin->second));
    PARLEY_TRY([[maybe_unused]] const auto checked, check_arguments(tool, *pin->second, call.arguments));
    return AdmittedCall(std::move(call), pin->second);
}

Result<Done> Gate::check_definition(const ToolDefinition& live) const {
    const auto pin = pinned_.find(live.name);
    if (pin == pinned_.end()) return denied(cat(live.name, " was never reviewed"));
    if (*pin->second != live) return denied(cat(live.name, " has changed since it was reviewed"));
    return Done{};
}

const ToolDefinition* Gate::pinned(const std::string& tool) const {
    const auto pin = pinned_.find(tool);
    return pin == pinned_.end() ? nullptr : pin->second.get();
}

}  // namespace parley::policy
