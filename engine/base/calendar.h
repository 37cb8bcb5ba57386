#pragma once
// Days, and how an organization cuts time: its zone, the day its week starts, the month its fiscal year starts.

#include "base/clock.h"
#include "base/result.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

// A civil day, counted from 1970-01-01. It belongs to no zone until a Calendar gives it one.
struct Day {
    std::int32_t days = 0;

    static Day of(int year, int month, int day);  // The month's last day where there is no such one: Feb 30 -> Feb 28.
    static Result<Day> parse(std::string_view iso);  // "2026-11-21" and nothing else.

    int year() const;
    int month() const;    // 1 to 12
    int day() const;      // 1 to 31
    int weekday() const;  // ISO: Monday 1 to Sunday 7
    std::string text() const;

    Day plus(int count) const { return Day{days + count}; }
    Day plus_months(int count) const;  // Jan 31 + 1 month = Feb 28.
    auto operator<=>(const Day&) const = default;
};

enum class Grain { day, week, month, quarter, year };
std::string_view name_of(Grain grain);
std::optional<Grain> grain_named(std::string_view name);

// Half open: the end is the first day that no longer counts.
struct DayRange {
    Day start;
    Day end;
    auto operator<=>(const DayRange&) const = default;
};

struct CalendarRules {
    std::string zone = "UTC";   // IANA name
    int week_start = 1;         // ISO: Monday 1 to Sunday 7
    int fiscal_year_month = 1;  // 1 to 12
    bool operator==(const CalendarRules&) const = default;
};

// A value: copies are cheap. Reads the system's time zone data once per process. Safe from several threads.
class Calendar {
public:
    static Result<Calendar> make(CalendarRules rules);  // Fault::invalid for an unknown zone or a day out of range.
    Calendar() : Calendar(CalendarRules{}, nullptr) {}  // UTC, Monday, January.

    const CalendarRules& rules() const { return rules_; }
    Day day_of(Instant instant) const;
    int hour_of(Instant instant) const;  // Of the clock on the wall: 0 to 23.
    Instant start_of(Day day) const;     // The first instant of the day: 01:00 where midnight does not exist.

    // First day of the bucket that holds `day`. Quarters and years are calendar ones.
    Day bucket(Day day, Grain grain) const;
    Day next(Day bucket, Grain grain, int count = 1) const;
    DayRange fiscal_year(int year) const;  // The year it ends in: FY26 with month 7 is 2025-07-01 to 2026-07-01.
    std::string label(Day bucket,
                      Grain grain) const;  // "2026-09-14", "week of 2026-09-14", "Sep 2026", "Q3 2026", "2026"

private:
    Calendar(CalendarRules rules, const void* zone) : rules_(std::move(rules)), zone_(zone) {}

    CalendarRules rules_;
    const void* zone_;  // date::time_zone, which lives as long as the process; null means UTC.
};

}  // namespace parley
