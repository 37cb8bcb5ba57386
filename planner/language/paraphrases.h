#pragma once
// Several words of general English that say what one word says: "nobody owns", "past their due date", "text messages".

#include "planner/language/words.h"

namespace parley::planner {

// Puts the one word in their place; it stands where they stood. Names and quotations are left alone.
void rephrase(Words& words, Stemmer& stemmer);

}  // namespace parley::planner
