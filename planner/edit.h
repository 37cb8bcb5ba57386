#pragma once
// One slot of a plan set anew, by name and value instead of by words.

#include "planner/index.h"
#include "planner/planner.h"

#include <string>
#include <vector>

namespace parley::planner {

// change: an object of slots. {"group_by": ["country"]}, {"range": "last month"} or {"range": {"start", "end"}},
// {"grain": "week"}, {"filters": [{"field", "op", "value"}]}, {"measures": ["stripe.mrr"]}, {"compare":
// "previous_year"}, {"order": "measure" or {"by", "descending"}}, {"limit": 5}, {"chart": "line"}. Lists may be one
// text. null empties a slot. All else stays, and the notes say what was kept and what was changed. What the catalogue
// does not hold, or the rows do not allow, is Fault::invalid with one sentence.
Result<Plan> edited(const Plan& plan, const Json& change, const Index& index, const Context& context);

// "group_by=country,plan", "range=last month", "limit=5", "filters=status=open", "chart=" (emptied), "filters=[...]" ->
// a change for `edited`. For a terminal, where JSON is hard to write.
Result<Json> change_from_text(const std::vector<std::string>& settings);

}  // namespace parley::planner
