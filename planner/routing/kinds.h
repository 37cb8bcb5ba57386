#pragma once
// Words that are called alike at whatever vendor, and what their kind may be called there: "safari" is a browser,
// "marketing" a department, "mobile" a device.

#include "planner/offer.h"

#include <functional>
#include <string_view>

namespace parley::planner {

bool is_word_of_kind(std::string_view word);

// The first dimension that both words are of a kind with, and that `may` be it; none where there is no such one.
const Dimension* dimension_of_kind(const Offer& offer, std::string_view word, std::string_view other,
                                   const std::function<bool(const Dimension&)>& may);

}  // namespace parley::planner
