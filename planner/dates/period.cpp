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

std::optional<Period> single_period(const Scene& outer, std::size_t at) {
    constexpr int depth_most = 6;
    if (outer.depth >= depth_most) return std::nullopt;
    Scene scene = outer;
    ++scene.depth;
    auto best = longest(scene, at, relative_rules(), std::nullopt);
    for (const auto rules : {absolute_rules(), business_rules(), weekday_rules(), coming_rules(), holiday_rules(),
                             clock_rules(), stretch_rules(), part_rules()}) {
        best = longest(scene, at, rules, std::move(best));
    }
    const bool one_day = best && best->start && best->end && best->start->plus(1) == *best->end;
    if (one_day) best->next = behind_clock(scene.tokens, best->next);
    return best;
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

namespace {

// "and a half": in front of the unit ("two and a half years") or behind it ("a year and a half").
std::optional<std::size_t> behind_half(const Tokens& tokens, std::size_t at) {
    const bool said = tokens.is(at, "and") && tokens.is(at + 1, "a") && tokens.is(at + 2, "half");
    if (!said || tokens.is_one_of(at + 3, {"year", "a"})) return std::nullopt;
    return at + 3;
}

std::optional<std::size_t> behind_point_five(const Tokens& tokens, std::size_t at) {
    const bool said = tokens.is(at, ".") && tokens[at].glued && tokens.is(at + 1, "5") && tokens[at + 1].glued;
    return said ? std::optional(at + 2) : std::nullopt;
}

void add_half(Length& length, Unit unit) {
    constexpr int half_month = 15;
    length.months += months_in(unit) / 2;
    if (months_in(unit) % 2 == 1) length.days += half_month;
    length.days += days_in(unit) / 2;
    ++length.pieces;
}

}  // namespace

std::optional<Length> read_length(const Tokens& tokens, std::size_t at) {
    constexpr int count_most = 2000;
    Length length;
    for (std::size_t next = at;;) {
        auto count = read_count(tokens, next);
        if (!count || count->value > count_most) break;
        auto half = behind_half(tokens, count->next);
        if (!half) half = behind_point_five(tokens, count->next);
        if (half) count->next = *half;
        const bool minutes = length.pieces > 0 &&
                             tokens.is_one_of(count->next, {"m", "min", "mins", "minute", "minutes", "s", "seconds"});
        const auto unit = minutes ? std::optional(Unit::hour) : unit_named(tokens[count->next].text);
        if (!unit || (*unit == Unit::hour && length.pieces == 0)) break;
        length.months += months_in(*unit) * count->value;
        length.days += days_in(*unit) * count->value;
        if (*unit != Unit::hour) length.smallest = *unit;
        ++length.pieces;
        length.next = count->next + 1;
        if (const auto behind = half ? std::nullopt : behind_half(tokens, length.next)) {
            half = behind;
            length.next = *behind;
        }
        if (half) add_half(length, *unit);
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

Period one_day(Day day, std::size_t next) {
    return days(day, day.plus(1), Grain::day, next);
}

bool noun_at(const Tokens& tokens, std::size_t at) {
    if (tokens[at].kind != Token::Kind::word) return false;
    return !tokens.is_one_of(
        at,
        {"and",   "or",      "but",   "to",    "until",  "till",  "through", "thru",   "vs",    "versus", "compared",
         "by",    "per",     "with",  "on",    "in",     "for",   "against", "than",   "at",    "of",     "from",
         "did",   "do",      "does",  "was",   "were",   "is",    "are",     "be",     "have",  "has",    "had",
         "we",    "i",       "you",   "they",  "he",     "she",   "it",      "our",    "my",    "their",  "your",
         "the",   "a",       "an",    "this",  "last",   "next",  "how",     "what",   "which", "who",    "where",
         "when",  "not",     "so",    "only",  "please", "then",  "after",   "before", "since", "during", "will",
         "would", "should",  "can",   "could", "if",     "as",    "because", "that",   "these", "those",  "broken",
         "split", "grouped", "about", "over",  "here",   "there", "s",       "st",     "nd",    "rd",     "th"});
}

bool counts_things(const Tokens& tokens, const Number& number, int this_year) {
    constexpr int recent = 6;
    const std::size_t next = number.next;
    if (tokens.is_one_of(next, {"and", "to", "-", "or"}) && tokens[next + 1].kind == Token::Kind::number) {
        return counts_things(tokens, Number{tokens[next + 1].value, next + 2}, this_year);
    }
    if (tokens.is_one_of(next,
                         {"%", "$", "percent", "dollars", "euros", "euro", "eur", "usd", "gbp", "pounds", "people"}))
        return true;
    const std::string& word = tokens[next].text;
    if (tokens[next].kind != Token::Kind::word || tokens[next].glued || word.size() < 4) return false;
    if (word.back() != 's' || word[word.size() - 2] == 's') return false;
    if (tokens.is_one_of(next, {"sales", "results", "revenues", "earnings", "figures", "numbers", "totals", "versus",
                                "returns", "statistics", "analytics", "minus", "plus", "does"}))
        return false;
    // "2025 orders by country" are those of 2025; "2000 orders" are many.
    return number.value < this_year - recent || number.value > this_year + 1;
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
