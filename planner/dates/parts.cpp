// Parts of a named period: first week of 2026, last 3 days of March, beginning of the year, mid-November.

#include "planner/dates/period.h"

#include <algorithm>
#include <array>

namespace parley::planner::dates {
namespace {

// The period behind "of", "in" or nothing: "of last year", "of October 2014", "of the month".
std::optional<Period> period_behind(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t next = tokens.skip(at, {"of", "in", "-"});
    auto found = single_period(scene, next);
    if (found && found->start && found->end) return found;
    const std::size_t unit_at = tokens.skip(next, {"the"});
    const auto unit = unit_named(tokens[unit_at].text);
    if (!unit || *unit == Unit::hour || *unit == Unit::day) return std::nullopt;
    auto period = whole(scene, *unit, scene.today, 0);
    period.next = unit_at + 1;
    return period;
}

// The weeks of a month or year are those whose Thursday lies in it, as ISO counts them.
Day first_week_start(Day start) {
    const Day thursday = start.plus((11 - start.weekday()) % 7);
    return thursday.plus(-3);
}

Day last_week_start(Day end) {
    const Day last = end.plus(-1);
    const Day thursday = last.plus(-((last.weekday() + 3) % 7));
    return thursday.plus(-3);
}

Period counted_from(const Scene& scene, const Period& of, Unit unit, int number) {
    Day start = moved_by(scene, unit, unit == Unit::week ? first_week_start(*of.start) : *of.start, number - 1);
    return days(start, moved_by(scene, unit, start, 1), grain_of(unit), of.next);
}

Period counted_back(const Scene& scene, const Period& of, Unit unit, int number) {
    const Day last = unit == Unit::week ? last_week_start(*of.end) : moved_by(scene, unit, *of.end, -1);
    const Day start = moved_by(scene, unit, last, 1 - number);
    return days(start, moved_by(scene, unit, start, 1), grain_of(unit), of.next);
}

bool fits(const Period& part, const Period& of) {
    constexpr int week_overlap = 6;
    return part.start && of.end && *part.start < *of.end && part.start->plus(week_overlap) >= *of.start;
}

// "May's second week", "2025's last month": the period stands in front.
std::optional<Period> owner_of(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at + 1, "'") || !tokens.is(at + 2, "s")) return std::nullopt;
    for (const Rule rule : absolute_rules()) {
        auto of = rule(scene, at);
        if (of && of->next == at + 1 && of->start && of->end) return of;
    }
    return std::nullopt;
}

// "last business day of October", "third working day of this month".
std::optional<Period> business_day_of(const Scene& scene, std::size_t at) {
    constexpr int friday = 5;
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    const bool last = tokens.is_one_of(first, {"last", "final"});
    const auto number = last ? std::optional(Number{1, first + 1}) : read_ordinal(tokens, first);
    if (!number || !tokens.is_one_of(number->next, {"business", "working"}) || !tokens.is(number->next + 1, "day"))
        return std::nullopt;
    if (!tokens.is_one_of(number->next + 2, {"of", "in"})) return std::nullopt;
    const auto of = period_behind(scene, number->next + 2);
    if (!of) return std::nullopt;
    const int step = last ? -1 : 1;
    Day day = last ? of->end->plus(-1) : *of->start;
    for (int left = number->value; *of->start <= day && day < *of->end; day = day.plus(step)) {
        if (day.weekday() > friday || --left > 0) continue;
        return days(day, day.plus(1), Grain::day, of->next);
    }
    return std::nullopt;
}

// "third week of January", "last day of October", "second last week of 2018", "first month of last quarter".
std::optional<Period> numbered_part(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto owner = owner_of(scene, at);
    std::size_t next = owner ? at + 3 : tokens.skip(at, {"the"});
    int number = 1;
    bool back = tokens.is_one_of(next, {"last", "final"});
    if (back) {
        ++next;
    } else {
        const auto ordinal = read_ordinal(tokens, next);
        if (!ordinal) return std::nullopt;
        number = ordinal->value;
        next = ordinal->next;
        back = tokens.is_one_of(next, {"last", "to"});
        if (back) ++next;
    }
    const auto unit = unit_named(tokens[next].text);
    if (!unit || *unit == Unit::hour || (!owner && !tokens.is_one_of(next + 1, {"of", "in"}))) return std::nullopt;
    auto of = owner ? owner : period_behind(scene, next + 1);
    if (owner) of->next = next + 1;
    if (!of || grain_of(*unit) >= of->grain.value_or(Grain::day)) return std::nullopt;
    const auto part = back ? counted_back(scene, *of, *unit, number) : counted_from(scene, *of, *unit, number);
    if (number < 1 || !fits(part, *of)) return std::nullopt;
    return part;
}

