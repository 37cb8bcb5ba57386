#include "connect/pins.h"

#include "base/text.h"
#include "vendors/catalogue.h"

#include <algorithm>
#include <set>

namespace parley::connect {
namespace {

constexpr std::string_view admitted = "admitted";
constexpr std::string_view waiting = "waiting";
constexpr std::string_view refused = "refused";
constexpr std::string_view gone_reason = "The server no longer publishes it.";

store::ToolPin pin_of(const policy::ToolDefinition& tool) {
    store::ToolPin pin;
    pin.name = tool.name;
    pin.description = tool.description;
    pin.input_schema = tool.input_schema;
    pin.annotations = tool.annotations;
    return pin;
}

bool same(const store::ToolPin& a, const store::ToolPin& b) {
    return definition_of(a) == definition_of(b) && a.verdict == b.verdict && a.reason == b.reason &&
           a.decided_by == b.decided_by;
}

const store::ToolPin* find(const std::vector<store::ToolPin>& pins, const std::string& name) {
    const auto at = std::find_if(pins.begin(), pins.end(), [&](const store::ToolPin& pin) { return pin.name == name; });
    return at == pins.end() ? nullptr : &*at;
}

// The verdicts that need no person.
class Judge {
public:
    Judge(const vendors::Manifest* manifest, const std::vector<policy::ToolDefinition>& live) : manifest_(manifest) {
        if (!manifest) return;
        for (const auto& tool : vendors::resolve_tools(*manifest, live).allowed) listed_.insert(tool.name);
    }

    store::ToolPin judge(const policy::ToolDefinition& tool) const {
        store::ToolPin pin = pin_of(tool);
        if (manifest_ && policy::is_clean_name(tool.name)) {
            const bool is_listed = listed_.count(tool.name) != 0;
            pin.verdict = is_listed ? admitted : refused;
            pin.reason = is_listed ? cat("It is one of the tools Parley uses of ", manifest_->name, ".")
                                   : cat("It is none of the tools Parley uses of ", manifest_->name, ".");
            pin.decided_by = "manifest";
            return pin;
        }
        const auto judgement = policy::judge_unlisted(tool);
        pin.verdict = name_of(judgement.verdict);
        pin.reason = judgement.reason;
        pin.decided_by = "rule";
        return pin;
    }

private:
    const vendors::Manifest* manifest_;
    std::set<std::string> listed_;
};

std::string changed_parts(const policy::ToolDefinition& before, const policy::ToolDefinition& now) {
    std::vector<std::string> parts;
    if (before.description != now.description) parts.emplace_back("description");
    if (before.input_schema != now.input_schema) parts.emplace_back("input schema");
    if (before.annotations != now.annotations) parts.emplace_back("annotations");
    return join(parts, " and ");
}

store::ToolPin hold(store::ToolPin judged, std::string reason) {
    if (judged.verdict == refused) return judged;
    judged.verdict = waiting;
    judged.reason = std::move(reason);
    judged.decided_by = "rule";
    return judged;
}

// The tool stands as it was reviewed: the manifest and the rule may have been corrected since, a person's word holds.
store::ToolPin unchanged(const store::ToolPin& known, store::ToolPin judged) {
    const bool by_code = known.decided_by == "manifest" || known.decided_by == "rule";
    if (known.verdict == waiting && known.reason == gone_reason) {
        if (by_code) return judged;
        store::ToolPin back = known;
        back.verdict = admitted;
        back.reason = "Admitted by a person.";
        return back;
    }
    if (!by_code) return known;
    if (known.verdict == waiting && judged.verdict != refused) return known;
    return judged;
}

void warn(Repinned& result, const store::ToolPin* before, const store::ToolPin& now) {
    if (now.verdict != waiting) return;
    if (!before)
        result.warnings.push_back(cat(now.name, " is new and waits for review."));
    else if (before->verdict == admitted)
        result.warnings.push_back(cat(now.name, " has changed and waits for review."));
}

}  // namespace

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

Repinned repin(const vendors::Manifest* manifest, const std::vector<policy::ToolDefinition>& live,
               const std::vector<store::ToolPin>& known) {
    const Judge judge(manifest, live);
    Repinned result;
    for (const auto& tool : live) {
        if (find(result.pins, tool.name)) continue;  // Published twice: the first counts.
        const store::ToolPin* before = find(known, tool.name);
        store::ToolPin now = judge.judge(tool);
        if (before && definition_of(*before) == tool) {
            now = unchanged(*before, std::move(now));
        } else if (before) {
            now = hold(std::move(now),
                       cat("Its ", changed_parts(definition_of(*before), tool), " changed since it was reviewed."));
        } else if (!known.empty()) {
            now = hold(std::move(now), "It is new since the tools were reviewed.");
        }
        warn(result, before, now);
        result.changed = result.changed || !before || !same(*before, now);
        result.pins.push_back(std::move(now));
    }
    for (const auto& pin : known) {
        if (find(result.pins, pin.name)) continue;
        store::ToolPin gone = pin;
        if (pin.verdict == admitted) {
            gone.verdict = waiting;
            gone.reason = gone_reason;
            result.changed = true;
        }
        if (gone.reason == gone_reason) result.warnings.push_back(cat(pin.name, " is no longer published."));
        result.pins.push_back(std::move(gone));
    }
    return result;
}

Result<store::ToolPin> decide(const vendors::Manifest* manifest, store::ToolPin pin, const UserId& user,
                              policy::Verdict verdict) {
    if (verdict == policy::Verdict::admitted) {
        const bool is_listed =
            manifest && Judge(manifest, {definition_of(pin)}).judge(definition_of(pin)).verdict == admitted;
        if (manifest && !is_listed) {
            return Error{Fault::denied, cat("Parley does not use this tool of ", manifest->name, "."), pin.name};
        }
        // A manifest may list a read that is named like a write, by its exact name and with rules on its arguments.
        if (!is_listed && (!policy::is_clean_name(pin.name) || policy::names_a_write(pin.name))) {
            return Error{Fault::denied, "This tool's name says that it changes something, so nobody can admit it.",
                         pin.name};
        }
        if (pin.reason == gone_reason) {
            return Error{Fault::invalid, "The server no longer publishes this tool.", pin.name};
        }
    }
    pin.verdict = name_of(verdict);
    pin.reason = verdict == policy::Verdict::admitted ? "Admitted by a person." : "Refused by a person.";
    pin.decided_by = user.text;
    return pin;
}

}  // namespace parley::connect
