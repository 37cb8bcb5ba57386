#pragma once
// What may be added up or averaged, and what may stand beside each other. A rate is no sum of rates, an average no
// average of averages, people who came twice are not two, and what there is at the end of a month was there before.

#include "planner/language/words.h"
#include "planner/routing/definitions.h"

namespace parley::planner {

// How parts of a number make the whole.
enum class Adding {
    freely,
    not_over_time,  // A stock: MRR
    of_parts,       // A ratio: recomputed from its two parts
    counted_anew,   // Different things
    averaged,       // A mean or median
    extreme,        // The largest or smallest
};
Adding adding_of(const Metric& metric);

// The plan with notes where the question asks for a sum or an average that its measure's definition forbids, and for
// numbers beside each other that cannot be compared; a question back where no number is what was asked for.
Decision mind_additivity(std::string_view question, std::span<const Offer> offers, Plan plan);

}  // namespace parley::planner
