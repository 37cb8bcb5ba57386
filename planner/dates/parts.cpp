// Parts of a named period: first week of 2026, last 3 days of March, beginning of the year, mid-November.

#include "planner/dates/period.h"

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

// "third week of January", "last day of October", "second last week of 2018", "first month of last quarter".
std::optional<Period> numbered_part(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    std::size_t next = tokens.skip(at, {"the"});
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
    if (!unit || *unit == Unit::hour || !tokens.is_one_of(next + 1, {"of", "in"})) return std::nullopt;
    const auto of = period_behind(scene, next + 1);
    if (!of || grain_of(*unit) >= of->grain.value_or(Grain::day)) return std::nullopt;
    const auto part = back ? counted_back(scene, *of, *unit, number) : counted_from(scene, *of, *unit, number);
    if (number < 1 || !fits(part, *of)) return std::nullopt;
    return part;
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
        if (length > 200) return std::nullopt;  // Halves of a year are six months: another rule.
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

Period edge_of(const Period& of, Edge edge) {
    const Day start = *of.start;
    const Day end = *of.end;
    const int length = end.days - start.days;
    Day first = start;
    Day last = end;
    const auto cut = [&](Day one, Day two) {
        first = edge == Edge::front ? start : edge == Edge::middle ? one : two;
        last = edge == Edge::front ? one : edge == Edge::middle ? two : end;
    };
    if (length > 300)
        cut(start.plus_months(4), start.plus_months(8));
    else if (length > 80)
        cut(start.plus_months(1), start.plus_months(2));
    else if (length > 20)
        cut(start.plus(edge == Edge::middle ? 9 : 10), start.plus(edge == Edge::middle ? 20 : 15));
    else
        cut(start.plus(length / 2), start.plus((length + 1) / 2));
    return days(first, last, Grain::day, of.next);
}

// "beginning of March", "early 2026", "mid-November", "end of last month". Thirds, and said to be so.
std::optional<Period> edge(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    Edge side = Edge::back;
    if (tokens.is_one_of(first, {"beginning", "start", "early"}))
        side = Edge::front;
    else if (tokens.is_one_of(first, {"middle", "mid"}))
        side = Edge::middle;
    else if (!tokens.is_one_of(first, {"end", "late"}))
        return std::nullopt;
    const bool noun = tokens.is_one_of(first, {"beginning", "start", "middle", "end"});
    if (noun && !tokens.is(first + 1, "of")) return std::nullopt;
    const auto of = period_behind(scene, first + 1);
    if (!of || of->grain == Grain::day) return std::nullopt;
    auto period = edge_of(*of, side);
    period.note = "the beginning, middle and end of a period are taken as about a third of it each";
    return period;
}

}  // namespace

std::span<const Rule> part_rules() {
    static constexpr std::array<Rule, 3> rules{numbered_part, several_parts, edge};
    return rules;
}

}  // namespace parley::planner::dates
