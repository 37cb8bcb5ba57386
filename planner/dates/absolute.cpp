// Periods with a date of their own: 2026-05-01, 5/1/2026, "May 1st, 2026", "March", "2025".

#include "base/text.h"
#include "planner/dates/period.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace parley::planner::dates {

std::optional<int> month_named(std::string_view word) {
    constexpr std::array<std::string_view, 12> names{"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};
    if (word == "sept") return 9;
    if (word.size() < 3) return std::nullopt;
    for (std::size_t k = 0; k < names.size(); ++k) {
        if (word == names[k] || word == names[k].substr(0, 3)) return static_cast<int>(k) + 1;
    }
    return std::nullopt;
}

namespace {

bool real_day(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    return Day::of(year, month, day).day() == day;
}

Period one_month(const Scene& scene, int year, int month, std::size_t next) {
    auto period = whole(scene, Unit::month, Day::of(year, month, 1), 0);
    period.next = next;
    return period;
}

// The latest such day that is not after today, or the nearest one; leap days go on to a leap year.
std::optional<Period> free_day(const Scene& scene, int month, int day, std::size_t next) {
    constexpr int years_most = 8;
    const bool open = scene.lean == Lean::open;
    std::optional<Day> best;
    for (int moved = open ? years_most : 0; moved > -years_most; --moved) {
        const int year = scene.today.year() + moved;
        if (!real_day(year, month, day)) continue;
        const Day date = Day::of(year, month, day);
        if (!open && (best || date > scene.today)) continue;
        if (!best || std::abs(date.days - scene.today.days) < std::abs(best->days - scene.today.days)) best = date;
    }
    if (!best) return std::nullopt;
    auto period = one_day(*best, next);
    period.year_free = true;
    return period;
}

Period free_month(const Scene& scene, int month, std::size_t next) {
    constexpr int half_year = 6;
    const int ahead = month - scene.today.month();
    int year = scene.today.year();
    if (ahead > (scene.lean == Lean::open ? half_year : 0)) --year;
    if (ahead < -half_year && scene.lean == Lean::open) ++year;
    auto period = one_month(scene, year, month, next);
    period.year_free = true;
    return period;
}

// "January first 12 was ...": two digits behind a day in words are a year where nothing can be counted by them.
bool closes_date(const Tokens& tokens, std::size_t at) {
    if (at == 0 || tokens[at - 1].kind != Token::Kind::word) return false;
    return at + 1 >= tokens.size() ||
           tokens.is_one_of(at + 1, {"was", "is", "to", "until", "and", "through", ",", "?"});
}

std::optional<Period> day_of_month(const Scene& scene, int day, int month, std::size_t next) {
    if (const auto year = read_following_year(scene, next)) {
        if (!real_day(year->value, month, day)) return std::nullopt;
        return one_day(Day::of(year->value, month, day), year->next);
    }
    if (scene.tokens[next].is_number(2, 2) && !scene.tokens[next].glued &&
        (scene.tokens[next].value > 31 || closes_date(scene.tokens, next))) {
        const int year = full_year(scene.tokens[next].value, scene.today.year());
        if (real_day(year, month, day)) return one_day(Day::of(year, month, day), next + 1);
    }
    return free_day(scene, month, day, next);
}

// A month's name may be a word of another meaning: "may I see", "march on". Short and lower case, it needs a
// preposition or a number beside it.
bool surely_month(const Tokens& tokens, std::size_t at) {
    if (!tokens.is_one_of(at, {"may", "march", "mar", "dec", "sep", "jan", "jun", "jul", "oct", "nov"})) return true;
    if (at == 0) {
        if (tokens.is_one_of(1, {"and", "&"}) && month_named(tokens[2].text)) return true;
        return tokens.size() == 1 || read_year(tokens, 1) || tokens[1].kind == Token::Kind::number ||
               tokens.is_one_of(1, {"to", "-", "/", "until", "through", ",", ".", "of", "last", "this", "'"});
    }
    if (tokens[at].capital) return true;
    return tokens.is_one_of(
        at - 1, {"in",     "since", "from",    "of",   "for",   "during", "until",   "till", "to",        "thru",
                 "before", "after", "through", "last", "this",  "next",   "between", "and",  "by",        "mid",
                 "early",  "late",  "-",       "than", "about", "vs",     "versus",  "all",  "throughout"});
}

// "assigned to April", "deals owned by June", "customers named August": people bear the names of months.
bool names_a_person(const Tokens& tokens, std::size_t at) {
    if (at == 0) return false;
    if (tokens.is_one_of(at - 1, {"named", "called", "dear", "hi", "hello"})) return true;
    if (at < 2 || !tokens.is_one_of(at - 1, {"to", "by"})) return false;
    return tokens.is_one_of(at - 2, {"assigned", "owned", "created", "managed", "led", "handled", "reported", "written",
                                     "belonging", "reviewed", "approved", "requested", "belongs", "run"});
}

char separator_at(const Tokens& tokens, std::size_t at) {
    const auto& text = tokens[at].text;
    if (tokens[at].kind != Token::Kind::mark || text.size() != 1) return 0;
    return text[0] == '-' || text[0] == '/' || text[0] == '.' ? text[0] : '\0';
}

// 20260501 behind "on", "since" and the like: eight digits are a number of something else more often.
std::optional<Period> eight_digits(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens[at].is_number(8, 8)) return std::nullopt;
    if (tokens[at + 1].glued && tokens[at + 1].kind != Token::Kind::mark) return std::nullopt;
    const bool led = at > 0 && tokens.is_one_of(at - 1, {"on", "since", "from", "to", "until", "till", "before",
                                                         "after", "between", "and", "through", "-"});
    const bool leads = tokens.is_one_of(at + 1, {"-", "to", "until", "through"}) && tokens[at + 2].is_number(8, 8);
    if (!led && !leads && scene.for_numbers && tokens.size() > 1) return std::nullopt;
    const std::string& text = tokens[at].text;
    const auto day = Day::parse(cat(text.substr(0, 4), "-", text.substr(4, 2), "-", text.substr(6)));
    if (!day || day.value().year() < 1900 || day.value().year() > 2100) return std::nullopt;
    return one_day(day.value(), at + 1);
}

// 2026-05-01, 2026/5/1, 2026.05.01, 2026-may-1, "2026 10 16".
std::optional<Period> year_month_day(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens[at].is_number(4, 4)) return std::nullopt;
    const bool blanks = tokens[at + 1].is_number(2, 2) && tokens[at + 2].is_number(2, 2);
    const char separator = separator_at(tokens, at + 1);
    if (!blanks && (separator == 0 || separator != separator_at(tokens, at + 3))) return std::nullopt;
    const std::size_t month_at = blanks ? at + 1 : at + 2;
    const std::size_t day_at = blanks ? at + 2 : at + 4;
    if (!tokens[day_at].is_number(1, 2)) return std::nullopt;
    int month = tokens[month_at].is_number(1, 2) ? tokens[month_at].value : 0;
    if (const auto named = month_named(tokens[month_at].text)) month = *named;
    if (!real_day(tokens[at].value, month, tokens[day_at].value)) return std::nullopt;
    auto period = one_day(Day::of(tokens[at].value, month, tokens[day_at].value), day_at + 1);
    if (tokens.is(period.next, "-") && tokens[period.next + 1].glued && unit_named(tokens[period.next + 2].text)) {
        const auto unit = *unit_named(tokens[period.next + 2].text);  // "2023-12-29 -10days"
        if (tokens[period.next + 1].kind == Token::Kind::number && unit != Unit::hour) {
            return one_day(moved_by(scene, unit, *period.start, -tokens[period.next + 1].value), period.next + 3);
        }
    }
    return period;
}

