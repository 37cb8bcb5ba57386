#include "analysis/ranges.h"
#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

std::string text_of(const std::optional<DayRange>& found) {
    return found ? found->start.text() + " " + found->end.text() : "none";
}

}  // namespace

TEST_CASE("analysis: a period is compared with as many days of the one before") {
    using planner::Compare;
    struct {
        const char *start, *end, *today;
        Compare compare;
        const char* expected;
    } const cases[] = {
        {"2026-07-01", "2026-10-01", "2026-11-21", Compare::previous_period, "2026-04-01 2026-07-01"},
        {"2026-10-01", "2026-11-01", "2026-11-21", Compare::previous_period, "2026-09-01 2026-10-01"},
        {"2026-03-01", "2026-04-01", "2026-11-21", Compare::previous_period, "2026-02-01 2026-03-01"},
        {"2025-01-01", "2026-01-01", "2026-11-21", Compare::previous_period, "2024-01-01 2025-01-01"},
        {"2026-11-01", "2026-12-01", "2026-11-21", Compare::previous_period, "2026-10-01 2026-10-22"},
        {"2026-03-01", "2026-04-01", "2026-03-30", Compare::previous_period, "2026-02-01 2026-03-01"},
        {"2026-11-16", "2026-11-23", "2026-11-18", Compare::previous_period, "2026-11-09 2026-11-12"},
        {"2026-11-09", "2026-11-16", "2026-11-18", Compare::previous_period, "2026-11-02 2026-11-09"},
        {"2026-10-23", "2026-11-22", "2026-11-21", Compare::previous_period, "2026-09-23 2026-10-23"},
        {"2026-11-21", "2026-11-22", "2026-11-21", Compare::previous_period, "2026-11-20 2026-11-21"},
        {"2026-01-01", "", "2026-01-10", Compare::previous_period, "2025-12-22 2026-01-01"},
        {"2026-07-01", "2026-10-01", "2026-11-21", Compare::previous_year, "2025-07-01 2025-10-01"},
        {"2026-11-01", "2026-12-01", "2026-11-21", Compare::previous_year, "2025-11-01 2025-11-22"},
        {"2025-02-01", "2025-03-01", "2026-11-21", Compare::previous_year, "2024-02-01 2024-03-01"},
        {"2024-02-01", "2024-03-01", "2026-11-21", Compare::previous_year, "2023-02-01 2023-03-01"},
        {"2024-02-28", "2024-02-29", "2026-11-21", Compare::previous_year, "2023-02-28 2023-03-01"},
        {"2026-07-01", "2026-10-01", "2026-11-21", Compare::none, "none"},
        {"", "2026-10-01", "2026-11-21", Compare::previous_period, "none"},
        {"2027-01-01", "2027-02-01", "2026-11-21", Compare::previous_period, "none"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.start);
        CAPTURE(c.today);
        auto made = plan({"volume"});
        made.range = range(c.start, c.end);
        made.compare = c.compare;
        CHECK(text_of(analysis::compared_range(made, setting(std::string(c.today) + "T12:00:00Z"))) == c.expected);
    }
    CHECK(text_of(analysis::compared_range(plan({"volume"}), setting("2026-11-21T12:00:00Z"))) == "none");
}

TEST_CASE("analysis: what must be fetched reaches back to what is compared, and all the way for a stock") {
    struct {
        const char* metric;
        const char* dataset;
        planner::Compare compare;
        const char* expected;
    } const cases[] = {
        {"volume", "payments", planner::Compare::none, "2026-07-01 2026-10-01"},
        {"volume", "payments", planner::Compare::previous_period, "2026-04-01 2026-10-01"},
        {"volume", "payments", planner::Compare::previous_year, "2025-07-01 2026-10-01"},
        {"mrr", "subscriptions", planner::Compare::none, "open open"},
        {"churn", "subscriptions", planner::Compare::none, "open open"},
        {"volume", "unknown", planner::Compare::none, "open open"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.metric);
        auto made = plan({c.metric});
        made.range = range("2026-07-01", "2026-10-01");
        made.compare = c.compare;
        planner::Step step;
        step.dataset = c.dataset;
        const auto needed = analysis::needed_range(made, step, offer, setting("2026-11-21T12:00:00Z"));
        CHECK((needed.start ? needed.start->text() : "open") + " " + (needed.end ? needed.end->text() : "open") ==
              c.expected);
    }
}

TEST_CASE("analysis: a comparison says what was before, the change and its share") {
    const auto rows = payments({{"2026-06-15T00:00:00Z", 10000, "usd", "paid", "DE", "a"},
                                {"2026-06-16T00:00:00Z", 5000, "usd", "paid", "US", "a"},
                                {"2026-07-15T00:00:00Z", 12500, "usd", "paid", "DE", "a"},
                                {"2026-07-16T00:00:00Z", 700, "usd", "paid", "FR", "a"}});
    auto july = plan({"volume"});
    july.range = range("2026-07-01", "2026-08-01");
    july.compare = planner::Compare::previous_period;
    const auto when = setting("2026-11-21T12:00:00Z");
    const auto table = workbench().run(july, {input(offer, "payments", rows)}, when).value();
    CHECK(names(table) == "volume,previous,change,change_ratio");
    CHECK(rows_of(table) == "[[132.0,150.0,-18.0,-0.12]]");
    CHECK(table.columns[2].unit == "USD");
    CHECK(table.columns[3].kind == Kind::ratio);

    july.group_by = {"country"};
    CHECK(run(july, {input(offer, "payments", rows)}, when) ==
          R"([["DE",125.0,100.0,25.0,0.25],["FR",7.0,0.0,7.0,null],["US",0.0,50.0,-50.0,-1.0]])");
    july.order = planner::Order{"change", false};
    july.limit = 1;
    CHECK(run(july, {input(offer, "payments", rows)}, when) == R"([["US",0.0,50.0,-50.0,-1.0]])");
}

