// Days of the week: on Friday, last Monday, Wednesday of next week, "Mon 13th", first Tuesday of May, the weekend.
// Their names are words of other meanings too (a vendor is called monday, "sat", "sun"), so each needs a sign beside
// it.

#include "base/text.h"
#include "planner/dates/period.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace parley::planner::dates {
namespace {

struct Weekday {
    int day = 0;  // ISO: Monday 1 to Sunday 7
    bool whole_name = false;
    bool many = false;  // "fridays"
};

std::optional<Weekday> weekday_named(std::string_view word) {
    constexpr std::array<std::string_view, 7> names{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
    for (std::size_t k = 0; k < names.size(); ++k) {
        const int day = static_cast<int>(k) + 1;
        if (word == names[k]) return Weekday{day, true, false};
        if (word == names[k].substr(0, 3)) return Weekday{day, false, false};
        if (word.size() == names[k].size() + 1 && word.back() == 's' && word.substr(0, names[k].size()) == names[k]) {
            return Weekday{day, true, true};
        }
    }
    if (word == "tues") return Weekday{2, false, false};
    if (word == "weds") return Weekday{3, false, false};
    if (word == "thur" || word == "thurs") return Weekday{4, false, false};
    return std::nullopt;
}

Day latest_before(Day day, int weekday) {
    return day.plus(-1 - (day.weekday() - 1 - weekday + 2 * week_days) % week_days);
}

Day next_after(Day day, int weekday) {
    return day.plus(1 + (weekday - day.weekday() - 1 + 2 * week_days) % week_days);
}

// The weekday in the week that lies `moved` weeks from the one of `day`, as the organization cuts weeks.
Day in_week(const Scene& scene, Day day, int weekday, int moved) {
    const Day start = unit_start(scene, Unit::week, day).plus(week_days * moved);
    return start.plus((weekday - start.weekday() + week_days) % week_days);
}

// "last week", "the week", "this coming week": how many weeks from this one.
std::optional<Number> week_moved(const Tokens& tokens, std::size_t at) {
    const std::size_t first = tokens.skip(at, {"the"});
    const auto moved = read_moved(tokens, first);
    if (moved && tokens.is_one_of(moved->next, {"week", "wk"})) return Number{moved->value, moved->next + 1};
    return std::nullopt;
}

// A noun behind it makes the day a name: the Sunday Times, weekend traffic.
bool is_said_of_a_thing(const Tokens& tokens, std::size_t next) {
    return tokens[next].kind == Token::Kind::word &&
           !tokens.is_one_of(next, {"and", "to",  "until", "till", "through", "vs",  "versus",  "compared",
                                    "by",  "per", "with",  "on",   "in",      "for", "against", "than",
                                    "or",  "at",  "of",    "from", "did",     "was", "were"});
}

// Names that hold a weekday, and rhythms: Black Friday, every Friday, monday boards, monday.com.
bool is_other_name(const Tokens& tokens, std::size_t at) {
    if (tokens.is_one_of(at + 1, {"board", "boards", "item", "items", "com"})) return true;
    if (tokens.is(at + 1, ".") && tokens.is(at + 2, "com")) return true;
    if (tokens.is_one_of(at + 1, {"of", "in"}) && at > 0) {  // "the third Thursday of each month"
        const auto word = read_ordinal(tokens, at - 1);
        const auto digits = at > 1 ? read_ordinal(tokens, at - 2) : std::nullopt;
        if ((word && word->next == at) || (digits && digits->next == at)) return true;
    }
    return at > 0 && tokens.is_one_of(at - 1, {"black", "cyber", "good", "easter", "giving", "palm", "super", "every",
                                               "each", "per", "by", "alternate", "a"});
}

bool lead_of_day(const Tokens& tokens, std::size_t at) {
    return at > 0 && tokens.is_one_of(at - 1, {"since", "until", "till", "before", "after", "through", "than"});
}

// A name that stands alone is a day where it can be nothing else.
bool surely_weekday(const Scene& scene, std::size_t at, const Weekday& weekday) {
    const Tokens& tokens = scene.tokens;
    if (is_other_name(tokens, at)) return false;
    if (lead_of_day(tokens, at) || stands_alone(tokens, at, at + 1)) return true;
    if (tokens.is(at, "monday") && scene.for_numbers) return false;  // "on monday" may be on monday.com.
    const bool led = at > 0 && tokens.is_one_of(at - 1, {"on", "from", "to", "and", "between", "for", "-"});
    if (!weekday.whole_name || led) return led;
    return (tokens[at].capital || at + 1 >= tokens.size()) && !is_said_of_a_thing(tokens, at + 1);
}

std::optional<Period> plain_weekday(const Scene& scene, std::size_t at, const Weekday& weekday) {
    if (!surely_weekday(scene, at, weekday)) return std::nullopt;
    if (scene.lean == Lean::open) return one_day(next_after(scene.today, weekday.day), at + 1);
    auto period = one_day(latest_before(scene.today.plus(1), weekday.day), at + 1);
    return period;
}

// A weekday fixes the year of a date without one: the nearest year in which the two go together.
Period with_fitting_year(const Scene& scene, Period date, int weekday) {
    constexpr int years_most = 6;
    std::optional<Day> best;
    for (int moved = -years_most; moved <= years_most; ++moved) {
        const Day day = Day::of(scene.today.year() + moved, date.start->month(), date.start->day());
        if (day.day() != date.start->day() || day.weekday() != weekday) continue;
        if (!best || std::abs(day.days - scene.today.days) < std::abs(best->days - scene.today.days)) best = day;
    }
    constexpr int days_most = 550;  // Farther away, the weekday is the slip.
    if (!best || std::abs(best->days - scene.today.days) > days_most) return date;
    date.start = *best;
    date.end = best->plus(1);
    return date;
}

// "Mon 13th", "Tuesday the 19th", "Monday 21": the nearest such day on the side the question leans to.
std::optional<Period> weekday_of_month(const Scene& scene, std::size_t at, const Weekday& weekday) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    auto number = read_ordinal(tokens, first);
    const bool bare = !number && tokens[first].is_number(1, 2);
    if (bare) number = Number{tokens[first].value, first + 1};
    if (!number || number->value < 1 || number->value > 31) return std::nullopt;
    const Token& behind = tokens[number->next];
    const bool joined = behind.glued && (tokens[number->next + 1].glued || tokens.is(number->next, "%"));
    if (bare && (behind.kind != Token::Kind::mark || joined)) return std::nullopt;
    constexpr int months_most = 40;
    const bool open = scene.lean == Lean::open;
    for (int moved = 0; moved < months_most; ++moved) {
        const Day month = unit_start(scene, Unit::month, scene.today).plus_months(open ? moved : -moved);
        const Day day = Day::of(month.year(), month.month(), number->value);
        const bool fits = day.day() == number->value && day.weekday() == weekday.day;
        if (fits && (open ? day >= scene.today : day <= scene.today)) return one_day(day, number->next);
    }
    return std::nullopt;
}

// "Friday 7-6", "Friday 7.6": only behind a weekday are these a month and a day.
std::optional<Period> short_date(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens[at].is_number(1, 2) || !tokens.is_one_of(at + 1, {"-", "."}) || !tokens[at + 2].is_number(1, 2)) {
        return std::nullopt;
    }
    const bool glued = tokens[at + 1].glued && tokens[at + 2].glued;
    const int month = tokens[at].value;
    const int number = tokens[at + 2].value;
    if (!glued || (tokens[at + 3].glued && tokens[at + 3].kind != Token::Kind::mark)) return std::nullopt;
    if (month < 1 || month > 12 || number < 1 || number > 31) return std::nullopt;
    auto period = one_day(Day::of(scene.today.year(), month, number), at + 3);
    period.year_free = true;
    period.note = cat(month, tokens[at + 1].text, number, " is read month first");
    return period;
}

