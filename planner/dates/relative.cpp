// Periods counted from today: today, this month, last quarter, last 30 days, 3 weeks ago, year to date.

#include "base/text.h"
#include "planner/dates/period.h"

#include <algorithm>
#include <array>

namespace parley::planner::dates {
namespace {

constexpr int count_most = 2000;  // More units than this are a number of something else.

bool says_this(const Tokens& tokens, std::size_t at) {
    return tokens.is_one_of(at, {"this", "current", "same", "present"});
}

bool says_last(const Tokens& tokens, std::size_t at) {
    if (at > 0 && tokens.is(at, "recent") && tokens.is(at - 1, "most")) return true;
    return tokens.is_one_of(at, {"last", "previous", "past", "prior", "preceding", "trailing", "rolling", "latest"});
}

bool says_whole(const Tokens& tokens, std::size_t at) {
    return tokens.is_one_of(at, {"full", "whole", "complete", "completed", "calendar", "entire"});
}

std::optional<Period> day_word(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto one_day = [&](int moved, std::size_t next) {
        return days(scene.today.plus(moved), scene.today.plus(moved + 1), Grain::day, next);
    };
    if (tokens.is_one_of(at, {"today", "tonight", "todays"})) return one_day(0, at + 1);
    if (tokens.is(at, "last") && tokens.is(at + 1, "night")) return one_day(-1, at + 2);
    if (tokens.is(at, "this") && tokens.is_one_of(at + 1, {"morning", "afternoon", "evening"}))
        return one_day(0, at + 2);
    if (tokens.is_one_of(at, {"yesterday", "yesterdays"})) return one_day(-1, at + 1);
    if (tokens.is(at, "tomorrow")) return one_day(1, at + 1);
    if (tokens.is(at, "day") && tokens.is(at + 1, "before") && tokens.is(at + 2, "yesterday")) {
        return one_day(-2, at + 3);
    }
    if (tokens.is(at, "day") && tokens.is(at + 1, "after") && tokens.is(at + 2, "tomorrow")) return one_day(2, at + 3);
    if (tokens.is(at, "overnight") && !noun_at(tokens, at + 1)) {
        auto night = one_day(-1, at + 1);
        night.note = "hours are not told apart: the night is yesterday's";
        return night;
    }
    const bool now = tokens.is(at, "now") || (tokens.is(at, "current") && tokens.is(at + 1, "date"));
    if (!now && !tokens.is(at, "date")) return std::nullopt;
    auto period = one_day(0, tokens.is(at, "current") ? at + 2 : at + 1);
    period.trust = Trust::inner;  // "right now" asks for a state, not for a day.
    return period;
}

// "to date" and "so far" behind a running period: up to and including today.
std::optional<std::size_t> behind_so_far(const Tokens& tokens, std::size_t at) {
    if (tokens.is(at, "to") && tokens.is(at + 1, "date")) return at + 2;
    if (tokens.is(at, "so") && tokens.is(at + 1, "far")) return at + 2;
    return std::nullopt;
}

// What runs "to date" includes the running day where numbers are asked for.
Day end_of_to_date(const Scene& scene) {
    return scene.for_numbers ? scene.today.plus(1) : scene.today;
}

// "same month last year", "this week last year", "the same day last week": `period` is the running one. A week is
// moved by whole weeks.
std::optional<Period> same_unit_of_last(const Scene& scene, Period period, std::size_t this_at, Unit unit) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is_one_of(this_at, {"this", "same"}) || !tokens.is_one_of(period.next, {"last", "previous"}))
        return std::nullopt;
    const auto larger = unit_named(tokens[period.next + 1].text);
    if (!larger || *larger <= unit || (*larger != Unit::year && unit != Unit::day)) return std::nullopt;
    if (*larger == Unit::quarter || *larger > Unit::year) return std::nullopt;
    constexpr int weeks_of_year = 364;
    period.start =
        unit == Unit::week ? period.start->plus(-weeks_of_year) : moved_by(scene, *larger, *period.start, -1);
    period.end = moved_by(scene, unit, *period.start, 1);
    period.partial = false;
    period.next += 2;
    return period;
}

