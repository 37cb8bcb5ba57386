#pragma once
// What a proposal calls the connections: the vendor's id, and "stripe:2" for a second account of the same vendor.

#include "planner/offer.h"
#include "planner/plan.h"

#include <span>
#include <string>
#include <string_view>

namespace parley::planner {

// Of a connected offer that stands at `position`.
std::string source_key(std::span<const Offer> offers, std::size_t position);

// Null where no connected offer is called that.
const Offer* offer_called(std::span<const Offer> offers, std::string_view key);

// The key of the connection that a step asks; the vendor's id where it is not connected any more.
std::string source_key_of(std::span<const Offer> offers, const Step& step);

}  // namespace parley::planner
