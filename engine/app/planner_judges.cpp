#include "app/planner_judges.h"

#include "base/text.h"
#include "kit/folder.h"
#include "planner/planner.h"
#include "planner/routing/answerable.h"

#include <algorithm>
#include <memory>
#include <set>

namespace parley::app {
namespace {

std::string expected_mark(const planner::Plan& plan) {
    if (!plan.chart.empty()) return plan.chart;
    if (plan.join && plan.join->kind == planner::Join::Kind::correlate) return plan.group_by.empty() ? "point" : "bar";
    if (plan.grain) return "line";
    return plan.group_by.empty() ? "number" : "bar";
}

bool is_match(const planner::Plan& plan) {
    using Kind = planner::Join::Kind;
    return plan.join && (plan.join->kind == Kind::match || plan.join->kind == Kind::without);
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
    // What two vendors have in common is no grouping of a list of them.
    if (is_match(plan)) {
        auto& groups = out["group_by"];
        groups.erase(std::remove(groups.begin(), groups.end(), Json(plan.join->on)), groups.end());
    }
    // What two numbers stand beside each other by: the bucket of their series, or their vendors.
    const bool is_plain = plan.group_by.empty() && !plan.grain;
    if (is_plain && is_match(plan)) {
        // It has none of its own.
    } else if (is_plain && plan.join && plan.join->kind == planner::Join::Kind::correlate) {
        out["group_by"].push_back(plan.join->on);
    } else if (is_plain && plan.steps.size() >= 2 && plan.steps[0].vendor != plan.steps[1].vendor) {
        out["group_by"].push_back("vendor");
    }
    if (plan.grain) out["group_by"].push_back(name_of(*plan.grain));
    out["range"] = nullptr;
    if (plan.range) out["range"] = {{"start", day_or_null(plan.range->start)}, {"end", day_or_null(plan.range->end)}};
    const Json whole = sorted(planner::to_json(plan));
    out["compare"] = whole["compare"];
    out["filters"] = whole["filters"];
    if (is_match(plan)) {
        for (const auto& filter : at_or_null(whole["join"], "filters")) out["filters"].push_back(filter);
    }
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
        if (auto kept = planner::plan_to_follow(decision)) previous = std::move(kept);
    }
    Json out = describe(decision, offers);
    out["id"] = item.at("id");
    return out;
}

// All vendors as if each published every tool of its manifest.
planner::Index all_connected(const vendors::Catalogue& catalogue) {
    std::vector<planner::Offer> offers;
    for (const auto& vendor : catalogue.vendors()) offers.push_back(kit::connected_offer(vendor));
    return planner::Index::owning(std::move(offers));
}

// Cases of this kind have no day of their own.
planner::Context context_of(const Json& item) {
    const Day day = item.contains("reference_time") ? day_of(item) : Day::of(2026, 11, 21);
    return {Calendar(), day, {}, nullptr};
}

enum class Counts { any_refusal, write_only };

Json judge_refusal(const Json& item, const planner::Index& index, Counts counts) {
    const auto decision = planner::plan(text_at(item, "question"), index, context_of(item));
    const auto* refusal = std::get_if<planner::Refusal>(&decision);
    const bool is_write = refusal != nullptr && refusal->reason == planner::Reason::write;
    Json out{{"id", item.at("id")}, {"refuse", counts == Counts::any_refusal ? refusal != nullptr : is_write}};
    out["reason"] = refusal == nullptr ? Json(nullptr) : Json(planner::name_of(refusal->reason));
    return out;
}

// What planner/learn/answerable.py learns from.
Json judge_signs(const Json& item, const planner::Index& index) {
    planner::Stemmer stemmer;
    const auto reading = planner::read(text_at(item, "question"), index.lexicon(), context_of(item), stemmer);
    const auto scored = planner::candidates(reading, index.lexicon(), index.offers());
    return {{"id", item.at("id")}, {"signs", planner::signs_of(reading, index.lexicon(), scored)}};
}

}  // namespace

Judge planner_judge_for(const std::string& kind, const vendors::Catalogue& catalogue) {
    if (kind == "questions") return [&catalogue](const Json& item) { return judge_question(item, catalogue); };
    if (kind != "refuse" && kind != "refuse_write" && kind != "signs") return {};
    const auto index = std::make_shared<const planner::Index>(all_connected(catalogue));
    if (kind == "signs") return [index](const Json& item) { return judge_signs(item, *index); };
    const Counts counts = kind == "refuse" ? Counts::any_refusal : Counts::write_only;
    return [index, counts](const Json& item) { return judge_refusal(item, *index, counts); };
}

}  // namespace parley::app
