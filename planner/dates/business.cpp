// Quarters, halves, fiscal years and numbered weeks.

#include "base/text.h"
#include "planner/dates/period.h"

#include <array>
#include <cstdlib>

namespace parley::planner::dates {
namespace {

Period months_of_year(const Scene& scene, int year, int first_month, int months) {
    const Day start = Day::of(year, first_month, 1);
    auto period = days(start, start.plus_months(months), Grain::quarter, 0);
    mark_partial(scene, period);
    return period;
}

// The latest one that has begun, or the one that starts nearest.
Period free_part(const Scene& scene, int first_month, int months) {
    auto best = months_of_year(scene, scene.today.year() - 1, first_month, months);
    for (const int moved : {0, 1}) {
        auto period = months_of_year(scene, scene.today.year() + moved, first_month, months);
        const bool nearer = scene.lean == Lean::open && std::abs(period.start->days - scene.today.days) <
                                                            std::abs(best.start->days - scene.today.days);
        if (nearer || *period.start <= scene.today) best = std::move(period);
    }
    best.year_free = true;
    return best;
}

struct FiscalYear {
    int year = 0;
    std::size_t next = 0;
};

bool says_fiscal(const Tokens& tokens, std::size_t at) {
    return tokens.is_one_of(at, {"fiscal", "financial"});
}

int current_fiscal_year(const Scene& scene) {
    const int year = scene.today.year();
    return scene.calendar.fiscal_year(year).end <= scene.today ? year + 1 : year;
}

// "FY26", "FY 2026", "fiscal year 2026", "fiscal 2026", "last fiscal year", "this FY".
std::optional<FiscalYear> read_fiscal_year(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {"the"});
    int moved = 0;
    bool relative = true;
    if (tokens.is_one_of(next, {"this", "current"})) {
        ++next;
    } else if (tokens.is_one_of(next, {"last", "previous", "prior", "past"})) {
        moved = -1;
        ++next;
    } else if (tokens.is(next, "next")) {
        moved = 1;
        ++next;
    } else {
        relative = false;
    }
    if (tokens.is(next, "fy")) {
        ++next;
    } else if (says_fiscal(tokens, next)) {
        ++next;
        if (tokens.is(next, "year"))
            ++next;
        else if (!tokens[next].is_number(2, 4))
            return std::nullopt;
    } else {
        return std::nullopt;
    }
    if (relative) return FiscalYear{current_fiscal_year(scene) + moved, next};
    if (tokens.is_one_of(next, {"'", "-"})) ++next;
    if (const auto year = read_year(tokens, next)) {  // "FY2025-26", "FY 2025/2026"
        const Token& second = tokens[year->next + 1];
        const bool two = tokens.is_one_of(year->next, {"/", "-"}) && second.glued &&
                         ((second.is_number(2, 2) && second.value == (year->value + 1) % 100) ||
                          (second.is_number(4, 4) && second.value == year->value + 1));
        return two ? FiscalYear{year->value + 1, year->next + 2} : FiscalYear{year->value, year->next};
    }
    if (tokens[next].is_number(2, 2)) {
        const int year = full_year(tokens[next].value, scene.today.year());
        const bool two = tokens.is_one_of(next + 1, {"/", "-"}) && tokens[next + 2].is_number(2, 2) &&
                         tokens[next + 2].value == (tokens[next].value + 1) % 100;
        return two ? FiscalYear{year + 1, next + 3} : FiscalYear{year, next + 1};  // "FY25/26" ends in 26.
    }
    return FiscalYear{current_fiscal_year(scene), next};
}

void say_fiscal(const Scene& scene, Period& period) {
    const int month = scene.calendar.rules().fiscal_year_month;
    if (month == 1) return;
    period.note = cat("the fiscal year starts on ", Day::of(2000, month, 1).text().substr(5),
                      " (month-day) and bears the name of the year it ends in");
}

Period fiscal_part(const Scene& scene, int year, int months_in, int months) {
    const DayRange range = scene.calendar.fiscal_year(year);
    const Day start = range.start.plus_months(months_in);
    auto period = days(start, start.plus_months(months), Grain::quarter, 0);
    mark_partial(scene, period);
    say_fiscal(scene, period);
    return period;
}

std::optional<Period> fiscal_year(const Scene& scene, std::size_t at) {
    const auto read = read_fiscal_year(scene, at);
    if (!read) return std::nullopt;
    auto period = fiscal_part(scene, read->year, 0, 12);
    period.grain = Grain::year;
    period.next = read->next;
    if (scene.tokens.is(period.next, "to") && scene.tokens.is(period.next + 1, "date")) {
        period.end = scene.today.plus(1);
        period.next += 2;
    }
    return period;
}

// "this fiscal quarter", "last fiscal half".
std::optional<Period> fiscal_quarter(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    int moved = 0;
    if (tokens.is_one_of(at, {"last", "previous", "prior", "past"}))
        moved = -1;
    else if (tokens.is(at, "next"))
        moved = 1;
    else if (!tokens.is_one_of(at, {"this", "current"}))
        return std::nullopt;
    if (!says_fiscal(tokens, at + 1)) return std::nullopt;
    const auto unit = unit_named(tokens[at + 2].text);
    if (unit != Unit::quarter && unit != Unit::half) return std::nullopt;
    const int months = unit == Unit::quarter ? 3 : 6;
    const Day start = scene.calendar.fiscal_year(current_fiscal_year(scene)).start;
    const int since = (scene.today.year() - start.year()) * 12 + scene.today.month() - start.month();
    const Day first = start.plus_months((since / months + moved) * months);
    auto period = days(first, first.plus_months(months), Grain::quarter, at + 3);
    mark_partial(scene, period);
    say_fiscal(scene, period);
    return period;
}

struct Part {
    int number = 0;
    int months = 0;  // 3 for a quarter, 6 for a half
    std::size_t next = 0;
};

// "Q3", "q 3", "3Q", "third quarter", "quarter 3", "H1", "first half", "2H".
std::optional<Part> read_part(const Tokens& tokens, std::size_t at) {
    const auto checked = [](int number, int months, std::size_t next) -> std::optional<Part> {
        if (number < 1 || number > 12 / months) return std::nullopt;
        return Part{number, months, next};
    };
    const Token& after = tokens[at + 1];
    if (tokens.is_one_of(at, {"q", "h"}) && after.is_number(1, 1)) {
        if (tokens.is(at, "h") && !after.glued) return std::nullopt;
        return checked(after.value, tokens.is(at, "q") ? 3 : 6, at + 2);
    }
    if (tokens[at].is_number(1, 1) && after.glued && tokens.is_one_of(at + 1, {"q", "h"})) {
        if (tokens.is(at + 1, "h") && tokens[at].value > 2) return std::nullopt;
        return checked(tokens[at].value, tokens.is(at + 1, "q") ? 3 : 6, at + 2);
    }
    if (tokens.is_one_of(at, {"quarter", "qtr"})) {
        if (const auto number = read_number(tokens, at + 1)) return checked(number->value, 3, number->next);
    }
    const std::size_t from = tokens.skip(at, {"the"});
    auto ordinal = read_ordinal(tokens, from);
    if (tokens.is(from, "latter") && tokens.is(from + 1, "half")) ordinal = Number{2, from + 1};
    if (ordinal) ordinal->next = tokens.skip(ordinal->next, {"-"});
    const bool second_half = tokens.is_one_of(from, {"last", "final"}) && tokens.is(from + 1, "half");
    if (second_half) return std::nullopt;
    if (!ordinal) return std::nullopt;
    if (tokens.is_one_of(ordinal->next, {"quarter", "qtr"})) return checked(ordinal->value, 3, ordinal->next + 1);
    if (tokens.is(ordinal->next, "half")) return checked(ordinal->value, 6, ordinal->next + 1);
    return std::nullopt;
}

// "FY26 Q1", "fiscal year 2026, second half".
std::optional<Period> part_of_fiscal_year(const Scene& scene, std::size_t at) {
    const auto read = read_fiscal_year(scene, at);
    if (!read) return std::nullopt;
    const auto part = read_part(scene.tokens, scene.tokens.skip(read->next, {",", "-", "'", "s"}));
    if (!part) return std::nullopt;
    auto period = fiscal_part(scene, read->year, (part->number - 1) * part->months, part->months);
    period.next = part->next;
    return period;
}

// "Q3/25", "Q3 25": two digits that are a year near today's.
std::optional<Number> short_year_behind(const Scene& scene, std::size_t at) {
    constexpr int years_back = 12;
    const Tokens& tokens = scene.tokens;
    const bool joined = tokens.is_one_of(at, {"/", "-"}) && tokens[at].glued && tokens[at + 1].glued;
    const std::size_t digits = joined ? at + 1 : at;
    if (!tokens[digits].is_number(2, 2) || noun_at(tokens, digits + 1) || tokens[digits + 1].glued) return std::nullopt;
    const int year = full_year(tokens[digits].value, scene.today.year());
    if (year < scene.today.year() - years_back || year > scene.today.year() + 2) return std::nullopt;
    return Number{year, digits + 1};
}

std::optional<Period> part_of_year(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const bool last = tokens.is_one_of(at, {"last", "previous"}) && tokens.is(at + 1, "q");
    auto year_before = read_leading_year(scene, at);
    if (!year_before && tokens[at].is_number(2, 2) && tokens[at + 1].glued && tokens.is_one_of(at + 1, {"q", "h"}) &&
        tokens[at + 2].glued && tokens[at + 2].is_number(1, 1)) {  // "25Q4"
        year_before = Number{full_year(tokens[at].value, scene.today.year()), at + 1};
    }
    std::size_t from = last ? at + 1 : at;
    if (year_before) from = tokens.skip(year_before->next, {"-", "/", "'", "s", ",", "the"});
    const auto part = read_part(tokens, from);
    if (!part) return std::nullopt;
    const int first_month = (part->number - 1) * part->months + 1;
    const std::size_t behind = tokens.skip(part->next, {"of", "in", "the", "-", "/", ","});
    if (!year_before) {
        const bool of_fiscal =
            tokens.is(behind, "fy") || says_fiscal(tokens, behind) || says_fiscal(tokens, behind + 1);
        const auto fiscal = of_fiscal ? read_fiscal_year(scene, behind) : std::nullopt;
        if (fiscal) {
            auto period = fiscal_part(scene, fiscal->year, first_month - 1, part->months);
            period.next = fiscal->next;
            return period;
        }
    }
    auto year = year_before ? std::nullopt : read_following_year(scene, part->next);
    if (!year && !year_before) year = short_year_behind(scene, part->next);
    if (!year && !year_before && tokens[part->next].glued && tokens[part->next].is_number(2, 2)) {
        year = Number{full_year(tokens[part->next].value, scene.today.year()), part->next + 1};
    }
    if (!year && tokens.is(behind, "year") && behind > part->next) year = Number{scene.today.year(), behind + 1};
    if (year_before) year = Number{year_before->value, part->next};
    const bool in_words = !tokens.is_one_of(from, {"q", "h"}) && tokens[from].kind == Token::Kind::word;
    if (!year && in_words && tokens.is(part->next, "of")) return std::nullopt;  // "the first half of the list"
    auto period = year ? months_of_year(scene, year->value, first_month, part->months)
                       : free_part(scene, first_month, part->months);
    if (last && period.end > scene.today) shift_years(period, -1);
    period.next = year ? year->next : part->next;
    return period;
}

// ISO weeks: Monday to Sunday; week 1 holds the year's first Thursday.
Day iso_week_start(int year, int week) {
    const Day fourth = Day::of(year, 1, 4);
    return fourth.plus(1 - fourth.weekday() + 7 * (week - 1));
}

std::optional<Period> iso_week(const Scene& scene, int year, int week, std::size_t next) {
    if (week < 1 || week > 53) return std::nullopt;
    const Day start = iso_week_start(year, week);
    const bool of_next_year = week == 53 && iso_week_start(year + 1, 1) == start;
    auto period = days(start, start.plus(7), Grain::week, next);
    mark_partial(scene, period);
    if (scene.calendar.rules().week_start != 1) period.note = "numbered weeks are ISO weeks: they start on Monday";
    if (of_next_year) period.note = cat(year, " has 52 weeks: the first one of ", year + 1, " is taken");
    return period;
}

// The number behind "week", "wk", "week no.", "W", "CW", "KW".
std::optional<Number> read_week_number(const Tokens& tokens, std::size_t at) {
    std::size_t next = tokens.skip(at, {"the", "calendar", "iso"});
    const bool letter = tokens.is(next, "w") && tokens[next + 1].glued;
    if (!letter && !tokens.is_one_of(next, {"week", "weeks", "wk", "wks", "cw", "kw"})) return std::nullopt;
    next = tokens.skip(next + 1, {"number", "numbers", "no", ".", "#"});
    if (!tokens[next].is_number(1, 2)) return std::nullopt;
    return Number{tokens[next].value, next + 1};
}

// "weeks 10 to 12 of 2025", "W10-W12", "between week 10 and week 12".
std::optional<Period> span_of_weeks(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const bool between = tokens.is(at, "between");
    const auto first = read_week_number(tokens, between || tokens.is(at, "from") ? at + 1 : at);
    if (!first) return std::nullopt;
    const bool stroke = tokens.is(first->next, "/");
    if (!stroke && !tokens.is_one_of(first->next, {"to", "-", "through", "until", "till", "and"})) return std::nullopt;
    auto last = read_week_number(tokens, first->next + 1);
    const Token& bare = tokens[first->next + 1];
    const std::size_t behind = first->next + 2;
    const bool number = bare.is_number(1, 2) && !tokens[behind].glued && !noun_at(tokens, behind);
    if (!last && !stroke && number) last = Number{bare.value, behind};
    if (!last || last->value <= first->value) return std::nullopt;
    const auto year = read_following_year(scene, last->next);
    auto from = iso_week(scene, year ? year->value : scene.today.year(), first->value, 0);
    if (from && !year && *from->start > scene.today) from = iso_week(scene, scene.today.year() - 1, first->value, 0);
    if (!from || last->value > 53) return std::nullopt;
    auto period = days(*from->start, from->start->plus(7 * (last->value - first->value + 1)), Grain::week,
                       year ? year->next : last->next);
    period.trust = Trust::range;
    period.note = from->note;
    mark_partial(scene, period);
    return period;
}

// "2026-W05", "W05", "week 5", "week 5 of 2026", "CW 5", "week 27 of last year".
std::optional<Period> numbered_week(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (tokens[at].is_number(4, 4) && read_year(tokens, at)) {
        const std::size_t w = tokens.skip(at + 1, {"-"});
        const bool week_word = tokens.is_one_of(w, {"w", "week"}) && tokens[w + 1].is_number(1, 2);
        auto week = week_word ? iso_week(scene, tokens[at].value, tokens[w + 1].value, w + 2) : std::nullopt;
        const Token& day = tokens[w + 3];  // "2026-W05-3"
        if (week && tokens.is(w + 2, "-") && day.glued && day.is_number(1, 1) && day.value >= 1 && day.value <= 7) {
            return days(week->start->plus(day.value - 1), week->start->plus(day.value), Grain::day, w + 4);
        }
        return week;
    }
    const auto week = tokens.is_one_of(at, {"weeks", "wks"}) ? std::nullopt : read_week_number(tokens, at);
    if (!week) return std::nullopt;
    if (const auto year = read_following_year(scene, week->next)) {
        return iso_week(scene, year->value, week->value, year->next);
    }
    auto period = iso_week(scene, scene.today.year(), week->value, week->next);
    if (period && period->start > scene.today) {
        period = iso_week(scene, scene.today.year() - 1, week->value, week->next);
    }
    return period;
}

// "the week of April 10th", "w/c Feb 4", "week ending 7 June", "the week of the 18th".
std::optional<Period> week_of(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {"the"});
    if (tokens.is(next, "w") && tokens.is(next + 1, "/") && tokens.is_one_of(next + 2, {"c", "e"})) {
        next += 3;
    } else if (tokens.is(next, "wc") && tokens[next + 1].kind == Token::Kind::number) {
        next += 1;
    } else if (tokens.is(next, "week") &&
               tokens.is_one_of(next + 1, {"of", "commencing", "starting", "beginning", "ending", "containing"})) {
        next += 2;
    } else {
        return std::nullopt;
    }
    next = tokens.skip(next, {"on", "the"});
    auto point = single_period(scene, next);
    if (!point) {
        const auto day = read_ordinal(tokens, next);
        if (!day || day->value > 31) return std::nullopt;
        Day date = Day::of(scene.today.year(), scene.today.month(), day->value);
        if (date > scene.today) date = Day::of(date.plus_months(-1).year(), date.plus_months(-1).month(), day->value);
        point = days(date, date.plus(1), Grain::day, day->next);
    }
    if (!point->start || point->grain != Grain::day) return std::nullopt;
    auto period = whole(scene, Unit::week, *point->start, 0);
    period.next = point->next;
    return period;
}