// "02/2026" of "31/02/2026" and "2026" of "2026-13-45": what is left of a date that does not exist.
bool is_torn(const Tokens& tokens, std::size_t at) {
    const bool torn_before = at >= 2 && tokens[at].glued && tokens[at - 1].glued && separator_at(tokens, at - 1) != 0 &&
                             tokens[at - 2].is_number(1, 2);
    const bool torn_behind = tokens[at + 1].glued && separator_at(tokens, at + 1) != 0 && tokens[at + 2].glued &&
                             tokens[at + 2].is_number(1, 2);
    return torn_before || (torn_behind && tokens[at].is_number(4, 4));
}

// 2026-05, 2026/5, 05/2026, 5-2026.
std::optional<Period> year_and_month(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const char separator = separator_at(tokens, at + 1);
    if (separator == 0) return std::nullopt;
    const bool led = at > 0 && tokens.is_one_of(at - 1, {"in", "since", "from", "during", "for", "until", "to"});
    if (separator == '.' && (!tokens[at].is_number(2, 2) || (at > 0 && !led))) return std::nullopt;
    // "sku 2019-05", "order 12/2019": a word that is numbered stands before it.
    if (at > 0 && tokens.is_one_of(at - 1, {"sku", "order", "invoice", "ticket", "room", "id", "no", "number", "#"}))
        return std::nullopt;
    const bool year_first = tokens[at].is_number(4, 4) && tokens[at + 2].is_number(1, 2);
    const bool month_first = tokens[at].is_number(1, 2) && tokens[at + 2].is_number(4, 4);
    if ((!year_first && !month_first) || (month_first && is_torn(tokens, at))) return std::nullopt;
    const auto year = read_year(tokens, year_first ? at : at + 2);
    const int month = tokens[year_first ? at + 2 : at].value;
    if (!year || month < 1 || month > 12) return std::nullopt;
    return one_month(scene, year->value, month, at + 3);
}

