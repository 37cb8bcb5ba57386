#pragma once
// Time buckets of one period, cut by the Calendar, and where each row falls. Pure.

#include "analysis/workbench.h"

namespace parley::analysis {

struct Bucket {
    Day name;                  // First day of the calendar's bucket: what the table shows.
    std::optional<Day> start;  // Cut to the period. Null is open.
    std::optional<Day> end;    // Exclusive.
    bool whole = false;        // Neither cut by the period nor still running.
};

struct Timeline {
    std::vector<Bucket> buckets;

    // Not cut at all: rows without a time count too.
    bool everything() const { return buckets.size() == 1 && !buckets.front().start && !buckets.front().end; }
};

inline constexpr std::size_t buckets_max = 20'000;

// Fault::invalid for more buckets than anybody reads. Without a grain the period is one bucket.
Result<Timeline> cut(DayRange period, Grain grain, const Setting& setting);
Timeline one_bucket(std::optional<Day> start, std::optional<Day> end);

// A flow's row lies in one bucket; -1 is none.
std::vector<std::int32_t> place(const Column& time, const Timeline& timeline, const Calendar& calendar);

// A stock's row is alive in the buckets [first, last) at the instant that timing names.
struct Alive {
    std::vector<std::int32_t> first;
    std::vector<std::int32_t> last;
};
Alive place_alive(const Column& from, const Column* until, planner::Timing timing, const Timeline& timeline,
                  const Setting& setting);

// First and last day that occur in a column of kind day or time; none where it is empty.
std::optional<DayRange> days_of(const Column& time, const Calendar& calendar);

}  // namespace parley::analysis
