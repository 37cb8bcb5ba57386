#include "analysis/timeline.h"

#include <algorithm>
#include <limits>

namespace parley::analysis {
namespace {

constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();

// A day's beginning in the numbers that a column keeps: days, or UTC seconds in the organization's zone.
std::int64_t mark(Day day, Kind kind, const Calendar& calendar) {
    return kind == Kind::day ? day.days : unix_seconds(calendar.start_of(day));
}

// The first moment that is still to come.
std::int64_t mark_of_now(Kind kind, const Setting& setting) {
    return kind == Kind::day ? setting.today.days + 1 : unix_seconds(setting.now) + 1;
}

std::int32_t marks_up_to(const std::vector<std::int64_t>& marks, std::int64_t value) {
    return static_cast<std::int32_t>(std::upper_bound(marks.begin(), marks.end(), value) - marks.begin());
}

}  // namespace

Result<Timeline> cut(DayRange period, Grain grain, const Setting& setting) {
    Timeline timeline;
    for (Day day = setting.calendar.bucket(period.start, grain); day < period.end;) {
        const Day next = setting.calendar.next(day, grain);
        Bucket bucket{day, std::max(day, period.start), std::min(next, period.end), false};
        bucket.whole = bucket.start == day && bucket.end == next && next <= setting.today;
        timeline.buckets.push_back(bucket);
        if (timeline.buckets.size() > buckets_max) {
            return Error{Fault::invalid, "The period holds too many steps of time: ask for a coarser one.", ""};
        }
        day = next;
    }
    return timeline;
}

Timeline one_bucket(std::optional<Day> start, std::optional<Day> end) {
    return Timeline{{Bucket{start.value_or(Day{}), start, end, false}}};
}

std::vector<std::int32_t> place(const Column& time, const Timeline& timeline, const Calendar& calendar) {
    std::vector<std::int32_t> places(time.size(), -1);
    if (timeline.buckets.empty()) return places;
    const auto& first = timeline.buckets.front().start;
    std::vector<std::int64_t> marks{first ? mark(*first, time.kind, calendar) : never};
    for (const Bucket& bucket : timeline.buckets) {
        marks.push_back(bucket.end ? mark(*bucket.end, time.kind, calendar) : forever);
    }
    const auto buckets = static_cast<std::int32_t>(timeline.buckets.size());
    for (std::size_t row = 0; row < places.size(); ++row) {
        if (!time.has(row)) continue;
        const std::int32_t at = marks_up_to(marks, time.integer(row)) - 1;
        if (at < buckets) places[row] = at;
    }
    return places;
}

Alive place_alive(const Column& from, const Column* until, planner::Timing timing, const Timeline& timeline,
                  const Setting& setting) {
    const auto instants = [&](Kind kind) {
        std::vector<std::int64_t> marks;
        for (const Bucket& bucket : timeline.buckets) {
            const bool at_start = timing == planner::Timing::at_start;
            const auto& day = at_start ? bucket.start : bucket.end;
            const std::int64_t open = at_start ? never : forever;
            const std::int64_t instant = day ? mark(*day, kind, setting.calendar) : open;
            marks.push_back(std::min(instant, mark_of_now(kind, setting)));
        }
        return marks;
    };
    const auto from_marks = instants(from.kind);
    const auto until_marks = until ? instants(until->kind) : from_marks;
    const auto buckets = static_cast<std::int32_t>(timeline.buckets.size());

    // from < instant <= until: alive at the last moment before the instant.
    Alive alive{std::vector<std::int32_t>(from.size(), buckets), std::vector<std::int32_t>(from.size(), buckets)};
    for (std::size_t row = 0; row < from.size(); ++row) {
        if (from.has(row)) alive.first[row] = marks_up_to(from_marks, from.integer(row));
        if (until && until->has(row)) alive.last[row] = marks_up_to(until_marks, until->integer(row));
    }
    return alive;
}

std::optional<DayRange> days_of(const Column& time, const Calendar& calendar) {
    std::int64_t low = forever;
    std::int64_t high = never;
    for (std::size_t row = 0; row < time.size(); ++row) {
        if (!time.has(row)) continue;
        low = std::min(low, time.integer(row));
        high = std::max(high, time.integer(row));
    }
    if (low > high) return std::nullopt;
    if (time.kind == Kind::day)
        return DayRange{Day{static_cast<std::int32_t>(low)}, Day{static_cast<std::int32_t>(high)}};
    return DayRange{calendar.day_of(from_unix_seconds(low)), calendar.day_of(from_unix_seconds(high))};
}

}  // namespace parley::analysis