// The date that a weekday stands before. The date governs, the weekday only tells its year.
std::optional<Period> date_behind(const Scene& scene, std::size_t at, int weekday) {
    const Tokens& tokens = scene.tokens;
    const std::size_t next = tokens.skip(at, {"the"});
    const bool dated =
        tokens[next].kind == Token::Kind::number || read_ordinal(tokens, next) || read_number(tokens, next);
    const auto three = [](const std::string& text) { return text.substr(0, 3); };
    constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
    if (!dated && std::find(months.begin(), months.end(), three(tokens[next].text)) == months.end())
        return std::nullopt;
    auto date = short_date(scene, next);
    if (!date) date = single_period(scene, next);
    if (!date || !date->start || !date->end || date->start->plus(1) != *date->end) return std::nullopt;
    return date->year_free ? with_fitting_year(scene, std::move(*date), weekday) : date;
}

// "last Friday" is the one of last week, "past Friday" and "coming Friday" the nearest on their side.
std::optional<Period> moved_weekday(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.is(at, "this") && tokens.is_one_of(at + 1, {"past", "coming"}) ? at + 1 : at;
    const auto moved = read_moved(tokens, first);
    if (!moved) return std::nullopt;
    const auto weekday = weekday_named(tokens[moved->next].text);
    if (!weekday || weekday->many) return std::nullopt;
    const std::size_t next = moved->next + 1;
    if (auto date = date_behind(scene, tokens.skip(next, {",", "-"}), weekday->day)) return date;
    if (tokens.is(first, "past")) return one_day(latest_before(scene.today, weekday->day), next);
    if (tokens.is_one_of(first, {"coming", "upcoming"})) return one_day(next_after(scene.today, weekday->day), next);
    const Day day = in_week(scene, scene.today, weekday->day, moved->value);
    auto period = one_day(day, next);
    const Day nearest =
        moved->value < 0 ? latest_before(scene.today, weekday->day) : next_after(scene.today, weekday->day);
    if (moved->value != 0 && nearest != day) {
        period.note = cat("the one of ", moved->value < 0 ? "last" : "next", " week is taken, not the nearest one, ",
                          nearest.text());
    }
    return period;
}

