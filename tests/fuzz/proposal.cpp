#include "planner/proposal.h"

#include "base/text.h"
#include "fuzz/fuzz.h"
#include "llm/provider.h"
#include "planner/check.h"
#include "planner/offers.h"

namespace parley::fuzz {
namespace {

constexpr std::string_view question = "MRR and revenue of Acme by country, top 5, last quarter against the year before";

void check_error(const Error& error) {
    must(is_one_line(error.message), "a message for the model is one line");
    must(error.message.size() > 10 && error.message.size() < 600 && error.message.ends_with('.'),
         "a message for the model is a sentence");
}

bool is_offered(const planner::Plan& plan, std::span<const planner::Offer> offers) {
    for (const auto& step : plan.steps) {
        bool found = false;
        for (const auto& offer : offers) {
            const auto* dataset = offer.connection == step.connection ? offer.dataset(step.dataset) : nullptr;
            found = found || (offer.connected && dataset != nullptr && dataset->tool == step.tool);
        }
        if (!found) return false;
    }
    return true;
}

void check_proposal(const Json& proposal) {
    static const planner::Index index = planner::Index::owning(planner::three_offers());
    static const planner::Context context = planner::context_on(Day::of(2026, 11, 21));
    const auto plan = planner::plan_from_proposal(proposal, question, index, context);
    if (!plan) return check_error(plan.error());
    must(is_offered(plan.value(), index.offers()), "a proposed plan asks only what is offered");
    for (const auto& step : plan.value().steps) must(step.arguments.empty(), "a model makes no arguments");
    const auto again = planner::checked(plan.value(), index, context);
    must(again && planner::to_json(again.value()) == planner::to_json(plan.value()), "a checked plan stays as it is");
    const auto kept = planner::plan_from_json(sorted(planner::to_json(plan.value())));
    must(bool(kept), "a proposed plan can be kept");
}

}  // namespace

void proposal(Bytes bytes) {
    const std::string_view text = text_of(bytes);
    if (const auto reply = parse_json(text)) {
        for (const auto* provider : {&llm::anthropic(), &llm::openai()}) {
            const auto read = provider->read(reply.value());
            if (read) must(!read.value().text.empty(), "a reply that is read says something");
        }
    }
    const auto found = planner::proposal_in(text);
    if (!found) return check_error(found.error());
    must(found.value().is_object(), "a proposal is an object");
    check_proposal(found.value());
}

}  // namespace parley::fuzz
