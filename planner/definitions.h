#pragma once
// What the offers say of the numbers that a plan asks for: their definitions, and whether they are verified.

#include "planner/plan.h"
#include "planner/planner.h"

#include <span>
#include <string>
#include <string_view>

namespace parley::planner {

// The measure's definition: of the offer that one of the plan's steps asks. Null where there is none.
struct Defined {
    const Offer* offer = nullptr;
    const Metric* metric = nullptr;
};
Defined definition_of(const Measure& measure, const Plan& plan, std::span<const Offer> offers);

// "average gross volume" where the plan asks for another statistic than the metric's own, else the metric's name.
std::string name_of(const Measure& measure, const Metric& metric);

// Whether `name` means this metric: "stripe.mrr", or with the id of a connection in the vendor's place.
bool is_called_so(std::string_view name, const Offer& offer, const Metric& metric);

// A column that was only named in the question is not verified, whatever its table is.
bool is_verified(const Measure& measure, const Defined& found);

// Every measure of the plan is verified. One whose definition is not there is not.
bool is_verified(const Plan& plan, std::span<const Offer> offers);

// Why it may not answer where only verified numbers may, and how that can be changed.
std::string unverified_text(const Plan& plan, std::span<const Offer> offers);

}  // namespace parley::planner
