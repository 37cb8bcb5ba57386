#pragma once
// The parts of a plan that people speak of: "the split", "the filter", "the comparison".

#include "planner/language/words.h"

namespace parley::planner {

// Part of the plan that words can mean.
enum class Slot { none, pronoun, cue, group, filter, metric, period, comparison, limit, order, chart, grain };

// What the word at this place calls a part of a plan.
Slot slot_called(const Words& words, std::size_t at);

bool is_article(const Words& words, std::size_t at);  // And other small words that stand around such a part.
bool is_pronoun(const Words& words, std::size_t at);  // "it", "that": the answer before.

}  // namespace parley::planner
