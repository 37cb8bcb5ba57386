#pragma once
// Whether a sentence wishes something to be changed. Parley only reads: such a wish is refused before anything is
// planned.

#include "planner/language/words.h"

#include <optional>

namespace parley::planner {

struct WriteWish {
    std::string verb;       // As written: "refund".
    std::size_t first = 0;  // The words of the wish: "refund the last Stripe payment".
    std::size_t count = 0;
};

std::optional<WriteWish> find_write_wish(const Words& words);

// Whether it asks for something to be done without a verb that we know ("I need hot dogs on my list"). Such a sentence
// may still ask for numbers ("I need the revenue by country"): it counts only where nothing that can be asked fits.
bool may_be_wish(const Words& words);

// "how do I refund a payment": a manual is asked for, not a number.
bool asks_for_instructions(const Words& words);

// "tell me a joke", "recommend a film": made up or known by everybody, and in nobody's data.
bool asks_for_amusement(const Words& words);

// Neither a question nor a request: "revenue by month". So people ask for numbers, and for little else.
bool is_fragment(const Words& words);

// The first word behind "can you", "I would like to", "I need" and the like.
std::size_t behind_request(const Words& words);

bool is_write_wish(std::string_view text);  // Either of them.

}  // namespace parley::planner
