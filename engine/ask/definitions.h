#pragma once
// What an organization has laid down for its questions: named days, the terms of its glossary, and which numbers are
// verified. One document, `Organization::glossary`:
//   {"days": {"policy change": "2026-06-01"}, "terms": [{"word", "means", "definition", "metric"}],
//    "verified": {"only": true, "metrics": ["stripe.mrr"]}}

#include "ask/asker.h"
#include "connect/sessions.h"
#include "planner/glossary.h"

#include <span>
#include <string>
#include <vector>

namespace parley::ask {

inline constexpr std::size_t named_days_most = 500;
inline constexpr std::size_t verified_metrics_most = 1'000;

struct Definitions {
    std::vector<planner::NamedDay> named_days;
    std::vector<planner::GlossaryTerm> terms;
    bool verified_only = false;
    std::vector<std::string> verified;  // "stripe.mrr", or with a connection's id in the vendor's place.
};

// Fault::invalid with one sentence that names what is wrong. What it gives can be written back as it was read.
Result<Definitions> definitions_from(const Json& document);
Json to_json(const Definitions& definitions);

// Marks the numbers of the connection that somebody has verified. Servers that nobody described share a vendor's name:
// theirs are named by the connection alone.
void mark_verified(const std::vector<std::string>& verified, connect::Access& access);

// Fault::denied with the sentence why, where only verified numbers may answer and the plan has another one: a plan
// comes from the planner, from a pin, from an edit or from a model, and is held against it all the same.
Result<Done> check_verified(const planner::Plan& plan, std::span<const planner::Offer> offers);

// "verified": true or false, into each measure of the answer's plan.
void set_verified(Answer& answer, const planner::Plan& plan, std::span<const planner::Offer> offers);

}  // namespace parley::ask
