#pragma once
// What the question says beside the metric, in the words of the offer: groupings, filters, a time bucket.

#include "planner/routing/candidates.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

struct Slots {
    bool order_is_value = false;          // "priority Highest": no order after all
    std::vector<std::string> unclear;     // Names that may be values of several dimensions,
    std::vector<std::string> unclear_of;  // these: their ids.
    std::vector<std::string> group_by;    // dimension ids
    std::optional<Grain> grain;
    bool trend = false;
    std::vector<Filter> filters;
    std::vector<std::string> notes;
    std::string missing;         // A grouping that was asked for and that this metric does not have.
    std::string missing_filter;  // Likewise a condition: "Germany (country)".
};

Slots fill_slots(const Reading& reading, const Candidate& candidate);

// Names of the dimensions that the metric's rows have, for people.
std::vector<std::string> groupings_of(const Offer& offer, const Metric& metric);

}  // namespace parley::planner
