#pragma once
// Slips of the pen in the small words that a question is built of: "lsat 30 dyas", "per qarter", "each motnh".

#include <string>
#include <string_view>

namespace parley::planner {

// Whether one slip lies between them: a letter too many, one too few, another one, or two neighbours that changed
// places. The first letter is never wrong.
bool is_one_slip(std::string_view written, std::string_view meant);

// "stok": letters at the ends make other words ("make", "maker"), inner ones seldom.
bool lacks_inner_letter(std::string_view written, std::string_view meant);

// The word of time or order that is meant, or `word` itself (lower case) where it is one, or is an English word of its
// own.
std::string respelled(std::string word);

}  // namespace parley::planner
