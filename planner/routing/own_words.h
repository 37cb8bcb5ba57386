#pragma once
// What a question wants of a table whose columns nobody knows yet, in its own words.

#include "planner/routing/containers.h"

namespace parley::planner {

struct OwnWords {
    std::string field;                  // What is added up, averaged, or may be: "rating", "budget"
    std::string aggregate = "count";    // count, sum, avg, median, max, min
    std::vector<std::string> group_by;  // "severity", "hotel"
    std::optional<Grain> grain;         // "by status and month"
    std::string dated;                  // What the period means: "ending", "registered"
    std::vector<Filter> filters;        // "with status open"
    std::vector<std::string> unread;    // Words that came to nothing.
};

OwnWords read_own_words(const Reading& reading, const std::vector<Container>& containers);

}  // namespace parley::planner