std::optional<Period> this_unit(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = at;
    bool cut = false;
    if (tokens.is(next, "so") && tokens.is(next + 1, "far")) {
        cut = true;
        next = tokens.skip(next + 2, {"in", "the"});
    }
    if (!says_this(tokens, next)) return std::nullopt;
    ++next;
    while (says_whole(tokens, next)) ++next;
    const auto unit = unit_named(tokens[next].text);
    if (!unit || *unit == Unit::hour) return std::nullopt;
    auto period = whole(scene, *unit, scene.today, 0);
    period.next = next + 1;
    if (auto earlier = same_unit_of_last(scene, period, next - 1, *unit)) return earlier;
    // "same day delivery", "the same day as the launch"
    const bool other_day = noun_at(tokens, next + 1) || tokens.is(next + 1, "as");
    if (*unit == Unit::day && tokens.is(next - 1, "same") && other_day) return std::nullopt;
    if (const auto behind = behind_so_far(tokens, period.next)) {
        cut = true;
        period.next = *behind;
    }
    if (cut) period.end = end_of_to_date(scene);
    return period;
}

// Weekdays only, as "business days" are everywhere in the vendors we know.
Period last_business_days(const Scene& scene, int count) {
    Day start = scene.today;
    for (int left = count; left > 0;) {
        start = start.plus(-1);
        if (start.weekday() <= 5) --left;
    }
    return days(start, scene.today, Grain::day, 0);
}

// "last business day", "the previous working day": the one before today.
std::optional<Period> last_business_day(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!says_last(tokens, at) || !tokens.is_one_of(at + 1, {"business", "working", "work"})) return std::nullopt;
    if (!tokens.is_one_of(at + 2, {"day", "workday"}) || tokens.is_one_of(at + 3, {"of", "in"})) return std::nullopt;
    const Day day = *last_business_days(scene, 1).start;
    return days(day, day.plus(1), Grain::day, at + 3);
}

// "this time last year": nobody says how long that time is.
std::optional<Period> this_time(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is_one_of(at, {"this", "same"}) || !tokens.is(at + 1, "time")) return std::nullopt;
    const std::size_t next = tokens.skip(at + 2, {"of"});
    if (!tokens.is_one_of(next, {"last", "previous"})) return std::nullopt;
    const auto larger = unit_named(tokens[next + 1].text);
    if (larger != Unit::year && larger != Unit::month && larger != Unit::week) return std::nullopt;
    const Unit unit = larger == Unit::year ? Unit::month : larger == Unit::month ? Unit::week : Unit::day;
    auto period = whole(scene, unit, moved_by(scene, *larger, scene.today, -1), 0);
    period.next = next + 2;
    period.partial = false;
    period.note = cat("\"this time\" is taken as the whole ", name_of(grain_of(unit)));
    return period;
}

// "the quarter just gone", "the month that just ended", "the week just past".
std::optional<Period> unit_just_over(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    const auto unit = unit_named(tokens[first].text);
    if (!unit || *unit == Unit::hour) return std::nullopt;
    const std::size_t just = tokens.skip(first + 1, {"that", "which", "has", "is"});
    const bool said = tokens.is(just, "just") && tokens.is_one_of(just + 1, {"gone", "ended", "past", "passed",
                                                                             "closed", "finished", "over", "behind"});
    if (!said || noun_at(tokens, just + 2)) return std::nullopt;
    auto period = whole(scene, *unit, scene.today, -1);
    period.next = just + 2;
    return period;
}

std::optional<Period> last_unit(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (auto day = last_business_day(scene, at)) return day;
    if (auto time = this_time(scene, at)) return time;
    if (auto over = unit_just_over(scene, at)) return over;
    if (!says_last(tokens, at)) return std::nullopt;
    std::size_t next = at + 1;
    bool said_whole = false;
    while (says_whole(tokens, next)) {
        said_whole = true;
        ++next;
    }
    const auto unit = unit_named(tokens[next].text);
    if (!unit || tokens.is_one_of(next, {"d", "h"})) return std::nullopt;
    const Day tomorrow = scene.today.plus(1);
    if (*unit == Unit::hour) return days(scene.today, tomorrow, Grain::day, next + 1);
    const bool rolling = !said_whole && tokens.is_one_of(at, {"past", "trailing", "rolling"});
    if (rolling && *unit == Unit::week && scene.for_numbers) {
        auto period = days(scene.today.plus(-6), tomorrow, Grain::day, next + 1);
        period.note = "\"past week\" is the 7 days up to and including today, not the previous whole week";
        return period;
    }
    if (rolling && *unit == Unit::day) return days(scene.today.plus(-1), tomorrow, Grain::day, next + 1);
    auto period = whole(scene, *unit, scene.today, -1);
    period.next = next + 1;
    if (*unit == Unit::year && tokens.is(next + 1, "and") && tokens.is(next + 2, "a") && tokens.is(next + 3, "half")) {
        constexpr int year_and_half = 18;
        const Day end = unit_start(scene, Unit::month, scene.today);
        return days(end.plus_months(-year_and_half), end, Grain::month, next + 4);
    }
    return period;
}

