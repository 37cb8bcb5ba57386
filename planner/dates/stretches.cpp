// Lengths laid beside a date: the two weeks before Black Friday, twelve months ending March 2026; and two days of a
// month that is not named: from the 1st to the 15th.

#include "planner/dates/period.h"

#include <array>

namespace parley::planner::dates {
namespace {

// "two weeks", or one unit alone: "week".
std::optional<Length> read_stretch(const Tokens& tokens, std::size_t at) {
    if (auto length = read_length(tokens, at)) {
        const bool none = length->months == 0 && length->days == 0;  // "0 days before May"
        return none ? std::nullopt : length;
    }
    const auto unit = unit_named(tokens[at].text);
    if (!unit || *unit == Unit::hour || tokens[at].text.back() == 's') return std::nullopt;
    Length length;
    length.pieces = 1;
    length.smallest = *unit;
    length.next = at + 1;
    if (*unit == Unit::day) length.days = 1;
    if (*unit == Unit::week) length.days = 7;
    if (*unit == Unit::month) length.months = 1;
    if (*unit == Unit::quarter) length.months = 3;
    if (*unit == Unit::half) length.months = 6;
    if (*unit == Unit::year) length.months = 12;
    if (*unit == Unit::decade) length.months = 120;
    return length;
}

// "the two weeks before Black Friday", "the week after 1 May", "the month before March": all of it, where "two weeks
// before" is one day.
std::optional<Period> stretch_beside(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "the")) return std::nullopt;
    const auto length = read_stretch(tokens, at + 1);
    if (!length) return std::nullopt;
    const bool back = tokens.is_one_of(length->next, {"before", "preceding"});
    if (!back && !tokens.is_one_of(length->next, {"after", "following"})) return std::nullopt;
    const auto point = single_period(scene, tokens.skip(length->next + 1, {"the"}));
    if (!point || !point->start || !point->end || point->trust == Trust::inner) return std::nullopt;
    auto period = back ? days(length->before(*point->start), *point->start, grain_of(length->smallest), point->next)
                       : days(*point->end, length->after(*point->end), grain_of(length->smallest), point->next);
    period.trust = Trust::range;
    return period;
}

// Where the end of a length is named. "to" says so of several units only: "three months to June 2026".
std::optional<std::size_t> behind_ending(const Tokens& tokens, std::size_t at, bool several) {
    if (tokens.is_one_of(at, {"ending", "ended"})) return tokens.skip(at + 1, {"on", "in", "at", "the"});
    if (!several) return std::nullopt;
    if (tokens.is(at, "up") && tokens.is(at + 1, "to")) return tokens.skip(at + 2, {"the"});
    return tokens.is(at, "to") ? std::optional(tokens.skip(at + 1, {"the"})) : std::nullopt;
}

// "12 months ending March 2026", "year ended 31 March 2026", "the 30 days up to 15 May".
std::optional<Period> length_ending(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the", "last", "past", "fiscal", "financial", "full"});
    const auto length = read_stretch(tokens, first);
    if (!length || length->smallest == Unit::hour) return std::nullopt;
    const auto end_at = behind_ending(tokens, length->next, tokens[length->next - 1].text.back() == 's');
    if (!end_at || tokens.is_one_of(*end_at, {"date", "now"})) return std::nullopt;
    const auto point = single_period(scene, *end_at);
    if (!point || !point->start || !point->end || point->trust == Trust::inner) return std::nullopt;
    if (length->smallest == Unit::week && length->days == 7) return std::nullopt;  // "week ending": the whole week.
    auto period = days(length->before(*point->end), *point->end, grain_of(length->smallest), point->next);
    period.trust = Trust::range;
    period.note = point->note;
    return period;
}

// "from the 1st to the 15th", "between the 5th and the 10th": of this month, or of the last one.
std::optional<Period> days_of_month(const Scene& scene, std::size_t at) {
    constexpr int in_every_month = 28;
    const Tokens& tokens = scene.tokens;
    const bool between = tokens.is(at, "between");
    if (!between && !tokens.is(at, "from")) return std::nullopt;
    const auto first = read_ordinal(tokens, tokens.skip(at + 1, {"the"}));
    if (!first || !(tokens.is_one_of(first->next, {"to", "-", "until", "till", "through"}) ||
                    (between && tokens.is(first->next, "and"))))
        return std::nullopt;
    const auto last = read_ordinal(tokens, tokens.skip(first->next + 1, {"the"}));
    if (!last || first->value < 1 || last->value <= first->value || first->value > in_every_month) return std::nullopt;
    if (noun_at(tokens, last->next) || tokens.is_one_of(last->next, {"of", "in", "-", "/"})) return std::nullopt;
    Day month = unit_start(scene, Unit::month, scene.today);
    if (scene.lean == Lean::past && month.plus(first->value - 1) > scene.today) month = month.plus_months(-1);
    if (last->value > in_every_month && month.plus(last->value - 1).month() != month.month()) return std::nullopt;
    auto period = days(month.plus(first->value - 1), month.plus(last->value), Grain::day, last->next);
    period.trust = Trust::range;
    mark_partial(scene, period);
    return period;
}

}  // namespace

std::span<const Rule> stretch_rules() {
    static constexpr std::array<Rule, 3> rules{stretch_beside, length_ending, days_of_month};
    return rules;
}

}  // namespace parley::planner::dates
