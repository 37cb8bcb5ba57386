#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

std::vector<analysis::Input> some_payments() {
    return {input(offer, "payments",
                  payments({
                      {"2026-01-05T10:00:00Z", 1000, "usd", "paid", "DE", "a"},
                      {"2026-01-31T23:30:00Z", 2050, "usd", "paid", "US", "b"},
                      {"2026-02-10T00:00:00Z", 300, "usd", "failed", "DE", "a"},
                      {"2026-04-01T00:00:00Z", 405, "usd", "Paid", "", "c"},
                      {"", 7, "usd", "paid", "FR", "d"},
                  }))};
}

}  // namespace

TEST_CASE("analysis: totals are exact, with the currency that the rows have") {
    const auto when = setting("2026-05-10T12:00:00Z");
    struct {
        const char* metric;
        const char* rows;
    } const cases[] = {
        {"volume", "[[37.62]]"},
        {"payments", "[[5]]"},
        {"customers", "[[4]]"},
        {"paid_rate", "[[0.8,4,5]]"},
        {"order_value", "[[7.52,37.62,5]]"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.metric);
        CHECK(run(plan({c.metric}), some_payments(), when) == c.rows);
    }
    const auto table = workbench().run(plan({"volume"}), some_payments(), when).value();
    CHECK(table.columns[0].unit == "USD");
    CHECK(table.columns[0].kind == Kind::money);
    CHECK(table.columns[0].role == Role::measure);
    const auto parts = workbench().run(plan({"order_value"}), some_payments(), when).value();
    CHECK(names(parts) == "order value,order value: value,order value: per");
    CHECK(parts.columns[1].unit == "USD");
    CHECK(parts.columns[2].role == Role::key);
}

TEST_CASE("analysis: money over a count rounds halves to the even cent") {
    const auto when = setting("2026-05-10T12:00:00Z");
    struct {
        std::int64_t first, second;
        const char* rows;
    } const cases[] = {{1, 0, "[[0.0,0.01,2]]"},   {3, 0, "[[0.02,0.03,2]]"},    {5, 0, "[[0.02,0.05,2]]"},
                       {-1, 0, "[[0.0,-0.01,2]]"}, {-3, 0, "[[-0.02,-0.03,2]]"}, {4, 0, "[[0.02,0.04,2]]"}};
    for (const auto& c : cases) {
        CAPTURE(c.first);
        const auto rows = payments({{"2026-01-05T10:00:00Z", c.first, "usd", "paid", "DE", "a"},
                                    {"2026-01-05T10:00:00Z", c.second, "usd", "paid", "DE", "a"}});
        CHECK(run(plan({"order_value"}), {input(offer, "payments", rows)}, when) == c.rows);
    }
}

TEST_CASE("analysis: buckets without rows are there, with 0 for flows and nothing for ratios") {
    auto months = plan({"volume", "paid_rate"});
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2026-05-01");
    const auto when = setting("2026-05-10T12:00:00Z");
    CHECK(
        run(months, some_payments(), when) ==
        R"([["2026-01-01",30.5,1.0,2,2],["2026-02-01",3.0,0.0,0,1],["2026-03-01",0.0,null,0,0],["2026-04-01",4.05,1.0,1,1]])");
    const auto table = workbench().run(months, some_payments(), when).value();
    CHECK(names(table) == "month,volume,paid rate,paid rate: value,paid rate: per");
    CHECK(table.columns[0].kind == Kind::day);
    CHECK(table.columns[0].role == Role::time);
    CHECK(table.columns[0].unit == "month");
}

TEST_CASE("analysis: without a period, buckets go from the first row to the last") {
    auto months = plan({"payments"});
    months.grain = Grain::month;
    CHECK(run(months, some_payments(), setting("2026-11-10T12:00:00Z")) ==
          R"([["2026-01-01",2],["2026-02-01",1],["2026-03-01",0],["2026-04-01",1]])");
}

