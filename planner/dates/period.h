#pragma once
// What every date rule reads and makes. A rule looks at the tokens from one position on and says what period they name,
// or that they name none; find_range asks all of them and keeps the best.

#include "base/calendar.h"
#include "planner/dates/dates.h"
#include "planner/dates/numbers.h"
#include "planner/dates/tokens.h"

#include <optional>
#include <span>
#include <string>

namespace parley::planner::dates {

inline constexpr int week_days = 7;

enum class Unit { hour, day, week, month, quarter, half, year, decade };
std::optional<Unit> unit_named(std::string_view word);  // "week", "weeks", "wk"
Grain grain_of(Unit unit);

// How far a phrase may be trusted to be the period of the question. inner: only as an end of a larger phrase ("now").
enum class Trust { inner, weak, plain, range };

struct Period {
    std::optional<Day> start;
    std::optional<Day> end;
    std::optional<Grain> grain;
    std::size_t next = 0;    // The token behind the phrase.
    bool partial = false;    // It is still running today.
    bool year_free = false;  // No year was named: an end of a range may move it by whole years.
    Trust trust = Trust::plain;
    std::string note;
    bool apart = false;  // Made of several that do not meet.
};

struct Scene {
    const Tokens& tokens;
    Day today;
    const Calendar& calendar;
    Lean lean = Lean::past;
    // Who asks for numbers counts the running day and the last named one; a date that is only written down does not.
    bool for_numbers = true;
    int depth = 0;  // Of phrases within phrases: "the first week of the first month of ..." ends somewhere.
};

using Rule = std::optional<Period> (*)(const Scene&, std::size_t at);

// The rules, one idea each. Where they stand is said by the file names.
std::span<const Rule> relative_rules();
std::span<const Rule> absolute_rules();
std::span<const Rule> business_rules();
std::span<const Rule> part_rules();
std::span<const Rule> weekday_rules();
std::span<const Rule> coming_rules();
std::span<const Rule> holiday_rules();
std::span<const Rule> clock_rules();
std::span<const Rule> stretch_rules();
std::span<const Rule> connector_rules();
std::span<const Rule> list_rules();

// The longest phrase at `at` by every rule but the connectors: what may stand behind "since" or on a side of "to".
std::optional<Period> single_period(const Scene& scene, std::size_t at);

// The year that follows a date: "2026", ", 2026", "of 2026", "'26", "this year", "of last year".
std::optional<Number> read_following_year(const Scene& scene, std::size_t at);

// "this", "last", "next" as a number of units to move by: 0, -1, 1.
std::optional<Number> read_moved(const Tokens& tokens, std::size_t at);

// "2 weeks", "5 years 1 month and 12 days": counts of units that stand together. Hours and less do not count behind a
// day.
struct Length {  // "a year and a half" are two pieces.
    int months = 0;
    int days = 0;
    int pieces = 0;
    Unit smallest = Unit::year;
    std::size_t next = 0;

    Day after(Day day) const { return day.plus_months(months).plus(days); }
    Day before(Day day) const { return day.plus_months(-months).plus(-days); }
};
std::optional<Length> read_length(const Tokens& tokens, std::size_t at);

// A word behind a phrase that makes it a name: the Sunday Times, next day delivery.
bool noun_at(const Tokens& tokens, std::size_t at);

// "dozens of things" and not a year: "2000 orders", "1999 euros".
bool counts_things(const Tokens& tokens, const Number& number, int this_year);

// The position behind a time of day that follows a date: "at 3pm", "T14:00Z", "morning". The day is what counts.
std::size_t behind_clock(const Tokens& tokens, std::size_t at);

std::optional<int> month_named(std::string_view word);  // "sept" -> 9

// Nothing but the phrase, its prepositions and marks: "on monday", "the 3rd quarter".
bool stands_alone(const Tokens& tokens, std::size_t first, std::size_t next);

// The year that stands before its part: "2026", "last year".
std::optional<Number> read_leading_year(const Scene& scene, std::size_t at);

// A day of a month that is named beside it: the 3 of "3 to 12 September", the 22 of "August 10 to 22".
std::optional<Number> bare_day(const Tokens& tokens, std::size_t at);

// The unit that holds `day`, moved by whole units.
Period whole(const Scene& scene, Unit unit, Day day, int moved);
Day unit_start(const Scene& scene, Unit unit, Day day);
Day moved_by(const Scene& scene, Unit unit, Day day, int count);  // The same day, `count` units later.

Period days(Day start, Day end, Grain grain, std::size_t next);
Period one_day(Day day, std::size_t next);
void shift_years(Period& period, int years);
void mark_partial(const Scene& scene, Period& period);

}  // namespace parley::planner::dates
