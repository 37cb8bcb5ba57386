#pragma once
// Which of a server's tools may be used: the first verdict on each, and what a later list changes. Pure.

#include "store/store.h"
#include "vendors/manifest.h"

#include <string>
#include <vector>

namespace parley::connect {

policy::ToolDefinition definition_of(const store::ToolPin& pin);
std::vector<policy::ToolDefinition> admitted_definitions(const std::vector<store::ToolPin>& pins);

// A server seen for the first time (known is empty) is judged by the manifest, or by the strict rule where there is
// none. Afterwards a changed definition and a new tool wait for a person; one that is gone is kept, not admitted, until
// it is published again as it was.
struct Repinned {
    std::vector<store::ToolPin> pins;
    std::vector<std::string> warnings;
    bool changed = false;  // Anything to save.
};
Repinned repin(const vendors::Manifest* manifest, const std::vector<policy::ToolDefinition>& live,
               const std::vector<store::ToolPin>& known);

// A person's word. Fault::denied for a tool that names a write, and for one that a vendor's manifest does not list.
Result<store::ToolPin> decide(const vendors::Manifest* manifest, store::ToolPin pin, const UserId& user,
                              policy::Verdict verdict);

}  // namespace parley::connect
