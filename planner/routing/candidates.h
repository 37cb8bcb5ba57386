#pragma once
// Which metric of which offer a question is about: every pair is scored, the parts of the score are kept.

#include "planner/routing/reading.h"

#include <span>
#include <string>
#include <vector>

namespace parley::planner {

struct Candidate {
    const Offer* offer = nullptr;
    const Metric* metric = nullptr;
    std::size_t offer_position = 0;
    double score = 0;

    double by_name = 0;     // The metric's own name or synonym, whole or in part.
    double by_context = 0;  // Dataset, dimensions, values.
    double by_example = 0;
    double by_shape = 0;   // "how many" and a count, a grouping that the metric has.
    double by_vendor = 0;  // Its vendor is named.
    double coverage = 0;   // Share of the question's own words that the metric and what is around it explain.
    bool whole_name = false;
    bool full_name = false;  // All words of its name are said, side by side or not.
    bool vendor_named = false;
    bool other_words = false;  // Its name was said in words of the same meaning.
    std::size_t first = 0;     // The words of the metric's name in the question.
    std::size_t count = 0;
    std::size_t dimensions_hit = 0;
    std::size_t values_hit = 0;
    std::size_t groups_fit = 0;  // Words of the asked groupings that its dimensions explain.
    std::string phrase;          // The name it was found by.
};

// Best first. Where the question names vendors, only theirs.
std::vector<Candidate> candidates(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers);

// Whether a score speaks for a metric at all.
bool is_convincing(const Candidate& candidate);

// No word of the metric's own name is said.
bool is_unnamed(const Candidate& candidate);

// The vendor is named, and hardly a word speaks for this metric of it.
bool is_weak_guess(const Candidate& candidate);

// Positions of the offers that the question names, in the order of the question.
std::vector<std::size_t> named_offers(const Reading& reading);

}  // namespace parley::planner
