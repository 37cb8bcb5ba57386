#pragma once
// Which of a server's tools may be used: the first verdict on each, and what a later list changes. Pure.

#include "base/clock.h"
#include "store/store.h"
#include "vendors/manifest.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::connect {

policy::ToolDefinition definition_of(const store::ToolPin& pin);
std::vector<policy::ToolDefinition> admitted_definitions(const std::vector<store::ToolPin>& pins);

// SHA-256 of what makes a definition itself, in hex: named by pins, answers, reviews and their audit rows.
std::string definition_hash(const policy::ToolDefinition& tool);

// The definition that was reviewed last, where the tool is another one now.
std::optional<policy::ToolDefinition> reviewed_of(const store::ToolPin& pin);
std::optional<Instant> waits_since(const store::ToolPin& pin);
bool is_gone(const store::ToolPin& pin);  // The server no longer publishes it.

// A server seen for the first time (known is empty) is judged by the manifest, or by the strict rule where there is
// none. Afterwards a changed definition and a new tool wait for a person; one that is gone is kept, not admitted, until
// it is published again as it was. One that changes back to what was reviewed is admitted again where the manifest or a
// person had admitted it.
struct Repinned {
    std::vector<store::ToolPin> pins;
    std::vector<std::string> warnings;
    bool changed = false;  // Anything to save.
};
Repinned repin(const vendors::Manifest* manifest, const std::vector<policy::ToolDefinition>& live,
               const std::vector<store::ToolPin>& known, Instant now = {});

// A person's word on the definition of this hash. Fault::invalid where the tool is another one by now, Fault::denied
// for a tool that names a write, and for one that a vendor's manifest does not list.
Result<store::ToolPin> decide(const vendors::Manifest* manifest, store::ToolPin pin, const UserId& user,
                              policy::Verdict verdict, const std::string& hash);

}  // namespace parley::connect
