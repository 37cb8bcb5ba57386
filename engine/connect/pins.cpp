#include "connect/pins.h"

#include "base/text.h"
#include "connect/tool_judge.h"
#include "policy/definition.h"
#include "vault/crypto.h"

namespace parley::connect {

policy::ToolDefinition definition_of(const store::ToolPin& pin) {
    return {pin.name, pin.description, pin.input_schema, pin.annotations};
}

std::vector<policy::ToolDefinition> admitted_definitions(const std::vector<store::ToolPin>& pins) {
    std::vector<policy::ToolDefinition> definitions;
    for (const auto& pin : pins) {
        if (pin.verdict == admitted) definitions.push_back(definition_of(pin));
    }
    return definitions;
}

std::string definition_hash(const policy::ToolDefinition& tool) {
    return vault::sha256_hex(policy::canonical_text(tool));
}

std::optional<policy::ToolDefinition> reviewed_of(const store::ToolPin& pin) {
    if (!at_or_null(pin.reviewed, "name").is_string()) return std::nullopt;
    return policy::ToolDefinition{text_at(pin.reviewed, "name"), text_at(pin.reviewed, "description"),
                                  at_or_null(pin.reviewed, "input_schema"), at_or_null(pin.reviewed, "annotations")};
}

std::optional<Instant> waits_since(const store::ToolPin& pin) {
    const auto since = parse_instant(text_at(pin.reviewed, "since"));
    return since ? std::optional(since.value()) : std::nullopt;
}

bool is_gone(const store::ToolPin& pin) {
    return pin.verdict == waiting && pin.reason == gone_reason;
}

Result<store::ToolPin> decide(const vendors::Manifest* manifest, store::ToolPin pin, const UserId& user,
                              policy::Verdict verdict, const std::string& hash) {
    const auto definition = definition_of(pin);
    if (definition_hash(definition) != hash) {
        return Error{Fault::invalid, "This is not the definition that the tool has now: look at it again.", pin.name};
    }
    if (verdict == policy::Verdict::admitted) {
        const bool is_listed = manifest && Judge(manifest, {definition}).judge(definition).verdict == admitted;
        if (manifest && !is_listed) {
            return Error{Fault::denied, cat("Parley does not use this tool of ", manifest->name, "."), pin.name};
        }
        // A manifest may list a read that is named like a write, by its exact name and with rules on its arguments.
        const auto judgement = policy::judge_unlisted(definition);
        if (!is_listed && judgement.verdict == policy::Verdict::refused) {
            return Error{Fault::denied, cat("Nobody can admit this tool. ", judgement.reason), pin.name};
        }
        if (is_gone(pin)) return Error{Fault::invalid, "The server no longer publishes this tool.", pin.name};
    }
    pin.verdict = name_of(verdict);
    pin.reason = verdict == policy::Verdict::admitted ? admitted_reason : "Refused by a person.";
    pin.decided_by = user.text;
    pin.hash = hash;
    pin.change.clear();
    pin.reviewed = Json();
    return pin;
}

}  // namespace parley::connect