TEST_CASE("analysis: buckets that have not begun are not shown as zeros") {
    auto months = plan({"payments"});
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2027-01-01");
    CHECK(run(months, some_payments(), setting("2026-03-10T12:00:00Z")) ==
          R"([["2026-01-01",2],["2026-02-01",1],["2026-03-01",0],["2026-04-01",1]])");
    CHECK(run(months, some_payments(), setting("2026-05-10T12:00:00Z")) ==
          R"([["2026-01-01",2],["2026-02-01",1],["2026-03-01",0],["2026-04-01",1],["2026-05-01",0]])");
}

TEST_CASE("analysis: the organization's zone decides which day a payment belongs to") {
    auto months = plan({"volume"});
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2026-03-01");
    struct {
        const char* zone;
        const char* rows;
    } const cases[] = {
        {"UTC", R"([["2026-01-01",30.5],["2026-02-01",3.0]])"},
        {"Europe/Prague", R"([["2026-01-01",10.0],["2026-02-01",23.5]])"},
        {"America/New_York", R"([["2026-01-01",30.5],["2026-02-01",3.0]])"},
        {"Pacific/Kiritimati", R"([["2026-01-01",10.0],["2026-02-01",23.5]])"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.zone);
        CHECK(run(months, some_payments(), setting("2026-05-10T12:00:00Z", {c.zone, 1, 1})) == c.rows);
    }
}

TEST_CASE("analysis: days with 23 and 25 hours hold the rows of their hours") {
    const auto rows = payments({
        {"2026-03-07T23:30:00-05:00", 1, "usd", "paid", "", "a"},  // Saturday
        {"2026-03-08T01:59:00-05:00", 2, "usd", "paid", "", "a"},  // The hour from 2 to 3 does not exist.
        {"2026-03-08T23:59:00-04:00", 4, "usd", "paid", "", "a"},
        {"2026-03-09T00:00:00-04:00", 8, "usd", "paid", "", "a"},
        {"2026-11-01T01:30:00-04:00", 16, "usd", "paid", "", "a"},  // The hour from 1 to 2 comes twice.
        {"2026-11-01T01:30:00-05:00", 32, "usd", "paid", "", "a"},
        {"2026-11-01T23:59:59-05:00", 64, "usd", "paid", "", "a"},
        {"2026-11-02T00:00:00-05:00", 128, "usd", "paid", "", "a"},
    });
    const auto when = setting("2026-12-10T12:00:00Z", {"America/New_York", 1, 1});
    struct {
        const char *start, *end, *rows;
    } const cases[] = {
        {"2026-03-08", "2026-03-09", R"([["2026-03-08",0.06]])"},
        {"2026-03-07", "2026-03-10", R"([["2026-03-07",0.01],["2026-03-08",0.06],["2026-03-09",0.08]])"},
        {"2026-11-01", "2026-11-02", R"([["2026-11-01",1.12]])"},
        {"2026-11-02", "2026-11-03", R"([["2026-11-02",1.28]])"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.start);
        auto days = plan({"volume"});
        days.grain = Grain::day;
        days.range = range(c.start, c.end);
        CHECK(run(days, {input(offer, "payments", rows)}, when) == c.rows);
    }
}

TEST_CASE("analysis: weeks start on the day that the organization says") {
    const auto rows = payments({{"2026-01-03T12:00:00Z", 1, "usd", "paid", "", "a"},    // Saturday
                                {"2026-01-04T12:00:00Z", 2, "usd", "paid", "", "a"},    // Sunday
                                {"2026-01-05T12:00:00Z", 4, "usd", "paid", "", "a"}});  // Monday
    struct {
        int start;
        const char* rows;
    } const cases[] = {{1, R"([["2025-12-29",0.03],["2026-01-05",0.04]])"},
                       {7, R"([["2025-12-28",0.01],["2026-01-04",0.06]])"},
                       {6, R"([["2026-01-03",0.07]])"}};
    for (const auto& c : cases) {
        CAPTURE(c.start);
        auto weeks = plan({"volume"});
        weeks.grain = Grain::week;
        CHECK(run(weeks, {input(offer, "payments", rows)}, setting("2026-02-10T12:00:00Z", {"UTC", c.start, 1})) ==
              c.rows);
    }
}

