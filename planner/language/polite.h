#pragma once
// Wishes that are no commands: "it would be lovely if ...", "mind closing it?", "Petra needs access to the board".

#include "planner/language/words.h"

#include <optional>

namespace parley::planner {

// The word that says what is wished for in the clause [first, end); none where it wishes for nothing, or only to know
// something.
std::optional<std::size_t> polite_wish(const Words& words, std::size_t first, std::size_t end);

// What may be such a wish, and counts as one where nothing that can be asked fits: "a square version would be lovely".
bool may_be_polite_wish(const Words& words, std::size_t first, std::size_t end);

}  // namespace parley::planner