// "125th day", ISO: 2026-125, behind a word that says it is a date.
std::optional<Period> day_of_year(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::optional<Number> year;
    int number = 0;
    std::size_t next = 0;
    if (tokens.is(at, "day") && tokens[at + 1].is_number(1, 3)) {
        year = tokens.is_one_of(at + 2, {"of", "in"}) ? read_following_year(scene, at + 2) : std::nullopt;
        number = tokens[at + 1].value;
        next = year ? year->next : 0;
    } else if (tokens[at].is_number(4, 4) && tokens.is(at + 1, "-") && tokens[at + 1].glued &&
               tokens[at + 2].is_number(3, 3) && tokens[at + 2].glued) {
        const bool led = at > 0 && tokens.is_one_of(at - 1, {"on", "since", "from", "to", "until", "before", "after"});
        if (led && !(tokens.is(at + 3, "-") && tokens[at + 3].glued)) year = read_year(tokens, at);
        number = tokens[at + 2].value;
        next = at + 3;
    }
    if (!year || number < 1) return std::nullopt;
    const Day day = Day::of(year->value, 1, 1).plus(number - 1);
    return day.year() == year->value ? std::optional(one_day(day, next)) : std::nullopt;
}

struct DayAndMonth {
    int day = 0;
    int month = 0;
    std::string note;
};

// Day first where only that can be meant, and between dots, as those write it who use them; else month first. Said
// where both could be meant.
std::optional<DayAndMonth> order_of(int first, int second, char separator) {
    const bool dots = separator == '.' && first >= 1 && first <= 31 && second >= 1 && second <= 12;
    if (dots && (first > 12 || first == second)) return DayAndMonth{first, second, ""};
    if (dots) {
        return DayAndMonth{first, second,
                           cat(first, ".", second, ". is read day first, as ",
                               Day::of(2000, second, first).text().substr(5), " (month-day)")};
    }
    if (first > 12 && second >= 1 && second <= 12) return DayAndMonth{first, second, ""};
    if (first < 1 || first > 12 || second < 1 || second > 31) return std::nullopt;
    if (second > 12 || first == second) return DayAndMonth{second, first, ""};
    return DayAndMonth{second, first,
                       cat(first, "/", second, " is read month first, as ",
                           Day::of(2000, first, second).text().substr(5), " (month-day)")};
}

// "from 3.4. to 9.4.2026": what stands beside two numbers and dots says that they are a day.
bool stands_as_day(const Tokens& tokens, std::size_t at) {
    if (tokens.is_one_of(at + 4, {"-", "to", "until"})) return true;
    return at > 0 &&
           tokens.is_one_of(at - 1, {"from", "since", "until", "till", "between", "on", "to", "before", "after"});
}

// "1. 10. 2026", as some write it with blanks: day, month, year.
std::optional<Period> spaced_dots(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const bool form = tokens[at].is_number(1, 2) && tokens.is(at + 1, ".") && tokens[at + 2].is_number(1, 2) &&
                      tokens.is(at + 3, ".") && tokens[at + 4].is_number(4, 4);
    if (!form || tokens[at + 2].glued || !tokens[at + 1].glued || !tokens[at + 3].glued) return std::nullopt;
    const int year = tokens[at + 4].value;
    if (!read_year(tokens, at + 4) || !real_day(year, tokens[at + 2].value, tokens[at].value)) return std::nullopt;
    return one_day(Day::of(year, tokens[at + 2].value, tokens[at].value), at + 5);
}

