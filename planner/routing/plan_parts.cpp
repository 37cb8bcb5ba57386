#include "planner/routing/plan_parts.h"

namespace parley::planner {

Slot slot_called(const Words& words, std::size_t at) {
    if (is_one_of(words, at, {"split", "splits", "breakdown", "breakdowns", "grouping", "groupings", "segmentation"}))
        return Slot::group;
    if (is_one_of(words, at, {"filter", "filters", "condition", "conditions", "restriction", "restrictions"}))
        return Slot::filter;
    if (is_one_of(words, at, {"metric", "measure", "kpi"})) return Slot::metric;
    if (is_one_of(words, at, {"period", "timeframe", "range"})) return Slot::period;
    if (is_one_of(words, at, {"comparison"})) return Slot::comparison;
    if (is_one_of(words, at, {"limit", "cutoff"})) return Slot::limit;
    if (is_one_of(words, at, {"sorting", "ranking"})) return Slot::order;
    if (is_one_of(words, at, {"chart", "graph", "visualization", "diagram", "table", "bars", "bar", "line", "pie"}))
        return Slot::chart;
    if (is_one_of(words, at,
                  {"granularity", "grain", "resolution", "daily", "weekly", "monthly", "quarterly", "yearly"}))
        return Slot::grain;
    return Slot::none;
}

bool is_article(const Words& words, std::size_t at) {
    return is_one_of(words, at,
                     {"the", "a", "an", "our", "that", "this", "any", "my", "current", "all", "those", "these", "it",
                      "them", "again", "from", "to", "of"});
}

bool is_pronoun(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"it", "that", "this", "them", "these", "those", "everything"});
}

}  // namespace parley::planner
