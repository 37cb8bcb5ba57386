#include "planner/dates/period.h"

#include <array>

namespace parley::planner::dates {
namespace {

std::optional<Period> longest(const Scene& scene, std::size_t at, std::span<const Rule> rules,
                              std::optional<Period> best) {
    for (const Rule rule : rules) {
        auto found = rule(scene, at);
        if (found && (!best || found->next > best->next)) best = std::move(found);
    }
    return best;
}

}  // namespace

std::optional<Unit> unit_named(std::string_view word) {
    struct Name {
        std::string_view word;
        Unit unit;
    };
    constexpr std::array<Name, 26> names{
        {{"hour", Unit::hour},       {"hours", Unit::hour},       {"hr", Unit::hour},     {"hrs", Unit::hour},
         {"h", Unit::hour},          {"day", Unit::day},          {"days", Unit::day},    {"d", Unit::day},
         {"week", Unit::week},       {"weeks", Unit::week},       {"wk", Unit::week},     {"wks", Unit::week},
         {"month", Unit::month},     {"months", Unit::month},     {"mth", Unit::month},   {"mths", Unit::month},
         {"quarter", Unit::quarter}, {"quarters", Unit::quarter}, {"qtr", Unit::quarter}, {"half", Unit::half},
         {"halves", Unit::half},     {"year", Unit::year},        {"years", Unit::year},  {"yr", Unit::year},
         {"yrs", Unit::year},        {"decade", Unit::decade}}};
    for (const auto& name : names) {
        if (name.word == word) return name.unit;
    }
    if (word == "decades") return Unit::decade;
    if (word == "semester") return Unit::half;
    return std::nullopt;
}

Grain grain_of(Unit unit) {
    switch (unit) {
    case Unit::hour:
    case Unit::day: return Grain::day;
    case Unit::week: return Grain::week;
    case Unit::month: return Grain::month;
    case Unit::quarter: return Grain::quarter;
    case Unit::half: return Grain::quarter;
    case Unit::year:
    case Unit::decade: return Grain::year;
    }
    return Grain::day;
}

std::optional<Period> single_period(const Scene& scene, std::size_t at) {
    auto best = longest(scene, at, relative_rules(), std::nullopt);
    best = longest(scene, at, absolute_rules(), std::move(best));
    best = longest(scene, at, business_rules(), std::move(best));
    return longest(scene, at, part_rules(), std::move(best));
}

std::optional<Number> read_following_year(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {",", "of", "in", "the", "/", "-", "'"});
    if (const auto year = read_year(tokens, next)) return year;
    const bool quoted = next > at && tokens.is(next - 1, "'");
    if (quoted && tokens[next].is_number(2, 2)) {
        return Number{full_year(tokens[next].value, scene.today.year()), next + 1};
    }
    if (!tokens.is_one_of(next + 1, {"year", "yr"})) return std::nullopt;
    if (tokens.is_one_of(next, {"this", "current"})) return Number{scene.today.year(), next + 2};
    if (tokens.is_one_of(next, {"last", "previous", "prior", "past"})) return Number{scene.today.year() - 1, next + 2};
    if (tokens.is(next, "next")) return Number{scene.today.year() + 1, next + 2};
    return std::nullopt;
}

Day unit_start(const Scene& scene, Unit unit, Day day) {
    switch (unit) {
    case Unit::hour:
    case Unit::day: return day;
    case Unit::week: return scene.calendar.bucket(day, Grain::week);
    case Unit::month: return scene.calendar.bucket(day, Grain::month);
    case Unit::quarter: return scene.calendar.bucket(day, Grain::quarter);
    case Unit::half: return Day::of(day.year(), day.month() <= 6 ? 1 : 7, 1);
    case Unit::year: return Day::of(day.year(), 1, 1);
    case Unit::decade: return Day::of(day.year() - day.year() % 10, 1, 1);
    }
    return day;
}

Day moved_by(const Scene&, Unit unit, Day day, int count) {
    switch (unit) {
    case Unit::hour:
    case Unit::day: return day.plus(count);
    case Unit::week: return day.plus(7 * count);
    case Unit::month: return day.plus_months(count);
    case Unit::quarter: return day.plus_months(3 * count);
    case Unit::half: return day.plus_months(6 * count);
    case Unit::year: return day.plus_months(12 * count);
    case Unit::decade: return day.plus_months(120 * count);
    }
    return day;
}

Period whole(const Scene& scene, Unit unit, Day day, int moved) {
    Period period;
    period.start = moved_by(scene, unit, unit_start(scene, unit, day), moved);
    period.end = moved_by(scene, unit, *period.start, 1);
    period.grain = grain_of(unit);
    mark_partial(scene, period);
    return period;
}

Period days(Day start, Day end, Grain grain, std::size_t next) {
    Period period;
    period.start = start;
    period.end = end;
    period.grain = grain;
    period.next = next;
    return period;
}

void shift_years(Period& period, int years) {
    if (period.start) period.start = period.start->plus_months(12 * years);
    if (period.end) period.end = period.end->plus_months(12 * years);
}

void mark_partial(const Scene& scene, Period& period) {
    const Day tomorrow = scene.today.plus(1);
    period.partial = period.start && period.end && *period.start <= scene.today && *period.end > tomorrow;
}

}  // namespace parley::planner::dates