// What stands behind a weekday: its week, its date, its day of the month.
std::optional<Period> weekday_with(const Scene& scene, std::size_t at, const Weekday& weekday) {
    const Tokens& tokens = scene.tokens;
    const std::size_t next = tokens.skip(at + 1, {",", ".", "-", "of", "in"});
    if (const auto week = week_moved(tokens, next)) {
        return one_day(in_week(scene, scene.today, weekday.day, week->value), week->next);
    }
    if (tokens.is_one_of(next, {"today", "yesterday", "tomorrow", "-", "to"})) return std::nullopt;
    if (const auto length = read_length(tokens, next); length && length->smallest == Unit::week) {
        const bool ago = tokens.is(length->next, "ago");
        const bool on = tokens.is(length->next, "from") && tokens.is_one_of(length->next + 1, {"now", "today"});
        if (!ago && !on) return std::nullopt;
        const Day day = ago ? length->before(scene.today) : length->after(scene.today);
        return one_day(in_week(scene, day, weekday.day, 0), length->next + (ago ? 1 : 2));
    }
    if (auto of_month = weekday_of_month(scene, next, weekday)) return of_month;
    return date_behind(scene, next, weekday.day);
}

std::optional<Period> weekday(const Scene& scene, std::size_t at) {
    const auto named = weekday_named(scene.tokens[at].text);
    if (!named || named->many) return moved_weekday(scene, at);
    if (is_other_name(scene.tokens, at)) return std::nullopt;
    auto with = weekday_with(scene, at, *named);
    return with ? with : plain_weekday(scene, at, *named);
}

