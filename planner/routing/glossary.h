#pragma once
// The organization's own words: what they mean is read in their place.

#include "planner/glossary.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

struct Wording {
    std::string text;                        // The question with the meanings in it.
    std::vector<std::string> notes;          // What was read as what, and how it is defined.
    std::vector<const GlossaryTerm*> taken;  // Of the context; each once.
    std::optional<Refusal> missing;          // A term names a number that is not there.
};

// Whole words, the longest term first, outside quotation marks; a meaning is not read again. As it is without terms.
Wording read_glossary(std::string_view question, std::span<const Offer> offers, const Context& context);

}  // namespace parley::planner