// "last half year", "past half a year": six months, not a half of the calendar's year.
std::optional<Period> half_year(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (tokens.is(at, "half") && tokens.is(at + 1, "a") && tokens.is_one_of(at + 2, {"year", "yr"}) &&
        tokens.is_one_of(at + 3, {"ago", "back"})) {
        auto month = whole(scene, Unit::month, scene.today.plus_months(-6), 0);
        month.next = at + 4;
        month.note = "the whole month is taken, not one day";
        return month;
    }
    if (!says_last(tokens, at) || !tokens.is(at + 1, "half")) return std::nullopt;
    const std::size_t year = tokens.skip(at + 2, {"a", "-"});
    if (!tokens.is_one_of(year, {"year", "yr"})) return std::nullopt;
    const Day end = unit_start(scene, Unit::month, scene.today);
    auto period = days(end.plus_months(-6), end, Grain::month, year + 1);
    period.note = "half a year is the six whole months before this one";
    return period;
}

// From the first working day after today on.
Period next_business_days(const Scene& scene, int count, std::size_t next) {
    Day start = scene.today.plus(1);
    while (start.weekday() > 5) start = start.plus(1);
    Day end = start;
    for (int left = count; left > 0; end = end.plus(1)) {
        if (end.weekday() <= 5) --left;
    }
    return days(start, end, Grain::day, next);
}

// "2 upcoming months": the number in front counts on from tomorrow.
std::optional<Period> count_ahead(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto count = read_number(tokens, at);
    if (!count || count->value < 1 || count->value > count_most) return std::nullopt;
    if (!tokens.is_one_of(count->next, {"next", "coming", "upcoming"})) return std::nullopt;
    const auto unit = unit_named(tokens[count->next + 1].text);
    if (!unit || *unit == Unit::hour) return std::nullopt;
    if (tokens[count->next + 1].text.back() != 's') return std::nullopt;  // "we are 3 next week"
    const Day start = scene.today.plus(1);
    return days(start, moved_by(scene, *unit, start, count->value), grain_of(*unit), count->next + 2);
}

std::optional<Period> next_units(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is_one_of(at, {"next", "coming", "upcoming"})) return std::nullopt;
    if (const auto unit = unit_named(tokens[at + 1].text); unit && *unit != Unit::hour) {
        if (*unit == Unit::day && noun_at(tokens, at + 2)) return std::nullopt;  // "next day delivery"
        auto period = whole(scene, *unit, scene.today, 1);
        period.next = at + 2;
        return period;
    }
    const auto count = read_count(tokens, at + 1);
    if (!count || count->value < 1 || count->value > count_most) return std::nullopt;
    const bool business = tokens.is_one_of(count->next, {"business", "working"});
    const auto unit = unit_named(tokens[business ? count->next + 1 : count->next].text);
    if (!unit || *unit == Unit::hour || (business && *unit != Unit::day)) return std::nullopt;
    if (business) return next_business_days(scene, count->value, count->next + 2);
    if (*unit == Unit::day) {
        return days(scene.today, scene.today.plus(count->value), Grain::day, count->next + 1);
    }
    const Day start = moved_by(scene, *unit, unit_start(scene, *unit, scene.today), 1);
    return days(start, moved_by(scene, *unit, start, count->value), grain_of(*unit), count->next + 1);
}

