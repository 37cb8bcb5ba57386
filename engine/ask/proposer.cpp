#include "ask/proposer.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace parley::ask {
namespace {

struct KindName {
    PlannerKind kind;
    std::string_view name;
};
constexpr std::array<KindName, 3> kinds{{{PlannerKind::local, "local"},
                                         {PlannerKind::model, "model"},
                                         {PlannerKind::model_then_local, "model_then_local"}}};

// Rather too many than too few: a budget that is only held afterwards is none.
std::int64_t tokens_of(const planner::Prompt& prompt) {
    constexpr std::size_t bytes_per_token = 3;
    const std::size_t bytes = prompt.system.size() + prompt.user.size() + dump(prompt.schema).size();
    return static_cast<std::int64_t>(bytes / bytes_per_token + 1);
}

std::string money_text(double money) {
    constexpr double parts = 10'000;
    const auto whole = static_cast<std::int64_t>(std::llround(money * parts));
    std::string rest = cat(whole % static_cast<std::int64_t>(parts));
    rest.insert(0, 4 - rest.size(), '0');
    return cat(whole / static_cast<std::int64_t>(parts), ".", rest);
}

// Why there is no plan, in our words alone: what the model wrote is never shown.
std::string why_none(const Error& error) {
    switch (error.fault) {
    case Fault::not_found: return "found nothing connected that answers this";
    case Fault::invalid: return "gave no plan that holds";
    case Fault::over_limit: return "would cost more than one question may, or has reached its limit";
    case Fault::denied: return "was not to be asked, or declined";
    case Fault::unavailable: return "could not be reached in time";
    case Fault::reconnect:
    case Fault::internal: break;
    }
    return "gave no plan";
}

}  // namespace

std::optional<PlannerKind> planner_kind_named(std::string_view name) {
    for (const auto& one : kinds) {
        if (one.name == name) return one.kind;
    }
    return std::nullopt;
}

std::vector<std::string> planner_kind_names() {
    std::vector<std::string> names;
    for (const auto& one : kinds) names.emplace_back(one.name);
    return names;
}

double Spent::money(const ModelBudget& budget) const {
    constexpr double million = 1e6;
    return (static_cast<double>(tokens_in) * budget.price_in + static_cast<double>(tokens_out) * budget.price_out) /
           million;
}

bool Proposer::may_ask(const planner::Decision& local, const planner::Index& index) {
    const auto offers = index.offers();
    if (std::none_of(offers.begin(), offers.end(), [](const planner::Offer& offer) { return offer.connected; }))
        return false;
    const auto* refusal = std::get_if<planner::Refusal>(&local);
    if (refusal == nullptr) return true;
    if (refusal->reason == planner::Reason::off_topic) return true;
    return refusal->reason == planner::Reason::no_source && refusal->could.empty();
}

Result<planner::ModelReply> Proposer::complete(const planner::Prompt& prompt, const Deadline& deadline,
                                               Spent& spent) const {
    Spent after = spent;
    after.tokens_in += tokens_of(prompt);
    after.tokens_out += budget_.reply_tokens;
    if (after.tokens() > budget_.tokens || (budget_.money > 0 && after.money(budget_) > budget_.money))
        return Error{Fault::over_limit, "The language model would cost more than one question may.", ""};
    if (deadline.is_over()) return Error{Fault::unavailable, "There was no time left for the language model.", ""};
    ++spent.tries;
    auto reply = model_.complete(prompt, {budget_.reply_tokens, deadline});
    if (!reply && reply.error().fault != Fault::invalid) return reply;  // It was not served.
    // A server that does not count is taken to have cost what was expected of the request.
    const std::int64_t in = reply ? reply.value().tokens_in : 0;
    const std::int64_t out = reply ? reply.value().tokens_out : 0;
    spent.tokens_in += in > 0 ? in : tokens_of(prompt);
    spent.tokens_out += std::max<std::int64_t>(out, 0);
    return reply;
}

// Only a plan that does not hold is worth a second try: a server that is overloaded is not better a moment later.
Proposer::Tries Proposer::tries(const Asked& asked) const {
    constexpr int tries_most = 2;
    const Deadline deadline = asked.deadline.at_most(std::chrono::seconds(budget_.seconds));
    Tries made{Error{Fault::internal, "", ""}, {}};
    planner::Prompt prompt = planner::proposal_prompt(asked.question, asked.index, asked.context, budget_.prompt);
    const planner::Prompt first = prompt;
    while (made.spent.tries < tries_most) {
        auto reply = complete(prompt, deadline, made.spent);
        const std::string text = reply ? reply.value().text : "";
        made.plan = [&]() -> Result<planner::Plan> {
            if (!reply) return std::move(reply).error();
            PARLEY_TRY(const Json proposal, planner::proposal_in(text));
            return planner::plan_from_proposal(proposal, asked.question, asked.index, asked.context);
        }();
        if (made.plan || made.plan.error().fault != Fault::invalid) break;
        prompt = planner::second_prompt(first, text, made.plan.error().message);
    }
    return made;
}

std::string Proposer::cost_text(const Spent& spent) const {
    std::string text = counted(spent.tokens(), "token", "tokens");
    if (budget_.price_in > 0 || budget_.price_out > 0) text += cat(", about ", money_text(spent.money(budget_)));
    return text;
}

Proposer::Outcome Proposer::decide(const Asked& asked, planner::Decision local) const {
    Tries made = tries(asked);
    Outcome outcome;
    outcome.spent = made.spent;
    const std::string cost = cost_text(made.spent);
    if (made.plan) {
        outcome.decision = std::move(made.plan).value();
        outcome.note = cat("planned by the language model ", model_name(), " (", cost, ")");
        return outcome;
    }
    const Error& error = made.plan.error();
    const std::string why = cat("the language model ", model_name(), " ", why_none(error));
    const bool has_plan = std::holds_alternative<planner::Plan>(local);
    const bool nothing_found = error.fault == Fault::not_found;
    // What we refuse or ask back ourselves needs no model that agrees.
    if (kind_ == PlannerKind::model_then_local || (nothing_found && !has_plan)) {
        outcome.note = cat(why, " (", cost, ")", has_plan ? ": planned without it" : "");
        outcome.decision = std::move(local);
        return outcome;
    }
    outcome.note = cat(why, " (", cost, ")");
    outcome.failure =
        Error{nothing_found ? Fault::not_found : error.fault, cat("There is no answer: ", why, "."), error.message};
    if (outcome.failure->fault == Fault::denied) outcome.failure->fault = Fault::unavailable;
    return outcome;
}

}  // namespace parley::ask
