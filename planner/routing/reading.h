#pragma once
// A question as the planner sees it: its words, what its dates and cues say, and every name of the offers that it
// holds.

#include "planner/dates/dates.h"
#include "planner/language/cues.h"
#include "planner/planner.h"
#include "planner/routing/lexicon.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

// "after the rebranding": something happened, and nobody has told us when.
struct UnknownEvent {
    std::string name;    // "the rebranding"
    std::string phrase;  // "after the rebranding"
};

struct Reading {
    std::string text;
    Words words;
    Uses uses;
    Cues cues;
    Comparison comparison;
    std::optional<dates::Found> found;
    std::optional<UnknownEvent> event;
    std::vector<Hit> hits;
    std::optional<Grain> spread;  // Two periods apart are compared: what both are counted in.

    bool is_open(std::size_t word) const { return word < uses.size() && uses[word] == Use::open; }
};

// `text` alone, or words `first` to `first + count` of it where a half of a comparison is read.
Reading read(std::string_view text, const Lexicon& lexicon, const Context& context, Stemmer& stemmer);

// The period that a text names: a day of the organization's own, else a date phrase of `dated`, which is the text
// without the words that must not be taken for one.
std::optional<dates::Found> find_period(const std::string& text, const Words& words, std::string_view dated,
                                        const Context& context);

// Whether a value stands behind the name of its own dimension: "level error", "where product type is Boots".
bool is_behind_its_dimension(const Reading& reading, const Hit& value);

// The same dates and cues, but only the names in these words: one side of "A against B".
Reading part_of(const Reading& whole, std::size_t first, std::size_t count);

}  // namespace parley::planner