std::optional<Period> numeric(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens[at].is_number(1, 2) || !tokens[at + 2].is_number(1, 2)) return std::nullopt;
    const char separator = separator_at(tokens, at + 1);
    if (separator == 0 || !tokens[at + 1].glued || !tokens[at + 2].glued) return std::nullopt;
    if (at > 0 && tokens[at].glued && tokens[at - 1].kind == Token::Kind::word) return std::nullopt;  // "v1.5.2026"
    const auto read = order_of(tokens[at].value, tokens[at + 2].value, separator);
    if (!read || (separator == '/' && tokens.is(at + 3, "of"))) return std::nullopt;  // "1/2 of the orders"
    const bool third = separator_at(tokens, at + 3) == separator && tokens[at + 4].glued;
    std::optional<Period> period;
    if (third && (tokens[at + 4].is_number(4, 4) || tokens[at + 4].is_number(2, 2))) {
        const int written = tokens[at + 4].value;
        const int year = tokens[at + 4].is_number(4, 4) ? written : full_year(written, scene.today.year());
        if (!real_day(year, read->month, read->day)) return std::nullopt;
        period = one_day(Day::of(year, read->month, read->day), at + 5);
    } else if (separator == '.' && tokens.is(at + 3, ".") && tokens[at + 3].glued && stands_as_day(tokens, at)) {
        period = free_day(scene, read->month, read->day, at + 4);  // "from 3.4. to 9.4.2026"
    } else {
        const bool always = tokens[at].value == 24 && tokens[at + 2].value == 7;  // "24/7" is no date.
        if (separator != '/' || always) return std::nullopt;
        period = free_day(scene, read->month, read->day, at + 3);
        if (period && at > 0 && tokens.is(at - 1, "next") && *period->start <= scene.today) shift_years(*period, 1);
        if (period) period->trust = Trust::weak;
    }
    if (period) period->note = read->note;
    return period;
}

// "May 1", "May 1st, 2026", "Sep-23-2020", "January first".
std::optional<Period> month_then_day(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.is_one_of(at, {"this", "last", "past"}) ? at + 1 : at;
    const auto month = month_named(tokens[next].text);
    if (!month) return std::nullopt;
    const bool comma = tokens.is(next + 1, ",");
    next = tokens.skip(next + 1, {".", "-", ",", "the"});
    if (tokens[next].kind == Token::Kind::word && read_year(tokens, next))
        return std::nullopt;  // "March twenty twenty"
    std::optional<Number> day = read_ordinal(tokens, next);
    if (!day && tokens[next].is_number(1, 2)) day = Number{tokens[next].value, next + 1};
    if (!day || !real_day(2000, *month, day->value)) return std::nullopt;
    const bool unit_behind = unit_named(tokens[day->next].text).has_value();
    // "In October, 10 worst campaigns": it counts what follows.
    const bool counts = comma && tokens[day->next].kind == Token::Kind::word && !tokens[day->next].glued;
    if (unit_behind || counts) return std::nullopt;
    if (tokens[day->next].is_number(2, 2) && tokens[day->next].value <= 12 && next != at + 1) return std::nullopt;
    if (tokens.is_one_of(day->next, {":", "%"}) && tokens[day->next].glued) return std::nullopt;
    return day_of_month(scene, day->value, *month, day->next);
}

// "1 May", "1st of May 2026", "the twenty third day of September", "05-Aug-2016", "14april 2015".
std::optional<Period> day_then_month(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {"the"});
    std::optional<Number> day = read_ordinal(tokens, next);
    if (!day) day = read_number(tokens, next);
    if (!day || day->value < 1 || day->value > 31) return std::nullopt;
    next = tokens.is(day->next, "day") ? day->next + 1 : day->next;
    next = tokens.skip(next, {"of", "-", "/"});
    const auto month = month_named(tokens[next].text);
    if (!month || !real_day(2000, *month, day->value)) return std::nullopt;
    return day_of_month(scene, day->value, *month, tokens.is(next + 1, ".") ? next + 2 : next + 1);
}

