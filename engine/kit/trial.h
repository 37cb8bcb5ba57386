#pragma once
// A vendor's plugin at work on its own examples, and on replies that it should not fall for.

#include "kit/folder.h"

#include <string>
#include <vector>

namespace parley::kit {

struct TrialWish {
    enum class Missing { report, write };  // A table that is not there yet.

    std::string folder;            // That the vendor folders stand in.
    std::vector<std::string> ids;  // Empty: all.
    Instant now;
    Missing missing = Missing::report;
};

// Examples against their tables, the end of paging, arguments against the allowlist's own rules, hostile replies. A
// folder that does not load has the mistakes of its manifest.
Result<std::vector<Verdict>> trial(const TrialWish& wish);

// One recorded reply as its dataset's table. Fault::not_found for a dataset that is not there, Fault::internal with the
// plugin's reason in detail.
Result<Table> shape_reply(const vendors::Vendor& vendor, const std::string& dataset, const Json& reply, Instant now);

// What the first call for a period would send.
Result<Json> first_arguments(const vendors::Vendor& vendor, const std::string& dataset,
                             const std::optional<DayRange>& range, Instant now);

}  // namespace parley::kit
