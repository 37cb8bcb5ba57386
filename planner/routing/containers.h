#pragma once
// Tables that a customer made and named: "the bug tracker database", "Vendor contracts base: ...", "dataset
// booking-brno". Which vendor keeps one says the noun; what its columns are says only its reply, so that a question
// about it is planned in its own words.

#include "planner/routing/candidates.h"
#include "planner/routing/carry.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

// One name in the question, with the noun that says what is called so.
struct Container {
    std::size_t offer = 0;      // Position of the offer that has such tables,
    std::size_t dataset = 0;    // the dataset there that reads them,
    std::size_t dimension = 0;  // and the dimension that names one.
    std::string name;           // As it is written.
    std::size_t first = 0;      // The words of name and noun.
    std::size_t count = 0;
    bool is_strong = false;   // Nobody says it of anything else: "the Leads sheet", but not "the customer base".
    bool by_synonym = false;  // The vendor's own word for it is another one.
};

// All that stand in the question, of every connected vendor that may be meant.
std::vector<Container> find_containers(const Reading& reading, std::span<const Offer> offers);

// The plan over such a table, or over a described number of its rows where that answers the question, or which vendor's
// is asked back. None where the question names no such table, or is about another vendor's number.
std::optional<Decision> try_own_table(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                      const Context& context);

// A question that changes one part of a plan over such a table: "by region instead", "and last month?". None where the
// plan before it is none, or where the question stands on its own.
std::optional<Decision> follow_own_table(const FollowUp& question, std::span<const Offer> offers,
                                         const Context& context);

}  // namespace parley::planner
