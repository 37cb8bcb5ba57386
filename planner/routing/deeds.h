#pragma once
// The words by which a question says that people or things of one vendor are known, or not known, to another one: what
// stands between the two sides, and what people did.

#include "planner/language/words.h"
#include "planner/plan.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

// Words between the two sides. never: the second side is looked for in all that there is, whatever the period.
struct Link {
    std::string_view words;
    Join::Kind kind;
    bool never = false;
};

// The longer ones of the same beginning first.
std::span<const Link> links();

// "bought", "contacted"
bool is_deed(std::string_view word);

// The text as it is, then with its first such verb said as each of the things that it may be counted by.
std::vector<std::string> wordings_of(const std::string& text, Stemmer& stemmer);

// Who "never opened a conversation" has none: not only none that is open. The first word of what they have none of.
std::size_t behind_deed(const Words& words, std::size_t at);

}  // namespace parley::planner
