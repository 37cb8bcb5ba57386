#include "planner/routing/undescribed.h"

#include "base/text.h"
#include "planner/tools/arguments.h"
#include "planner/tools/index.h"

#include <algorithm>

namespace parley::planner {
namespace {

// "customer_id" -> "customer id", for a sentence.
std::string spoken(std::string name) {
    for (char& c : name) {
        if (c == '_' || c == '-' || c == '.') c = ' ';
    }
    return name;
}

Error ask_for(const std::vector<std::string>& missing, const Offer& offer, const Dataset& dataset) {
    std::vector<std::string> names;
    for (const auto& name : missing) names.push_back(cat("\"", spoken(name), "\""));
    return {
        Fault::invalid,
        cat(offer.name, " gives ", dataset.name, " only for a stated ", join(names, " and "), ": which shall it be?"),
        ""};
}

const Offer* offer_of(const Step& step, std::span<const Offer> offers) {
    const auto found = std::find_if(offers.begin(), offers.end(), [&](const Offer& offer) {
        return offer.connected && offer.vendor == step.vendor && offer.connection == step.connection;
    });
    return found != offers.end() ? &*found : nullptr;
}

Json arguments_before(const Step& step, const Plan* previous) {
    if (previous == nullptr) return Json::object();
    for (const auto& before : previous->steps) {
        if (before.connection == step.connection && before.dataset == step.dataset) return before.arguments;
    }
    return Json::object();
}

}  // namespace

const Candidate& nearest_tool(const Reading& reading, const std::vector<Candidate>& ranked, const Index& index) {
    constexpr std::size_t looked_at = 3;
    const Candidate& best = ranked.front();
    const ToolIndex* tools = index.tools_of(best.offer_position);
    if (tools == nullptr) return best;
    for (const auto& tool : tools->rank(reading.text, looked_at)) {
        const std::string& dataset = best.offer->datasets[tool.tool].id;
        const auto found = std::find_if(ranked.begin(), ranked.end(), [&](const Candidate& candidate) {
            return candidate.offer_position == best.offer_position && candidate.metric->dataset == dataset;
        });
        if (found != ranked.end()) return *found;
    }
    return best;
}

Result<Plan> given(Plan plan, std::string_view question, const Index& index, const Context& context) {
    for (auto& step : plan.steps) {
        const Offer* offer = offer_of(step, index.offers());
        const Dataset* dataset = offer != nullptr ? offer->dataset(step.dataset) : nullptr;
        if (dataset == nullptr || dataset->input_schema.is_null()) continue;
        const ToolArguments said =
            fill_arguments(question, dataset->input_schema, {context.today, context.calendar, index.vectors()});
        Json arguments = arguments_before(step, context.previous);
        arguments.update(said.values);
        std::vector<std::string> missing;
        for (const auto& name : said.missing) {
            if (!arguments.contains(name)) missing.push_back(name);
        }
        if (!missing.empty()) return ask_for(missing, *offer, *dataset);
        step.arguments = std::move(arguments);
    }
    return plan;
}

Decision given(Decision decision, std::string_view question, const Index& index, const Context& context) {
    if (auto* plan = std::get_if<Plan>(&decision)) {
        auto whole = given(std::move(*plan), question, index, context);
        if (whole) return std::move(whole).value();
        return Clarify{whole.error().message, {}};
    }
    if (auto* clarify = std::get_if<Clarify>(&decision)) {
        std::vector<Choice> askable;
        std::string missing;  // Of the first that cannot be asked as it stands.
        for (auto& choice : clarify->choices) {
            auto whole = given(choice.plan, question, index, context);
            if (!whole && missing.empty()) missing = whole.error().message;
            if (!whole) continue;
            choice.plan = std::move(whole).value();
            askable.push_back(std::move(choice));
        }
        if (askable.empty() && !missing.empty()) return Clarify{missing, {}};
        clarify->choices = std::move(askable);
    }
    return decision;
}

}  // namespace parley::planner