// "week 3 of October", "week 2 of last month": weeks of a year have their own numbers.
std::optional<Period> week_of_month(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "week") || !tokens[at + 1].is_number(1, 1) || !tokens.is_one_of(at + 2, {"of", "in"})) {
        return std::nullopt;
    }
    const auto of = period_behind(scene, at + 2);
    if (!of || (of->grain != Grain::month && of->grain != Grain::quarter)) return std::nullopt;
    auto part = counted_from(scene, *of, Unit::week, tokens[at + 1].value);
    return fits(part, *of) ? std::optional(part) : std::nullopt;
}

// "first ten days of last year", "last 3 days of March", "first half of March".
std::optional<Period> several_parts(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    const bool front = tokens.is(first, "first");
    if (!front && !tokens.is_one_of(first, {"last", "final", "second"})) return std::nullopt;
    if (tokens.is(first + 1, "half")) {
        const auto of = period_behind(scene, first + 2);
        if (!of || of->next <= first + 2) return std::nullopt;
        const int length = of->end->days - of->start->days;
        if (length > 200 || length < 2) return std::nullopt;  // Halves of a year are six months: another rule.
        const Day middle = of->start->plus((length + 1) / 2);
        return front ? days(*of->start, middle, Grain::day, of->next) : days(middle, *of->end, Grain::day, of->next);
    }
    const auto count = read_number(tokens, first + 1);
    if (!count || tokens.is(first, "second") || count->value > 366) return std::nullopt;
    const auto unit = unit_named(tokens[count->next].text);
    if (!unit || *unit == Unit::hour || !tokens.is_one_of(count->next + 1, {"of", "in"})) return std::nullopt;
    const auto of = period_behind(scene, count->next + 1);
    if (!of) return std::nullopt;
    if (front) return days(*of->start, moved_by(scene, *unit, *of->start, count->value), grain_of(*unit), of->next);
    return days(moved_by(scene, *unit, *of->end, -count->value), *of->end, grain_of(*unit), of->next);
}

enum class Edge { front, middle, back };

Period cut_of(const Period& of, Edge edge, Day one, Day two) {
    const Day first = edge == Edge::front ? *of.start : edge == Edge::middle ? one : two;
    const Day last = edge == Edge::front ? one : edge == Edge::middle ? two : *of.end;
    return days(first, last, Grain::day, of.next);
}

// The beginning, middle or end of a period: about a third of it; three days of a week, the first quarter of a year.
Period third_of(const Period& of, Edge edge) {
    const Day start = *of.start;
    const int length = of.end->days - start.days;
    if (length > 400) {  // A decade: three, four and three years.
        const int months = length * 12 / 365 * 3 / 10 / 12 * 12;
        return cut_of(of, edge, start.plus_months(months), of.end->plus_months(-months));
    }
    if (length > 300 && edge == Edge::front) return cut_of(of, edge, start.plus_months(3), start.plus_months(3));
    if (length > 300) return cut_of(of, edge, start.plus_months(4), start.plus_months(8));
    if (length > 80) return cut_of(of, edge, start.plus_months(1), start.plus_months(2));
    if (length > 20 && edge == Edge::middle) return cut_of(of, edge, start.plus(9), start.plus(20));
    if (length > 20) return cut_of(of, edge, start.plus(10), start.plus(20));
    return cut_of(of, edge, start.plus(length / 2), of.end->plus(-length / 2));
}

// Early or late in a period: its first or second half; of a week the half begins on its fourth day.
Period half_of(const Period& of, Edge edge) {
    const int length = of.end->days - of.start->days;
    const bool month = length > 20 && length < 32;
    Day middle = of.start->plus(month ? 15 : length / 2);
    if (length > 300) middle = of.start->plus_months((length * 12 + 182) / 365 / 2);
    return cut_of(of, edge, middle, middle);
}

