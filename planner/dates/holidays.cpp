// Days that trade by name: Black Friday, Christmas, Easter; seasons; and the time before a day: "in the run-up to Black
// Friday". Campaigns and folders bear these names too, so a preposition must lead to the name and no noun may follow
// it.

#include "base/text.h"
#include "planner/dates/period.h"

#include <algorithm>
#include <array>

namespace parley::planner::dates {
namespace {

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

// How a day is found in its year. nth: the day-th such weekday of the month, the last one where day is last_of_month.
enum class Feast { black_friday, easter, fixed, nth };
constexpr int last_of_month = 5;

struct Holiday {
    std::array<std::string_view, 3> words;  // Empty ones do not count.
    Feast feast = Feast::fixed;
    int month = 0;
    int day = 0;  // For Black Friday and Easter: days behind it.
    int weekday = 0;
    int length = 1;
};

constexpr std::array<Holiday, 40> holidays{{{{"black", "friday", ""}, Feast::black_friday, 0, 0, 0, 1},
                                            {{"bfcm", "", ""}, Feast::black_friday, 0, 0, 0, 4},
                                            {{"cyber", "monday", ""}, Feast::black_friday, 0, 3, 0, 1},
                                            {{"giving", "tuesday", ""}, Feast::black_friday, 0, 4, 0, 1},
                                            {{"thanksgiving", "day", ""}, Feast::black_friday, 0, -1, 0, 1},
                                            {{"thanksgiving", "", ""}, Feast::black_friday, 0, -1, 0, 1},
                                            {{"easter", "monday", ""}, Feast::easter, 0, 1, 0, 1},
                                            {{"easter", "sunday", ""}, Feast::easter, 0, 0, 0, 1},
                                            {{"good", "friday", ""}, Feast::easter, 0, -2, 0, 1},
                                            {{"palm", "sunday", ""}, Feast::easter, 0, -7, 0, 1},
                                            {{"ash", "wednesday", ""}, Feast::easter, 0, -46, 0, 1},
                                            {{"easter", "", ""}, Feast::easter, 0, 0, 0, 1},
                                            {{"christmas", "eve", ""}, Feast::fixed, 12, 24, 0, 1},
                                            {{"christmas", "day", ""}, Feast::fixed, 12, 25, 0, 1},
                                            {{"christmas", "", ""}, Feast::fixed, 12, 25, 0, 1},
                                            {{"xmas", "", ""}, Feast::fixed, 12, 25, 0, 1},
                                            {{"boxing", "day", ""}, Feast::fixed, 12, 26, 0, 1},
                                            {{"new", "year", "eve"}, Feast::fixed, 12, 31, 0, 1},
                                            {{"new", "year", "day"}, Feast::fixed, 1, 1, 0, 1},
                                            {{"new", "year", ""}, Feast::fixed, 1, 1, 0, 1},
                                            {{"valentine", "day", ""}, Feast::fixed, 2, 14, 0, 1},
                                            {{"women", "day", ""}, Feast::fixed, 3, 8, 0, 1},
                                            {{"st", "patrick", "day"}, Feast::fixed, 3, 17, 0, 1},
                                            {{"april", "fool", "day"}, Feast::fixed, 4, 1, 0, 1},
                                            {{"earth", "day", ""}, Feast::fixed, 4, 22, 0, 1},
                                            {{"labour", "day", ""}, Feast::fixed, 5, 1, 0, 1},
                                            {{"worker", "day", ""}, Feast::fixed, 5, 1, 0, 1},
                                            {{"juneteenth", "", ""}, Feast::fixed, 6, 19, 0, 1},
                                            {{"independence", "day", ""}, Feast::fixed, 7, 4, 0, 1},
                                            {{"halloween", "", ""}, Feast::fixed, 10, 31, 0, 1},
                                            {{"veteran", "day", ""}, Feast::fixed, 11, 11, 0, 1},
                                            {{"single", "day", ""}, Feast::fixed, 11, 11, 0, 1},
                                            {{"mlk", "day", ""}, Feast::nth, 1, 3, 1, 1},
                                            {{"president", "day", ""}, Feast::nth, 2, 3, 1, 1},
                                            {{"mother", "day", ""}, Feast::nth, 5, 2, 7, 1},
                                            {{"memorial", "day", ""}, Feast::nth, 5, last_of_month, 1, 1},
                                            {{"father", "day", ""}, Feast::nth, 6, 3, 7, 1},
                                            {{"labor", "day", ""}, Feast::nth, 9, 1, 1, 1},
                                            {{"columbus", "day", ""}, Feast::nth, 10, 2, 1, 1},
                                            {{"indigenous", "people", "day"}, Feast::nth, 10, 2, 1, 1}}};

Day day_in(const Holiday& holiday, int year) {
    switch (holiday.feast) {
    case Feast::black_friday: return black_friday(year).plus(holiday.day);
    case Feast::easter: return easter(year).plus(holiday.day);
    case Feast::fixed: return Day::of(year, holiday.month, holiday.day);
    case Feast::nth: {
        const Day day = nth_weekday(year, holiday.month, holiday.weekday, holiday.day);
        return day.month() == holiday.month ? day : day.plus(-week_days);
    }
    }
    return Day{};
}

struct NamedHoliday {
    const Holiday* holiday = nullptr;
    std::size_t next = 0;
};

// The word itself, its plural or its possessive: "mothers day", "Mother's Day", "St. Patrick's Day".
std::optional<std::size_t> behind_word(const Tokens& tokens, std::size_t at, std::string_view word) {
    const std::string& text = tokens[at].text;
    const bool plural = text.size() == word.size() + 1 && text.back() == 's' && text.substr(0, word.size()) == word;
    if (text != word && !plural) return std::nullopt;
    if (word == "st" && tokens.is(at + 1, ".")) return at + 2;
    return tokens.is(at + 1, "'") ? tokens.skip(at + 1, {"'", "s"}) : at + 1;
}

// The longest name that stands there.
std::optional<NamedHoliday> read_name(const Tokens& tokens, std::size_t at) {
    std::optional<NamedHoliday> best;
    for (const auto& holiday : holidays) {
        std::optional<std::size_t> next = at;
        for (const auto word : holiday.words) {
            if (!word.empty() && next) next = behind_word(tokens, *next, word);
        }
        if (next && (!best || *next > best->next)) best = NamedHoliday{&holiday, *next};
    }
    return best;
}

// "the Black Friday folder" is no day.
bool names_a_thing(const Tokens& tokens, std::size_t next) {
    return tokens[next].kind == Token::Kind::word &&
           !tokens.is_one_of(next, {"week", "weekend", "in",   "of",      "this",    "last",   "next",     "and",
                                    "to",   "until",   "till", "through", "vs",      "versus", "compared", "by",
                                    "per",  "with",    "on",   "for",     "against", "than"});
}

Period period_of(const Holiday& holiday, int year, std::size_t next) {
    const Day day = day_in(holiday, year);
    auto period = days(day, day.plus(holiday.length), Grain::day, next);
    period.year_free = holiday.feast == Feast::fixed;
    return period;
}

// The year named behind it; else the latest that has begun `lead` days before the day, or the nearest. "last
// Christmas" is the latest that is over.
std::optional<Period> day_of(const Scene& scene, std::size_t at, int lead) {
    const auto moved = read_moved(scene.tokens, at);
    const auto named = read_name(scene.tokens, moved ? moved->next : at);
    if (!named || names_a_thing(scene.tokens, named->next)) return std::nullopt;
    if (const auto year = read_following_year(scene, named->next)) {
        auto period = period_of(*named->holiday, year->value, year->next);
        period.year_free = false;
        return period;
    }
    int year = scene.today.year() + 1;
    while (day_in(*named->holiday, year).plus(-lead) > scene.today) --year;
    const Day day = day_in(*named->holiday, year);
    if (moved && moved->value < 0 && day == scene.today) --year;
    if (moved && moved->value > 0) ++year;
    if (moved && moved->value == 0) year = scene.today.year();
    const Day after = day_in(*named->holiday, year + 1);
    const bool next_nearer =
        !moved && scene.lean == Lean::open && after.days - scene.today.days < scene.today.days - day.days;
    auto period = period_of(*named->holiday, next_nearer ? year + 1 : year, named->next);
    if (moved) period.year_free = false;
    return period;
}

// "Black Friday weekend", "the Easter weekend": Saturday and Sunday, and the day itself where it stands beside them.
Period weekend_of(const Period& day, std::size_t next) {
    constexpr int saturday = 6;
    const int weekday = day.start->weekday();
    const Day first = day.start->plus(weekday == 1 ? -2 : saturday - weekday);
    auto period = days(std::min(first, *day.start), std::max(first.plus(2), *day.end), Grain::day, next);
    period.note = "the weekend is taken with the day itself";
    return period;
}

Period noted(Day start, Day end, std::size_t next, std::string note) {
    auto period = days(start, end, Grain::day, next);
    period.note = std::move(note);
    return period;
}

// "over Christmas", "over Easter": more than the day itself, and said how much.
Period around(const Holiday& holiday, const Period& day) {
    if (holiday.feast == Feast::easter)
        return noted(day.start->plus(-2), day.end->plus(1), day.next, "Good Friday to Easter Monday are taken");
    if (holiday.month == 12)
        return noted(day.start->plus(-1), day.end->plus(1), day.next, "24 to 26 December are taken");
    return noted(day.start->plus(-1), *day.end, day.next, "31 December and 1 January are taken");
}

bool is_said_as_time(const Tokens& tokens, std::size_t at, const Period& day) {
    const bool over = at > 0 && tokens.is(tokens.is(at - 1, "the") && at > 1 ? at - 2 : at - 1, "over");
    if (tokens.is_one_of(day.next, {"weekend", "week"})) return false;
    return over && tokens.is_one_of(day.next - 1, {"christmas", "xmas", "easter", "year", "years"});
}

// "the Christmas period", "the festive season", "the holiday season": a time around the turn of the year. The latest
// that has begun, or the one of the year named behind it.
std::optional<Period> festive_time(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto moved = read_moved(tokens, at);
    const std::size_t word = moved ? moved->next : at;
    const bool long_one = tokens.is_one_of(word, {"holiday", "holidays"});
    if (!long_one && !tokens.is_one_of(word, {"christmas", "xmas", "festive"})) return std::nullopt;
    if (!tokens.is_one_of(word + 1, {"period", "season", "time", "holidays"})) return std::nullopt;
    if (long_one && !tokens.is_one_of(word + 1, {"season", "period"})) return std::nullopt;
    std::size_t next = word + 2;
    if (names_a_thing(tokens, next)) return std::nullopt;
    const auto start_in = [&](int year) { return long_one ? black_friday(year).plus(-1) : Day::of(year, 12, 24); };
    const auto named = read_following_year(scene, next);
    int year = named ? named->value : scene.today.year();
    if (named) next = named->next;
    if (!named && start_in(year) > scene.today) --year;
    if (!named && moved && moved->value < 0 && Day::of(year + 1, 1, 2) > scene.today) --year;
    auto period = noted(
        start_in(year), Day::of(year + 1, 1, 2), next,
        cat(long_one ? "the holiday season is taken as Thanksgiving" : "it is taken as 24 December", " to 1 January"));
    mark_partial(scene, period);
    return period;
}

// "Black Friday to Cyber Monday" says by its second name that the first is a day.
bool leads_to_another(const Tokens& tokens, std::size_t next) {
    return tokens.is_one_of(next, {"to", "-", "through", "until", "till"}) && read_name(tokens, next + 1);
}

std::optional<Period> holiday(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    auto period = day_of(scene, at, 0);
    if (!period) return std::nullopt;
    if (scene.for_numbers && is_said_as_time(tokens, at, *period)) {
        return around(*read_name(tokens, at)->holiday, *period);
    }
    const bool weekend = tokens.is(period->next, "weekend");
    if (weekend || tokens.is(period->next, "week")) {
        const std::size_t next = period->next + 1;
        if (names_a_thing(tokens, next)) return std::nullopt;
        if (weekend) return weekend_of(*period, next);
        period = whole(scene, Unit::week, *period->start, 0);
        period->next = next;
        return period;
    }
    const std::size_t before = at > 0 && tokens.is_one_of(at - 1, {"the", "international"}) ? at - 1 : at;
    const bool led = read_moved(tokens, at) ||
                     (before > 0 && tokens.is_one_of(before - 1, {"on", "over", "since", "before", "after", "until",
                                                                  "till", "to", "from", "during", "of", "through",
                                                                  "between", "and", "by", "celebrate", "for", "at"}));
    const bool dated = !names_a_thing(tokens, period->next) && tokens[period->next - 1].is_number(4, 4);
    const bool ends = before > 0 && tokens.is(before - 1, "-");
    if (!led && !dated && !ends && !leads_to_another(tokens, period->next) && !stands_alone(tokens, at, period->next))
        return std::nullopt;
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

struct Season {
    std::string_view word;
    int month = 0;
    int day = 0;
    int days = 0;
};

constexpr std::array<Season, 5> seasons{
    {{"spring", 3, 20, 94}, {"summer", 6, 21, 95}, {"autumn", 9, 23, 90}, {"fall", 9, 23, 90}, {"winter", 12, 21, 90}}};

// "over the summer", "in spring", "since autumn". "In the fall" of something is none.
bool is_led(const Tokens& tokens, std::size_t at) {
    const bool the = at > 0 && tokens.is(at - 1, "the");
    const std::size_t lead = the ? at - 1 : at;
    if (lead == 0 || tokens.is_one_of(at + 1, {"of", "in", "-", "and"})) return false;
    if (tokens.is(at, "fall") && !the) return false;
    return tokens.is_one_of(lead - 1, {"over", "in", "during", "since", "throughout", "through", "before", "until"});
}

// "last summer", "this winter", "summer 2025". Without "last", a preposition or a year the word is more often a
// campaign's.
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
        if ((!moved && !named && !is_led(tokens, at)) || (!named && names_a_thing(tokens, word + 1)))
            return std::nullopt;
        int year = scene.today.year();
        const bool led_alone = !moved && scene.lean == Lean::past && *in_year(year).start > scene.today;
        if (*in_year(year - 1).end > scene.today || led_alone) --year;  // A winter that began last year.
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
    static constexpr std::array<Rule, 4> rules{holiday, festive_time, run_up, season};
    return rules;
}

}  // namespace parley::planner::dates
