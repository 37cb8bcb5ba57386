#pragma once
// What every offer of tools that nobody described is made of. For this room only. Pure.

#include "planner/offer.h"

#include <string>
#include <string_view>

namespace parley::vendors {

// "price.totalAmount" -> "price_totalamount".
std::string id_of(std::string_view name);

// How many rows the dataset's tool gives: the one thing that can be asked of any table.
planner::Metric counting(const planner::Dataset& dataset);

}  // namespace parley::vendors