TEST_CASE("analysis: the 29th of February is a day of its own") {
    const auto rows = payments({{"2024-02-28T12:00:00Z", 1, "usd", "paid", "", "a"},
                                {"2024-02-29T12:00:00Z", 2, "usd", "paid", "", "a"},
                                {"2024-03-01T12:00:00Z", 4, "usd", "paid", "", "a"}});
    auto days = plan({"volume"});
    days.grain = Grain::day;
    days.range = range("2024-02-28", "2024-03-02");
    CHECK(run(days, {input(offer, "payments", rows)}, setting("2026-02-10T12:00:00Z")) ==
          R"([["2024-02-28",0.01],["2024-02-29",0.02],["2024-03-01",0.04]])");
    days.grain = Grain::month;
    days.range = range("2024-02-01", "2024-03-01");
    CHECK(run(days, {input(offer, "payments", rows)}, setting("2026-02-10T12:00:00Z")) == R"([["2024-02-01",0.03]])");
}

TEST_CASE("analysis: groups come largest first, rows that name none among them") {
    auto by_country = plan({"volume"});
    by_country.group_by = {"country"};
    const auto when = setting("2026-05-10T12:00:00Z");
    CHECK(run(by_country, some_payments(), when) == R"([["US",20.5],["DE",13.0],[null,4.05],["FR",0.07]])");
    by_country.limit = 2;
    CHECK(run(by_country, some_payments(), when) == R"([["US",20.5],["DE",13.0]])");
    by_country.order = planner::Order{"measure", false};
    CHECK(run(by_country, some_payments(), when) == R"([["FR",0.07],[null,4.05]])");
    by_country.order = planner::Order{"country", false};
    by_country.limit.reset();
    CHECK(run(by_country, some_payments(), when) == R"([["DE",13.0],["FR",0.07],["US",20.5],[null,4.05]])");
}

TEST_CASE("analysis: a limit over time keeps groups, not rows") {
    auto months = plan({"volume"});
    months.group_by = {"country"};
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2026-03-01");
    months.limit = 1;
    CHECK(run(months, some_payments(), setting("2026-05-10T12:00:00Z")) ==
          R"([["2026-01-01","US",20.5],["2026-02-01","US",0.0]])");
}

TEST_CASE("analysis: a plan may ask for the average of what is added up, never for the sum of an average") {
    const auto when = setting("2026-05-10T12:00:00Z");
    auto average = plan({"volume"});
    average.measures[0].aggregate = "avg";
    CHECK(run(average, some_payments(), when) == "[[7.52,5]]");
    average.measures[0].aggregate = "max";
    CHECK(run(average, some_payments(), when) == "[[20.5]]");
    auto sum = plan({"score"});
    sum.measures[0].aggregate = "sum";
    const auto rows = reviews({{"2026-01-01", 4, "DE"}, {"2026-01-02", 1, "DE"}});
    CHECK(run(sum, {input(offer, "reviews", rows)}, when) == "[[2.5,2]]");
}

TEST_CASE("analysis: a mean brings its count, a median takes the middle") {
    const auto rows =
        reviews({{"2026-01-01", 4, "DE"}, {"2026-01-02", 1, "DE"}, {"2026-01-03", 2, "FR"}, {"2026-01-04", 9, "FR"}});
    auto by_country = plan({"score", "middle"});
    by_country.group_by = {"country"};
    const auto table =
        workbench().run(by_country, {input(offer, "reviews", rows)}, setting("2026-05-10T12:00:00Z")).value();
    CHECK(names(table) == "country,score,middle score,score: count,middle score: count");
    CHECK(rows_of(table) == R"([["FR",5.5,5.5,2,2],["DE",2.5,2.5,2,2]])");
}
