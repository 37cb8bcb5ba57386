#pragma once
// A question and what can be asked -> a plan, a question back, or a refusal. Pure: the same input gives the same
// output; no clock, files or network. Safe from several threads.

#include "planner/offer.h"
#include "planner/plan.h"

#include <span>
#include <string>
#include <vector>

namespace parley::planner {

// A day that the organization has given a name: "policy change" -> 2026-06-01.
struct NamedDay {
    std::string name;
    Day day;
};

struct Context {
    Calendar calendar;
    Day today;
    std::vector<NamedDay> named_days;
    const Plan* previous = nullptr;  // The plan that a follow-up changes; outlives the call.
};

Decision plan(std::string_view question, std::span<const Offer> offers, const Context& context);

// The only thing the planner knows of a language model. engine/llm implements it; tests script it.
class LanguageModel {
public:
    virtual ~LanguageModel() = default;
    virtual Result<std::string> complete(const std::string& prompt) = 0;
};

}  // namespace parley::planner
