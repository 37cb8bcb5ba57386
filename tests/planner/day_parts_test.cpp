// Hours of the day and days of the week: as conditions, as groupings, and where rows know neither.
#include "compact.h"
#include "offers.h"
#include "planner/dates/hours.h"
#include "saturday.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

Field made_of(std::string name, std::string time) {
    Field field;
    field.name = std::move(name);
    field.part_of = std::move(time);
    return field;
}

Dimension part(std::string id, std::string name, std::vector<std::string> synonyms) {
    Dimension of;
    of.id = id;
    of.name = std::move(name);
    of.synonyms = std::move(synonyms);
    of.columns = {{"orders", id}};
    of.has_order = true;
    return of;
}

// Orders have a time of their own; visits are totals of days.
Offer shop_offer() {
    Offer out;
    out.vendor = {"shop"};
    out.connection = {"c-shop"};
    out.connected = true;
    out.name = "Shop";
    out.datasets = {dataset("orders", "orders", {}, "placed"), dataset("visits", "visits", {}, "day")};
    out.datasets[0].fields = {made_of("placed", ""), made_of("hour", "placed"), made_of("weekday", "placed")};
    out.datasets[1].fields = {made_of("day", ""), made_of("visits", "")};
    out.metrics = {metric("orders", "orders", {}, "orders", rows()),
                   metric("visits", "visits", {}, "visits", sum_of("visits"))};
    out.dimensions = {dimension("location", {"shop"}, {"orders"}), part("hour", "hour of the day", {"hour"}),
                      part("weekday", "weekday", {"day of the week"})};
    return out;
}

std::string planned(const std::string& question) {
    return compact(plan(question, std::vector<Offer>{shop_offer()}, context_on(saturday)));
}

}  // namespace

TEST_CASE("planner: days of the week narrow down rows that have a time of their own") {
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"orders on saturdays last month", R"(shop.orders:count where weekday = "Saturday" in 2026-10-01..2026-11-01)"},
        {"how many orders came in on weekends last month",
         R"(shop.orders:count where weekday in ["Saturday","Sunday"] in 2026-10-01..2026-11-01)"},
        {"weekend orders last month",
         R"(shop.orders:count where weekday in ["Saturday","Sunday"] in 2026-10-01..2026-11-01)"},
        {"orders on a sunday last month", R"(shop.orders:count where weekday = "Sunday" in 2026-10-01..2026-11-01)"},
        {"orders last month, weekdays only",
         R"(shop.orders:count where weekday in ["Monday","Tuesday","Wednesday","Thursday","Friday"])"
         " in 2026-10-01..2026-11-01"},
        {"orders last month excluding weekends",
         R"(shop.orders:count where weekday != "Saturday" where weekday != "Sunday" in 2026-10-01..2026-11-01)"},
        {"orders on tuesday vs friday last month",
         R"(shop.orders:count by weekday where weekday in ["Tuesday","Friday"] in 2026-10-01..2026-11-01)"
         " order weekday up"},
        {"weekday vs weekend orders last month",
         "shop.orders:count by weekday in 2026-10-01..2026-11-01 order weekday up"},
        // Dates, and not every such day.
        {"orders last friday", "shop.orders:count in 2026-11-13..2026-11-14"},
        {"orders last weekend", "shop.orders:count in 2026-11-14..2026-11-16"},
        {"orders on friday", "shop.orders:count in 2026-11-20..2026-11-21"},
        {"orders by weekday last month", "shop.orders:count by weekday in 2026-10-01..2026-11-01 order weekday up"},
        // Totals of days are no Saturdays' totals.
        {"visits on saturdays last month", "clarify with 1 choice"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        CHECK(planned(c.question) == c.expected);
    }
}

TEST_CASE("planner: hours of the day narrow down rows that have a time of their own") {
    struct {
        const char* question;
        const char* expected;
    } const cases[] = {
        {"orders between 9am and 5pm last month",
         R"(shop.orders:count where hour >= "09:00" where hour < "17:00" in 2026-10-01..2026-11-01)"},
        {"orders yesterday morning",
         R"(shop.orders:count where hour >= "06:00" where hour < "12:00" in 2026-11-20..2026-11-21)"},
        {"orders after 6pm last month by location",
         R"(shop.orders:count by location where hour >= "18:00" in 2026-10-01..2026-11-01)"},
        {"orders at night last month",
         R"(shop.orders:count where hour in ["00:00","01:00","02:00","03:00","04:00","05:00","22:00","23:00"])"
         " in 2026-10-01..2026-11-01"},
        {"visits between 9am and 5pm yesterday", "shop.visits:sum in 2026-11-20..2026-11-21"},  // Said in a note.
        {"hourly orders yesterday", "shop.orders:count by hour in 2026-11-20..2026-11-21 order hour up"},
        {"hourly visits yesterday", "shop.visits:sum per day in 2026-11-20..2026-11-21"},
        {"busiest hour for orders last month",
         "shop.orders:count by hour in 2026-10-01..2026-11-01 order measure down"},
        {"peak hours for orders last month", "shop.orders:count by hour in 2026-10-01..2026-11-01 order measure down"},
        {"at what hour do we get most orders", "shop.orders:count by hour order measure down"},
        {"busiest day of the week for orders", "shop.orders:count by weekday order measure down"},
        {"busiest day for orders last month", "shop.orders:count per day in 2026-10-01..2026-11-01 order measure down"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        CHECK(planned(c.question) == c.expected);
    }
    const auto decision =
        plan("visits between 9am and 5pm yesterday", std::vector<Offer>{shop_offer()}, context_on(saturday));
    const auto& notes = std::get<Plan>(decision).notes;
    CHECK(std::any_of(notes.begin(), notes.end(), [](const std::string& note) {
        return note == R"("between 9am and 5pm" had no effect: these rows have no hours, and whole days are shown)";
    }));
}

TEST_CASE("dates: hours are found where a question speaks of them, and not where it says when something is needed") {
    struct {
        const char* text;
        const char* expected;  // "first-end" or "none"
    } const cases[] = {
        {"calls between 9am and 5pm", "9-17"},
        {"calls from 8 to 10am", "8-10"},
        {"calls between 1 and 5pm", "13-17"},
        {"calls from 22:00 to 06:00", "22-6"},
        {"calls 9:30 to 11:15", "9-12"},
        {"calls after 18:00", "18-24"},
        {"calls before noon", "0-12"},
        {"calls from 6pm onwards", "18-24"},
        {"calls in the evenings", "18-24"},
        {"calls during business hours", "9-17"},
        {"calls outside of office hours", "17-9"},
        {"calls from 12am to 6am", "0-6"},
        {"calls between 9 and 17", "none"},
        {"calls from 3 to 5 agents", "none"},
        {"I need it before 5pm: calls", "none"},
        {"calls this month, I present them in the morning", "none"},
        {"the report goes out at 9am: calls", "none"},
        {"from 10am", "none"},
        {"between 9am and 9am", "none"},
        {"good morning, how many calls", "none"},
        {"a 24 hour support line", "none"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.text));
        const auto hours = dates::find_hours(c.text, std::nullopt);
        CHECK((hours ? cat(hours->first, "-", hours->end) : "none") == c.expected);
    }
}
