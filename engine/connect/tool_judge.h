#pragma once
// The verdicts that need no person: a manifest's allowlist, or the strict rule. For this room only.

#include "base/text.h"
#include "connect/pins.h"
#include "vendors/catalogue.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace parley::connect {

inline constexpr std::string_view admitted = "admitted";
inline constexpr std::string_view waiting = "waiting";
inline constexpr std::string_view refused = "refused";
inline constexpr std::string_view gone_reason = "The server no longer publishes it.";
inline constexpr std::string_view admitted_reason = "Admitted by a person.";

class Judge {
public:
    Judge(const vendors::Manifest* manifest, const std::vector<policy::ToolDefinition>& live) : manifest_(manifest) {
        if (!manifest) return;
        for (auto& tool : vendors::resolve_tools(*manifest, live).allowed) listed_.emplace(tool.name, std::move(tool));
    }

    store::ToolPin judge(const policy::ToolDefinition& tool) const {
        store::ToolPin pin;
        pin.name = tool.name;
        pin.description = tool.description;
        pin.input_schema = tool.input_schema;
        pin.annotations = tool.annotations;
        pin.hash = definition_hash(tool);
        if (manifest_ && policy::is_clean_name(tool.name)) {
            const auto listed = listed_.find(tool.name);
            pin.decided_by = "manifest";
            if (listed == listed_.end()) {
                pin.verdict = refused;
                pin.reason = cat("It is none of the tools Parley uses of ", manifest_->name, ".");
            } else if (!policy::check_consent(listed->second, tool)) {
                pin.verdict = refused;
                pin.reason =
                    cat("Parley uses it of ", manifest_->name, ", but its server says that it changes something.");
            } else {
                pin.verdict = admitted;
                pin.reason = cat("It is one of the tools Parley uses of ", manifest_->name, ".");
            }
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
    std::map<std::string, policy::AllowedTool> listed_;
};

}  // namespace parley::connect
