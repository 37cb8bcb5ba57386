// What a later list does to the pins.
#include "base/text.h"
#include "connect/tool_judge.h"
#include "policy/definition.h"

#include <algorithm>

namespace parley::connect {
namespace {

bool same(const store::ToolPin& a, const store::ToolPin& b) {
    return definition_of(a) == definition_of(b) && a.verdict == b.verdict && a.reason == b.reason &&
           a.decided_by == b.decided_by && a.hash == b.hash && a.change == b.change && a.reviewed == b.reviewed;
}

const store::ToolPin* find(const std::vector<store::ToolPin>& pins, const std::string& name) {
    const auto at = std::find_if(pins.begin(), pins.end(), [&](const store::ToolPin& pin) { return pin.name == name; });
    return at == pins.end() ? nullptr : &*at;
}

bool by_code(const store::ToolPin& pin) {
    return pin.decided_by == "manifest" || pin.decided_by == "rule";
}

// base null: it waits because nobody has looked at it yet.
Json review_note(const policy::ToolDefinition* base, std::optional<Instant> since, Instant now) {
    Json note = Json::object();
    if (base) {
        note = {{"name", base->name},
                {"description", base->description},
                {"input_schema", base->input_schema},
                {"annotations", base->annotations}};
    }
    const Instant start = since.value_or(now);
    if (start != Instant{}) note["since"] = to_text(start);
    return note.empty() ? Json() : note;
}

store::ToolPin hold(store::ToolPin judged, std::string reason, std::optional<Instant> since, Instant now) {
    if (judged.verdict == refused) return judged;
    judged.verdict = waiting;
    judged.reason = std::move(reason);
    judged.decided_by = "rule";
    judged.reviewed = review_note(nullptr, since, now);
    return judged;
}

// What a person or the code has decided about, and what a later list is held against. Nothing: nobody has yet.
std::optional<policy::ToolDefinition> base_of(const store::ToolPin& pin) {
    if (auto reviewed = reviewed_of(pin)) return reviewed;
    if (pin.verdict == waiting && !is_gone(pin)) return std::nullopt;
    return definition_of(pin);
}

store::ToolPin undecided(const store::ToolPin& before, store::ToolPin judged, Instant now) {
    if (judged.verdict == refused) return judged;
    if (definition_of(before) != definition_of(judged)) {
        return hold(std::move(judged), "It has changed before anybody reviewed it.", waits_since(before), now);
    }
    store::ToolPin still = before;
    still.hash = judged.hash;
    if (still.reviewed.is_null()) still.reviewed = review_note(nullptr, std::nullopt, now);
    return still;
}

store::ToolPin admitted_again(const store::ToolPin& before) {
    store::ToolPin back = before;
    back.verdict = admitted;
    back.reason = admitted_reason;
    return back;
}

// The tool stands as it was reviewed: the manifest and the rule may have been corrected since, a person's word holds.
store::ToolPin unchanged(const store::ToolPin& before, store::ToolPin judged) {
    if (by_code(before)) return judged;
    store::ToolPin pin = is_gone(before) ? admitted_again(before) : before;
    pin.hash = judged.hash;
    return pin;
}

// As it was reviewed, but it was another one in between. Where only the rule had admitted it nobody has ever looked at
// it, and who changes a tool and returns should be looked at.
store::ToolPin changed_back(const store::ToolPin& before, store::ToolPin judged) {
    if (judged.verdict == refused || before.decided_by == "manifest") return judged;
    store::ToolPin pin = std::move(judged);
    if (!by_code(before)) {
        pin.decided_by = before.decided_by;
        return admitted_again(pin);
    }
    pin.verdict = waiting;
    pin.reason = "It has changed and changed back since it was reviewed.";
    pin.decided_by = before.decided_by;
    pin.change = before.change;
    pin.reviewed = before.reviewed;
    return pin;
}

std::string change_sentence(const policy::ToolDefinition& base, const policy::ToolDefinition& live,
                            const policy::Change& change) {
    if (base.name == live.name) return change.summary;
    const std::string names = cat("The server now publishes ", live.name, " in the place of ", base.name, ".");
    return change.kind == policy::ChangeKind::renamed ? names : cat(names, " ", change.summary);
}

store::ToolPin held_against(const policy::ToolDefinition& base, store::ToolPin judged, std::string decided_by,
                            std::optional<Instant> since, Instant now) {
    const auto live = definition_of(judged);
    const auto change = policy::classify(base, live);
    judged.verdict = waiting;
    judged.change = name_of(change.kind);
    judged.reason = change_sentence(base, live, change);
    judged.decided_by = std::move(decided_by);
    judged.reviewed = review_note(&base, since, now);
    return judged;
}

// Every change blocks, until a person has seen it. What was never to be used stays so without asking anybody.
store::ToolPin diverged(const store::ToolPin& before, const policy::ToolDefinition& base, store::ToolPin judged,
                        Instant now) {
    if (before.verdict == refused && !by_code(before)) {
        judged.verdict = refused;
        judged.reason = before.reason;
        judged.decided_by = before.decided_by;
        return judged;
    }
    if (before.verdict == refused && judged.verdict == refused) return judged;
    return held_against(base, std::move(judged), before.decided_by, waits_since(before), now);
}

store::ToolPin settle(const store::ToolPin& before, store::ToolPin judged, Instant now) {
    const auto base = base_of(before);
    if (!base) return undecided(before, std::move(judged), now);
    if (*base != definition_of(judged)) return diverged(before, *base, std::move(judged), now);
    return reviewed_of(before) ? changed_back(before, std::move(judged)) : unchanged(before, std::move(judged));
}

// New name -> the definition that it stands in for.
std::map<std::string, policy::ToolDefinition> renamed_tools(const std::vector<policy::ToolDefinition>& live,
                                                            const std::vector<store::ToolPin>& known) {
    const auto is_live = [&](const std::string& name) {
        return std::any_of(live.begin(), live.end(), [&](const auto& tool) { return tool.name == name; });
    };
    std::vector<policy::ToolDefinition> gone, fresh;
    for (const auto& pin : known) {
        if (!is_live(pin.name) && (pin.verdict == admitted || is_gone(pin))) gone.push_back(*base_of(pin));
    }
    for (const auto& tool : live) {
        if (!find(known, tool.name)) fresh.push_back(tool);
    }
    std::map<std::string, policy::ToolDefinition> renamed;
    for (const auto& pair : policy::find_renames(gone, fresh)) {
        const auto from =
            std::find_if(gone.begin(), gone.end(), [&](const auto& one) { return one.name == pair.from; });
        if (from != gone.end()) renamed.emplace(pair.to, *from);
    }
    return renamed;
}

void warn(Repinned& result, const store::ToolPin* before, const store::ToolPin& now) {
    if (now.verdict != waiting) return;
    if (!before)
        result.warnings.push_back(now.change.empty() ? cat(now.name, " is new and waits for review.")
                                                     : cat(now.reason, " It waits for review."));
    else if (before->verdict == admitted)
        result.warnings.push_back(cat(now.name, " has changed and waits for review."));
}

void keep_gone(Repinned& result, const std::vector<store::ToolPin>& known) {
    for (const auto& pin : known) {
        if (find(result.pins, pin.name)) continue;
        store::ToolPin gone = pin;
        if (pin.verdict == admitted || (pin.verdict == waiting && !is_gone(pin) && reviewed_of(pin))) {
            gone.verdict = waiting;
            gone.reason = gone_reason;
            result.changed = true;
        }
        if (is_gone(gone)) result.warnings.push_back(cat(pin.name, " is no longer published."));
        result.pins.push_back(std::move(gone));
    }
}

}  // namespace

Repinned repin(const vendors::Manifest* manifest, const std::vector<policy::ToolDefinition>& live,
               const std::vector<store::ToolPin>& known, Instant now) {
    const Judge judge(manifest, live);
    const auto renamed = renamed_tools(live, known);
    Repinned result;
    for (const auto& tool : live) {
        if (find(result.pins, tool.name)) continue;  // Published twice: the first counts.
        const store::ToolPin* before = find(known, tool.name);
        store::ToolPin pin = judge.judge(tool);
        if (before) {
            pin = settle(*before, std::move(pin), now);
        } else if (const auto old = renamed.find(tool.name); old != renamed.end()) {
            pin = held_against(old->second, std::move(pin), "rule", std::nullopt, now);
        } else if (!known.empty()) {
            pin = hold(std::move(pin), "It is new since the tools were reviewed.", std::nullopt, now);
        } else if (pin.verdict == waiting) {
            pin.reviewed = review_note(nullptr, std::nullopt, now);
        }
        warn(result, before, pin);
        result.changed = result.changed || !before || !same(*before, pin);
        result.pins.push_back(std::move(pin));
    }
    keep_gone(result, known);
    return result;
}

}  // namespace parley::connect
