#include "planner/routing/shifts.h"

#include "base/text.h"
#include "planner/routing/build.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

// What is moved: the days of the plan before, and the step of time that they fill ("last month", "this week").
struct Frame {
    Day start;
    Day end;
    std::optional<Grain> grain;  // One whole step, or the running one up to today.
    const Calendar& calendar;
};

std::optional<Frame> frame_of(const Range& before, const Context& context) {
    if (!before.start || !before.end) return std::nullopt;
    Frame frame{*before.start, *before.end, std::nullopt, context.calendar};
    const bool running = frame.end == context.today.plus(1);
    for (const Grain grain : {Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year}) {
        if (context.calendar.bucket(frame.start, grain) != frame.start) continue;
        const Day next = context.calendar.next(frame.start, grain);
        if (next != frame.end && !(running && next > frame.end)) continue;
        frame.grain = grain;
        return frame;
    }
    return frame;
}

std::optional<Grain> unit_at(const Words& words, std::size_t at) {
    if (at >= words.size()) return std::nullopt;
    std::string_view word = words[at].text;
    if (word.ends_with('s')) word.remove_suffix(1);
    return grain_named(word);
}

// "one", "a", "two", "30".
std::optional<int> number_at(const Words& words, std::size_t at) {
    if (at >= words.size()) return std::nullopt;
    constexpr std::array<std::string_view, 10> names{"one", "two",   "three", "four", "five",
                                                     "six", "seven", "eight", "nine", "ten"};
    const std::string& text = words[at].text;
    if (text == "a" || text == "an") return 1;
    const auto named = std::find(names.begin(), names.end(), text);
    if (named != names.end()) return static_cast<int>(named - names.begin()) + 1;
    constexpr int most = 400;
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && value >= 1 && value <= most ? std::optional<int>(value) : std::nullopt;
}

DayRange moved_by(const Frame& frame, Grain unit, int count) {
    const auto move = [&](Day day) {
        switch (unit) {
        case Grain::day: return day.plus(count);
        case Grain::week: return day.plus(7 * count);
        case Grain::month: return day.plus_months(count);
        case Grain::quarter: return day.plus_months(3 * count);
        case Grain::year: return day.plus_months(12 * count);
        }
        return day;
    };
    // A week stays a week: 52 of them are a year.
    if (frame.grain == Grain::week && unit != Grain::day && unit != Grain::week) {
        const int weeks = (unit == Grain::year ? 52 : unit == Grain::quarter ? 13 : 4) * count;
        return {frame.start.plus(7 * weeks), frame.start.plus(7 * weeks + 7)};
    }
    const Day start = move(frame.start);
    const bool by_month = unit != Grain::day && unit != Grain::week;
    if (frame.grain && (by_month || *frame.grain == unit)) return {start, frame.calendar.next(start, *frame.grain)};
    return {start, move(frame.end)};
}

bool fills_months(const Frame& frame) {
    return frame.start.day() == 1 && frame.end.day() == 1;
}

// As long as the one before it, and right beside it: "the one before", "the previous period".
DayRange neighbour(const Frame& frame, int count) {
    if (frame.grain) return moved_by(frame, *frame.grain, count);
    if (fills_months(frame)) {
        const int months = (frame.end.year() - frame.start.year()) * 12 + frame.end.month() - frame.start.month();
        return moved_by(frame, Grain::month, months * count);
    }
    return moved_by(frame, Grain::day, (frame.end.days - frame.start.days) * count);
}

// "the week before", "the previous quarter": a whole step of time beside the days.
DayRange step_beside(const Frame& frame, Grain unit, int count) {
    if (frame.grain == unit) return moved_by(frame, unit, count);
    if (unit == Grain::year && frame.grain && *frame.grain != Grain::week) return moved_by(frame, unit, count);
    const int length = frame.end.days - frame.start.days;
    const int days = unit == Grain::day ? 1 : 7;
    const bool in_days = unit == Grain::day || unit == Grain::week;
    if (in_days && length == days * std::abs(count)) return neighbour(frame, count > 0 ? 1 : -1);
    if (in_days && !frame.grain)
        return count < 0 ? DayRange{frame.start.plus(days * count), frame.start}
                         : DayRange{frame.end, frame.end.plus(days * count)};
    const Day edge = count < 0 ? frame.start.plus(-1) : frame.end;
    const bool holds_frame = frame.grain && *frame.grain < unit;
    const Day beside = frame.calendar.bucket(holds_frame ? frame.start : edge, unit);
    const int steps = holds_frame ? count : count < 0 ? count + 1 : count - 1;
    const Day start = frame.calendar.next(beside, unit, steps);
    return {start, frame.calendar.next(start, unit)};
}

