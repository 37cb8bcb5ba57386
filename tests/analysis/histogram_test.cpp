#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

std::vector<analysis::Input> payments_of_all_sizes() {
    return {input(offer, "payments",
                  payments({
                      {"2026-01-05T10:00:00Z", 1000, "usd", "paid", "DE", "a"},
                      {"2026-01-31T23:30:00Z", 4999, "usd", "paid", "US", "b"},
                      {"2026-02-10T00:00:00Z", 5000, "usd", "failed", "DE", "a"},
                      {"2026-03-01T00:00:00Z", 18050, "usd", "paid", "", "c"},
                      {"2026-04-01T00:00:00Z", 99900, "usd", "paid", "FR", "d"},
                  }))};
}

planner::Plan spread(const char* metric, std::optional<double> width) {
    planner::Plan made = plan({metric});
    made.bins = planner::Bins{width};
    return made;
}

}  // namespace

TEST_CASE("analysis: a histogram counts the rows in each range of values, empty ranges too") {
    const auto when = setting("2026-05-10T12:00:00Z");
    planner::Plan made = spread("volume", 50);
    made.range = range("2026-01-01", "2026-04-01");
    const char* const rows =
        R"([["USD 0 to 50",2,0.0,50.0,50.0],["USD 50 to 100",1,50.0,100.0,50.0],["USD 100 to 150",0,100.0,150.0,50.0],)"
        R"(["USD 150 to 200",1,150.0,200.0,50.0]])";
    CHECK(run(made, payments_of_all_sizes(), when) == rows);
    const auto table = workbench().run(made, payments_of_all_sizes(), when).value();
    CHECK(names(table) == "amount,payments,from,to,median");
    CHECK(table.columns[0].role == Role::dimension);
    CHECK(table.columns[1].role == Role::measure);
    CHECK(table.columns[2].unit == "USD");

    made.filters = {{"status", "=", "failed"}};
    CHECK(run(made, payments_of_all_sizes(), when) == R"([["USD 50 to 100",1,50.0,100.0,50.0]])");
    // An average of the same values has the same spread; what it is divided by plays no part.
    made = spread("order_value", 500);
    CHECK(run(made, payments_of_all_sizes(), when) ==
          R"([["USD 0 to 500",4,0.0,500.0,50.0],["USD 500 to 1,000",1,500.0,1000.0,50.0]])");
}

TEST_CASE("analysis: the values decide on the ranges where nobody does") {
    const auto when = setting("2026-05-10T12:00:00Z");
    const auto table = workbench().run(spread("volume", {}), payments_of_all_sizes(), when).value();
    CHECK(table.rows() == 10);
    CHECK(table.columns[0].text(0) == "USD 0 to 100");
    const auto scores = input(
        offer, "reviews", reviews({{"2026-01-01", -0.4, "DE"}, {"2026-01-02", 0.3, "DE"}, {"2026-01-03", 0.3, "US"}}));
    CHECK(run(spread("score", 0.5), {scores}, when) ==
          R"([["-0.5 to 0.0",1,-0.5,0.0,0.3],["0.0 to 0.5",2,0.0,0.5,0.3]])");
    const auto one = input(offer, "reviews", reviews({{"2026-01-01", 3, "DE"}}));
    CHECK(run(spread("score", {}), {one}, when) == R"([["3 to 4",1,3.0,4.0,3.0]])");
}

TEST_CASE("analysis: no histogram of counts, of several currencies or of more ranges than anybody reads") {
    const auto when = setting("2026-05-10T12:00:00Z");
    CHECK(run(spread("payments", {}), payments_of_all_sizes(), when) ==
          "payments has no sizes that could be spread over ranges.");
    CHECK(run(spread("volume", 0.01), payments_of_all_sizes(), when).starts_with("Ranges of 0.01 are too narrow"));
    const auto mixed = input(offer, "payments",
                             payments({{"2026-01-05T10:00:00Z", 1000, "usd", "paid", "DE", "a"},
                                       {"2026-01-06T10:00:00Z", 2000, "eur", "paid", "DE", "b"}}));
    CHECK(run(spread("volume", {}), {mixed}, when).starts_with("The amounts are in EUR, USD"));
    planner::Plan one = spread("volume", 50);
    one.filters = {{"currency", "=", "eur"}};
    CHECK(run(one, {mixed}, when) == R"([["EUR 0 to 50",1,0.0,50.0,20.0]])");
    CHECK(run(spread("volume", 50), {input(offer, "payments", empty_payments())}, when) == "[]");
    // With groups of its own it is none.
    planner::Plan grouped = spread("volume", 50);
    grouped.group_by = {"status"};
    CHECK(run(grouped, payments_of_all_sizes(), when) == R"([["paid",1239.49],["failed",50.0]])");
}
