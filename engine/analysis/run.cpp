#include "analysis/run.h"

#include "analysis/histogram.h"
#include "analysis/match.h"
#include "analysis/ranges.h"
#include "base/result.h"
#include "base/text.h"
#include "planner/keys.h"

#include <set>

namespace parley::analysis {
namespace {

enum class Spans { any, common };  // Of several measures: days that one of them has, or days that all have.

// First to last day of what the measures count, for a plan that names no period. A stock goes on until today.
std::optional<DayRange> span_of(const std::vector<Source>& sources, Spans spans, const Setting& setting) {
    std::optional<DayRange> span;
    for (const Source& source : sources) {
        for (const planner::Term* term : source.terms()) {
            const Column* time = source.column(source.time_of(*term));
            if (!time || (time->kind != Kind::day && time->kind != Kind::time)) continue;
            auto days = days_of(*time, setting.calendar);
            if (!days) continue;
            if (term->timing != planner::Timing::during) days->end = std::max(days->end, setting.today);
            if (!span)
                span = days;
            else if (spans == Spans::any)
                span = DayRange{std::min(span->start, days->start), std::max(span->end, days->end)};
            else
                span = DayRange{std::max(span->start, days->start), std::min(span->end, days->end)};
        }
    }
    if (!span || span->end < span->start) return std::nullopt;
    return DayRange{span->start, span->end.plus(1)};
}

// A month whose last row is of the 28th is no cut month. Where it begins is the first row's day only for measures that
// must have days in common: before it, one of them may not have been recorded yet.
DayRange in_buckets(DayRange span, Grain grain, Spans spans, const Calendar& calendar) {
    const Day start = spans == Spans::any ? calendar.bucket(span.start, grain) : span.start;
    return {start, calendar.next(calendar.bucket(span.end.plus(-1), grain), grain)};
}

// A bucket that has not begun is shown only where rows already fall in it: renewals of next month.
Day shown_until(Day end, const std::optional<DayRange>& span, const Setting& setting) {
    Day last = setting.today.plus(1);
    if (span) last = std::max(last, span->end);
    return std::min(end, last);
}

struct Times {
    Timeline now;
    std::optional<Timeline> before;
    std::int64_t shift = 0;        // Buckets between one and its counterpart, where both lie on one timeline.
    std::optional<Timeline> rest;  // Of the second measure, where all its rows count.
};

Result<Timeline> buckets_of(DayRange period, std::optional<Grain> grain, const Setting& setting) {
    if (!grain) return one_bucket(period.start, period.end);
    return cut(period, *grain, setting);
}

Result<Times> compared_times(const planner::Plan& plan, std::optional<Grain> grain, const std::optional<DayRange>& span,
                             const Setting& setting) {
    planner::Plan closed = plan;
    if (!plan.range || (!plan.range->start && !plan.range->end)) {
        if (!grain) return invalid("A comparison needs a period: say which month, quarter or days.");
        if (!span) return Times{};
        if (plan.compare == planner::Compare::previous_period) {
            Times times;
            PARLEY_TRY(times.now, cut(*span, *grain, setting));
            times.before = times.now;
            times.shift = 1;
            return times;
        }
        closed.range = planner::Range{span->start, span->end, "", "", ""};
    }
    const auto current = elapsed_range(closed, setting);
    const auto before = compared_range(closed, setting);
    if (!current || !before) return invalid("The period has no past to be compared with.");
    Times times;
    PARLEY_TRY(times.now, buckets_of(*current, grain, setting));
    PARLEY_TRY(times.before, buckets_of(*before, grain, setting));
    return times;
}

Result<Times> times_of(const planner::Plan& plan, std::optional<Grain> grain, const std::vector<Source>& sources,
                       const Setting& setting) {
    const bool correlates = plan.join && plan.join->kind == planner::Join::Kind::correlate;
    const bool closed = plan.range && plan.range->start && plan.range->end;
    std::optional<DayRange> span;
    const Spans spans = correlates ? Spans::common : Spans::any;
    if (grain || !closed) span = span_of(sources, spans, setting);
    if (grain && span) span = in_buckets(*span, *grain, spans, setting.calendar);
    if (plan.compare != planner::Compare::none && !correlates) return compared_times(plan, grain, span, setting);

    Times times;
    std::optional<Day> start = plan.range ? plan.range->start : std::nullopt;
    std::optional<Day> end = plan.range ? plan.range->end : std::nullopt;
    if (start && !end) end = setting.today.plus(1);
    if (!grain) {
        times.now = one_bucket(start, end);
        return times;
    }
    if (!start && span) start = span->start;
    if (!end && span) end = span->end;
    if (!start || !end) return times;
    PARLEY_TRY(times.now, cut({*start, shown_until(*end, span, setting)}, *grain, setting));
    return times;
}

// Measures whose every row names its currency in the column's unit can stand side by side as they are.
bool must_be_apart(const std::vector<Source>& sources) {
    return std::any_of(sources.begin(), sources.end(),
                       [](const Source& source) { return source.money && source.codes.size() > 1; });
}

struct Grids {
    Grid now;
    std::optional<Grid> before;
};

struct Work {
    Database& database;
    const planner::Plan& plan;
    const Setting& setting;
    std::optional<Grain> grain;

