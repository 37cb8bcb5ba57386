#pragma once
// Holds what a server publishes against what was reviewed, and saves what changed. For this room only.

#include "base/clock.h"
#include "store/store.h"
#include "vendors/catalogue.h"

#include <string>
#include <vector>

namespace parley::connect {

struct Looked {
    std::vector<store::ToolPin> pins;
    std::vector<std::string> warnings;
};
// The allowlist is applied to the whole list again: what is new or changed waits for a person.
Result<Looked> take_over(store::OrgStore& org, const vendors::Catalogue& catalogue, const Clock& clock,
                         const UserId& user, const store::Connection& connection,
                         const std::vector<policy::ToolDefinition>& live);

}  // namespace parley::connect
