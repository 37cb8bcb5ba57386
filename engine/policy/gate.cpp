#include "policy/gate.h"

#include "base/text.h"

#include <algorithm>
#include <re2/re2.h>

namespace parley::policy {
namespace {

Error denied(std::string why) {
    return Error{Fault::denied, "This tool is not allowed.", std::move(why)};
}

const Json& argument_at(const Json& arguments, const std::string& path) {
    const Json* value = &arguments;
    for (const auto& part : split(path, '.')) value = &at_or_null(*value, part);
    return *value;
}

// Empty where the rule holds.
std::string broken_by(const ArgumentRule& rule, const Json& arguments) {
    const Json& value = argument_at(arguments, rule.path);
    if (value.is_null()) return rule.required ? cat("argument ", rule.path, " is missing") : "";
    if (!rule.one_of.empty() && std::find(rule.one_of.begin(), rule.one_of.end(), value) == rule.one_of.end()) {
        return cat("argument ", rule.path, " is none of the allowed values");
    }
    if (rule.pattern.empty()) return "";
    const std::string text = value.is_string() ? value.get<std::string>() : dump(value);
    return RE2::FullMatch(text, rule.pattern) ? "" : cat("argument ", rule.path, " does not have the allowed form");
}

}  // namespace

Gate::Gate(std::vector<AllowedTool> allowed, std::map<std::string, ToolDefinition> pinned)
    : pinned_(std::move(pinned)) {
    for (auto& tool : allowed) {
        std::string name = tool.name;
        allowed_.insert_or_assign(std::move(name), std::move(tool));
    }
}

Result<AdmittedCall> Gate::admit(ToolCall call) const {
    if (!is_clean_name(call.tool)) return denied("the name holds characters that no tool name needs");
    const auto found = allowed_.find(call.tool);
    if (found == allowed_.end()) return denied(cat(call.tool, " is not on the allowlist"));
    if (names_a_write(call.tool)) return denied(cat(call.tool, " names a write"));
    if (!call.arguments.is_object()) return denied(cat(call.tool, " was given arguments that are no object"));
    for (const auto& rule : found->second.rules) {
        if (std::string why = broken_by(rule, call.arguments); !why.empty()) return denied(cat(call.tool, ": ", why));
    }
    return AdmittedCall(std::move(call));
}

Result<Done> Gate::check_definition(const ToolDefinition& live) const {
    const auto pin = pinned_.find(live.name);
    if (pin == pinned_.end()) return denied(cat(live.name, " was never reviewed"));
    if (pin->second != live) return denied(cat(live.name, " has changed since it was reviewed"));
    return Done{};
}

const ToolDefinition* Gate::pinned(const std::string& tool) const {
    const auto pin = pinned_.find(tool);
    return pin == pinned_.end() ? nullptr : &pin->second;
}

}  // namespace parley::policy
