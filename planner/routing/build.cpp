#include "planner/routing/build.h"

#include "base/text.h"
#include "planner/routing/spread.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace parley::planner {
namespace {

constexpr int top_without_number = 10;

std::string day_text(Day day) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return cat(day.day(), " ", months[static_cast<std::size_t>(day.month() - 1)], " ", day.year());
}

std::string score_text(double score) {
    const auto hundredths = static_cast<int>(std::lround(score * 100));
    return cat(hundredths / 100, ".", hundredths % 100 < 10 ? "0" : "", hundredths % 100);
}

void note_week(const Context& context, Plan& plan) {
    constexpr std::array<std::string_view, 7> names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
    const auto index = static_cast<std::size_t>(context.calendar.rules().week_start - 1);
    plan.notes.push_back(cat("the week starts on ", names[index]));
}

// Time words in a dataset without dates are said to have no effect rather than silently dropped.
void drop_time(const Candidate& candidate, Plan& plan) {
    if (plan.range || plan.grain || plan.compare != Compare::none) {
        plan.notes.push_back(
            cat(candidate.metric->name, " has no dates at ", candidate.offer->name, ": it is shown as it is today"));
    }
    plan.range.reset();
    plan.grain.reset();
    plan.compare = Compare::none;
}

// "WAU" of "weekly active users".
bool are_initials(std::string_view text, std::string_view name) {
    std::string initials;
    for (std::size_t k = 0; k < name.size(); ++k) {
        if (name[k] != ' ' && (k == 0 || name[k - 1] == ' ')) initials += name[k];
    }
    return initials.size() > 1 && text == initials;
}

// "Weekly active users over the last 12 weeks" are twelve numbers: over all of them it would be another one.
std::optional<Grain> grain_of_name(const Candidate& candidate, const std::optional<Range>& range) {
    if (!range || !range->start || !range->end || candidate.metric->additive_over_time()) return std::nullopt;
    struct Step {
        std::string_view begins;
        Grain grain;
        int days;
    };
    constexpr std::array<Step, 3> steps{
        {{"daily ", Grain::day, 1}, {"weekly ", Grain::week, 7}, {"monthly ", Grain::month, 31}}};
    std::string name = lower(candidate.phrase);  // As it was asked for: "visitors" may be a total.
    if (are_initials(name, lower(candidate.metric->name))) name = lower(candidate.metric->name);
    for (const auto& step : steps) {
        if (name.starts_with(step.begins) && range->end->days - range->start->days > step.days) return step.grain;
    }
    return std::nullopt;
}

