#include "analysis/ranges.h"

#include "base/text.h"

namespace parley::analysis {
namespace {

int months_between(Day start, Day end) {
    return (end.year() - start.year()) * 12 + end.month() - start.month();
}

// An exclusive end keeps its meaning: the end of February stays the end of February, leap year or not.
Day end_a_year_earlier(Day end) {
    return end.day() == 1 ? end.plus_months(-12) : end.plus(-1).plus_months(-12).plus(1);
}

DayRange period_before(DayRange whole, Day elapsed_end) {
    const bool months = whole.start.day() == 1 && whole.end.day() == 1;
    const int length = whole.end.days - whole.start.days;
    const Day start =
        months ? whole.start.plus_months(-months_between(whole.start, whole.end)) : whole.start.plus(-length);
    if (elapsed_end >= whole.end) return {start, whole.start};
    return {start, std::min(start.plus(elapsed_end.days - whole.start.days), whole.start)};
}

bool goes_by(const planner::Term& term, const planner::Dataset& dataset) {
    if (term.timing != planner::Timing::during) return false;
    return term.time_column.empty() ? !dataset.time_field.empty() : term.time_column == dataset.time_field;
}

// Whether rows outside the period can be left with the vendor.
bool can_be_cut(const planner::Plan& plan, const planner::Step& step, const planner::Offer& offer) {
    const planner::Dataset* dataset = offer.dataset(step.dataset);
    if (!dataset) return false;
    for (const planner::Measure& measure : plan.measures) {
        const std::string prefix = offer.vendor.text + ".";
        if (measure.metric.rfind(prefix, 0) != 0) continue;
        const planner::Metric* metric = offer.metric(measure.metric.substr(prefix.size()));
        if (!metric || metric->dataset != step.dataset) continue;
        if (!goes_by(metric->value, *dataset)) return false;
        if (metric->per && !goes_by(*metric->per, *dataset)) return false;
    }
    return true;
}

// Rows of any time decide which of the first measure's count.
bool brings_whole(const planner::Plan& plan, const planner::Step& step, const planner::Offer& offer) {
    if (!plan.join || !plan.join->whole || plan.measures.size() < 2) return false;
    const std::string prefix = offer.vendor.text + ".";
    const std::string& second = plan.measures[1].metric;
    if (second.rfind(prefix, 0) != 0) return false;
    const planner::Metric* metric = offer.metric(second.substr(prefix.size()));
    return metric && metric->dataset == step.dataset;
}

}  // namespace

std::optional<DayRange> elapsed_range(const planner::Plan& plan, const Setting& setting) {
    if (!plan.range || !plan.range->start) return std::nullopt;
    const Day tomorrow = setting.today.plus(1);
    const Day end = std::min(plan.range->end.value_or(tomorrow), tomorrow);
    if (end <= *plan.range->start) return std::nullopt;
    return DayRange{*plan.range->start, end};
}

std::optional<DayRange> compared_range(const planner::Plan& plan, const Setting& setting) {
    const auto elapsed = elapsed_range(plan, setting);
    if (!elapsed) return std::nullopt;
    switch (plan.compare) {
    case planner::Compare::none: return std::nullopt;
    case planner::Compare::previous_year:
        return DayRange{elapsed->start.plus_months(-12), end_a_year_earlier(elapsed->end)};
    case planner::Compare::previous_period:
        return period_before({elapsed->start, plan.range->end.value_or(elapsed->end)}, elapsed->end);
    }
    return std::nullopt;
}

NeededRange needed_range(const planner::Plan& plan, const planner::Step& step, const planner::Offer& offer,
                         const Setting& setting) {
    if (!plan.range || brings_whole(plan, step, offer) || !can_be_cut(plan, step, offer)) return {};
    NeededRange needed{plan.range->start, plan.range->end};
    if (const auto compared = compared_range(plan, setting)) {
        needed.start = std::min(compared->start, *plan.range->start);
    }
    return needed;
}

}  // namespace parley::analysis