dates::Found found_of(const Frame& frame, DayRange days, const Context& context) {
    dates::Found found;
    found.start = days.start;
    found.end = days.end;
    found.grain = Grain::day;
    found.phrase = range_text(days.start, days.end);
    for (const Grain grain : {Grain::week, Grain::month, Grain::quarter, Grain::year}) {
        if (frame.calendar.bucket(days.start, grain) != days.start) continue;
        if (frame.calendar.next(days.start, grain) != days.end) continue;
        found.grain = grain;
        if (grain != Grain::week) found.phrase = frame.calendar.label(days.start, grain);
        break;
    }
    found.partial = days.start <= context.today && days.end > context.today.plus(1);
    return found;
}

// Reads the words at one place; none: they are something else there.
class ShiftReader {
public:
    ShiftReader(const Words& words, const Frame& frame) : words_(words), frame_(frame) {}

    struct Move {
        DayRange days;
        std::size_t end = 0;
    };

    std::optional<Move> at(std::size_t from) const {
        if (auto move = same_last_year(from)) return move;
        if (auto move = previous(from)) return move;
        if (auto move = counted(from)) return move;
        if (auto move = pointing(from)) return move;
        if (auto move = half(from)) return move;
        if (auto move = whole(from)) return move;
        return part(from);
    }

private:
    bool is(std::size_t at, std::initializer_list<std::string_view> texts) const {
        return is_one_of(words_, at, texts);
    }

    // "that", "that one", "it": what it is counted from.
    std::size_t behind_pronoun(std::size_t at) const {
        if (is(at, {"that", "this", "it", "then", "those"})) {
            return is(at + 1, {"one", "month", "week", "quarter", "year", "period"}) ? at + 2 : at + 1;
        }
        return stands_at(words_, at, "the last") || stands_at(words_, at, "the one") ? at + 2 : at;
    }

    // "same month last year", "the same period a year ago"
    std::optional<Move> same_last_year(std::size_t at) const {
        if (!is(at, {"same"})) return std::nullopt;
        std::size_t next = at + 1;
        if (!unit_at(words_, next) && !is(next, {"period", "time", "days", "range"})) return std::nullopt;
        ++next;
        while (is(next, {"of", "in", "from", "but", "one", "a", "the"})) ++next;
        const bool last_year = is(next, {"last", "previous", "prior"}) && is(next + 1, {"year"});
        const bool year_ago = is(next, {"year"}) && is(next + 1, {"ago", "before", "earlier", "prior"});
        if (!last_year && !year_ago) return std::nullopt;
        return Move{moved_by(frame_, Grain::year, -1), next + 2};
    }

    // "previous quarter", "the prior 30 days", "the following month"
    std::optional<Move> previous(std::size_t at) const {
        const bool back = is(at, {"previous", "prior", "preceding"});
        if (!back && !is(at, {"following", "subsequent", "next"})) return std::nullopt;
        const auto number = number_at(words_, at + 1);
        const std::size_t next = number ? at + 2 : at + 1;
        const int count = (back ? -1 : 1) * number.value_or(1);
        if (is(next, {"period", "one"}) || (number && !unit_at(words_, next) && next >= words_.size()))
            return Move{neighbour(frame_, back ? -1 : 1), std::min(next + 1, words_.size())};
        const auto unit = unit_at(words_, next);
        if (!unit || (is(at, {"next"}) && number)) return std::nullopt;  // "next 30 days" lie ahead of today.
        return Move{step_beside(frame_, *unit, count), next + 1};
    }

