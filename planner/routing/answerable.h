#pragma once
// Whether a question is about data that the offers could hold at all: how much of it they explain, and whether it is
// put as one asks for numbers ("per month", "our", "how many") or as one asks for advice, places and people.

#include "planner/routing/candidates.h"

#include <array>

namespace parley::planner {

enum class Sign {
    one,         // Always there: the level from which the others count.
    coverage,    // Share of the words, by weight, that the best candidate explains.
    covered,     // A whole name, and hardly a word beside it.
    known,       // Share of them that any offer knows.
    strangers,   // Words that no offer knows, without names and quotations; at most five.
    phrase,      // Words of the longest name of two words or more.
    as_written,  // The metric's whole name, in its own letters.
    other_form,  // Its name only in another form of the word: "book" for "bookings".
    vendor,
    period,
    bucket,   // "by month", "by country", "weekly"
    counted,  // "how many", "share", "average"
    compared,
    ours,       // we, our, us
    mine,       // I, my; but not "show me"
    advice,     // "how do I", "should", "what is the best way to"
    place,      // where, near
    moment,     // when, "what time"
    yes_or_no,  // "is", "does", "can"
    identity,   // "what is", "what's"
    search,     // "find", "look up", "tell me about"
    fragment,   // No question and no request: "revenue by month"
    ranked,     // "most", "biggest", "top five"
    asked_for,  // "which invoices", "who has the most": a thing of the rows is what is asked for
    things,     // Things of rows, in the plural: "tickets", "expenses"
    name,       // The weight of the best one's name,
    around,     // and of what is said around it.
    count
};

using Signs = std::array<double, static_cast<std::size_t>(Sign::count)>;

Signs signs_of(const Reading& reading, const Lexicon& lexicon, const std::vector<Candidate>& ranked);

// Log odds that the question is about data: 0 is even.
double how_answerable(const Reading& reading, const Lexicon& lexicon, const std::vector<Candidate>& ranked);

}  // namespace parley::planner
