#pragma once
// Questions about two measures: "which themes correlate with churn", "orders against clicks by day".

#include "planner/routing/build.h"

namespace parley::planner {

// None where the question holds no two measures to be joined.
std::optional<Decision> try_join(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                 const Context& context);

}  // namespace parley::planner
