#pragma once
// What is said where there is no plan: refusals with the nearest thing that can be done, questions back with real
// plans.

#include "planner/language/intent.h"
#include "planner/routing/build.h"

namespace parley::planner {

Refusal refuse_write(const Reading& reading, const WriteWish& wish, const Lexicon& lexicon,
                     std::span<const Offer> offers);
Refusal refuse_no_source(const std::vector<Candidate>& unconnected);
Refusal refuse_unnamed_source(const std::vector<const Offer*>& vendors);
// A number is asked for that no vendor we know of has.
Refusal refuse_unknown_data(const std::vector<Candidate>& ranked, std::span<const Offer> offers);
// The number is there by its name, but the tool that gives it may not be called yet.
Refusal refuse_waiting(const Candidate& candidate);
Refusal refuse_off_topic(const std::vector<Candidate>& ranked, std::span<const Offer> offers);

// Two vendors measure the same thing and the question names neither.
Clarify ask_which_vendor(const Reading& reading, const std::vector<Candidate>& equals, const Context& context);

// The three below take the plan that stands without what cannot be kept.
// The metric has no such grouping.
Clarify ask_which_grouping(const Candidate& candidate, const std::string& missing, const Plan& plain);

// The metric's rows cannot be narrowed down like this.
Clarify ask_without_filter(const Candidate& candidate, const std::string& missing, const Plan& plain);

// "only for Northlight": a customer, or a plan?
Clarify ask_which_dimension(const Candidate& candidate, const Slots& slots, const Plan& plain);

// A follow-up of which nothing was understood.
Clarify ask_which_change(const Candidate& candidate, const Plan& before);

// "after the rebranding": nobody has told us when that was.
Clarify ask_when(const Reading& reading, const Candidate& candidate, const Context& context);

// The vendor is named, the number is not known.
// Its nearest numbers first.
Clarify ask_which_of_vendor(const Reading& reading, const Offer& offer, std::size_t position,
                            const std::vector<Candidate>& ranked, const Context& context);

// "is it better than before?": no metric at all. None where nothing is connected that could be offered.
std::optional<Clarify> ask_which_metric(const Reading& reading, std::span<const Offer> offers, const Context& context);

}  // namespace parley::planner
