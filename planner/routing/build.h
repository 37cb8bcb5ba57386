#pragma once
// A metric and the slots of a question -> a Plan.

#include "planner/routing/slots.h"

namespace parley::planner {

Step make_step(const Candidate& candidate, std::string why);

// What else was weighed for the plan's first step: `ranked` without the one that was chosen, the nearest first.
void add_runners_up(std::span<const Candidate> ranked, Plan& plan);

Measure make_measure(const Candidate& candidate, const Cues& cues);

// The range that was asked for, cut off behind today. None where the question names none.
std::optional<Range> make_range(const Reading& reading, const Context& context);

// What is shown where a trend or a comparison was asked for and no period: said in the plan's notes.
Range default_range(Grain grain, const Context& context);

// "1 Jul 2026 to 30 Sep 2026"
std::string range_text(const std::optional<Day>& start, const std::optional<Day>& end);

Grain sensible_grain(const std::optional<Range>& range);
// Rows without dates are shown as they are today, and rows that need a period get one; both are said.
bool has_time(const Offer& offer, const Metric& metric);
void settle_time(const Candidate& candidate, const Context& context, Plan& plan);

void note_range(const Reading& reading, const Context& context, Plan& plan);
void set_order(const Cues& cues, const Metric& metric, Plan& plan);

// Hours and weekdays come one after another, where no other order was asked for.
void follow_order_of_values(const Offer& offer, Plan& plan);

// `runner_up` may be null.
Plan build_plan(const Reading& reading, const Candidate& candidate, const Candidate* runner_up, const Context& context);
std::string why_text(const Candidate& candidate, const Candidate* runner_up);

}  // namespace parley::planner
