#pragma once
// What a follow-up says in words that no question of its own has: "without the split", "swap opens for clicks", "the
// month before that". What is left of it is read as any question is.

#include "planner/routing/reading.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parley::planner {

struct Changes {
    bool marked = false;  // It is put as a follow-up is: "and ...", "... instead".
    bool any = false;     // Some of its words are about the plan before it.
    std::string text;     // What is left: "by currency", "clicks". Empty: everything has been understood.

    bool beside = false;        // A new grouping is put beside the old one.
    bool excludes = false;      // The values that are left are left out.
    bool narrows = false;       // "only the ...", "the urgent ones": a condition before it is anything else.
    std::string one_of_group;   // "the billing ones": the one of what is shown.
    bool names_metric = false;  // What is left names another measure.

    bool groups_go = false;  // And steps of time with them.
    bool filters_go = false;
    bool range_goes = false;
    bool compare_goes = false;
    bool order_goes = false;
    bool limit_goes = false;
    std::vector<std::string> groups_gone;   // dimension ids: "without the country"
    std::vector<std::string> filters_gone;  // "drop the currency filter", "all teams again"

    std::optional<dates::Found> period;  // "the month before that"
    std::optional<int> limit;            // "make it ten"
    bool reversed = false;               // "the other way round"
    bool by_name = false;                // "alphabetically"
    bool lists = false;                  // "which ones?": the things behind the number,
    bool people = false;                 // "who are they?": or the people,
    bool makers = false;                 // "who made them?": and of these, who made them.
    bool asks_why = false;               // "what drove that?"
    bool explains = false;               // "how was this computed?"
    bool thanks = false;                 // Nothing was asked.
    std::string unavailable;             // "cumulative", "as percentages": said to have had no effect.
};

// Nothing changed where there is no plan before it.
Changes read_changes(const Reading& asked, std::span<const Offer> offers, const Context& context);

// The words that are left, read anew; the period that was said by the one before is set.
Reading read_rest(const Changes& changes, const Lexicon& lexicon, const Context& context, Stemmer& stemmer);

}  // namespace parley::planner