// "March", "in March 2026", "last March", "March of last year", "Dec-2018", "Aug 96".
std::optional<Period> month_alone(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const bool last = tokens.is_one_of(at, {"last", "past", "previous"});
    const bool running = tokens.is_one_of(at, {"this", "current"});
    const bool coming = tokens.is(at, "next");
    std::size_t next = last || running || coming ? at + 1 : at;
    if (tokens.is(next, "month") && tokens.is(next + 1, "of")) next += 2;
    const auto month = month_named(tokens[next].text);
    if (!month || (next == at && !surely_month(tokens, next))) return std::nullopt;
    if (tokens.is(next, "may") && !tokens[next].capital && noun_at(tokens, next + 1)) return std::nullopt;
    const std::size_t behind = tokens.is(next + 1, ".") ? next + 2 : next + 1;
    if (const auto year = read_following_year(scene, behind)) return one_month(scene, year->value, *month, year->next);
    const Token& two = tokens[behind];
    if (two.is_number(2, 2) && two.value > 31 && !two.glued) {
        return one_month(scene, full_year(two.value, scene.today.year()), *month, behind + 1);
    }
    if (names_a_person(tokens, at)) return std::nullopt;
    if (running) return one_month(scene, scene.today.year(), *month, next + 1);
    if (coming) {
        const int year = *month > scene.today.month() ? scene.today.year() : scene.today.year() + 1;
        return one_month(scene, year, *month, next + 1);
    }
    auto period = free_month(scene, *month, next + 1);
    if (last && period.end > scene.today) shift_years(period, -1);
    return period;
}

// "2016 June", "2018 March 18", "2016, nov", "last year's March".
std::optional<Period> year_then_month(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto year = read_leading_year(scene, at);
    if (!year) return std::nullopt;
    const std::size_t next = tokens.skip(year->next, {",", "-", "/", "'", "s"});
    const auto month = month_named(tokens[next].text);
    if (!month) return std::nullopt;
    const Token& day = tokens[next + 1];
    if (day.is_number(1, 2) && real_day(year->value, *month, day.value)) {
        return one_day(Day::of(year->value, *month, day.value), next + 2);
    }
    return one_month(scene, year->value, *month, next + 1);
}

bool says_year_before(const Tokens& tokens, std::size_t at) {
    constexpr std::size_t words_back = 5;
    for (std::size_t back = 1; back <= std::min(at, words_back); ++back) {
        if (tokens.is_one_of(at - back, {"year", "date", "created", "founded", "born", "closed"})) return true;
    }
    return false;
}

bool names_a_year(const Tokens& tokens, std::size_t at, std::size_t next) {
    if (at == 0) return true;
    if (tokens.is_one_of(at - 1, {"across", "throughout", "over"}) && tokens.is_one_of(next, {"and", "to", "&"}) &&
        read_year(tokens, next + 1))
        return true;
    if (tokens.is_one_of(
            at - 1, {"over",   "under", "above", "below",  "exceeding", "order", "orders", "room",    "id",  "sku",
                     "number", "no",    "#",     "ticket", "invoice",   "least", "most",   "version", "top", "limit"}))
        return false;
    // "greater than 2000" is said of years where years are spoken of.
    const bool amount = tokens.is(at - 1, "than") && at > 1 &&
                        tokens.is_one_of(at - 2, {"more", "less", "greater", "higher", "lower", "fewer", "larger"});
    if (amount) return says_year_before(tokens, at);
    if (next >= tokens.size()) return true;
    if (tokens.is(at - 1, ",") && at > 1 && read_year(tokens, at - 2)) return true;  // "2023, 2024 and 2025"
    if (tokens.is_one_of(next, {"-", "~", "to", "through", "until", "till"})) return true;
    if (tokens.is_one_of(next, {"or", "and"}) && tokens.is_one_of(next + 1, {"later", "greater", "newer"})) return true;
    return tokens.is_one_of(
        at - 1, {"in",    "during", "for",     "of",   "since", "from",   "to",   "before", "after", "between", "and",
                 "until", "till",   "through", "than", "vs",    "versus", "year", "by",     "=",     "-",       "~"});
}

// "year 247", "year two hundred and sixty seven": nobody asks for its numbers.
std::optional<Number> early_year(const Tokens& tokens, std::size_t at) {
    const auto year = read_number(tokens, at);
    return year && year->value >= 100 && year->value < 1900 ? year : std::nullopt;
}

