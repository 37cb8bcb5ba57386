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

Clarify ask_for(const std::vector<std::string>& missing, const Candidate& candidate) {
    std::vector<std::string> names;
    for (const auto& name : missing) names.push_back(cat("\"", spoken(name), "\""));
    const Dataset* dataset = candidate.offer->dataset(candidate.metric->dataset);
    return {cat(candidate.offer->name, " gives ", dataset->name, " only for a stated ", join(names, " and "),
                ": which shall it be?"),
            {}};
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

Decision with_arguments(Plan plan, const Reading& reading, const Candidate& candidate, const Index& index,
                        const Context& context) {
    const Dataset* dataset = candidate.offer->dataset(candidate.metric->dataset);
    if (dataset == nullptr || dataset->input_schema.is_null()) return plan;
    ToolArguments arguments =
        fill_arguments(reading.text, dataset->input_schema, {context.today, context.calendar, index.vectors()});
    if (!arguments.missing.empty()) return ask_for(arguments.missing, candidate);
    plan.steps.front().arguments = std::move(arguments.values);
    return plan;
}

}  // namespace parley::planner