    // "the month before that", "a year earlier", "two weeks later", "the 30 days before"
    std::optional<Move> counted(std::size_t at) const {
        const auto number = number_at(words_, at);
        const std::size_t next = number ? at + 1 : at;
        const auto unit = unit_at(words_, next);
        if (!unit && !(is(next, {"one", "period"}) || is(at, {"one"}))) return std::nullopt;
        const std::size_t said = unit || is(next, {"one", "period"}) ? next + 1 : next;
        const bool earlier = is(said, {"earlier", "previously"});
        const bool back = earlier || is(said, {"before", "prior", "preceding"});
        const bool later = is(said, {"later"});
        if (!back && !later && !is(said, {"after", "following"})) return std::nullopt;
        // "the week before last" is counted from today.
        if (is(said, {"before"}) && is(said + 1, {"last"}) && (said + 2 >= words_.size() || words_[said + 2].breaks))
            return std::nullopt;
        const int count = (back ? -1 : 1) * number.value_or(1);
        const std::size_t end = behind_pronoun(is(said + 1, {"to"}) ? said + 2 : said + 1);
        if (!unit) return Move{neighbour(frame_, back ? -1 : 1), end};
        if (earlier || later) return Move{moved_by(frame_, *unit, count), end};
        return Move{step_beside(frame_, *unit, count), end};
    }

    // "and before that?"
    std::optional<Move> pointing(std::size_t at) const {
        const bool back = is(at, {"before"});
        if ((!back && !is(at, {"after"})) || !is(at + 1, {"that", "then", "this"})) return std::nullopt;
        if (at + 2 < words_.size() && !words_[at + 2].breaks) return std::nullopt;
        return Move{neighbour(frame_, back ? -1 : 1), at + 2};
    }

    // What "of the year" and the like hold; the period itself where nothing is said.
    std::optional<DayRange> container(std::size_t& next) const {
        const auto unit_holding = [&](Grain unit) {
            const Day start = frame_.calendar.bucket(frame_.start, unit);
            return DayRange{start, frame_.calendar.next(start, unit)};
        };
        if (is(next, {"of"})) {
            std::size_t behind = next + 1;
            while (is(behind, {"the", "that", "this", "same"})) ++behind;
            if (const auto unit = unit_at(words_, behind)) {
                next = behind + 1;
                return unit_holding(*unit);
            }
            if (!is(next + 1, {"it", "that", "this", "them"}) && !is(behind, {"period", "range"})) return std::nullopt;
            next = std::max(behind, next + 1) + (is(behind, {"period", "range", "it", "them"}) ? 1 : 0);
        }
        if (frame_.grain) return unit_holding(*frame_.grain);
        return DayRange{frame_.start, frame_.end};
    }

    // "first half only", "the second half of the month"
    std::optional<Move> half(std::size_t at) const {
        const bool first = is(at, {"first", "1st"});
        if ((!first && !is(at, {"second", "2nd", "other", "latter"})) || !is(at + 1, {"half"})) return std::nullopt;
        std::size_t next = at + 2;
        const auto whole = container(next);
        if (!whole) return std::nullopt;
        const int months = (whole->end.year() - whole->start.year()) * 12 + whole->end.month() - whole->start.month();
        const bool by_month = whole->start.day() == 1 && whole->end.day() == 1 && months % 2 == 0;
        constexpr int half_month = 15;
        const int days = months == 1 ? half_month : (whole->end.days - whole->start.days) / 2;
        const Day middle = by_month ? whole->start.plus_months(months / 2) : whole->start.plus(days);
        return Move{first ? DayRange{whole->start, middle} : DayRange{middle, whole->end}, next};
    }

    // "the full year": the whole of what the days lie in.
    std::optional<Move> whole(std::size_t at) const {
        if (!is(at, {"full", "whole", "entire", "complete"})) return std::nullopt;
        const auto unit = unit_at(words_, at + 1);
        if (!unit) return std::nullopt;
        const Day start = frame_.calendar.bucket(frame_.start, *unit);
        return Move{{start, frame_.calendar.next(start, *unit)}, at + 2};
    }

