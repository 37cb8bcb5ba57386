// Periods that lie ahead, and units named by their distance: in two weeks, a week hence, the following quarter, the
// year after next, the month before last.

#include "base/text.h"
#include "planner/dates/period.h"

#include <array>

namespace parley::planner::dates {
namespace {

// What is meant to happen lies ahead. "due" and "ending" are said of the past as well.
bool says_coming(const Scene& scene) {
    for (std::size_t at = 0; at < scene.tokens.size(); ++at) {
        if (scene.tokens.is_one_of(at, {"will", "ll", "shall"})) return true;
    }
    return scene.lean == Lean::open || !scene.for_numbers;
}

// "in two weeks", "in 3 years". Elsewhere "in 30 days" says how long something took.
std::optional<Period> in_length(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "in")) return std::nullopt;
    const auto length = read_length(tokens, at + 1);
    if (!length) return std::nullopt;
    std::size_t next = length->next;
    if (tokens.is(next, "'")) next = tokens.skip(next, {"'", "s"});
    if (tokens.is(next, "time")) ++next;
    if (!says_coming(scene) && !tokens.is(next - 1, "time") && !tokens.is(next, "from")) return std::nullopt;
    if (tokens.is_one_of(next, {"since", "after", "of", "before"})) return std::nullopt;
    auto period = one_day(length->after(scene.today), next);
    period.note = "it is the day itself, not the time until then";
    return period;
}

// "within 3 days", "within the next 5 years 1 month": from today on.
std::optional<Period> within(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "within")) return std::nullopt;
    const std::size_t first = tokens.skip(at + 1, {"the"});
    const bool said_next = tokens.is_one_of(first, {"next", "coming", "upcoming", "following"});
    const auto length = read_length(tokens, said_next ? first + 1 : first);
    if (!length) return std::nullopt;
    std::size_t next = length->next;
    const bool from_today = tokens.is(next, "from") && tokens.is_one_of(next + 1, {"now", "today"});
    if (!said_next && !from_today && !says_coming(scene)) return std::nullopt;
    if (from_today) next += 2;
    return days(scene.today, length->after(scene.today), Grain::day, next);
}

// "a week hence", "3 weeks from now", "two months from today".
std::optional<Period> hence(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto length = read_length(tokens, at);
    if (!length) return std::nullopt;
    const std::size_t next = length->next;
    const bool later = tokens.is(next, "later") && stands_alone(tokens, at, next + 1);
    if (tokens.is(next, "hence") || later) return one_day(length->after(scene.today), next + 1);
    const bool from_now = tokens.is(next, "from") && tokens.is_one_of(next + 1, {"now", "today"});
    return from_now ? std::optional(one_day(length->after(scene.today), next + 2)) : std::nullopt;
}

// "the year after next", "the month before last".
std::optional<Period> beyond(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    const auto unit = unit_named(tokens[first].text);
    if (!unit || *unit == Unit::hour || *unit == Unit::day) return std::nullopt;
    const std::size_t last = tokens.skip(first + 2, {"the"});
    const bool after_next = tokens.is(first + 1, "after") && tokens.is(last, "next");
    const bool before_last = tokens.is(first + 1, "before") && tokens.is(last, "last");
    if ((!after_next && !before_last) || unit_named(tokens[last + 1].text)) return std::nullopt;
    auto period = whole(scene, *unit, scene.today, after_next ? 2 : -2);
    period.next = last + 1;
    return period;
}

// "the following quarter".
std::optional<Period> following_unit(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    if (!tokens.is(at, "following")) return std::nullopt;
    const auto unit = unit_named(tokens[at + 1].text);
    if (!unit || *unit == Unit::hour || *unit == Unit::day || tokens[at + 1].text.back() == 's') return std::nullopt;
    auto period = whole(scene, *unit, scene.today, 1);
    period.next = at + 2;
    return period;
}

// "20 of next month", "the 21st this month", "on the 5th of last month".
std::optional<Period> day_of_moved_month(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t first = tokens.skip(at, {"the"});
    auto number = read_ordinal(tokens, first);
    const bool ordinal = number.has_value();
    if (!ordinal && tokens[first].is_number(1, 2)) number = Number{tokens[first].value, first + 1};
    if (!number || number->value < 1 || number->value > 31) return std::nullopt;
    // "top 10 of this month" is no day.
    const bool led = at == 0 || tokens.is_one_of(at - 1, {"on", "from", "since", "until", "till", "by", "before",
                                                          "after", "to", "between", "and", "around", "the"});
    if (!led || (!ordinal && !tokens.is(number->next, "of"))) return std::nullopt;
    std::size_t next = tokens.is(number->next, "day") ? number->next + 1 : number->next;
    next = tokens.skip(next, {"of", "in", "the"});
    auto moved = read_moved(tokens, next);
    if (!moved && tokens.is(next - 1, "the")) moved = Number{0, next};  // "the 5th of the month"
    if (!moved || !tokens.is(moved->next, "month")) return std::nullopt;
    const Day month = unit_start(scene, Unit::month, scene.today).plus_months(moved->value);
    const Day day = month.plus(number->value - 1);
    if (day.month() != month.month()) return std::nullopt;
    return one_day(day, moved->next + 1);
}

// "since the 15th", "on the first": of this month, or of the one beside it where the question leans to that side.
std::optional<Period> bare_day_of_month(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const std::size_t article = tokens.is(at, "the") || at == 0 ? at : at - 1;  // "since the" is read before this.
    if (article == 0 || !tokens.is(article, "the")) return std::nullopt;
    if (!tokens.is_one_of(article - 1, {"on", "since", "until", "till", "before", "after"})) return std::nullopt;
    const auto number = read_ordinal(tokens, article + 1);
    if (!number || number->value < 1 || number->value > 28) return std::nullopt;
    const Token& behind = tokens[number->next];
    if (behind.kind != Token::Kind::mark || behind.text == "-") return std::nullopt;
    Day day = unit_start(scene, Unit::month, scene.today).plus(number->value - 1);
    if (scene.lean == Lean::past && day > scene.today) day = day.plus_months(-1);
    if (scene.lean == Lean::open && day < scene.today) day = day.plus_months(1);
    return one_day(day, number->next);
}

}  // namespace

std::span<const Rule> coming_rules() {
    static constexpr std::array<Rule, 7> rules{in_length,          within,           hence, beyond, following_unit,
                                               day_of_moved_month, bare_day_of_month};
    return rules;
}

}  // namespace parley::planner::dates
