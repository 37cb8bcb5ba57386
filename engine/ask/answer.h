#pragma once
// The JSON of an answer (DESIGN 3.2), part by part. Pure.

#include "ask/fetcher.h"
#include "charts/chart.h"
#include "narrate/narrate.h"
#include "planner/planner.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace parley::ask {

// All of an answer's time, in milliseconds. engine = total without fetch.
struct Timing {
    double plan = 0, fetch = 0, shape = 0, analysis = 0, chart = 0, total = 0;
};

// Every field is there from the start, so that a reader never has to ask whether one exists.
Answer blank_answer(const AnswerId& id, const std::string& question);

void set_plan(Answer& answer, const planner::Plan& plan);  // With its hash.
// The plan in words instead of what it gives.
void set_explained(Answer& answer, const planner::Plan& plan, std::span<const planner::Offer> offers);
void set_table(Answer& answer, const Table& table);
void set_timing(Answer& answer, const Timing& timing);
void set_refusal(Answer& answer, const planner::Refusal& refusal);
void set_clarify(Answer& answer, const planner::Clarify& clarify);
void set_error(Answer& answer, const Error& error);
void set_narration(Answer& answer, const narrate::Narration& narration);

// What a later turn goes on from: the stored answer's plan, of a question back its first choice, of a refusal none.
Result<std::optional<planner::Plan>> plan_in(const Json& stored);

std::string plan_hash(
    const planner::Plan& plan);  // SHA-256 of what is asked, first 16 hex digits; not of how it is said.
std::string title_of(const planner::Plan& plan, const std::vector<planner::Offer>& offers);

}  // namespace parley::ask
