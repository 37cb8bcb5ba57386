#include "base/calendar.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

Day day(const char* iso) {
    return Day::parse(iso).value();
}
Instant at(const char* iso) {
    return parse_instant(iso).value();
}

}  // namespace

TEST_CASE("calendar: a day is read strictly and written back") {
    for (const char* good : {"1970-01-01", "2024-02-29", "1969-12-31", "2026-11-21", "0001-01-01"}) {
        CHECK(day(good).text() == good);
    }
    for (const char* wrong :
         {"", "2026-2-1", "2025-02-29", "2026-13-01", "2026-00-10", "20261121", "2026-11-21T", "2026-11-3a"}) {
        CAPTURE(wrong);
        CHECK(Day::parse(wrong).error().fault == Fault::invalid);
    }
    CHECK(Day::of(2026, 2, 30).text() == "2026-02-28");
    CHECK(day("2026-01-31").plus_months(1).text() == "2026-02-28");
    CHECK(day("2026-01-15").plus_months(-13).text() == "2024-12-15");
    CHECK(day("2026-11-21").weekday() == 6);
}

TEST_CASE("calendar: an instant is read with any offset and written in UTC") {
    struct {
        const char *text, *utc;
    } const cases[] = {
        {"2026-11-21T02:48:00Z", "2026-11-21T02:48:00Z"},     {"2026-11-21T02:48:00.250Z", "2026-11-21T02:48:00.250Z"},
        {"2026-11-21 02:48", "2026-11-21T02:48:00Z"},         {"2026-11-21T02:48:00+02:00", "2026-11-21T00:48:00Z"},
        {"2026-01-01T00:30:00+0100", "2025-12-31T23:30:00Z"}, {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(to_text(at(c.text)) == c.utc);
    }
    for (const char* wrong :
         {"", "2026-11-21", "2026-11-21T25:00:00Z", "2026-11-21T02:48:00 CET", "2026-11-21T02:48:00+2"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_instant(wrong));
    }
}

TEST_CASE("calendar: a day has 23, 24 or 25 hours, as its zone says") {
    const auto prague = Calendar::make({"Europe/Prague", 1, 1}).value();
    const auto hours = [&](const char* iso) {
        return (prague.start_of(day(iso).plus(1)) - prague.start_of(day(iso))) / std::chrono::hours(1);
    };
    CHECK(hours("2026-03-29") == 23);
    CHECK(hours("2026-10-25") == 25);
    CHECK(hours("2026-11-21") == 24);
    CHECK(prague.day_of(at("2026-06-30T22:30:00Z")).text() == "2026-07-01");
    CHECK(Calendar().day_of(at("2026-06-30T22:30:00Z")).text() == "2026-06-30");
    CHECK(prague.hour_of(at("2026-06-30T22:30:00Z")) == 0);
    CHECK(prague.hour_of(at("2026-10-25T00:30:00Z")) == 2);  // And an hour later it is two again.
    CHECK(prague.hour_of(at("2026-10-25T01:30:00Z")) == 2);
    CHECK(Calendar().hour_of(at("1969-12-31T23:59:59Z")) == 23);
    // Midnight did not exist in Beirut on 2023-03-26: the day starts an hour later.
    const auto beirut = Calendar::make({"Asia/Beirut", 1, 1}).value();
    CHECK(to_text(beirut.start_of(day("2023-03-26"))) == "2023-03-25T22:00:00Z");
}

TEST_CASE("calendar: buckets follow the organization's week") {
    const auto monday = Calendar::make({"UTC", 1, 1}).value();
    const auto sunday = Calendar::make({"UTC", 7, 1}).value();
    CHECK(monday.bucket(day("2026-11-22"), Grain::week).text() == "2026-11-16");
    CHECK(sunday.bucket(day("2026-11-22"), Grain::week).text() == "2026-11-22");
    CHECK(monday.bucket(day("2026-11-22"), Grain::quarter).text() == "2026-10-01");
    CHECK(monday.next(day("2026-10-01"), Grain::quarter).text() == "2027-01-01");
    CHECK(monday.next(day("2026-10-01"), Grain::quarter, -1).text() == "2026-07-01");
    CHECK(monday.label(day("2026-10-01"), Grain::quarter) == "Q4 2026");
}

TEST_CASE("calendar: a fiscal year is named after the year it ends in") {
    const auto july = Calendar::make({"UTC", 1, 7}).value();
    CHECK(july.fiscal_year(2026).start.text() == "2025-07-01");
    CHECK(july.fiscal_year(2026).end.text() == "2026-07-01");
    CHECK(Calendar().fiscal_year(2026).start.text() == "2026-01-01");
}

TEST_CASE("calendar: rules that no calendar has are refused in one sentence") {
    for (const CalendarRules& wrong : {CalendarRules{"Europe/Atlantis", 1, 1}, CalendarRules{"", 1, 1},
                                       CalendarRules{"UTC", 0, 1}, CalendarRules{"UTC", 1, 13}}) {
        const auto made = Calendar::make(wrong);
        REQUIRE_FALSE(made);
        CHECK(made.error().fault == Fault::invalid);
        CHECK(made.error().message.back() == '.');
    }
}
