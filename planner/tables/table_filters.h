#pragma once
// The conditions that a question over a plain table sets: "whose price is above 700", and values that stand alone
// ("female students").

#include "planner/tables/table_cues.h"
#include "planner/tables/table_plan.h"

#include <vector>

namespace parley::planner {

// One value of a column is a condition; several of one column ("male and female") are a grouping.
bool is_lone_value(const std::vector<Mention>& mentions, const Mention& mention);

// A condition that was said and cannot be read becomes a note.
void add_filters(const Words& words, const PlainTable& table, const TableCues& cues,
                 const std::vector<Mention>& mentions, TablePlan& plan);

}  // namespace parley::planner
