#include "base/text.h"
#include "planner/routing/build.h"
#include "planner/routing/own_words.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr std::size_t longest_words = 12;
constexpr std::size_t short_words = 6;

const Offer* own_table_of(const Plan& plan, std::span<const Offer> offers) {
    if (plan.steps.size() != 1 || plan.measures.size() != 1) return nullptr;
    for (const auto& offer : offers) {
        const Dataset* dataset = offer.dataset(plan.steps.front().dataset);
        const bool same = offer.connected && offer.vendor == plan.steps.front().vendor &&
                          offer.connection == plan.steps.front().connection;
        if (same && dataset != nullptr && dataset->open_fields) return &offer;
    }
    return nullptr;
}

bool is_marked(const Words& words) {
    if (is_one_of(words, 0,
                  {"and", "only", "now", "instead", "same", "but", "also",  "then",  "just", "ok",   "by",
                   "per", "as",   "for", "in",      "top",  "why", "split", "break", "make", "with", "compare"}))
        return true;
    return stands_at(words, 0, "what about") || stands_at(words, 0, "how about") || stands_at(words, 0, "show it") ||
           is_one_of(words, words.size() - 1, {"instead", "only"});
}

bool changes_something(const Reading& reading, const OwnWords& own) {
    const auto& cues = reading.cues;
    return reading.found || cues.limit || cues.descending || cues.grain || cues.trend || !cues.chart.empty() ||
           reading.comparison.count > 0 || !own.group_by.empty() || !own.filters.empty() || own.aggregate != "count";
}

bool names_a_number(const Reading& reading, std::span<const Offer> offers) {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::metric && !hit.other_words && offers[hit.phrase->offer].connected;
    });
}

void still(Plan& plan, std::string_view what) {
    plan.notes.push_back(cat("still: ", what));
}

void change_groups(const Reading& reading, const OwnWords& own, Plan& plan) {
    bool beside = false;
    for (std::size_t k = 0; k < reading.words.size(); ++k)
        beside = beside || is_one_of(reading.words, k, {"also", "too", "additionally"});
    const bool anew = !own.group_by.empty() || reading.cues.grain || reading.cues.trend;
    if (anew && !beside) {
        plan.group_by.clear();
        plan.grain.reset();
        plan.order.reset();
        plan.limit.reset();
    }
    for (const auto& kept : plan.group_by) still(plan, cat("by ", kept));
    for (const auto& group : own.group_by) {
        plan.group_by.push_back(group);
        plan.notes.push_back(cat("\"", group, "\" is taken for a field of the table"));
    }
    if (reading.cues.grain) plan.grain = reading.cues.grain;
    if (reading.cues.trend && !plan.grain) plan.grain = sensible_grain(plan.range);
}

void change_time(const Reading& reading, const OwnWords& own, const Context& context, Plan& plan) {
    if (auto range = make_range(reading, context)) {
        plan.range = std::move(range);
    } else if (plan.range) {
        still(plan, plan.range->phrase);
    }
    if (reading.comparison.with != Compare::none) plan.compare = reading.comparison.with;
    if (!plan.range && (plan.grain || plan.compare != Compare::none)) {
        plan.range = default_range(plan.grain.value_or(Grain::month), context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
    if (!own.dated.empty()) plan.measures.front().dated = own.dated;
    if (reading.found) note_range(reading, context, plan);
}

void change_filters(const OwnWords& own, Plan& plan) {
    for (const auto& filter : own.filters) {
        plan.filters.erase(std::remove_if(plan.filters.begin(), plan.filters.end(),
                                          [&filter](const Filter& old) { return old.field == filter.field; }),
                           plan.filters.end());
        plan.filters.push_back(filter);
    }
}

}  // namespace

std::optional<Decision> follow_own_table(const Reading& reading, std::span<const Offer> offers,
                                         const Context& context) {
    if (context.previous == nullptr || reading.words.empty() || reading.words.size() > longest_words)
        return std::nullopt;
    const Offer* offer = own_table_of(*context.previous, offers);
    if (offer == nullptr || !find_containers(reading, offers).empty()) return std::nullopt;
    const bool marked = is_marked(reading.words);
    if (!marked && (reading.words.size() > short_words || names_a_number(reading, offers))) return std::nullopt;
    const OwnWords own = read_own_words(reading, {});
    if (!changes_something(reading, own)) return std::nullopt;

    Plan plan = *context.previous;
    plan.notes.clear();
    plan.steps.front().why = cat("follow-up: the same table in ", offer->name);
    for (const auto& filter : plan.filters) {
        if (filter.value.is_string()) still(plan, cat(filter.field, " ", filter.value.get<std::string>()));
    }
    Measure& measure = plan.measures.front();
    if (own.aggregate != "count") {
        measure.aggregate = own.aggregate;
        measure.field = own.field;
    }
    change_groups(reading, own, plan);
    change_time(reading, own, context, plan);
    change_filters(own, plan);
    if (const Metric* metric = offer->metric(measure.metric.substr(offer->vendor.text.size() + 1)))
        set_order(reading.cues, *metric, plan);
    if (!reading.cues.chart.empty()) plan.chart = reading.cues.chart;
    return Decision(std::move(plan));
}

}  // namespace parley::planner
