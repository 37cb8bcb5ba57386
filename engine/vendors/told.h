#pragma once
// What can be asked of a table that nobody described, once it is there. Pure.

#include "base/table.h"
#include "planner/offer.h"

#include <optional>

namespace parley::vendors {

// An offer of this one dataset: its rows can be counted, every measure added up or averaged, every other column grouped
// and filtered by. `of` names vendor and connection, `dataset` the tool. Of times the most telling one is the
// dataset's own. Values of the rows are in no name of it.
planner::Offer offer_of_table(const planner::Offer& of, const planner::Dataset& dataset, const Table& table);

// A table with a column for each month, quarter or year ("2026-01", "Jan 2026", "Q1 2026", "2026"), three at least, all
// of one kind -> one row for each of them, with the columns "period" (day) and "value". Nothing where it is no such
// table.
std::optional<Table> unpivoted(const Table& table);

// The offer of such rows: their number means nothing, and "budgets" means their values.
planner::Offer offer_of_periods(const planner::Offer& of, const planner::Dataset& dataset, const Table& table);

}  // namespace parley::vendors
