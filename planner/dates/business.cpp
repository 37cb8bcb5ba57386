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
    if (const auto year = read_year(tokens, next)) return FiscalYear{year->value, year->next};
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
    if (tokens.is_one_of(at, {"quarter", "qtr"}) && after.is_number(1, 1)) return checked(after.value, 3, at + 2);
    const std::size_t from = tokens.skip(at, {"the"});
    const auto ordinal = read_ordinal(tokens, from);
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
    if (!year && !year_before && tokens[part->next].glued && tokens[part->next].is_number(2, 2)) {
        year = Number{full_year(tokens[part->next].value, scene.today.year()), part->next + 1};
    }
    if (!year && tokens.is(behind, "year") && behind > part->next) year = Number{scene.today.year(), behind + 1};
    if (year_before) year = Number{year_before->value, part->next};
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
    if (week == 53 && iso_week_start(year + 1, 1) == start) return std::nullopt;
    auto period = days(start, start.plus(7), Grain::week, next);
    mark_partial(scene, period);
    if (scene.calendar.rules().week_start != 1) period.note = "numbered weeks are ISO weeks: they start on Monday";
    return period;
}

// "2026-W05", "W05", "week 5", "week 5 of 2026", "CW 5", "week 27 of last year".
std::optional<Period> numbered_week(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (tokens[at].is_number(4, 4) && read_year(tokens, at)) {
        const std::size_t w = tokens.skip(at + 1, {"-"});
        const bool week_word = tokens.is_one_of(w, {"w", "week"}) && tokens[w + 1].is_number(1, 2);
        return week_word ? iso_week(scene, tokens[at].value, tokens[w + 1].value, w + 2) : std::nullopt;
    }
    std::size_t next = tokens.skip(at, {"the", "calendar", "iso"});
    const bool short_word = tokens.is_one_of(next, {"w", "cw", "kw", "wk"}) && tokens[next + 1].glued;
    if (!short_word && !tokens.is(next, "week") && !tokens.is(next, "cw")) return std::nullopt;
    next = tokens.skip(next + 1, {"number", "no", "#"});
    if (!tokens[next].is_number(1, 2)) return std::nullopt;
    const int week = tokens[next].value;
    if (const auto year = read_following_year(scene, next + 1)) return iso_week(scene, year->value, week, year->next);
    auto period = iso_week(scene, scene.today.year(), week, next + 1);
    if (period && period->start > scene.today) period = iso_week(scene, scene.today.year() - 1, week, next + 1);
    return period;
}

// "the week of April 10th", "w/c Feb 4", "week ending 7 June", "the week of the 18th".
std::optional<Period> week_of(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {"the"});
    if (tokens.is(next, "w") && tokens.is(next + 1, "/") && tokens.is(next + 2, "c")) {
        next += 3;
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

}  // namespace

std::span<const Rule> business_rules() {
    static constexpr std::array<Rule, 6> rules{fiscal_year,  fiscal_quarter, part_of_fiscal_year,
                                               part_of_year, numbered_week,  week_of};
    return rules;
}

}  // namespace parley::planner::dates
