#pragma once
// A plan as a person would say it: every number of the catalogue by its name, dates as people write them.

#include "planner/offer.h"
#include "planner/plan.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

// "Net sales from Square (orders), by location, from 1 Jul to 30 Sep 2026 (last quarter). Why Square: ..." What is not
// among the offers is called by its id.
std::string say(const Plan& plan, std::span<const Offer> offers);

// The first sentence in its parts: {"group_by", "by location"}. Only slots that say something, in the sentence's order.
struct SlotWords {
    std::string_view slot;  // measures group_by grain range filters compare order chart
    std::string text;
};
std::vector<SlotWords> slots_in_words(const Plan& plan, std::span<const Offer> offers);

// "a, b and c"
std::string spoken_list(const std::vector<std::string>& names, std::string_view last);

}  // namespace parley::planner