// The N units before today. Days run up to and including today, longer units are the whole ones before the current one.
Period last_units(const Scene& scene, Unit unit, int count, bool said_whole) {
    const Day tomorrow = scene.today.plus(1);
    if (unit == Unit::hour) return days(scene.today.plus(-((count + 23) / 24)), tomorrow, Grain::day, 0);
    if (unit == Unit::day && said_whole) return days(scene.today.plus(-count), scene.today, Grain::day, 0);
    if (unit == Unit::day) return days(tomorrow.plus(-count), tomorrow, Grain::day, 0);
    const Day end = unit_start(scene, unit, scene.today);
    auto period = days(moved_by(scene, unit, end, -count), end, grain_of(unit), 0);
    if (!said_whole && unit != Unit::decade) {
        period.note = "whole periods are counted; the current one is left out because it is not over";
    }
    return period;
}

// "the 5 past years": the number in front counts back from today. Days and hours are the same either way.
Period counted_back(const Scene& scene, Unit unit, int count) {
    if (unit == Unit::day || unit == Unit::hour) return last_units(scene, unit, count, false);
    auto period = days(moved_by(scene, unit, scene.today, -count), scene.today, grain_of(unit), 0);
    period.note = "they are counted back from today, which is not over";
    return period;
}

// One letter glued to its number: "4w", "12m".
std::optional<Unit> short_unit(const Tokens& tokens, std::size_t at) {
    if (tokens.is(at, "d")) return Unit::day;
    if (tokens.is(at, "w")) return Unit::week;
    if (tokens.is(at, "m")) return Unit::month;
    if (tokens.is(at, "q")) return Unit::quarter;
    if (tokens.is(at, "y")) return Unit::year;
    return std::nullopt;
}

// "TTM", "LTM": the twelve whole months before this one. "L30D", "L12M": the last so many.
std::optional<Period> short_span(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (tokens.is_one_of(at, {"ttm", "ltm"})) {
        const Day end = unit_start(scene, Unit::month, scene.today);
        return days(end.plus_months(-12), end, Grain::month, at + 1);
    }
    const bool joined = tokens.is(at, "l") && tokens[at + 1].glued && tokens[at + 2].glued;
    if (!joined || !tokens[at + 1].is_number(1, 3) || tokens[at + 1].value < 1) return std::nullopt;
    const auto unit = short_unit(tokens, at + 2);
    if (!unit) return std::nullopt;
    auto period = last_units(scene, *unit, tokens[at + 1].value, false);
    period.next = at + 3;
    return period;
}

// "and 2 weeks and 2 days" behind "last 3 months": then all of it is counted back from today.
std::optional<Period> compound(const Scene& scene, std::size_t at, Day start) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = at;
    bool any = false;
    while (tokens.is_one_of(next, {"and", ","})) {
        const auto count = read_count(tokens, next + 1);
        const auto unit = count ? unit_named(tokens[count->next].text) : std::nullopt;
        if (!unit) break;
        start = moved_by(scene, *unit, start, -count->value);
        next = count->next + 1;
        any = true;
    }
    if (!any) return std::nullopt;
    return days(start, scene.today, Grain::day, next);
}

std::optional<Period> last_count(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = at;
    const bool word_first = says_last(tokens, next);
    if (word_first) ++next;
    bool said_whole = false;
    if (word_first && says_whole(tokens, next)) {
        said_whole = true;
        ++next;
    }
    const auto count = read_count(tokens, next);
    if (!count || count->value < 1 || count->value > count_most) return std::nullopt;
    if (!word_first && tokens.is(count->next, "most") && tokens.is(count->next + 1, "recent")) {
        const auto recent = unit_named(tokens[count->next + 2].text);
        if (!recent || *recent == Unit::hour) return std::nullopt;
        auto period = last_units(scene, *recent, count->value, false);
        period.next = count->next + 3;
        return period;
    }
    const bool vague = tokens.is_one_of(count->next - 1, {"few", "several"}) || tokens.is(count->next - 1, "of");
    next = count->next;
    if (!word_first && !says_last(tokens, next)) return std::nullopt;
    if (!word_first) ++next;
    if (tokens.is(next, "-")) ++next;
    const bool business = tokens.is_one_of(next, {"business", "working"});
    if (business) ++next;
    while (says_whole(tokens, next)) {
        said_whole = true;
        ++next;
    }
    auto unit = unit_named(tokens[next].text);
    if (!unit && tokens[next].glued) unit = short_unit(tokens, next);
    if (!unit) return std::nullopt;
    if (tokens[next + 1].kind == Token::Kind::word && tokens.is(next + 1, "of")) return std::nullopt;
    if (auto longer = compound(scene, next + 1, moved_by(scene, *unit, scene.today, -count->value))) return longer;
    auto period = business && *unit == Unit::day ? last_business_days(scene, count->value)
                  : !word_first && !said_whole   ? counted_back(scene, *unit, count->value)
                                                 : last_units(scene, *unit, count->value, said_whole || vague);
    period.next = next + 1;
    return period;
}