    Result<Grids> grids(const std::vector<Source>& sources, const Times& times, Currencies currencies) const;
    Result<Table> measures(const std::vector<Source>& sources, const Times& times) const;
    Result<Table> correlation(const std::vector<Source>& sources, const Times& times) const;
    Result<Table> by_key(const std::vector<Source>& sources, Times times) const;
};

// Codes that are left after filters and periods, of the measures that are money.
std::set<std::string> codes_left(const Grids& grids, const std::vector<Source>& sources) {
    std::set<std::string> codes;
    const auto collect = [&](const Grid& grid) {
        for (const auto& entry : grid) {
            for (std::size_t measure = 0; measure < sources.size(); ++measure) {
                const Figures& figures = entry.second[measure];
                if (!sources[measure].money || (figures.value.values == 0 && figures.per.values == 0)) continue;
                const auto* code = std::get_if<std::string>(&entry.first.groups.back());
                codes.insert(code ? *code : "");
            }
        }
    };
    collect(grids.now);
    if (grids.before) collect(*grids.before);
    return codes;
}

Result<Grids> Work::grids(const std::vector<Source>& sources, const Times& times, Currencies currencies) const {
    Grids grids;
    const Timeline* rest = times.rest ? &*times.rest : nullptr;
    PARLEY_TRY(grids.now, make_grid(database, {sources, times.now, setting, grain.has_value(), currencies, rest}));
    if (!times.before) return grids;
    if (times.shift != 0) {
        grids.before = grids.now;
        return grids;
    }
    PARLEY_TRY(grids.before,
               make_grid(database, {sources, *times.before, setting, grain.has_value(), currencies, rest}));
    return grids;
}

// First by currency where there are several; once more without, where filters have left only one.
Result<Table> Work::measures(const std::vector<Source>& sources, const Times& times) const {
    std::string unit;
    Currencies currencies = must_be_apart(sources) ? Currencies::apart : Currencies::together;
    PARLEY_TRY(auto made, grids(sources, times, currencies));
    if (currencies == Currencies::apart) {
        const auto left = codes_left(made, sources);
        if (left.size() <= 1) {
            currencies = Currencies::together;
            unit = left.empty() ? "" : *left.begin();
            PARLEY_TRY(made, grids(sources, times, currencies));
        }
    }
    const Frame frame{plan, sources, times.now, grain, currencies, unit};
    auto lines = lines_of(frame, made.now, made.before ? &*made.before : nullptr, times.shift);
    if (auto done = put_in_order(frame, lines); !done) return std::move(done).error();
    return table_of(frame, lines);
}

Result<Table> Work::correlation(const std::vector<Source>& sources, const Times& times) const {
    std::vector<std::vector<Source>> sides;
    std::vector<Grid> made;
    std::vector<Frame> frames;
    for (const Source& source : sources) sides.push_back({source});
    for (const auto& side : sides) {
        const Currencies currencies = must_be_apart(side) ? Currencies::apart : Currencies::together;
        PARLEY_TRY(made.emplace_back(), make_grid(database, {side, times.now, setting, true, currencies, nullptr}));
        frames.push_back(Frame{plan, side, times.now, grain, currencies, ""});
    }
    return correlation_table(frames[0], made[0], frames[1], made[1]);
}

// Of the second measure only where it stands beside the first, row by row or as a total.
bool shows_second(const planner::Plan& plan) {
    if (plan.join->kind == planner::Join::Kind::side_by_side) return true;
    if (plan.join->kind == planner::Join::Kind::without || plan.grain) return false;
    return plan.group_by.empty() || (plan.group_by.size() == 1 && plan.group_by.front() == plan.join->on);
}

// Which keys there are comes first; then the measures are worked out over the rows that have them, so that rates and
// distinct counts are right, and a key that stands twice on one side multiplies nothing on the other.
Result<Table> Work::by_key(const std::vector<Source>& sources, Times times) const {
    const planner::Join& on = *plan.join;
    if (on.whole) times.rest = one_bucket(std::nullopt, std::nullopt);
    Timeline whole = one_bucket(std::nullopt, std::nullopt);
    if (!times.now.buckets.empty()) whole = one_bucket(times.now.buckets.front().start, times.now.buckets.back().end);
    PARLEY_TRY(const Matched matched, match_keys(database, sources, whole, times.rest ? *times.rest : whole, setting));
    std::vector<Source> kept = kept_of(sources, matched, on.kind);
    if (!shows_second(plan)) kept.pop_back();
    PARLEY_TRY(Table table, measures(kept, times));
    if (table.rows() == 0) return counts_alone(matched, on.kind);
    if (Column* keys = table.find(on.on); keys && keys->role == Role::dimension)
        write_keys_as_they_are(*keys, sources, on.on);
    add_match_columns(table, matched);
    return table;
}

// The worst of all inputs: known to be cut is worse than not known to be whole.
Completeness completeness_of(const std::vector<Input>& inputs) {
    const auto badness = [](Completeness::State state) {
        switch (state) {
        case Completeness::State::complete: return 0;
        case Completeness::State::unknown: return 1;
        case Completeness::State::truncated: return 2;
        }
        return 2;
    };
    Completeness worst;
    std::vector<std::string> reasons;
    for (const Input& input : inputs) {
        const Completeness& own = input.rows.completeness;
        if (badness(own.state) > badness(worst.state)) worst.state = own.state;
        const bool known = std::find(reasons.begin(), reasons.end(), own.why) != reasons.end();
        if (own.state != Completeness::State::complete && !own.why.empty() && !known) reasons.push_back(own.why);
    }
    worst.why = join(reasons, "; ");
    return worst;
}

bool all_empty(const std::vector<Source>& sources) {
    return std::all_of(sources.begin(), sources.end(), [](const Source& source) { return source.empty(); });
}

Result<std::optional<Grain>> grain_of(const planner::Plan& plan) {
    if (plan.grain || !plan.join || planner::joins_by_key(plan)) return plan.grain;
    const auto grain = grain_named(plan.join->on);
    if (!grain) return invalid("A join needs steps of time: day, week, month, quarter or year.");
    return grain;
}

}  // namespace

Result<Table> run_plan(Database& database, const planner::Plan& plan, const std::vector<Input>& inputs,
                       const Setting& setting) {
    PARLEY_TRY(const auto sources, resolve(plan, inputs));
    PARLEY_TRY(const auto grain, grain_of(plan));
    const bool correlates = plan.join && plan.join->kind == planner::Join::Kind::correlate;
    const Work work{database, plan, setting, grain};
    Times times;
    if (!all_empty(sources)) {
        PARLEY_TRY(times, times_of(plan, grain, sources, setting));
    }
    Result<Table> table = correlates ? work.correlation(sources, times)
                          : planner::is_histogram(plan)
                              ? histogram_of(database, plan, sources.front(), times.now, setting)
                          : planner::joins_by_key(plan) ? work.by_key(sources, std::move(times))
                                                        : work.measures(sources, times);
    if (table) table.value().completeness = completeness_of(inputs);
    return table;
}

}  // namespace parley::analysis
