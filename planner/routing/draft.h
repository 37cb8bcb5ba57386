#pragma once
// The slots of one question for one candidate while they are being filled: what has been understood so far, and which
// words mean nothing else any more.

#include "planner/routing/slots.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

struct Draft {
    const Reading& reading;
    const Candidate& candidate;
    std::vector<bool> taken;  // Words that have been understood.
    Slots slots;

    Draft(const Reading& question, const Candidate& about)
        : reading(question), candidate(about), taken(question.words.size(), false) {}

    const Words& words() const { return reading.words; }
    const Dimension& dimension(const Hit& hit) const { return candidate.offer->dimensions[hit.phrase->item]; }

    // Whether the rows of the metric have it.
    bool has(const Dimension& of) const { return of.columns.contains(candidate.metric->dataset); }
    bool fits(const Hit& hit) const { return is_of_offer(hit) && has(dimension(hit)); }
    bool is_of_offer(const Hit& hit) const { return hit.phrase->offer == candidate.offer_position; }

    void take(std::size_t first, std::size_t count);
    bool is_taken(const Hit& hit) const;

    bool is_grouped(const std::string& id) const;
    bool is_filtered(const std::string& id) const;
    void group_by(const Dimension& of);

    // The words by which the metric was found, and those of them that its own name does not hold: "welcome series" may
    // be a synonym of a metric and still name one automation; the metric's own name may not.
    bool in_metric_name(std::size_t word) const;
    bool in_metric_synonym(std::size_t word) const;

    // A word that nothing else explains: it may be somebody's own name for a thing.
    bool is_unknown(std::size_t word) const;

    bool is_plural(const Hit& hit) const;

    // Whether a longer name of the rows holds it too, or another thing of the offer is called so.
    bool is_longer_elsewhere(const Hit& hit) const;
    bool explains_otherwise(const Hit& hit) const;
};

// Whether the dimension's name or a synonym holds one of the words.
bool is_called(const Dimension& of, std::initializer_list<const char*> words);

}  // namespace parley::planner