void set_time(const Reading& reading, const Slots& slots, const Candidate& candidate, const Context& context,
              Plan& plan) {
    plan.range = make_range(reading, context);
    plan.grain = slots.grain;
    if (slots.trend && !plan.grain) plan.grain = sensible_grain(plan.range);
    if (!plan.grain && slots.group_by.empty()) plan.grain = grain_of_name(candidate, plan.range);
    plan.compare = reading.comparison.with;
    if (reading.cues.by_change && plan.compare == Compare::none) {
        plan.compare = Compare::previous_period;
        plan.notes.push_back("growth is measured against the period before");
    }
    if (!plan.range && (plan.grain || plan.compare != Compare::none)) {
        plan.range = default_range(plan.grain.value_or(reading.cues.by_change ? Grain::day : Grain::month), context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
    note_range(reading, context, plan);
}

double in_thousandths(double value) {
    return static_cast<double>(std::lround(value * 1000)) / 1000;
}

Considered considered_of(const Candidate& candidate) {
    const double values[] = {candidate.by_name, candidate.by_context, candidate.by_example, candidate.by_shape,
                             candidate.by_vendor};
    static_assert(std::size(values) == score_parts.size());
    Considered out{candidate.offer->vendor,
                   cat(candidate.offer->vendor.text, ".", candidate.metric->id),
                   in_thousandths(candidate.score),
                   {}};
    for (std::size_t part = 0; part < score_parts.size(); ++part) {
        const double value = in_thousandths(values[part]);
        if (value < 0 || value > 0) out.parts.emplace_back(score_parts[part], value);
    }
    return out;
}

// "MRR at the end of last month" is what there was on its last day. The phrase is put so that it reads as that day by
// itself too.
std::optional<dates::Found> instant_of(const Reading& reading, const Metric& metric, const Context& context) {
    if (!reading.found || metric.value.timing == Timing::during) return std::nullopt;
    const std::string phrase = lower(reading.found->phrase);
    struct Edge {
        std::string_view lead;
        std::string_view day;
    };
    constexpr std::array<Edge, 3> edges{
        {{"end of ", "last day of "}, {"start of ", "first day of "}, {"beginning of ", "first day of "}}};
    for (const auto& edge : edges) {
        const std::size_t at = phrase.find(edge.lead);
        if (at == std::string::npos) continue;
        const std::string_view before = trim(std::string_view(phrase).substr(0, at));
        if (!before.empty() && before != "the" && before != "as of the" && before != "as of") continue;
        const std::string day = cat(edge.day, phrase.substr(at + edge.lead.size()));
        auto found = dates::find_range(day, context.today, context.calendar);
        if (!found || found->grain != Grain::day || found->length != day.size()) continue;
        found->note = cat("it is counted on one day, the ", trim(std::string_view(day)));
        return found;
    }
    return std::nullopt;
}

// A plan only reads what has happened, unless what is to come was asked for.
Range cut_at_today(const dates::Found& found, const Context& context) {
    const Day tomorrow = context.today.plus(1);
    Range range;
    range.start = found.start;
    range.end = found.end;
    // "this month" is cut behind today; "the next 90 days" lies ahead and stays whole.
    const bool ahead = found.ahead || (range.start && *range.start >= context.today && !found.partial);
    const bool begun = !range.start || *range.start <= context.today;
    if (!range.end || (begun && !ahead && *range.end > tomorrow)) range.end = tomorrow;
    if (range.start && *range.start >= *range.end) range.end = range.start->plus(1);
    range.zone = context.calendar.rules().zone;
    range.phrase = found.phrase;
    range.reading = range_text(range.start, range.end);
    return range;
}

}  // namespace

bool has_time(const Offer& offer, const Metric& metric) {
    if (!metric.value.time_column.empty()) return true;
    const Dataset* dataset = offer.rows_of(metric);
    return dataset != nullptr && (!dataset->time_field.empty() || !dataset->from_field.empty());
}

Step make_step(const Candidate& candidate, std::string why) {
    Step step;
    step.vendor = candidate.offer->vendor;
    step.connection = candidate.offer->connection;
    step.dataset = candidate.metric->dataset;
    if (const Dataset* dataset = candidate.offer->rows_of(*candidate.metric)) step.tool = dataset->tool;
    step.why = std::move(why);
    if (candidate.score > 0) step.considered.push_back(considered_of(candidate));
    return step;
}

void add_runners_up(std::span<const Candidate> ranked, Plan& plan) {
    if (plan.steps.empty()) return;
    auto& considered = plan.steps.front().considered;
    for (const auto& candidate : ranked) {
        if (candidate.score <= 0 || considered.size() == considered_most) return;
        auto other = considered_of(candidate);
        const bool there = std::any_of(considered.begin(), considered.end(), [&](const Considered& one) {
            return one.metric == other.metric && one.vendor == other.vendor;
        });
        if (!there) considered.push_back(std::move(other));
    }
}

Measure make_measure(const Candidate& candidate, const Cues& cues) {
    const Metric& metric = *candidate.metric;
    Measure measure;
    measure.metric = cat(candidate.offer->vendor.text, ".", metric.id);
    measure.unit = metric.unit;
    measure.aggregate = metric.per ? "rate" : std::string(name_of(metric.value.aggregate));
    // Only a sum over rows can be asked for as another statistic of the same rows.
    const bool replaceable =
        !metric.per && metric.value.aggregate == Aggregate::sum && metric.value.timing == Timing::during;
    if (replaceable && cues.aggregate) measure.aggregate = *cues.aggregate;
    return measure;
}

std::string range_text(const std::optional<Day>& start, const std::optional<Day>& end) {
    const std::string last = end ? day_text(end->plus(-1)) : "";
    if (!start) return cat("up to ", last);
    if (!end) return cat("from ", day_text(*start), " on");
    if (start->plus(1) == *end) return day_text(*start);
    return cat(day_text(*start), " to ", last);
}

std::optional<Range> make_range(const Reading& reading, const Context& context) {
    if (!reading.found) return std::nullopt;
    return cut_at_today(*reading.found, context);
}

std::optional<Range> read_range(std::string_view phrase, const Context& context) {
    Stemmer stemmer;
    const std::string text(phrase);
    const auto found = find_period(text, words_of(text, stemmer), text, context);
    if (!found) return std::nullopt;
    return cut_at_today(*found, context);
}

Range default_range(Grain grain, const Context& context) {
    struct Span {
        int count;
        std::string_view phrase;
    };
    const auto span = [&]() -> Span {
        switch (grain) {
        case Grain::day: return {30, "last 30 days"};
        case Grain::week: return {12, "last 12 weeks"};
        case Grain::month: return {12, "last 12 months"};
        case Grain::quarter: return {8, "last 8 quarters"};
        case Grain::year: return {3, "last 3 years"};
        }
        return {12, "last 12 months"};
    }();
    Range range;
    const Day current = context.calendar.bucket(context.today, grain);
    range.end = grain == Grain::day ? current.plus(1) : current;
    range.start = context.calendar.next(*range.end, grain, -span.count);
    range.zone = context.calendar.rules().zone;
    range.phrase = std::string(span.phrase);
    range.reading = range_text(range.start, range.end);
    return range;
}

void settle_time(const Candidate& candidate, const Context& context, Plan& plan) {
    if (!has_time(*candidate.offer, *candidate.metric)) {
        drop_time(candidate, plan);
        return;
    }
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    if (plan.range || dataset == nullptr || !dataset->needs_range) return;
    constexpr int week = 7;
    plan.range = default_range(Grain::day, context);
    const int longest = dataset->longest_range_days;
    if (longest >= week && plan.range->end->days - plan.range->start->days > longest) {
        plan.range->start = plan.range->end->plus(-longest);
        plan.range->phrase = cat("last ", longest, " days");
        plan.range->reading = range_text(plan.range->start, plan.range->end);
    }
    plan.notes.push_back(
        cat("no period was asked for, and ", candidate.offer->name, " needs one: ", plan.range->phrase));
}

Grain sensible_grain(const std::optional<Range>& range) {
    constexpr int days_by_day = 31;
    constexpr int days_by_week = 190;
    if (!range || !range->start || !range->end) return Grain::month;
    const int length = range->end->days - range->start->days;
    // "the last 4 quarters" names its step.
    constexpr int quarters_least = 180;
    constexpr int weeks_least = 28;
    if (length >= quarters_least && range->phrase.find("quarters") != std::string::npos) return Grain::quarter;
    if (length >= weeks_least && range->phrase.find("weeks") != std::string::npos) return Grain::week;
    if (length <= days_by_day) return Grain::day;
    return length <= days_by_week ? Grain::week : Grain::month;
}

void note_range(const Reading& reading, const Context& context, Plan& plan) {
    if (!plan.range) return;
    if (reading.found && !reading.found->note.empty()) plan.notes.push_back(reading.found->note);
    if (reading.found && reading.found->partial) {
        plan.notes.push_back(
            cat("the period is not over: days up to and including ", day_text(context.today), " are counted"));
    }
    const bool weeks = plan.grain == Grain::week || (reading.found && reading.found->grain == Grain::week);
    if (weeks) note_week(context, plan);
}

void set_order(const Cues& cues, const Metric& metric, Plan& plan) {
    if (!cues.descending || (plan.group_by.empty() && !plan.grain)) return;
    Order order;
    order.by = cues.by_change ? "change" : "measure";
    order.descending = *cues.descending;
    if (cues.by_quality && metric.better == Better::down) order.descending = !order.descending;
    plan.order = order;
    plan.limit = cues.limit;
    if (!plan.limit && cues.top) {
        plan.limit = top_without_number;
        plan.notes.push_back(cat("no number was given: the first ", top_without_number, " are shown"));
    }
}

void follow_order_of_values(const Offer& offer, Plan& plan) {
    if (plan.order || plan.group_by.empty()) return;
    const Dimension* first = offer.dimension(plan.group_by.front());
    if (first == nullptr || !first->has_order) return;
    plan.order = Order{first->id, false};
    plan.notes.push_back(cat("each ", first->name, " holds that of all days of the period"));
}

std::string why_text(const Candidate& candidate, const Candidate* runner_up) {
    const std::string name = cat(candidate.offer->name, " ", candidate.metric->name);
    std::string why = candidate.by_name > 0 ? cat("asked for \"", candidate.phrase, "\": ", name)
                                            : cat("nothing fits the words better than ", name);
    why += cat(" (name ", score_text(candidate.by_name), ", context ", score_text(candidate.by_context), ", examples ",
               score_text(candidate.by_example), ", shape ", score_text(std::max(0.0, candidate.by_shape)), ")");
    if (runner_up != nullptr) {
        why += cat("; runner-up: ", runner_up->offer->name, " ", runner_up->metric->name, " (",
                   score_text(std::max(0.0, runner_up->score)), " against ", score_text(std::max(0.0, candidate.score)),
                   ")");
    }
    return why;
}

Plan build_plan(const Reading& reading, const Candidate& candidate, const Candidate* runner_up,
                const Context& context) {
    const Slots slots = fill_slots(reading, candidate);
    Plan plan;
    plan.steps.push_back(make_step(candidate, why_text(candidate, runner_up)));
    plan.measures.push_back(make_measure(candidate, reading.cues));
    plan.group_by = slots.group_by;
    plan.filters = slots.filters;
    plan.notes = slots.notes;
    if (is_weak_guess(candidate)) {
        plan.notes.push_back(cat("no number of ", candidate.offer->name,
                                 " is called that; the nearest is shown: ", candidate.metric->name));
    }
    set_time(reading, slots, candidate, context, plan);
    if (const auto instant = instant_of(reading, *candidate.metric, context); instant && !plan.grain) {
        plan.range = cut_at_today(*instant, context);
        plan.notes.push_back(instant->note);
    }
    settle_time(candidate, context, plan);
    // The "bottom" of "bottom line" is part of a name.
    const auto& order_at = reading.cues.order_at;
    const bool in_name = order_at && candidate.whole_name && *order_at >= candidate.first &&
                         *order_at < candidate.first + candidate.count && !reading.cues.limit;
    if (!slots.order_is_value && !in_name) set_order(reading.cues, *candidate.metric, plan);
    follow_order_of_values(*candidate.offer, plan);
    plan.chart = reading.cues.chart;
    if (!reading.cues.chart_note.empty()) plan.notes.push_back(reading.cues.chart_note);
    const bool left_out =
        std::any_of(plan.filters.begin(), plan.filters.end(), [](const Filter& filter) { return filter.op == "!="; });
    if (!reading.cues.excluded.empty() && !left_out)
        plan.notes.push_back(cat("\"", reading.cues.excluded, "\" had no effect: nothing was left out"));
    read_cohorts(reading, candidate, context, plan);
    spread_values(reading, candidate, plan);
    return plan;
}

}  // namespace parley::planner
