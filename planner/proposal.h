#pragma once
// What a language model is told and what becomes of its answer. It sees names of the catalogue, never rows, and may
// only propose: what it proposes is read here, held against the catalogue like any other plan, and dated by our own
// reading of dates.

#include "planner/index.h"
#include "planner/language_model.h"
#include "planner/planner.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

// Positions of the connected offers that the routing finds nearest to the question, at most `most`, the nearest first.
// All of them where no word of theirs stands in it: there a model helps most, and any may be meant.
std::vector<std::size_t> nearest_offers(std::string_view question, const Index& index, const Context& context,
                                        std::size_t most);

// The question and the names of its nearest offers. At most `bytes_most` of them: what does not fit stays out, the
// nearest offer never does.
struct PromptLimits {
    std::size_t offers = 4;
    std::size_t bytes = 24'000;
};
Prompt proposal_prompt(std::string_view question, const Index& index, const Context& context,
                       const PromptLimits& limits);

// The same question once more. `reply` did not hold, and `why` says so in one sentence of ours.
Prompt second_prompt(Prompt first, std::string_view reply, std::string_view why);

// JSON Schema of a proposal, in the part of JSON Schema that every provider's structured output takes.
Json proposal_schema();

// The object in a reply: alone, in a fence, or between words. Of several the last, for models think aloud before.
Result<Json> proposal_in(std::string_view reply);

// Fault::not_found where the model says that nothing here answers the question. Fault::invalid with one sentence for
// whatever names something that is not there, holds a field that no proposal has, or says what the question does not.
Result<Plan> plan_from_proposal(const Json& proposal, std::string_view question, const Index& index,
                                const Context& context);

// The plan as a model would have proposed it: for follow-ups.
Json proposal_of(const Plan& plan, const Index& index);

}  // namespace parley::planner