std::optional<Period> ago(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto length = read_length(tokens, at);
    if (length && tokens.is_one_of(length->next, {"ago", "back", "earlier"})) {
        const std::size_t next = length->next + 1;
        int moved = 0;  // "a year ago today" is that very day.
        if (tokens.is(next, "yesterday")) moved = -1;
        if (tokens.is(next, "tomorrow")) moved = 1;
        const bool to_the_day = moved != 0 || tokens.is(next, "today");
        const Day day = length->before(scene.today.plus(moved));
        if (to_the_day || length->pieces > 1) return days(day, day.plus(1), Grain::day, to_the_day ? next + 1 : next);
    }
    const auto count = read_count(tokens, at);
    if (!count || count->value > count_most) return std::nullopt;
    if (tokens.is_one_of(count->next, {"business", "working"}) && tokens.is_one_of(count->next + 1, {"day", "days"}) &&
        tokens.is_one_of(count->next + 2, {"ago", "back", "earlier"})) {
        const Day day = *last_business_days(scene, count->value).start;
        return days(day, day.plus(1), Grain::day, count->next + 3);
    }
    const auto unit = unit_named(tokens[count->next].text);
    if (!unit || !tokens.is_one_of(count->next + 1, {"ago", "back", "earlier"})) return std::nullopt;
    if (*unit == Unit::hour) return std::nullopt;
    const Day day = moved_by(scene, *unit, scene.today, -count->value);
    if (*unit == Unit::day || *unit == Unit::week) return days(day, day.plus(1), Grain::day, count->next + 2);
    auto period = whole(scene, *unit, day, 0);
    period.next = count->next + 2;
    period.note = cat("the whole ", tokens[count->next].text == "years" ? "year" : name_of(grain_of(*unit)),
                      " is taken, not one day");
    return period;
}

// "2 weeks before May 13", "16 days after 2026-01-02", "3 days from today".
std::optional<Period> count_beside(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto count = read_count(tokens, at);
    if (!count || count->value > count_most) return std::nullopt;
    const auto unit = unit_named(tokens[count->next].text);
    if (!unit || *unit == Unit::hour) return std::nullopt;
    std::size_t next = count->next + 1;
    const bool back = tokens.is_one_of(next, {"before", "prior"});
    if (!back && !tokens.is_one_of(next, {"after", "from", "following"})) return std::nullopt;
    if (tokens.is(next, "from") && at > 0 && tokens.is(at - 1, "for")) return std::nullopt;  // A stretch, not a day.
    next = tokens.skip(next + 1, {"to", "the"});
    if (!back && tokens.is_one_of(next, {"today", "now"})) return std::nullopt;  // Another rule: to the day.
    const auto point = single_period(scene, next);
    if (!point || !point->start) return std::nullopt;
    const Day day = moved_by(scene, *unit, *point->start, back ? -count->value : count->value);
    if (*unit == Unit::day || *unit == Unit::week) return days(day, day.plus(1), Grain::day, point->next);
    auto period = whole(scene, *unit, day, 0);
    period.next = point->next;
    return period;
}

// "2 weeks starting May 20th", "for 3 days from today".
std::optional<Period> count_starting(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto count = read_count(tokens, at);
    if (!count || count->value > count_most) return std::nullopt;
    const auto unit = unit_named(tokens[count->next].text);
    if (!unit || *unit == Unit::hour) return std::nullopt;
    const std::size_t next = tokens.skip(count->next + 1, {","});
    const bool for_so_long = at > 0 && tokens.is(at - 1, "for");
    const bool from = (next > count->next + 1 || for_so_long) && tokens.is(next, "from");
    if (!from && !tokens.is_one_of(next, {"starting", "beginning", "commencing"})) return std::nullopt;
    const auto point = single_period(scene, tokens.skip(next + 1, {"on", "from", "the"}));
    if (!point || !point->start) return std::nullopt;
    return days(*point->start, moved_by(scene, *unit, *point->start, count->value), grain_of(*unit), point->next);
}

