#include "app/evaluation.h"

#include "app/attacks.h"
#include "base/text.h"
#include "kit/folder.h"
#include "planner/dates/dates.h"
#include "planner/planner.h"
#include "policy/gate.h"

#include <set>

namespace parley::app {
namespace {

// Cases give local wall time without an offset: its date is the day.
Day day_of(const Json& item) {
    const auto day = Day::parse(text_at(item, "reference_time").substr(0, 10));
    return day ? day.value() : Day{};
}

Json day_or_null(const std::optional<Day>& day) {
    return day ? Json(day->text()) : Json(nullptr);
}

Json judge_dates(const Json& item) {
    const auto found = planner::dates::find_range(text_at(item, "text"), day_of(item), Calendar());
    Json out{{"id", item.at("id")}, {"start", nullptr}, {"end", nullptr}};
    if (!found) return out;
    out["start"] = day_or_null(found->start);
    out["end"] = day_or_null(found->end);
    return out;
}

Json judge_policy(const Json& item) {
    const policy::ToolDefinition tool{text_at(item, "tool"), text_at(item, "description"), Json::object(),
                                      at_or_null(item, "annotations")};
    const auto judgement = policy::judge_unlisted(tool);
    const bool admitted = judgement.verdict == policy::Verdict::admitted;
    return {{"server", at_or_null(item, "server")},
            {"tool", tool.name},
            {"decision", admitted ? "allow" : "block"},
            {"offered", judgement.verdict == policy::Verdict::waiting},
            {"reason", judgement.reason}};
}

std::string expected_mark(const planner::Plan& plan) {
    if (!plan.chart.empty()) return plan.chart;
    if (plan.join && plan.join->kind == planner::Join::Kind::correlate) return plan.group_by.empty() ? "point" : "bar";
    if (plan.grain) return "line";
    return plan.group_by.empty() ? "number" : "bar";
}

Json describe(const planner::Plan& plan, const std::vector<planner::Offer>& offers) {
    Json out{{"status", "answer"}, {"reason", nullptr}, {"vendors", Json::array()}, {"tools", Json::array()}};
    for (const auto& step : plan.steps) {
        out["vendors"].push_back(step.vendor.text);
        for (const auto& offer : offers) {
            const auto* dataset = offer.vendor == step.vendor ? offer.dataset(step.dataset) : nullptr;
            if (dataset != nullptr) out["tools"].push_back(dataset->tool);
        }
    }
    out["metric"] = Json::array();
    for (const auto& measure : plan.measures) {
        const auto dot = measure.metric.find('.');
        for (const auto& offer : offers) {
            const auto* metric = offer.vendor.text == measure.metric.substr(0, dot)
                                     ? offer.metric(measure.metric.substr(dot + 1))
                                     : nullptr;
            if (metric != nullptr) out["metric"].push_back(metric->name);
        }
    }
    out["aggregate"] = plan.measures.empty() ? "" : plan.measures.front().aggregate;
    out["group_by"] = plan.group_by;
    if (plan.grain) out["group_by"].push_back(name_of(*plan.grain));
    out["range"] = nullptr;
    if (plan.range) out["range"] = {{"start", day_or_null(plan.range->start)}, {"end", day_or_null(plan.range->end)}};
    const Json whole = sorted(planner::to_json(plan));
    out["compare"] = whole["compare"];
    out["filters"] = whole["filters"];
    out["top_n"] = whole["limit"];
    out["chart"] = expected_mark(plan);
    return out;
}

Json describe(const planner::Decision& decision, const std::vector<planner::Offer>& offers) {
    if (const auto* plan = std::get_if<planner::Plan>(&decision)) return describe(*plan, offers);
    if (std::holds_alternative<planner::Clarify>(decision)) {
        return {{"status", "clarify"}, {"reason", "ambiguous"}, {"vendors", Json::array()}};
    }
    const auto& refusal = std::get<planner::Refusal>(decision);
    Json out{{"status", "refuse"}, {"reason", planner::name_of(refusal.reason)}, {"vendors", Json::array()}};
    for (const auto& vendor : refusal.could) out["vendors"].push_back(vendor.text);
    return out;
}

Json judge_question(const Json& item, const vendors::Catalogue& catalogue) {
    std::set<std::string> connected;
    for (const auto& vendor : item.at("connected")) connected.insert(vendor.get<std::string>());
    std::vector<planner::Offer> offers;
    for (const auto& vendor : catalogue.vendors()) {
        const bool there = connected.contains(vendor.manifest.id.text);
        offers.push_back(there ? kit::connected_offer(vendor) : vendors::make_offer_unconnected(vendor));
    }
    const int week_start = text_at(item, "week_start") == "sunday" ? 7 : 1;
    const auto calendar = Calendar::make(
        {text_at(item, "timezone", "UTC"), week_start, static_cast<int>(integer_at(item, "fiscal_year_start", 1))});
    planner::Context context{calendar ? calendar.value() : Calendar(), day_of(item), {}, nullptr};
    const planner::Index index(offers);  // Once for all turns of the item.
    std::optional<planner::Plan> previous;
    planner::Decision decision = planner::Refusal{};
    for (const auto& turn : item.at("turns")) {
        context.previous = previous ? &*previous : nullptr;
        decision = planner::plan(turn.get<std::string>(), index, context);
        if (const auto* plan = std::get_if<planner::Plan>(&decision)) {
            planner::Plan kept = *plan;
            previous = std::move(kept);
        }
    }
    Json out = describe(decision, offers);
    out["id"] = item.at("id");
    return out;
}

}  // namespace

Judge judge_for(const std::string& kind, const vendors::Catalogue& catalogue) {
    if (kind == "dates") return judge_dates;
    if (kind == "policy") return judge_policy;
    if (kind == "ssrf") return judge_url;
    if (kind == "questions") return [&catalogue](const Json& item) { return judge_question(item, catalogue); };
    return {};
}

}  // namespace parley::app
