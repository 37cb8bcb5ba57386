#pragma once
// The words of a plan over a table that a customer made, held against the columns that came with its rows. Pure.

#include "planner/offer.h"
#include "planner/plan.h"

namespace parley::planner {

struct Fitted {
    Plan plan;    // Its groupings, conditions and measure are columns of `offer`.
    Offer offer;  // Its one dataset goes by the column of time that the plan means.
};

// told: the table as an offer of one dataset (vendors::offer_of_table) and the metric of `plan` that counts its rows.
// Fault::invalid with a sentence that names the table's own fields, where a word of the plan is none of them.
Result<Fitted> fit_to_fields(Plan plan, Offer told);

}  // namespace parley::planner