std::optional<Period> to_date(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const Day end = end_of_to_date(scene);
    const auto upto = [&](Unit unit, std::size_t next) {
        auto period = days(unit_start(scene, unit, scene.today),
                           std::max(end, unit_start(scene, unit, scene.today).plus(1)), grain_of(unit), next);
        period.partial = true;
        return period;
    };
    if (tokens.is(at, "fytd")) {
        auto period = upto(Unit::year, at + 1);
        period.start = scene.calendar.fiscal_year(scene.today.year()).start;
        if (*period.start > scene.today) period.start = scene.calendar.fiscal_year(scene.today.year() - 1).start;
        if (period.start->plus_months(12) <= scene.today) period.start = period.start->plus_months(12);
        return period;
    }
    if (tokens.is(at, "ytd")) return upto(Unit::year, at + 1);
    if (tokens.is(at, "qtd")) return upto(Unit::quarter, at + 1);
    if (tokens.is(at, "mtd")) return upto(Unit::month, at + 1);
    if (tokens.is(at, "wtd")) return upto(Unit::week, at + 1);
    if (tokens.is(at, "to") && tokens.is(at + 1, "date") && (at == 0 || !tokens.is(at - 1, "up"))) {
        Period period;  // "customers to date": all there ever was.
        period.end = end;
        period.next = at + 2;
        period.trust = Trust::weak;
        return period;
    }
    const auto unit = unit_named(tokens[at].text);
    if (!unit || *unit == Unit::hour) return std::nullopt;
    std::size_t next = at + 1;
    while (tokens.is(next, "-")) ++next;
    if (!tokens.is(next, "to")) return std::nullopt;
    ++next;
    while (tokens.is(next, "-")) ++next;
    if (!tokens.is(next, "date")) return std::nullopt;
    return upto(*unit, next + 1);
}

// "for the month", "during the quarter": the current one, but only where nothing else of the question says more.
std::optional<Period> the_unit(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "the")) return std::nullopt;
    const std::size_t next = says_whole(tokens, at + 1) ? at + 2 : at + 1;
    const auto unit = unit_named(tokens[next].text);
    if (!unit || *unit == Unit::hour || *unit == Unit::half || tokens[next].text.back() == 's') return std::nullopt;
    if (*unit == Unit::day && tokens.is(next + 1, "before") && next + 2 >= tokens.size()) {
        return days(scene.today.plus(-1), scene.today, Grain::day, next + 2);
    }
    if (*unit == Unit::day && noun_at(tokens, next + 1)) return std::nullopt;  // "the day shift"
    if (tokens.is_one_of(next + 1, {"before", "after", "earlier", "prior", "ago", "over", "on", "by", "that", "which",
                                    "when", "where", "with", "was", "is", "has", "had"})) {
        return std::nullopt;
    }
    auto period = whole(scene, *unit, scene.today, 0);
    period.next = next + 1;
    period.trust = Trust::weak;
    return period;
}

// "rest of the week": until its last day. Who says so plans ahead; a plan that reads what has happened ends today.
std::optional<Period> rest_of(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is_one_of(at, {"rest", "remaining", "remainder"})) return std::nullopt;
    const std::size_t next = tokens.skip(at + 1, {"of", "the", "my", "our"});
    const std::size_t unit_at = says_this(tokens, next) ? next + 1 : next;
    const auto unit = unit_named(tokens[unit_at].text);
    if (!unit || *unit == Unit::hour || *unit == Unit::day || unit_at == at + 1) return std::nullopt;
    const Day last = moved_by(scene, *unit, unit_start(scene, *unit, scene.today), 1).plus(-1);
    auto period = days(scene.today, std::max(last, scene.today.plus(1)), Grain::day, unit_at + 1);
    period.note = "the rest runs until the last day, which is not counted";
    return period;
}

}  // namespace

std::span<const Rule> relative_rules() {
    static constexpr std::array<Rule, 14> rules{count_ahead,    day_word,   this_unit,  last_unit, half_year,
                                                next_units,     last_count, short_span, ago,       count_beside,
                                                count_starting, to_date,    the_unit,   rest_of};
    return rules;
}

}  // namespace parley::planner::dates
