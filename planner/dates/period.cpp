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

// A unit is so many months or so many days, never both; hours move no day.
int months_in(Unit unit) {
    switch (unit) {
    case Unit::month: return 1;
    case Unit::quarter: return 3;
    case Unit::half: return 6;
    case Unit::year: return 12;
    case Unit::decade: return 120;
    case Unit::hour:
    case Unit::day:
    case Unit::week: return 0;
    }
    return 0;
}

int days_in(Unit unit) {
    if (unit == Unit::week) return 7;
    return unit == Unit::day ? 1 : 0;
}

}  // namespace

std::optional<Unit> unit_named(std::string_view word) {
    struct Name {
        std::string_view word;
        Unit unit;
    };
    constexpr std::array<Name, 31> names{
        {{"hour", Unit::hour},       {"hours", Unit::hour},       {"hr", Unit::hour},      {"hrs", Unit::hour},
         {"h", Unit::hour},          {"day", Unit::day},          {"days", Unit::day},     {"d", Unit::day},
         {"week", Unit::week},       {"weeks", Unit::week},       {"wk", Unit::week},      {"wks", Unit::week},
         {"month", Unit::month},     {"months", Unit::month},     {"mth", Unit::month},    {"mths", Unit::month},
         {"quarter", Unit::quarter}, {"quarters", Unit::quarter}, {"qtr", Unit::quarter},  {"half", Unit::half},
         {"halves", Unit::half},     {"year", Unit::year},        {"years", Unit::year},   {"yr", Unit::year},
         {"yrs", Unit::year},        {"decade", Unit::decade},    {"mo", Unit::month},     {"mos", Unit::month},
         {"qtrs", Unit::quarter},    {"decades", Unit::decade},   {"semester", Unit::half}}};
    for (const auto& name : names) {
        if (name.word == word) return name.unit;
    }
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
    best = longest(scene, at, weekday_rules(), std::move(best));
    best = longest(scene, at, coming_rules(), std::move(best));
    best = longest(scene, at, holiday_rules(), std::move(best));
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

std::optional<Number> read_leading_year(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (tokens[at].is_number(4, 4)) return read_year(tokens, at);
    const auto moved = read_moved(tokens, at);
    if (!moved || !tokens.is_one_of(moved->next, {"year", "yr"})) return std::nullopt;
    return Number{scene.today.year() + moved->value, moved->next + 1};
}

std::optional<Number> read_moved(const Tokens& tokens, std::size_t at) {
    if (tokens.is_one_of(at, {"this", "current"})) return Number{0, at + 1};
    if (tokens.is_one_of(at, {"last", "previous", "prior", "past", "preceding"})) return Number{-1, at + 1};
    if (tokens.is_one_of(at, {"next", "coming", "upcoming", "following"})) return Number{1, at + 1};
    return std::nullopt;
}

std::optional<Length> read_length(const Tokens& tokens, std::size_t at) {
    constexpr int count_most = 2000;
    Length length;
    for (std::size_t next = at;;) {
        const auto count = read_count(tokens, next);
        if (!count || count->value > count_most) break;
        const bool minutes = length.pieces > 0 &&
                             tokens.is_one_of(count->next, {"m", "min", "mins", "minute", "minutes", "s", "seconds"});
        const auto unit = minutes ? std::optional(Unit::hour) : unit_named(tokens[count->next].text);
        if (!unit || (*unit == Unit::hour && length.pieces == 0)) break;
        length.months += months_in(*unit) * count->value;
        length.days += days_in(*unit) * count->value;
        if (*unit != Unit::hour) length.smallest = *unit;
        ++length.pieces;
        length.next = count->next + 1;
        next = tokens.skip(length.next, {"and", ","});
    }
    constexpr int months_most = 12 * count_most;
    if (length.pieces == 0 || length.months > months_most) return std::nullopt;
    return length;
}

bool stands_alone(const Tokens& tokens, std::size_t first, std::size_t next) {
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (at >= first && at < next) continue;
        if (tokens[at].kind == Token::Kind::mark) continue;
        if (!tokens.is_one_of(at, {"on", "at", "in", "by", "for", "the", "around", "about", "during", "and"}))
            return false;
    }
    return true;
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
    return day.plus_months(months_in(unit) * count).plus(days_in(unit) * count);
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
