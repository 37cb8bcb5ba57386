// Days that trade by name: Black Friday, Christmas, Easter; seasons; and the time before a day: "in the run-up to Black
// Friday". Campaigns and folders bear these names too, so a preposition must lead to the name and no noun may follow
// it.

#include "base/text.h"
#include "planner/dates/period.h"

#include <array>

namespace parley::planner::dates {
namespace {

constexpr int week_days = 7;

Day nth_weekday(int year, int month, int weekday, int number) {
    const Day first = Day::of(year, month, 1);
    return first.plus((weekday - first.weekday() + week_days) % week_days + week_days * (number - 1));
}

Day black_friday(int year) {
    return nth_weekday(year, 11, 4, 4).plus(1);  // The day after the fourth Thursday.
}

// Gregorian computus, as Meeus, Jones and Butcher give it.
Day easter(int year) {
    const int a = year % 19;
    const int b = year / 100;
    const int c = year % 100;
    const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    return Day::of(year, f / 31, f % 31 + 1);
}

enum class Feast { black_friday, cyber_monday, thanksgiving, easter, fixed };

struct Holiday {
    std::array<std::string_view, 3> words;  // Empty ones do not count.
    Feast feast = Feast::fixed;
    int month = 0;
    int day = 0;
};

constexpr std::array<Holiday, 14> holidays{{{{"black", "friday", ""}, Feast::black_friday, 0, 0},
                                            {{"cyber", "monday", ""}, Feast::cyber_monday, 0, 0},
                                            {{"thanksgiving", "", ""}, Feast::thanksgiving, 0, 0},
                                            {{"easter", "monday", ""}, Feast::easter, 0, 1},
                                            {{"easter", "sunday", ""}, Feast::easter, 0, 0},
                                            {{"easter", "", ""}, Feast::easter, 0, 0},
                                            {{"christmas", "eve", ""}, Feast::fixed, 12, 24},
                                            {{"christmas", "day", ""}, Feast::fixed, 12, 25},
                                            {{"christmas", "", ""}, Feast::fixed, 12, 25},
                                            {{"boxing", "day", ""}, Feast::fixed, 12, 26},
                                            {{"new", "year", "eve"}, Feast::fixed, 12, 31},
                                            {{"new", "year", "day"}, Feast::fixed, 1, 1},
                                            {{"valentine", "day", ""}, Feast::fixed, 2, 14},
                                            {{"halloween", "", ""}, Feast::fixed, 10, 31}}};

Day day_in(const Holiday& holiday, int year) {
    switch (holiday.feast) {
    case Feast::black_friday: return black_friday(year);
    case Feast::cyber_monday: return black_friday(year).plus(3);
    case Feast::thanksgiving: return black_friday(year).plus(-1);
    case Feast::easter: return easter(year).plus(holiday.day);
    case Feast::fixed: return Day::of(year, holiday.month, holiday.day);
    }
    return Day{};
}

struct Named {
    const Holiday* holiday = nullptr;
    std::size_t next = 0;
};

std::optional<Named> read_name(const Tokens& tokens, std::size_t at) {
    for (const auto& holiday : holidays) {
        std::size_t next = at;
        bool all = true;
        for (const auto word : holiday.words) {
            if (word.empty()) continue;
            all = all && tokens.is(next, word);
            next = tokens.is(next + 1, "'") ? tokens.skip(next + 1, {"'", "s"}) : next + 1;
        }
        if (all) return Named{&holiday, next};
    }
    return std::nullopt;
}

// "the Black Friday folder" is no day.
bool names_a_thing(const Tokens& tokens, std::size_t next) {
    return tokens[next].kind == Token::Kind::word &&
           !tokens.is_one_of(
               next, {"week", "in",     "of",       "this", "last", "next", "and", "to",  "until",   "till", "through",
                      "vs",   "versus", "compared", "by",   "per",  "with", "on",  "for", "against", "than"});
}

// The year named behind it; else the latest that has begun `lead` days before the day, or the nearest.
std::optional<Period> day_of(const Scene& scene, std::size_t at, int lead) {
    const auto named = read_name(scene.tokens, at);
    if (!named || names_a_thing(scene.tokens, named->next)) return std::nullopt;
    if (const auto year = read_following_year(scene, named->next)) {
        const Day day = day_in(*named->holiday, year->value);
        return days(day, day.plus(1), Grain::day, year->next);
    }
    int year = scene.today.year() + 1;
    while (day_in(*named->holiday, year).plus(-lead) > scene.today) --year;
    const Day day = day_in(*named->holiday, year);
    const Day after = day_in(*named->holiday, year + 1);
    const bool next_nearer = scene.lean == Lean::open && after.days - scene.today.days < scene.today.days - day.days;
    const Day chosen = next_nearer ? after : day;
    return days(chosen, chosen.plus(1), Grain::day, named->next);
}

std::optional<Period> holiday(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    auto period = day_of(scene, at, 0);
    if (!period) return std::nullopt;
    if (tokens.is(period->next, "week")) {
        const std::size_t next = period->next + 1;
        if (names_a_thing(tokens, next)) return std::nullopt;
        period = whole(scene, Unit::week, *period->start, 0);
        period->next = next;
        return period;
    }
    const bool led =
        at > 0 && tokens.is_one_of(at - 1, {"on", "over", "since", "before", "after", "until", "till", "to", "from",
                                            "during", "of", "through", "between", "and", "by"});
    if (!led && !stands_alone(tokens, at, period->next)) return std::nullopt;
    return period;
}

std::optional<std::size_t> behind_run_up(const Tokens& tokens, std::size_t at) {
    std::size_t next = tokens.skip(at, {"in", "during", "the"});
    if (tokens.is_one_of(next, {"runup", "leadup", "buildup"}) && tokens.is(next + 1, "to")) return next + 2;
    if (!tokens.is_one_of(next, {"run", "lead", "build", "leading"})) return std::nullopt;
    next = tokens.skip(next + 1, {"-"});
    return tokens.is(next, "up") && tokens.is(next + 1, "to") ? std::optional(next + 2) : std::nullopt;
}

// "in the run-up to Black Friday", "the run-up to 1 May 2026": two weeks, and said to be so.
std::optional<Period> run_up(const Scene& scene, std::size_t at) {
    constexpr int run_up_days = 14;
    const auto behind = behind_run_up(scene.tokens, at);
    if (!behind) return std::nullopt;
    const std::size_t next = scene.tokens.skip(*behind, {"the"});
    auto point = day_of(scene, next, run_up_days);
    if (!point) point = single_period(scene, next);
    if (!point || !point->start) return std::nullopt;
    auto period = days(point->start->plus(-run_up_days), *point->start, Grain::day, point->next);
    mark_partial(scene, period);
    period.trust = Trust::range;
    period.note = cat("the run-up is taken as the ", run_up_days, " days before ", point->start->text());
    return period;
}

// "the two weeks before Black Friday", "the 10 days after 1 May": all of it, where "two weeks before" is one day.
std::optional<Period> stretch_beside(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "the")) return std::nullopt;
    const auto length = read_length(tokens, at + 1);
    if (!length || tokens[length->next - 1].text.back() != 's') return std::nullopt;
    const bool back = tokens.is(length->next, "before");
    if (!back && !tokens.is_one_of(length->next, {"after", "following"})) return std::nullopt;
    const auto point = single_period(scene, tokens.skip(length->next + 1, {"the"}));
    if (!point || !point->start || !point->end || point->trust == Trust::inner) return std::nullopt;
    auto period = back ? days(length->before(*point->start), *point->start, Grain::day, point->next)
                       : days(*point->end, length->after(*point->end), Grain::day, point->next);
    period.trust = Trust::range;
    return period;
}

