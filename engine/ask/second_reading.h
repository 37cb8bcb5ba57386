#pragma once
// A server that nobody described shows its columns only when it answers. Then the question is read a second time, with
// them, and what it wants is made of the rows at hand: no call is ever made of what such a server said.

#include "analysis/workbench.h"
#include "planner/planner.h"

#include <optional>
#include <string_view>

namespace parley::ask {

struct SecondReading {
    planner::Plan plan;
    planner::Offer offer;  // Of the one dataset that `rows` are.
    Table rows;
};

// What was verified before the rows came still is: their number, and no sum of a column that just came with them.
planner::Offer with_verified(planner::Offer offer, const planner::Offer& before);

// told: the rows of `first`'s only step. Nothing where the question asks for no more than these rows.
std::optional<SecondReading> read_again(std::string_view question, const planner::Context& context,
                                        const planner::Plan& first, const analysis::Input& told);

// Of a table that a customer made: the words of `first`'s plan as the columns that came. Fault::invalid names the
// table's own fields.
Result<SecondReading> read_fields(const planner::Plan& first, analysis::Input told);

}  // namespace parley::ask
