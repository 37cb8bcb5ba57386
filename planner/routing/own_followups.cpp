#include "base/text.h"
#include "planner/routing/build.h"
#include "planner/routing/own_words.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr std::size_t longest_own_follow_up = 12;
constexpr std::size_t short_own_words = 6;

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

bool changes_something(const FollowUp& question, const OwnWords& own) {
    const Reading& reading = question.reading;
    const auto& cues = reading.cues;
    return question.changes.any || reading.found || cues.limit || cues.descending || cues.grain || cues.trend ||
           !cues.chart.empty() || !cues.chart_note.empty() || reading.comparison.count > 0 || !own.group_by.empty() ||
           !own.filters.empty() || own.aggregate != "count";
}

bool names_a_number(const Reading& reading, std::span<const Offer> offers) {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        const bool how = hit.count == 1 && is_one_of(reading.words, hit.first, {"share", "shares", "total", "count"});
        return hit.phrase->thing == Thing::metric && !how && !hit.other_words && offers[hit.phrase->offer].connected;
    });
}

void still_own(Plan& plan, std::string_view what) {
    plan.notes.push_back(cat("still: ", what));
}

// "drop the filter", "without the split", "all of them".
void take_away(const Changes& changes, Plan& plan) {
    if (changes.filters_go) {
        // Which table it is stays, whatever else it was narrowed down to.
        const auto names_no_table = [&](const Filter& filter) { return filter.op != "contains"; };
        plan.filters.erase(std::remove_if(plan.filters.begin(), plan.filters.end(), names_no_table),
                           plan.filters.end());
    }
    if (changes.groups_go) {
        plan.group_by.clear();
        plan.grain.reset();
    }
    if (changes.groups_go || changes.order_goes) plan.order.reset();
    if (changes.groups_go || changes.limit_goes) plan.limit.reset();
    if (changes.range_goes) plan.range.reset();
    if (changes.compare_goes) plan.compare = Compare::none;
    if (changes.limit) plan.limit = changes.limit;
    if (changes.reversed && plan.order) plan.order->descending = !plan.order->descending;
}

void change_groups(const FollowUp& question, const OwnWords& own, Plan& plan) {
    const Reading& reading = question.reading;
    bool beside = question.changes.beside;
    for (std::size_t k = 0; k < question.asked.words.size(); ++k)
        beside = beside || is_one_of(question.asked.words, k, {"also", "too", "additionally"});
    const bool anew = !own.group_by.empty() || reading.cues.grain || reading.cues.trend;
    if (anew && !beside) {
        plan.group_by.clear();
        plan.grain.reset();
        plan.order.reset();
        plan.limit.reset();
    }
    for (const auto& kept : plan.group_by) still_own(plan, cat("by ", kept));
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
        still_own(plan, plan.range->phrase);
    }
    if (reading.comparison.with != Compare::none) plan.compare = reading.comparison.with;
    if (!plan.range && (plan.grain || plan.compare != Compare::none)) {
        plan.range = default_range(plan.grain.value_or(Grain::month), context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
    if (!own.dated.empty()) plan.measures.front().dated = own.dated;
    if (reading.found) note_range(reading, context, plan);
}

// "leave out Rejected", "only Offer": one of those that are shown.
void read_one_of_group(const FollowUp& question, const OwnWords& own, Plan& plan) {
    const Changes& changes = question.changes;
    if (plan.group_by.size() != 1 || !own.filters.empty() || (!changes.excludes && !changes.narrows)) return;
    std::string name = changes.one_of_group;
    const Words& words = question.reading.words;
    for (std::size_t k = 0; k < words.size() && name.empty(); ++k) {
        if (!question.reading.is_open(k) || is_stop_word(words[k].text) || is_one_of(words, k, {"only", "just"}))
            continue;
        std::size_t end = k + 1;
        while (end < words.size() && question.reading.is_open(end) && !words[end].breaks &&
               !is_one_of(words, end, {"only", "please"}))
            ++end;
        name = text_between(question.reading.text, words, k, end - k);
    }
    if (!name.empty()) plan.filters.push_back({plan.group_by.front(), changes.excludes ? "!=" : "contains", name});
}

void change_filters(const OwnWords& own, Plan& plan) {
    for (const auto& filter : own.filters) {
        plan.filters.erase(std::remove_if(plan.filters.begin(), plan.filters.end(),
                                          [&filter](const Filter& old) { return old.field == filter.field; }),
                           plan.filters.end());
        plan.filters.push_back(filter);
    }
}

// "and on the board Webinars?": the same of another table.
std::optional<Decision> same_of_another_table(const Container& named, const Offer& offer, const Plan& before) {
    Plan plan = before;
    plan.notes.clear();
    for (auto& filter : plan.filters) {
        if (named.dimension >= offer.dimensions.size() || filter.field != offer.dimensions[named.dimension].id)
            continue;
        filter.value = named.name;
        still_own(plan, "the same of another table");
        return Decision(std::move(plan));
    }
    return std::nullopt;
}

}  // namespace

std::optional<Decision> follow_own_table(const FollowUp& question, std::span<const Offer> offers,
                                         const Context& context) {
    const Reading& reading = question.reading;
    if (context.previous == nullptr || question.asked.words.size() > longest_own_follow_up || question.changes.thanks)
        return std::nullopt;
    const Offer* offer = own_table_of(*context.previous, offers);
    if (offer == nullptr) return std::nullopt;
    const bool marked = question.changes.marked || question.changes.any;
    const auto containers = find_containers(reading, offers);
    if (!containers.empty()) {
        const Container& named = containers.front();
        const bool same_vendor = containers.size() == 1 && &offers[named.offer] == offer;
        return marked && same_vendor ? same_of_another_table(named, *offer, *context.previous) : std::nullopt;
    }
    if (!marked && (reading.words.size() > short_own_words || names_a_number(reading, offers))) return std::nullopt;
    const OwnWords own = read_own_words(reading, {});
    if (!changes_something(question, own)) return std::nullopt;

    Plan plan = *context.previous;
    plan.notes.clear();
    plan.steps.front().why = cat("follow-up: the same table in ", offer->name);
    take_away(question.changes, plan);
    for (const auto& filter : plan.filters) {
        if (filter.value.is_string()) still_own(plan, cat(filter.field, " ", filter.value.get<std::string>()));
    }
    Measure& measure = plan.measures.front();
    if (own.aggregate != "count") {
        measure.aggregate = own.aggregate;
        measure.field = own.field;
    }
    change_groups(question, own, plan);
    change_time(reading, own, context, plan);
    change_filters(own, plan);
    read_one_of_group(question, own, plan);
    if (const Metric* metric = offer->metric(measure.metric.substr(offer->vendor.text.size() + 1)))
        set_order(reading.cues, *metric, plan);
    if (!reading.cues.chart.empty()) plan.chart = reading.cues.chart;
    if (!reading.cues.chart_note.empty()) plan.notes.push_back(reading.cues.chart_note);
    return Decision(std::move(plan));
}

}  // namespace parley::planner
