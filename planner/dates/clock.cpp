// Times of day beside a date: "yesterday between 9am and 5pm", "2026-03-03T14:00Z", "3pm on May 5". Numbers are asked
// for by days, so a time only says which day is meant, and belongs to the phrase.

#include "planner/dates/hours.h"
#include "planner/dates/period.h"

#include <array>

namespace parley::planner::dates {
namespace {

// "am", "a.m.", "h", "o'clock".
std::size_t behind_half_of_day(const Tokens& tokens, std::size_t at) {
    if (tokens.is_one_of(at, {"am", "pm", "h"})) return at + 1;
    const bool dotted = tokens.is_one_of(at, {"a", "p"}) && tokens.is(at + 1, ".") && tokens.is(at + 2, "m");
    if (dotted) return tokens.skip(at + 3, {"."});
    return tokens.is(at, "o") && tokens.is(at + 1, "'") && tokens.is(at + 2, "clock") ? at + 3 : at;
}

// "Z", "UTC", "+01:00".
std::size_t behind_zone(const Tokens& tokens, std::size_t at) {
    if (tokens.is_one_of(at, {"z", "utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt"})) return at + 1;
    const bool offset = tokens.is_one_of(at, {"+", "-"}) && tokens[at].glued && tokens[at + 1].is_number(2, 2) &&
                        tokens[at + 1].glued && tokens.is(at + 2, ":") && tokens[at + 3].is_number(2, 2);
    return offset ? at + 4 : at;
}

}  // namespace

std::optional<ClockTime> read_clock(const Tokens& tokens, std::size_t at) {
    constexpr int last_hour = 24;
    constexpr int half_day = 12;
    if (tokens.is_one_of(at, {"noon", "midday"})) return ClockTime{half_day, 0, at + 1};
    if (tokens.is(at, "midnight")) return ClockTime{0, 0, at + 1};
    if (!tokens[at].is_number(1, 2) || tokens[at].value > last_hour) return std::nullopt;
    const auto part_at = [&](std::size_t next, std::string_view mark) {
        return tokens.is(next, mark) && tokens[next].glued && tokens[next + 1].glued &&
               tokens[next + 1].kind == Token::Kind::number;
    };
    ClockTime time{tokens[at].value % last_hour, 0, at + 1};
    const bool minutes = part_at(time.next, ":") && tokens[time.next + 1].is_number(2, 2);
    if (minutes) {
        time.minute = tokens[time.next + 1].value;
        time.next += 2;
    }
    if (minutes && part_at(time.next, ":")) time.next += 2;
    if (minutes && part_at(time.next, ".")) time.next += 2;
    const std::size_t half = behind_half_of_day(tokens, time.next);
    if (!minutes && half == time.next) return std::nullopt;
    const bool afternoon = tokens.is_one_of(time.next, {"pm", "p"});
    const bool forenoon = tokens.is_one_of(time.next, {"am", "a"});
    if (half > time.next && afternoon && time.hour < half_day) time.hour += half_day;
    if (half > time.next && forenoon && time.hour == half_day) time.hour = 0;
    time.next = behind_zone(tokens, half);
    return time;
}

namespace {

std::optional<std::size_t> behind_time(const Tokens& tokens, std::size_t at) {
    const auto time = read_clock(tokens, at);
    return time ? std::optional(time->next) : std::nullopt;
}

// "between 9am and 5pm", "from 8am to 10am", "at 10:30": the position behind all of it.
std::optional<std::size_t> behind_times(const Tokens& tokens, std::size_t at) {
    const bool opens = tokens.is_one_of(at, {"between", "from"});
    const auto first = behind_time(tokens, opens || tokens.is(at, "at") ? at + 1 : at);
    if (!first) return std::nullopt;
    const bool joined = tokens.is_one_of(*first, {"and", "to", "-", "until", "till"});
    const auto second = joined ? behind_time(tokens, *first + 1) : std::nullopt;
    if (second) return second;
    return opens ? std::nullopt : first;
}

// "from 9am" of "from 9am on 3 March": the day follows.
std::optional<std::size_t> behind_lead_time(const Tokens& tokens, std::size_t at) {
    const auto times = behind_times(tokens, at);
    return times || !tokens.is(at, "from") ? times : behind_time(tokens, at + 1);
}

// "3pm on May 5", "between 9am and 5pm yesterday".
std::optional<Period> time_then_day(const Scene& scene, std::size_t at) {
    const Tokens& tokens = scene.tokens;
    const auto behind = behind_lead_time(tokens, at);
    if (!behind) return std::nullopt;
    auto day = single_period(scene, tokens.skip(*behind, {"on", ",", "of", "the"}));
    const bool one_day = day && day->start && day->end && day->start->plus(1) == *day->end;
    return one_day && day->trust != Trust::inner ? day : std::nullopt;
}

}  // namespace

std::size_t behind_clock(const Tokens& tokens, std::size_t at) {
    std::size_t next = tokens.skip(at, {","});
    if (tokens.is(next, "t") && tokens[next].glued && tokens[next + 1].glued) ++next;
    if (tokens.is(next, "in") && tokens.is(next + 1, "the")) next += 2;
    if (tokens.is_one_of(next, {"morning", "afternoon", "evening", "night"})) return next + 1;
    const auto behind = behind_times(tokens, next);
    return behind ? *behind : at;
}

std::span<const Rule> clock_rules() {
    static constexpr std::array<Rule, 1> rules{time_then_day};
    return rules;
}

}  // namespace parley::planner::dates