// "next week Wednesday", "last week's Sunday", "previous week - Monday".
std::optional<Period> week_then_weekday(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto week = week_moved(tokens, at);
    if (!week) return std::nullopt;
    const std::size_t next = tokens.skip(week->next, {"'", "s", "-", ",", "on"});
    const auto named = weekday_named(tokens[next].text);
    if (!named || named->many || is_other_name(tokens, next)) return std::nullopt;
    return one_day(in_week(scene, scene.today, named->day, week->value), next + 1);
}

// "first Tuesday of October", "the last Sunday of March 2014".
std::optional<Period> nth_weekday(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {"the"});
    const bool last = tokens.is_one_of(next, {"last", "final"});
    const auto number = last ? std::optional(Number{1, next + 1}) : read_ordinal(tokens, next);
    const auto named = number ? weekday_named(tokens[number->next].text) : std::nullopt;
    if (!named || named->many || number->value < 1 || number->value > 5) return std::nullopt;
    if (!tokens.is_one_of(number->next + 1, {"of", "in"})) return std::nullopt;
    const auto of = single_period(scene, tokens.skip(number->next + 2, {"the"}));
    if (!of || !of->start || !of->end || of->start->plus(week_days * number->value) > *of->end) return std::nullopt;
    const Day day = last ? latest_before(*of->end, named->day)
                         : next_after(of->start->plus(-1), named->day).plus(week_days * (number->value - 1));
    return one_day(day, of->next);
}

// "3 Fridays ago", "two Thursdays back", "3 Fridays from now".
std::optional<Period> counted_weekdays(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto count = read_number(tokens, at);
    if (!count || count->value < 1 || count->value > 60) return std::nullopt;
    const auto named = weekday_named(tokens[count->next].text);
    if (!named || !named->whole_name) return std::nullopt;
    const std::size_t next = count->next + 1;
    const int further = week_days * (count->value - 1);
    if (tokens.is_one_of(next, {"ago", "back"})) {
        return one_day(latest_before(scene.today, named->day).plus(-further), next + 1);
    }
    if (!tokens.is(next, "from") || !tokens.is_one_of(next + 1, {"now", "today"})) return std::nullopt;
    return one_day(next_after(scene.today, named->day).plus(further), next + 2);
}

std::optional<std::size_t> behind_joiner(const Tokens& tokens, std::size_t at, bool between) {
    if (tokens.is_one_of(at, {"to", "-", "until", "till", "through", "thru"})) return at + 1;
    return between && tokens.is(at, "and") ? std::optional(at + 1) : std::nullopt;
}

// "from Monday to Wednesday", "Mon-Fri last week", "last week between Tuesday and Thursday", "from last Monday to
// Friday": two weekdays are of one week, the later one follows the earlier one.
std::optional<Period> span_of_weekdays(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    auto week = week_moved(tokens, at);
    std::size_t first = week ? tokens.skip(week->next, {",", "-"}) : at;
    const bool between = tokens.is(first, "between");
    if (between || tokens.is(first, "from")) ++first;
    const auto moved = week ? std::nullopt : moved_weekday(scene, first);
    const auto left = weekday_named(tokens[first].text);
    if (!moved && (!left || left->many)) return std::nullopt;
    const auto to = behind_joiner(tokens, moved ? moved->next : first + 1, between);
    const auto right = to ? weekday_named(tokens[*to].text) : std::nullopt;
    if (!right || right->many || date_behind(scene, tokens.skip(*to + 1, {",", "the"}), right->day))
        return std::nullopt;
    std::size_t next = *to + 1;
    if (const auto behind = week ? std::nullopt : week_moved(tokens, tokens.skip(next, {",", "of", "in"}))) {
        week = behind;
        next = behind->next;
    }
    Day start = scene.today;
    if (moved)
        start = *moved->start;
    else if (week)
        start = in_week(scene, scene.today, left->day, week->value);
    else if (scene.lean == Lean::open)
        start = next_after(scene.today, left->day);
    else
        start = latest_before(latest_before(scene.today.plus(1), right->day).plus(1), left->day);
    auto period = days(start, next_after(start, right->day).plus(1), Grain::day, next);
    period.trust = Trust::range;
    mark_partial(scene, period);
    return period;
}