struct EdgeWord {
    Edge edge = Edge::back;
    bool half = false;       // early, late
    bool until_now = false;  // earlier, later: as seen from today
    std::size_t next = 0;
};

std::optional<EdgeWord> read_edge(const Tokens& tokens, std::size_t at) {
    const std::size_t first = tokens.skip(at, {"the"});
    EdgeWord word;
    word.next = first + 1;
    if (tokens.is_one_of(first, {"beginning", "start", "early", "earlier"}))
        word.edge = Edge::front;
    else if (tokens.is_one_of(first, {"middle", "mid"}))
        word.edge = Edge::middle;
    else if (!tokens.is_one_of(first, {"end", "late", "later"}))
        return std::nullopt;
    word.half = tokens.is_one_of(first, {"early", "late", "earlier", "later"});
    word.until_now = tokens.is_one_of(first, {"earlier", "later"});
    const bool noun = tokens.is_one_of(first, {"beginning", "start", "middle", "end"});
    if (noun && !tokens.is(word.next, "of")) return std::nullopt;  // "subscriptions that end this month"
    const bool of_a_thing =                                        // "invoices paid late last month"
        first > 0 && tokens.is_one_of(first - 1, {"is", "are", "was", "were", "be", "been", "too", "paid", "delivered",
                                                  "shipped", "sent", "arrived", "came", "closed", "answered"});
    if (word.half && !word.until_now && of_a_thing) return std::nullopt;
    return word;
}

// "EOM", "EOY", "EOQ", "EOW"; "BOM" and "boy" are other words unless they are all that is said.
std::optional<Period> short_edge(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::string& text = tokens[at].text;
    if (text.size() != 3 || text[1] != 'o') return std::nullopt;
    const bool back = text[0] == 'e';
    if (!back && (text[0] != 'b' || !stands_alone(tokens, at, at + 1))) return std::nullopt;
    std::optional<Unit> unit;
    if (text[2] == 'w') unit = Unit::week;
    if (text[2] == 'm') unit = Unit::month;
    if (text[2] == 'q') unit = Unit::quarter;
    if (text[2] == 'y') unit = Unit::year;
    if (!unit) return std::nullopt;
    auto of = whole(scene, *unit, scene.today, 0);
    of.next = at + 1;
    return third_of(of, back ? Edge::back : Edge::front);
}

// "end of past week" is the end of the week before, though "past week" are seven days.
std::optional<Period> cut_period(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t next = tokens.skip(at, {"of", "in", "-", "around", "about"});
    const std::size_t word = tokens.skip(next, {"the"});
    if (const auto moved = read_moved(tokens, word); moved && tokens.is_one_of(moved->next, {"week", "wk"})) {
        auto week = whole(scene, Unit::week, scene.today, moved->value);
        week.next = moved->next + 1;
        return week;
    }
    return period_behind(scene, next);
}

// "beginning of March", "early 2026", "mid-November", "late last week", "earlier this year".
std::optional<Period> edge(const Scene& scene, std::size_t at) {
    const auto word = read_edge(scene.tokens, at);
    if (!word) return std::nullopt;
    const auto of = cut_period(scene, word->next);
    if (!of || of->grain == Grain::day) return std::nullopt;
    auto period = word->half ? half_of(*of, word->edge) : third_of(*of, word->edge);
    if (word->until_now && *of->start <= scene.today && scene.today < *of->end) {
        if (word->edge == Edge::front)
            period.end = scene.for_numbers ? scene.today : std::min(*period.end, scene.today);
        if (word->edge == Edge::back) period.start = std::max(*period.start, scene.today);
        if (*period.end <= *period.start) return std::nullopt;
    }
    period.note = word->half ? "early and late in a period are taken as its first and second half"
                             : "the beginning, middle and end of a period are taken as about a third of it each";
    return period;
}

}  // namespace

std::span<const Rule> part_rules() {
    static constexpr std::array<Rule, 6> rules{numbered_part, business_day_of, week_of_month, several_parts,
                                               edge,          short_edge};
    return rules;
}

}  // namespace parley::planner::dates
