#pragma once
// One condition of a plan against the dimension that it narrows.

#include "planner/offer.h"
#include "planner/plan.h"

namespace parley::planner {

// A column of numbers that a condition may compare though it is no dimension: "orders over 100". Null: none of that
// name.
const Field* number_field(const Dataset& dataset, std::string_view name);

// The filter's field exists for the dataset. A listed value is written as it stands in the column afterwards.
// Fault::invalid with one sentence.
Result<Done> check_filter(Filter& filter, const Offer& offer, const Dataset& dataset);

}  // namespace parley::planner