    // "the last week of it", "the first 10 days of that period"
    std::optional<Move> part(std::size_t at) const {
        const bool first = is(at, {"first"});
        if (!first && !is(at, {"last", "final"})) return std::nullopt;
        const auto number = number_at(words_, at + 1);
        const std::size_t next = number ? at + 2 : at + 1;
        const auto unit = unit_at(words_, next);
        std::size_t behind = next + 1;
        if (!unit || !is(behind, {"of"})) return std::nullopt;
        const auto whole = container(behind);
        if (!whole) return std::nullopt;
        const Day last_day = std::min(whole->end, std::max(frame_.end, whole->start.plus(1)));
        const int count = number.value_or(1);
        if (first) {
            const Day end = moved_by({whole->start, whole->start, std::nullopt, frame_.calendar}, *unit, count).end;
            return Move{{whole->start, std::min(end, whole->end)}, behind};
        }
        const Day start = moved_by({last_day, last_day, std::nullopt, frame_.calendar}, *unit, -count).start;
        return Move{{std::max(start, whole->start), last_day}, behind};
    }

    const Words& words_;
    const Frame& frame_;
};

bool says_comparison(const Words& words) {
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (is_one_of(words, k,
                      {"compare", "compared", "comparing", "comparison", "vs", "versus", "against", "than", "relative",
                       "change", "growth", "difference"}))
            return true;
    }
    return false;
}

// "make it 30 days", "90 days instead": the last so many, and nothing else is said.
std::optional<Shift> counted_back(const Words& words, const Context& context) {
    std::size_t at = 0;
    while (is_one_of(words, at,
                     {"make", "it",     "that",  "go",      "for", "to",  "use", "take", "show",   "me",     "over",
                      "do",   "extend", "widen", "shorten", "try", "the", "and", "now",  "period", "instead"}))
        ++at;
    const auto number = number_at(words, at);
    if (!number || !unit_at(words, at + 1)) return std::nullopt;
    std::size_t end = at + 2;
    while (is_one_of(words, end, {"instead", "now", "only"})) ++end;
    if (end < words.size()) return std::nullopt;
    auto found = dates::find_range(cat("last ", *number, " ", words[at + 1].text), context.today, context.calendar);
    if (!found) return std::nullopt;
    return Shift{std::move(*found), 0, end};
}

}  // namespace

std::optional<Shift> shifted_period(const Words& words, const Range& before, const Context& context) {
    if (auto counted = counted_back(words, context)) return counted;
    const auto frame = frame_of(before, context);
    if (!frame || says_comparison(words)) return std::nullopt;
    const ShiftReader reader(words, *frame);
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto move = reader.at(at);
        if (!move || move->days.start >= move->days.end) continue;
        std::size_t first = at;
        while (first > 0 && is_one_of(words, first - 1, {"the", "for", "in", "from", "of", "over", "during"})) --first;
        return Shift{found_of(*frame, move->days, context), first, move->end - first};
    }
    return std::nullopt;
}

void keep_in_year(const Range& before, const Context& context, dates::Found& found) {
    const auto frame = frame_of(before, context);
    constexpr int most_of_a_year = 300;
    if (!frame || !found.start || !found.end || frame->end.days - frame->start.days < most_of_a_year) return;
    if (*found.start >= frame->start && *found.start < frame->end) return;
    const std::string phrase = lower(found.phrase);
    for (const std::string_view word : {"last", "this", "previous", "past", "next", "ago", "today", "yesterday", "to"})
        if (contains_word(phrase, word)) return;
    if (phrase.find("20") != std::string::npos || found.end->days - found.start->days > most_of_a_year) return;
    const int years = frame->start.year() - found.start->year();
    const DayRange moved{found.start->plus_months(12 * years), found.end->plus_months(12 * years)};
    if (moved.start < frame->start || moved.end > frame->end) return;
    const dates::Found kept = found_of(*frame, moved, context);
    found.start = kept.start;
    found.end = kept.end;
    found.phrase = kept.phrase;
    found.partial = kept.partial;
    found.note.clear();
}

}  // namespace parley::planner