TEST_CASE("analysis: a loss that shrinks is a rise") {
    const auto rows = payments({{"2026-06-15T00:00:00Z", -400, "usd", "refund", "DE", "a"},
                                {"2026-07-15T00:00:00Z", -100, "usd", "refund", "DE", "a"}});
    auto july = plan({"volume"});
    july.range = range("2026-07-01", "2026-08-01");
    july.compare = planner::Compare::previous_period;
    CHECK(run(july, {input(offer, "payments", rows)}, setting("2026-11-21T12:00:00Z")) == "[[-1.0,-4.0,3.0,0.75]]");
}

TEST_CASE("analysis: a month that is not over is compared with as many days, not with a whole month") {
    const auto rows = payments({{"2026-10-10T00:00:00Z", 100, "usd", "paid", "DE", "a"},
                                {"2026-10-21T23:59:59Z", 20, "usd", "paid", "DE", "a"},
                                {"2026-10-22T00:00:00Z", 99900, "usd", "paid", "DE", "a"},
                                {"2026-11-20T00:00:00Z", 240, "usd", "paid", "DE", "a"}});
    auto november = plan({"volume"});
    november.range = range("2026-11-01", "2026-12-01");
    november.compare = planner::Compare::previous_period;
    CHECK(run(november, {input(offer, "payments", rows)}, setting("2026-11-21T12:00:00Z")) == "[[2.4,1.2,1.2,1.0]]");
}

TEST_CASE("analysis: buckets are compared by their place in the period") {
    const auto rows = payments({{"2026-01-10T00:00:00Z", 100, "usd", "paid", "DE", "a"},
                                {"2026-03-10T00:00:00Z", 300, "usd", "paid", "DE", "a"},
                                {"2026-04-10T00:00:00Z", 400, "usd", "paid", "DE", "a"},
                                {"2026-05-10T00:00:00Z", 500, "usd", "paid", "DE", "a"}});
    auto quarter = plan({"volume"});
    quarter.range = range("2026-04-01", "2026-07-01");
    quarter.grain = Grain::month;
    quarter.compare = planner::Compare::previous_period;
    CHECK(run(quarter, {input(offer, "payments", rows)}, setting("2026-11-21T12:00:00Z")) ==
          R"([["2026-04-01",4.0,1.0,3.0,3.0],["2026-05-01",5.0,0.0,5.0,null],["2026-06-01",0.0,3.0,-3.0,-1.0]])");
}

TEST_CASE("analysis: without a period each bucket is compared with the one before, the running one with none") {
    const auto rows = payments({{"2026-03-10T00:00:00Z", 300, "usd", "paid", "DE", "a"},
                                {"2026-04-10T00:00:00Z", 400, "usd", "paid", "DE", "a"},
                                {"2026-05-10T00:00:00Z", 100, "usd", "paid", "DE", "a"}});
    auto months = plan({"volume"});
    months.grain = Grain::month;
    months.compare = planner::Compare::previous_period;
    CHECK(
        run(months, {input(offer, "payments", rows)}, setting("2026-05-20T12:00:00Z")) ==
        R"([["2026-03-01",3.0,null,null,null],["2026-04-01",4.0,3.0,1.0,0.3333333333333333],["2026-05-01",1.0,null,null,null]])");
    months.compare = planner::Compare::previous_year;
    CHECK(run(months, {input(offer, "payments", rows)}, setting("2026-06-20T12:00:00Z")) ==
          R"([["2026-03-01",3.0,0.0,3.0,null],["2026-04-01",4.0,0.0,4.0,null],["2026-05-01",1.0,0.0,1.0,null]])");
}

TEST_CASE("analysis: a month that is over is compared though its last row is not of its last day") {
    const auto rows = payments({{"2026-04-20T00:00:00Z", 400, "usd", "paid", "DE", "a"},
                                {"2026-05-10T00:00:00Z", 100, "usd", "paid", "DE", "a"}});
    auto months = plan({"volume"});
    months.grain = Grain::month;
    months.compare = planner::Compare::previous_period;
    CHECK(run(months, {input(offer, "payments", rows)}, setting("2026-07-20T12:00:00Z")) ==
          R"([["2026-04-01",4.0,null,null,null],["2026-05-01",1.0,4.0,-3.0,-0.75]])");
}

TEST_CASE("analysis: a stock is compared with the same moment of the period before") {
    const auto rows = subscriptions({{"2026-08-01T00:00:00Z", "", 1200, "DE", "basic"},
                                     {"2026-09-25T00:00:00Z", "2026-11-20T00:00:00Z", 1200, "DE", "basic"},
                                     {"2026-10-25T00:00:00Z", "", 2400, "DE", "pro"}});
    auto november = plan({"mrr"});
    november.range = range("2026-11-01", "2026-12-01");
    november.compare = planner::Compare::previous_period;
    CHECK(run(november, {input(offer, "subscriptions", rows)}, setting("2026-11-21T12:00:00Z")) ==
          "[[3.0,2.0,1.0,0.5]]");
}
