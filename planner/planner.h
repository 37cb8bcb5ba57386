#pragma once
// A question and what can be asked -> a plan, a question back, or a refusal. Pure: the same input gives the same
// output; no clock, files or network. Safe from several threads.

#include "planner/index.h"
#include "planner/offer.h"
#include "planner/plan.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

// A day that the organization has given a name: "policy change" -> 2026-06-01.
struct NamedDay {
    std::string name;
    Day day;
};

// A word of the organization's own: "GMV" is read as "gross volume". What `glossary_from` lets through.
struct GlossaryTerm {
    std::string word;
    std::string means;       // Words that stand in its place; empty where `metric` says it.
    std::string definition;  // Shown in answers; may be empty.
    std::string metric;      // "stripe.gross_volume", where one number and no other is meant; may be empty.
};

struct Context {
    Calendar calendar;
    Day today;
    std::vector<NamedDay> named_days;
    const Plan* previous = nullptr;  // The plan that a follow-up changes; outlives the call.
    std::vector<GlossaryTerm> glossary = {};
    bool verified_only = false;  // Only metrics that are `verified` may answer.
};

Decision plan(std::string_view question, const Index& index, const Context& context);

// For one question only: it prepares the offers, which costs more than the planning.
Decision plan(std::string_view question, std::span<const Offer> offers, const Context& context);

// What a plan's date phrase means today, read as plan() reads it: with the named days, and cut at the end of today.
// None where it names no period.
std::optional<Range> read_range(std::string_view phrase, const Context& context);

// Whether the words ask for a number of things: "how many", "the number of", "count". "Country" does not.
bool asks_for_count(std::string_view question);

}  // namespace parley::planner