// "2024/25", "2024-25": the fiscal year that ends in 25 where it spans two of them, else both years.
std::optional<Period> double_year(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto year = tokens[at].is_number(4, 4) ? read_year(tokens, at) : std::nullopt;
    if (!year || !tokens.is_one_of(at + 1, {"/", "-"}) || !tokens[at + 1].glued || !tokens[at + 2].glued)
        return std::nullopt;
    if (!tokens[at + 2].is_number(2, 2) || tokens[at + 2].value != (year->value + 1) % 100 ||
        tokens[at + 2].value <= 12)
        return std::nullopt;
    if (tokens[at + 3].glued && tokens[at + 3].kind != Token::Kind::mark) return std::nullopt;
    if (scene.calendar.rules().fiscal_year_month != 1) {
        auto period = fiscal_part(scene, year->value + 1, 0, 12);
        period.grain = Grain::year;
        period.next = at + 3;
        return period;
    }
    return days(Day::of(year->value, 1, 1), Day::of(year->value + 2, 1, 1), Grain::year, at + 3);
}

}  // namespace

std::span<const Rule> business_rules() {
    static constexpr std::array<Rule, 8> rules{fiscal_year,  fiscal_quarter, part_of_fiscal_year,
                                               part_of_year, numbered_week,  span_of_weeks,
                                               week_of,      double_year};
    return rules;
}

}  // namespace parley::planner::dates