struct Stretch {
    int first = 0;  // ISO weekday
    int length = 0;
    std::size_t next = 0;
};

// "weekend", "week-end", "workweek", "work week".
std::optional<Stretch> read_week_stretch(const Tokens& tokens, std::size_t at) {
    if (tokens.is_one_of(at, {"weekend", "weekends"})) return Stretch{6, 2, at + 1};
    if (tokens.is(at, "week") && tokens.is(at + 1, "-") && tokens.is(at + 2, "end")) return Stretch{6, 2, at + 3};
    if (tokens.is_one_of(at, {"workweek", "weekdays"})) return Stretch{1, 5, at + 1};
    const bool work = tokens.is_one_of(at, {"work", "working", "business"});
    if (work && tokens.is(at + 1, "week")) return Stretch{1, 5, at + 2};
    return std::nullopt;
}

Day weekend_in(const Scene& scene, int weeks) {
    return in_week(scene, scene.today, 6, weeks);
}

// "two weekends ago", "the last 3 weekends", "the weekend before last".
std::optional<Period> counted_weekends(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    if (tokens.is(first, "weekend") && tokens.is(first + 1, "before") && tokens.is(first + 2, "last")) {
        return days(weekend_in(scene, -2), weekend_in(scene, -2).plus(2), Grain::day, first + 3);
    }
    const auto moved = read_moved(tokens, first);
    const auto count = read_count(tokens, moved ? moved->next : first);
    constexpr int count_most = 200;
    if (!count || count->value < 1 || count->value > count_most) return std::nullopt;
    if (!tokens.is_one_of(count->next, {"weekend", "weekends"})) return std::nullopt;
    const std::size_t next = count->next + 1;
    if (!moved && tokens.is_one_of(next, {"ago", "back"})) {
        return days(weekend_in(scene, -count->value), weekend_in(scene, -count->value).plus(2), Grain::day, next + 1);
    }
    if (!moved || moved->value == 0) return std::nullopt;
    const int from = moved->value < 0 ? -count->value : 1;
    const int to = moved->value < 0 ? -1 : count->value;
    auto period = days(weekend_in(scene, from), weekend_in(scene, to).plus(2), Grain::day, next);
    period.note = "the days between these weekends are in the range too";
    return period;
}

// "this weekend", "over the weekend", "last weekend", "next workweek", "the weekend after next".
std::optional<Period> part_of_week(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const bool the = tokens.is_one_of(at, {"the", "that"});
    const auto moved = the ? std::optional(Number{0, at + 1}) : read_moved(tokens, at);
    const auto stretch = moved ? read_week_stretch(tokens, moved->next) : std::nullopt;
    if (!stretch) return std::nullopt;
    if (the && is_said_of_a_thing(tokens, stretch->next) && !tokens.is(stretch->next, "after")) return std::nullopt;
    int weeks = moved->value;
    std::size_t next = stretch->next;
    if (tokens.is(next, "after")) {
        const std::size_t word = tokens.skip(next + 1, {"the"});
        if (!tokens.is(word, "next")) return std::nullopt;
        weeks = 2;
        next = word + 1;
    }
    Day start = unit_start(scene, Unit::week, scene.today).plus(week_days * weeks);
    start = start.plus((stretch->first - start.weekday() + week_days) % week_days);
    if (the && weeks == 0 && scene.lean == Lean::past && scene.for_numbers && start > scene.today)
        start = start.plus(-week_days);
    return days(start, start.plus(stretch->length), Grain::day, next);
}

}  // namespace

std::span<const Rule> weekday_rules() {
    static constexpr std::array<Rule, 7> rules{weekday,          week_then_weekday, nth_weekday, counted_weekdays,
                                               span_of_weekdays, counted_weekends,  part_of_week};
    return rules;
}

}  // namespace parley::planner::dates
