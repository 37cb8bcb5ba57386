#include "planner/dates/hours.h"

#include "base/text.h"

#include <array>

namespace parley::planner::dates {
namespace {

constexpr int midnight = 24;
constexpr int half_day = 12;

struct Span {
    Hours hours;
    std::size_t next = 0;     // The token behind it.
    bool needs_date = false;  // It is meant only as a part of a date.
};

int hours_up_to(const ClockTime& time) {
    const int end = time.hour + (time.minute > 0 ? 1 : 0);
    return end == 0 ? midnight : end;
}

std::string whole_hours(const ClockTime& from, const ClockTime& to) {
    return from.minute + to.minute > 0 ? "whole hours are counted, the broken ones with them" : "";
}

// "9" of "between 9 and 5pm" is in the half of the day that makes the span begin before it ends.
std::optional<ClockTime> read_first(const Tokens& tokens, std::size_t at, const ClockTime& second) {
    if (const auto time = read_clock(tokens, at)) return time;
    if (!tokens[at].is_number(1, 2) || tokens[at].value > half_day) return std::nullopt;
    ClockTime time{tokens[at].value % half_day, 0, at + 1};
    if (time.hour + half_day < second.hour) time.hour += half_day;
    return time;
}

// "between 9am and 5pm", "from 8 to 10am", "9am-5pm".
std::optional<Span> from_to(const Tokens& tokens, std::size_t at) {
    const bool opens = tokens.is_one_of(at, {"between", "from"});
    const std::size_t begin = opens ? at + 1 : at;
    std::size_t joiner = begin;
    const auto plain = read_clock(tokens, begin);
    if (plain)
        joiner = plain->next;
    else if (opens)
        joiner = begin + 1;
    else
        return std::nullopt;
    if (!tokens.is_one_of(joiner, {"and", "to", "-", "until", "till", "through"})) return std::nullopt;
    const auto second = read_clock(tokens, joiner + 1);
    const auto first = second ? read_first(tokens, begin, *second) : std::nullopt;
    if (!first || first->next != joiner) return std::nullopt;
    Span span{{first->hour, hours_up_to(*second), 0, 0, whole_hours(*first, *second)}, second->next, false};
    return span.hours.first == span.hours.end ? std::nullopt : std::optional(span);
}

// "after 6pm", "before 09:00", "from 18:00 on". "Send it before 5pm" says when something is needed.
std::optional<Span> open_ended(const Tokens& tokens, std::size_t at) {
    const bool after = tokens.is_one_of(at, {"after", "past"});
    const bool before = tokens.is(at, "before");
    if (!after && !before && !tokens.is(at, "from")) return std::nullopt;
    const auto time = read_clock(tokens, at + 1);
    if (!time || (at > 0 && tokens.is_one_of(at - 1, {"it", "this", "that", "them", "me", "need"})))
        return std::nullopt;
    if (before) {
        Span span{{0, hours_up_to(*time), 0, 0, whole_hours(*time, {})}, time->next, false};
        return span.hours.end == midnight ? std::nullopt : std::optional(span);
    }
    const std::size_t behind = tokens.skip(time->next, {"on", "onwards", "onward", "and", "later"});
    if (!after && behind == time->next) return std::nullopt;
    return Span{{time->hour, midnight, 0, 0, whole_hours(*time, {})}, behind, false};
}

struct PartOfDay {
    std::string_view one;
    std::string_view many;
    int first;
    int end;
};

// "in the evenings", "at night", "yesterday morning".
std::optional<Span> part_of_day(const Tokens& tokens, std::size_t at) {
    constexpr std::array<PartOfDay, 4> parts{{{"morning", "mornings", 6, 12},
                                              {"afternoon", "afternoons", 12, 18},
                                              {"evening", "evenings", 18, 24},
                                              {"night", "nights", 22, 6}}};
    const std::size_t noun = tokens.skip(at, {"in", "at", "during", "on", "the", "every", "each"});
    for (const auto& part : parts) {
        const bool many = tokens.is(noun, part.many);
        if (!many && !tokens.is(noun, part.one)) continue;
        const bool always = many || (part.one == "night" && noun > at && tokens.is(at, "at"));
        if (many && noun == at) return std::nullopt;  // "Evenings by subscribers": a name.
        return Span{{part.first, part.end, 0, 0,
                     cat("\"", tokens[noun].text, "\" is taken as ", part.first, ":00 to ", part.end, ":00")},
                    noun + 1,
                    !always};
    }
    return std::nullopt;
}

// "during business hours", "outside of office hours".
std::optional<Span> business_hours(const Tokens& tokens, std::size_t at) {
    constexpr int opens = 9;
    constexpr int closes = 17;
    const bool outside = tokens.is(at, "outside");
    if (!outside && !tokens.is_one_of(at, {"during", "in", "within"})) return std::nullopt;
    const std::size_t noun = tokens.skip(at + 1, {"of", "the", "our", "normal", "usual"});
    if (!tokens.is_one_of(noun, {"business", "office", "working", "opening"}) || !tokens.is(noun + 1, "hours"))
        return std::nullopt;
    const std::string note =
        cat(tokens[noun].text, " hours are taken as ", opens, ":00 to ", closes, ":00 of every day");
    return outside ? Span{{closes, opens, 0, 0, note}, noun + 2, false}
                   : Span{{opens, closes, 0, 0, note}, noun + 2, false};
}

// "at 3pm": the hour that begins then.
std::optional<Span> one_hour(const Tokens& tokens, std::size_t at) {
    const auto time = tokens.is(at, "at") ? read_clock(tokens, at + 1) : std::nullopt;
    if (!time) return std::nullopt;
    return Span{{time->hour, time->hour + 1, 0, 0, whole_hours(*time, {})}, time->next, true};
}

}  // namespace

std::optional<Hours> find_hours(std::string_view question, const std::optional<Found>& date) {
    const Tokens tokens(question);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        for (const auto rule : {from_to, open_ended, part_of_day, business_hours, one_hour}) {
            auto span = rule(tokens, at);
            if (!span) continue;
            const Token& last = tokens[span->next - 1];
            span->hours.at = tokens[at].at;
            span->hours.length = last.at + last.length - tokens[at].at;
            const bool dated = date && span->hours.at < date->at + date->length && date->at < last.at + last.length;
            if (span->needs_date && !dated) continue;
            return span->hours;
        }
    }
    return std::nullopt;
}

}  // namespace parley::planner::dates
