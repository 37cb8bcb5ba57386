#pragma once
// How well a part of a question fits an argument of a tool: by its kind, by the words around it, by its unit.

#include "planner/tools/slot.h"
#include "planner/tools/spans.h"
#include "planner/tools/vectors.h"

namespace parley::planner {

// A question as the filling of arguments reads it. Everything in it outlives it.
struct ToolQuestion {
    std::string_view text;
    const Words& words;
    const std::vector<Span>& spans;
    const WordVectors& vectors;
    Stemmer& stemmer;
};

// From this on, words speak for the argument.
inline constexpr float cue_least = 1.2F;

bool fits(const ToolSlot& slot, const Span& span);  // By its kind alone.
float fitness(const ToolSlot& slot,
              const Span& span);  // How well the kinds go together, before any word is looked at.

// "from" before a place says which of two places it is; and so on.
float preposition_says(const ToolQuestion& asked, const ToolSlot& slot, const Span& span);

// Words of the argument's name, or of what is said about it, near the span; and its unit.
float words_say(const ToolQuestion& asked, const ToolSlot& slot, const Span& span);

}  // namespace parley::planner