struct Season {
    std::string_view word;
    int month = 0;
    int day = 0;
    int days = 0;
};

constexpr std::array<Season, 5> seasons{
    {{"spring", 3, 20, 94}, {"summer", 6, 21, 95}, {"autumn", 9, 23, 90}, {"fall", 9, 23, 90}, {"winter", 12, 21, 90}}};

// "last summer", "this winter", "summer 2025". Without "last" or a year the word is more often a campaign's.
std::optional<Period> season(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto moved = read_moved(tokens, at);
    const std::size_t word = moved ? moved->next : at;
    for (const auto& season : seasons) {
        if (!tokens.is(word, season.word)) continue;
        const auto in_year = [&](int year) {
            const Day start = Day::of(year, season.month, season.day);
            return days(start, start.plus(season.days), Grain::day, word + 1);
        };
        const auto named = read_following_year(scene, word + 1);
        if ((!moved && !named) || (!named && names_a_thing(tokens, word + 1))) return std::nullopt;
        int year = scene.today.year();
        if (*in_year(year - 1).end > scene.today) --year;  // A winter that began last year.
        if (moved && moved->value < 0 && *in_year(year).end > scene.today) --year;
        if (moved && moved->value > 0 && *in_year(year).start <= scene.today) ++year;
        auto period = in_year(named ? named->value : year);
        if (named) period.next = named->next;
        mark_partial(scene, period);
        period.note = "seasons are taken from solstice to equinox, in the northern half";
        return period;
    }
    return std::nullopt;
}

}  // namespace

std::span<const Rule> holiday_rules() {
    static constexpr std::array<Rule, 4> rules{holiday, run_up, stretch_beside, season};
    return rules;
}

}  // namespace parley::planner::dates
