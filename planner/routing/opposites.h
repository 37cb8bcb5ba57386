#pragma once
// Two values of one thing that are set against each other: "ios vs android", "the free plan against the pro plan".

#include "planner/routing/draft.h"

#include <vector>

namespace parley::planner {

// Where "vs", "against" and the like stand: the word itself, and how many words it is.
struct Opposition {
    std::size_t at = 0;
    std::size_t count = 0;
    bool is_weak = false;  // "and" behind "between" or "compare"
};

std::vector<Opposition> oppositions_of(const Reading& reading);

// The listed values of an offer that end before the opposition, and those that begin behind it.
std::vector<const Hit*> values_before(const Reading& reading, std::size_t offer, const Opposition& against);
std::vector<const Hit*> values_behind(const Reading& reading, std::size_t offer, const Opposition& against);

// Split by what both are values of, and narrowed down to the two where both are known. Two listed values are read with
// the other conditions.
void read_opposites(Draft& draft);

}  // namespace parley::planner
