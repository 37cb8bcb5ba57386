#pragma once
// "by country instead", "only EUR", "and last year?": questions that change one part of the plan before them.

#include "planner/routing/carry.h"

namespace parley::planner {

// None where the question stands on its own, or there is no plan before it. What cannot be changed so is asked back.
std::optional<Decision> try_follow_up(const FollowUp& question, const Lexicon& lexicon, std::span<const Offer> offers,
                                      const Context& context);

}  // namespace parley::planner
