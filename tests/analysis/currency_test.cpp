#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

std::vector<analysis::Input> payments_in_currencies() {
    return {input(offer, "payments",
                  payments({
                      {"2026-01-05T00:00:00Z", 1000, "usd", "paid", "DE", "a"},
                      {"2026-01-06T00:00:00Z", 2000, "EUR", "paid", "DE", "b"},
                      {"2026-01-07T00:00:00Z", 500, "jpy", "paid", "JP", "c"},
                      {"2026-02-05T00:00:00Z", 30, "eur", "failed", "DE", "a"},
                      {"2026-02-06T00:00:00Z", 4000, "usd", "paid", "US", "a"},
                  }))};
}

const auto when = [] { return setting("2026-05-10T12:00:00Z"); };

}  // namespace

TEST_CASE("analysis: amounts of several currencies are never added up") {
    const auto table = workbench().run(plan({"volume"}), payments_in_currencies(), when()).value();
    CHECK(names(table) == "currency,volume");
    CHECK(table.columns[0].role == Role::dimension);
    CHECK(table.columns[1].unit.empty());
    CHECK(rows_of(table) == R"([["EUR",20.3],["JPY",500.0],["USD",50.0]])");
}

TEST_CASE("analysis: what goes with money of several currencies is split the same way") {
    CHECK(run(plan({"volume", "payments", "paid_rate"}), payments_in_currencies(), when()) ==
          R"([["EUR",20.3,2,0.5,1,2],["JPY",500.0,1,1.0,1,1],["USD",50.0,2,1.0,2,2]])");
    CHECK(run(plan({"order_value"}), payments_in_currencies(), when()) ==
          R"([["EUR",10.15,20.3,2],["JPY",500.0,500.0,1],["USD",25.0,50.0,2]])");
}

TEST_CASE("analysis: counts and shares know no currency") {
    CHECK(run(plan({"payments"}), payments_in_currencies(), when()) == "[[5]]");
    CHECK(run(plan({"paid_rate"}), payments_in_currencies(), when()) == "[[0.8,4,5]]");
}

TEST_CASE("analysis: the one currency that a filter or a period leaves becomes the column's") {
    auto filtered = plan({"volume", "payments"});
    filtered.filters = {{"country", "=", "jp"}};
    const auto table = workbench().run(filtered, payments_in_currencies(), when()).value();
    CHECK(names(table) == "volume,payments");
    CHECK(table.columns[0].unit == "JPY");
    CHECK(rows_of(table) == "[[500.0,1]]");

    auto days = plan({"volume"});
    days.range = range("2026-01-06", "2026-01-07");
    const auto euros = workbench().run(days, payments_in_currencies(), when()).value();
    CHECK(euros.columns[0].unit == "EUR");
    CHECK(rows_of(euros) == "[[20.0]]");
}

TEST_CASE("analysis: grouped by currency, the column is there once and always") {
    auto by_currency = plan({"volume"});
    by_currency.group_by = {"currency"};
    CHECK(run(by_currency, payments_in_currencies(), when()) == R"([["EUR",20.3],["JPY",500.0],["USD",50.0]])");
    CHECK(names(workbench().run(by_currency, payments_in_currencies(), when()).value()) == "currency,volume");
    by_currency.filters = {{"currency", "=", "eur"}};
    CHECK(run(by_currency, payments_in_currencies(), when()) == R"([["EUR",20.3]])");
    auto counts = plan({"payments"});
    counts.group_by = {"currency"};
    CHECK(run(counts, payments_in_currencies(), when()) == R"([["EUR",2],["USD",2],["JPY",1]])");
}

TEST_CASE("analysis: each currency has its own ranking and its own limit") {
    auto by_country = plan({"volume"});
    by_country.group_by = {"country"};
    CHECK(run(by_country, payments_in_currencies(), when()) ==
          R"([["DE","EUR",20.3],["JP","JPY",500.0],["US","USD",40.0],["DE","USD",10.0]])");
    by_country.limit = 1;
    CHECK(run(by_country, payments_in_currencies(), when()) ==
          R"([["DE","EUR",20.3],["JP","JPY",500.0],["US","USD",40.0]])");
}

TEST_CASE("analysis: over time every currency has every bucket") {
    auto months = plan({"volume"});
    months.grain = Grain::month;
    CHECK(run(months, payments_in_currencies(), when()) ==
          R"([["2026-01-01","EUR",20.0],["2026-01-01","JPY",500.0],["2026-01-01","USD",10.0],)"
          R"(["2026-02-01","EUR",0.3],["2026-02-01","JPY",0.0],["2026-02-01","USD",40.0]])");
}

TEST_CASE("analysis: over time too a limit keeps that many groups of each currency") {
    auto months = plan({"volume"});
    months.group_by = {"country"};
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2026-02-01");
    months.limit = 1;
    CHECK(run(months, payments_in_currencies(), when()) ==
          R"([["2026-01-01","DE","EUR",20.0],["2026-01-01","DE","USD",10.0],["2026-01-01","JP","JPY",500.0]])");
}

TEST_CASE("analysis: an amount in a filter needs currencies with the same decimals") {
    auto large = plan({"payments"});
    large.filters = {{"amount", ">", 5}};
    CHECK(run(large, payments_in_currencies(), when()) == "The filter on amount needs rows of one currency.");
    auto rows = payments(
        {{"2026-01-07T00:00:00Z", 501, "jpy", "", "", "c"}, {"2026-01-07T00:00:00Z", 499, "jpy", "", "", "c"}});
    large.filters = {{"amount", ">", 500}};
    auto sum = plan({"volume"});
    sum.filters = large.filters;
    CHECK(run(sum, {input(offer, "payments", std::move(rows))}, when()) == "[[501.0]]");
}

TEST_CASE("analysis: what is no money stands beside each currency, and says of none that there was no money") {
    auto in = payments_in_currencies();
    in.push_back(
        input(offer, "reviews", reviews({{"2026-01-10", 4, "DE"}, {"2026-01-11", 2, "DE"}, {"2026-02-11", 3, "FR"}})));
    auto both = plan({"volume", "reviews"});
    CHECK(run(both, in, when()) == R"([["EUR",20.3,3],["JPY",500.0,3],["USD",50.0,3]])");

    both.grain = Grain::month;
    both.range = range("2026-01-01", "2026-02-28");
    CHECK(run(both, in, when()) ==
          R"([["2026-01-01","EUR",20.0,2],["2026-01-01","JPY",500.0,2],["2026-01-01","USD",10.0,2],)"
          R"(["2026-02-01","EUR",0.3,1],["2026-02-01","JPY",0.0,1],["2026-02-01","USD",40.0,1]])");

    auto by_country = plan({"volume", "reviews"});
    by_country.group_by = {"country"};
    CHECK(run(by_country, in, when()) ==
          R"([["DE","EUR",20.3,2],["FR","EUR",0.0,1],["JP","JPY",500.0,0],["FR","JPY",0.0,1],)"
          R"(["US","USD",40.0,0],["DE","USD",10.0,2],["FR","USD",0.0,1]])");
}