std::optional<Period> year_alone(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {"the", "calendar", "full", "whole", "entire"});
    const bool said_year = tokens.is_one_of(next, {"year", "cy"});
    const bool short_form = tokens.is(next, "cy") && tokens[next + 1].is_number(2, 2);  // "CY25"
    if (said_year) next = tokens.skip(next + 1, {"of"});
    if (next > at && !said_year) return std::nullopt;
    auto year = read_year(tokens, next);
    if (short_form) year = Number{full_year(tokens[next].value, scene.today.year()), next + 1};
    if (!year && said_year && !scene.for_numbers) year = early_year(tokens, next);
    if (is_torn(tokens, next)) return std::nullopt;
    const bool of_time = at > 0 && tokens.is_one_of(at - 1, {"since", "until", "till", "before", "after", "during"});
    if (year && !said_year && !of_time && counts_things(tokens, *year, scene.today.year())) return std::nullopt;
    if (!year || (!said_year && !names_a_year(tokens, at, year->next))) return std::nullopt;
    if (unit_named(tokens[year->next].text) && !said_year) return std::nullopt;
    auto period = whole(scene, Unit::year, Day::of(year->value, 1, 1), 0);
    period.next = year->next;
    if (!said_year) period.trust = Trust::weak;
    if (tokens.is(period.next, "ad")) ++period.next;
    if (year->value % 10 == 0 && tokens.is(period.next, "s")) {
        period.end = Day::of(year->value + 10, 1, 1);
        ++period.next;
    }
    return period;
}

std::optional<int> decade_named(const Tokens& tokens, std::size_t at) {
    constexpr std::array<std::string_view, 8> names{"twenties", "thirties",  "forties",  "fifties",
                                                    "sixties",  "seventies", "eighties", "nineties"};
    for (std::size_t k = 0; k < names.size(); ++k) {
        if (tokens.is(at, names[k])) return static_cast<int>(k) * 10 + 20;
    }
    return std::nullopt;
}

// "the 70's", "the 1990s", "in the nineties", "the two thousands", "the 21st century".
std::optional<Period> decade(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto years = [](int first, int count, std::size_t next) {
        return days(Day::of(first, 1, 1), Day::of(first + count, 1, 1), Grain::year, next);
    };
    const bool led = at > 0 && tokens.is_one_of(at - 1, {"in", "during", "since", "of", "from", "to", "early", "mid",
                                                         "late", "the", "'"});
    const std::size_t first = tokens.skip(at, {"the", "'"});
    if (const auto moved = read_moved(tokens, first); moved && tokens.is(moved->next, "century")) {
        return years(scene.today.year() / 100 * 100 + moved->value * 100, 100, moved->next + 1);
    }
    if (const auto ordinal = read_ordinal(tokens, first); ordinal && tokens.is(ordinal->next, "century")) {
        if (ordinal->value > 2 && ordinal->value < 22) return years((ordinal->value - 1) * 100, 100, ordinal->next + 1);
    }
    const Token& number = tokens[first];
    if (number.is_number(4, 4) && number.value % 10 == 0 && read_year(tokens, first)) {
        const std::size_t behind = tokens.skip(first + 1, {"'"});
        if (tokens.is(behind, "s") && tokens[behind].glued) return years(number.value, 10, behind + 1);
    }
    if (first == at && !led) return std::nullopt;
    if (tokens.is(first, "two") && tokens.is(first + 1, "thousands")) return years(2000, 10, first + 2);
    if (const auto named = decade_named(tokens, first)) {
        return years(full_year(*named, scene.today.year()), 10, first + 1);
    }
    const std::size_t plural = tokens.skip(first + 1, {"'"});
    if (!number.is_number(2, 2) || number.value % 10 != 0) return std::nullopt;
    if (!tokens.is(plural, "s") || !tokens[plural].glued) return std::nullopt;
    return years(full_year(number.value, scene.today.year()), 10, plural + 1);
}

}  // namespace

std::span<const Rule> absolute_rules() {
    static constexpr std::array<Rule, 12> rules{spaced_dots,    decade,      eight_digits,    year_month_day,
                                                year_and_month, day_of_year, numeric,         month_then_day,
                                                day_then_month, month_alone, year_then_month, year_alone};
    return rules;
}

}  // namespace parley::planner::dates
