#include "base/calendar.h"

#include "base/text.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <date/tz.h>
#include <stdexcept>

namespace parley {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

// Members of Day are named year, month and day: outside them the chrono types of the same names would be hidden.
year_month_day civil(int year, int month, int day) {
    return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
            std::chrono::day(static_cast<unsigned>(day))};
}

Day from_civil(year_month_day value) {
    return Day{static_cast<std::int32_t>(sys_days(value).time_since_epoch().count())};
}

year_month_day civil(Day value) {
    return year_month_day(sys_days(std::chrono::days(value.days)));
}

constexpr std::array<const char*, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

int months_in(Grain grain) {
    switch (grain) {
    case Grain::day:
    case Grain::week: return 0;
    case Grain::month: return 1;
    case Grain::quarter: return 3;
    case Grain::year: return 12;
    }
    return 0;
}

const date::time_zone* zone_of(const void* zone) {
    return static_cast<const date::time_zone*>(zone);
}

}  // namespace

Day Day::of(int year, int month, int day) {
    const year_month_day wished = civil(year, month, day);
    if (wished.ok()) return from_civil(wished);
    return from_civil(wished.year() / wished.month() / std::chrono::last);
}

Result<Day> Day::parse(std::string_view iso) {
    const Error wrong{Fault::invalid, "This is not a day in the form 2026-11-21.", std::string(iso.substr(0, 40))};
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return wrong;
    std::array<int, 3> parts{};
    const std::array<std::string_view, 3> texts{iso.substr(0, 4), iso.substr(5, 2), iso.substr(8, 2)};
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const auto read = std::from_chars(texts[k].data(), texts[k].data() + texts[k].size(), parts[k]);
        if (read.ec != std::errc() || read.ptr != texts[k].data() + texts[k].size() || parts[k] < 0) return wrong;
    }
    const year_month_day value = civil(parts[0], parts[1], parts[2]);
    if (!value.ok()) return wrong;
    return from_civil(value);
}

int Day::year() const {
    return static_cast<int>(civil(*this).year());
}
int Day::month() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).month()));
}
int Day::day() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).day()));
}
int Day::weekday() const {
    return static_cast<int>(std::chrono::weekday(sys_days(std::chrono::days(days))).iso_encoding());
}

std::string Day::text() const {
    char buffer[48];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year(), month(), day());
    return buffer;
}

Day Day::plus_months(int count) const {
    const int months = year() * 12 + (month() - 1) + count;
    const int y = months >= 0 ? months / 12 : (months - 11) / 12;
    return Day::of(y, months - y * 12 + 1, day());
}

std::string_view name_of(Grain grain) {
    switch (grain) {
    case Grain::day: return "day";
    case Grain::week: return "week";
    case Grain::month: return "month";
    case Grain::quarter: return "quarter";
    case Grain::year: return "year";
    }
    return "";
}

std::optional<Grain> grain_named(std::string_view name) {
    for (const Grain grain : {Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year}) {
        if (name_of(grain) == name) return grain;
    }
    return std::nullopt;
}

Result<Calendar> Calendar::make(CalendarRules rules) {
    if (rules.week_start < 1 || rules.week_start > 7) {
        return Error{Fault::invalid, "The week's first day must be 1 (Monday) to 7 (Sunday).", ""};
    }
    if (rules.fiscal_year_month < 1 || rules.fiscal_year_month > 12) {
        return Error{Fault::invalid, "The fiscal year's first month must be 1 to 12.", ""};
    }
    if (rules.zone == "UTC") return Calendar(std::move(rules), nullptr);
    try {
        const date::time_zone* zone = date::locate_zone(rules.zone);
        return Calendar(std::move(rules), zone);
    } catch (const std::runtime_error& problem) {
        return Error{Fault::invalid,
                     cat("There is no time zone \"", rules.zone, "\"; use a name such as Europe/Prague."),
                     problem.what()};
    }
}

Day Calendar::day_of(Instant instant) const {
    if (zone_ == nullptr) {
        return Day{
            static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(instant).time_since_epoch().count())};
    }
    const date::sys_time<std::chrono::milliseconds> point(instant.time_since_epoch());
    const auto local = zone_of(zone_)->to_local(point).time_since_epoch();
    return Day{static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(local).count())};
}

int Calendar::hour_of(Instant instant) const {
    const auto local = [&] {
        const date::sys_time<std::chrono::milliseconds> point(instant.time_since_epoch());
        return zone_ == nullptr ? instant.time_since_epoch() : zone_of(zone_)->to_local(point).time_since_epoch();
    }();
    return static_cast<int>((local - std::chrono::floor<std::chrono::days>(local)) / std::chrono::hours(1));
}

Instant Calendar::start_of(Day value) const {
    const std::chrono::milliseconds midnight = std::chrono::days(value.days);
    if (zone_ == nullptr) return Instant(midnight);
    const date::local_time<std::chrono::milliseconds> local(midnight);
    // A midnight that does not exist becomes the instant of the change; one that exists twice, its first.
    return Instant(zone_of(zone_)->to_sys(local, date::choose::earliest).time_since_epoch());
}

Day Calendar::bucket(Day value, Grain grain) const {
    switch (grain) {
    case Grain::day: return value;
    case Grain::week: return value.plus(-((value.weekday() - rules_.week_start + 7) % 7));
    case Grain::month: return Day::of(value.year(), value.month(), 1);
    case Grain::quarter: return Day::of(value.year(), (value.month() - 1) / 3 * 3 + 1, 1);
    case Grain::year: return Day::of(value.year(), 1, 1);
    }
    return value;
}

Day Calendar::next(Day value, Grain grain, int count) const {
    if (grain == Grain::day) return value.plus(count);
    if (grain == Grain::week) return value.plus(7 * count);
    return value.plus_months(months_in(grain) * count);
}

DayRange Calendar::fiscal_year(int y) const {
    const int first = rules_.fiscal_year_month;
    const Day start = Day::of(first == 1 ? y : y - 1, first, 1);
    return {start, start.plus_months(12)};
}

std::string Calendar::label(Day value, Grain grain) const {
    const auto* name = month_names[static_cast<std::size_t>(value.month() - 1)];
    switch (grain) {
    case Grain::day: return value.text();
    case Grain::week: return cat("week of ", value.text());
    case Grain::month: return cat(name, " ", value.year());
    case Grain::quarter: return cat("Q", (value.month() - 1) / 3 + 1, " ", value.year());
    case Grain::year: return cat(value.year());
    }
    return value.text();
}

}  // namespace parley
