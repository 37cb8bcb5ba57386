#pragma once
// What a question over a table says besides its columns: the mark, the numbers made, the order, the parts of time.

#include "planner/language/words.h"
#include "planner/tables/table_plan.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

// Some words and what they stand for. `says` is a mark, an aggregate or a unit of time.
struct Cue {
    std::size_t first = 0;
    std::size_t count = 0;
    std::string says;

    std::size_t end() const { return first + count; }
};

struct Stretch {
    std::size_t first = 0;
    std::size_t end = 0;

    bool holds(std::size_t at) const { return at >= first && at < end; }
};

struct TableCues {
    std::string mark;        // Named: "bar chart".
    std::string wished;      // Only meant: "correlation" -> point, "proportion" -> arc, "over time" -> line.
    bool histogram = false;  // "histogram", "distribution", "buckets"
    bool stacked = false;
    std::vector<Cue> aggregates;      // Where "average", "sum of", "how many" stand.
    std::optional<Cue> bin;           // "by month", "into the year interval"
    std::vector<std::size_t> by;      // Words behind which a grouping begins.
    std::vector<std::size_t> colors;  // Words behind which the colour or the stack begins,
    std::vector<std::size_t> facets;  // or what parts the chart into small ones: "split by", "for each ..., show".
    bool time = false;                // "date", "daily", "over time": some column of time is meant.
    std::vector<bool> taken;          // Words that name no column.
    std::vector<Stretch> conditions;  // "whose price is above 700": a column in there is no axis.
    std::optional<Stretch> order;     // "and sort by the y axis from high to low"
    bool descending = false;
    std::string order_axis;  // "x", "y" or empty
    std::optional<int> limit;
};

TableCues read_table_cues(const Words& words);

}  // namespace parley::planner
