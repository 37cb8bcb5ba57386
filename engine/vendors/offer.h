#pragma once
// What every offer of tools that nobody described is made of. For this room only. Pure.

#include "planner/offer.h"
#include "vendors/manifest.h"

#include <string>
#include <string_view>

namespace parley::vendors {

// "price.totalAmount" -> "price_totalamount".
std::string id_of(std::string_view name);

// Whether the number is verified as its manifest stands: its tool is documented or has been seen, under a name of its
// own, and nothing that it is made of is called unconfirmed.
bool is_confirmed(const Manifest& manifest, const planner::Metric& metric);

// How many rows the dataset's tool gives: the one thing that can be asked of any table.
planner::Metric counting(const planner::Dataset& dataset);

}  // namespace parley::vendors
