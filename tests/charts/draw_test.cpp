#include "base/text.h"
#include "golden.h"
#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

void check(const char* golden, const Table& drawn, const charts::Request& request, const char* type) {
    CAPTURE(golden);
    const auto chart = charts::draw(drawn, request);
    REQUIRE(chart);
    CHECK(chart.value().type == type);
    CHECK(chart.value().spec["usermeta"]["type"] == type);
    check_golden(std::string("charts/") + golden + ".vl.json", chart.value().spec.dump(2) + "\n");
}

const char* const year[] = {"2026-01-01", "2026-02-01", "2026-03-01"};

Table mrr_by_month() {
    return table({days("month", {year, year + 3}), integers("MRR", Kind::money, "USD", {120000, 135050, 128000})});
}

Table volume_by_country() {
    return table({texts("country", {"DE", "US", nullptr}), integers("volume", Kind::money, "EUR", {200000, 90010, 4})});
}

Table by_currency() {
    return table({texts("currency", {"EUR", "JPY", "USD"}), integers("volume", Kind::money, "", {2030, 500, 5000})});
}

}  // namespace

TEST_CASE("charts: the data pick the type") {
    check("line_mrr", mrr_by_month(), {"MRR by month", ""}, "line");
    check("bar_volume", volume_by_country(), {"Volume by country", ""}, "bar");
    check("number_mrr", table({integers("MRR", Kind::money, "USD", {4821000})}), {"MRR", ""}, "number");
    check("number_currencies", by_currency(), {"Volume", ""}, "number");
    check("bar_correlation",
          table({texts("topic", {"shipping", "price"}), reals("correlation", Kind::number, "", {-0.82, 0.4})}),
          {"Churn and reviews", ""}, "bar");
    check("table_empty", table({texts("country", {}), integers("volume", Kind::money, "EUR", {})}), {"Volume", ""},
          "table");
    check("table_three_groups",
          table({days("month", {year, year + 2}), texts("country", {"DE", "US"}), texts("plan", {"pro", "basic"}),
                 texts("status", {"active", "paused"}), reals("open rate", Kind::ratio, "percent", {0.412, 0.5})}),
          {"Open rate", ""}, "table");
}

TEST_CASE("charts: ranges of values stand side by side on an axis of numbers") {
    auto from = integers("from", Kind::money, "EUR", {0, 5000, 10000});
    auto to = integers("to", Kind::money, "EUR", {5000, 10000, 15000});
    from.role = to.role = Role::key;
    check("bar_histogram",
          table({texts("amount", {"EUR 0 to 50", "EUR 50 to 100", "EUR 100 to 150"}),
                 integers("payments", Kind::count, "", {12, 0, 3}), from, to}),
          {"Gross volume", ""}, "bar");
}

TEST_CASE("charts: lines for groups, comparisons, two measures and several currencies") {
    check("line_groups",
          table({days("quarter", {"2026-01-01", "2026-01-01", "2026-04-01", "2026-04-01"}),
                 texts("segment", {"VIP", "New", "VIP", "New"}),
                 reals("open rate", Kind::ratio, "percent", {.41, .22, .4, .2})}),
          {"Open rate by segment", ""}, "line");
    check("line_compare",
          table({days("month", {year, year + 3}), integers("MRR", Kind::money, "USD", {1200, 1300, 1400}),
                 integers("previous", Kind::money, "USD", {1000, 1400, 1200}),
                 integers("change", Kind::money, "USD", {200, -100, 200}),
                 reals("change_ratio", Kind::ratio, "percent", {0.2, -0.0714, 0.1667})}),
          {"MRR against last year", ""}, "line");
    check("line_two_units",
          table({days("week", {"2026-01-05", "2026-01-12"}), integers("volume", Kind::money, "USD", {1200, 1300}),
                 integers("tickets", Kind::count, "", {4, 9})}),
          {"Volume and tickets", ""}, "line");
    check("line_one_unit",
          table({days("day", {"2026-01-05", "2026-01-06"}), integers("Shop orders", Kind::count, "", {12, 13}),
                 integers("Other orders", Kind::count, "", {4, 9})}),
          {"Orders", ""}, "line");
    check("line_currencies",
          table({days("month", {year[0], year[0], year[1], year[1]}), texts("currency", {"EUR", "JPY", "EUR", "JPY"}),
                 integers("volume", Kind::money, "", {2030, 500, 100, 7})}),
          {"Volume", ""}, "line");
    check("line_currencies_compare",
          table({days("month", {year[0], year[0], year[1], year[1]}), texts("currency", {"EUR", "JPY", "EUR", "JPY"}),
                 integers("volume", Kind::money, "", {2030, 500, 100, 7}),
                 integers("previous", Kind::money, "", {2030, 500, 100, 7})}),
          {"Volume", ""}, "line");
    check("line_years",
          table({days("year", {"2024-01-01", "2025-01-01"}), integers("orders", Kind::count, "", {12, 13})}),
          {"Orders", ""}, "line");
}

TEST_CASE("charts: bars for comparisons, second groups, several currencies and steps of time") {
    check("bar_compare",
          table({texts("country", {"DE", "US"}), integers("orders", Kind::count, "", {12, 13}),
                 integers("previous", Kind::count, "", {10, 14}), integers("change", Kind::count, "", {2, -1}),
                 reals("change_ratio", Kind::ratio, "percent", {0.2, -0.07})}),
          {"Orders by country", ""}, "bar");
    check("bar_two_groups",
          table({texts("country", {"DE", "DE", "US"}), texts("plan", {"pro", "basic", "pro"}),
                 integers("orders", Kind::count, "", {12, 13, 1})}),
          {"Orders", ""}, "bar");
    check("bar_two_measures",
          table({texts("country", {"DE", "US"}), integers("orders", Kind::count, "", {12, 13}),
                 integers("returns", Kind::count, "", {1, 2})}),
          {"Orders and returns", ""}, "bar");
    check("bar_currencies",
          table({texts("country", {"DE", "DE", "US"}), texts("currency", {"EUR", "USD", "USD"}),
                 integers("volume", Kind::money, "", {2030, 500, 100})}),
          {"Volume by country", ""}, "bar");
    check("bar_months", mrr_by_month(), {"MRR by month", "bar"}, "bar");
    check("bar_month_and_group",
          table({days("month", {year[0], year[0]}), texts("country", {"DE", "US"}),
                 reals("churn", Kind::ratio, "percent", {0.02, 0.031})}),
          {"Churn by country", ""}, "bar");
}

TEST_CASE("charts: a single number shows what it is compared with") {
    check("number_compare",
          table({integers("MRR", Kind::money, "USD", {1200}), integers("previous", Kind::money, "USD", {1000}),
                 integers("change", Kind::money, "USD", {200}), reals("change_ratio", Kind::ratio, "percent", {0.2})}),
          {"MRR", ""}, "number");
    check("number_three",
          table({integers("orders", Kind::count, "", {1204}), reals("score", Kind::number, "points", {4.25}),
                 reals("churn", Kind::ratio, "percent", {0.021})}),
          {"Overview", ""}, "number");
}

TEST_CASE("charts: the type asked for is drawn, or the best one with the reason") {
    struct {
        Table data;
        const char* asked;
        const char* drawn;
        const char* note;
    } const cases[] = {
        {volume_by_country(), "table", "table", ""},
        {volume_by_country(), "bar", "bar", ""},
        {mrr_by_month(), "table", "table", ""},
        {mrr_by_month(), "line", "line", ""},
        {volume_by_country(), "line", "bar",
         "A line chart needs at least two steps of time, which this result does not have: it is drawn as a bar "
         "instead."},
        {mrr_by_month(), "number", "line",
         "A number chart needs a single row, which this result does not have: it is drawn as a line instead."},
        {by_currency(), "bar", "number",
         "A bar chart needs one number for each of several groups, which this result does not have: it is drawn as a "
         "number instead."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.asked);
        const auto chart = charts::draw(c.data, {"", c.asked}).value();
        CHECK(chart.type == c.drawn);
        CHECK(chart.note == c.note);
    }
    for (const char* unknown : {"pie", "BAR", " "}) {
        const auto refused = charts::draw(mrr_by_month(), {"", unknown});
        REQUIRE(!refused);
        CHECK(refused.error().fault == Fault::invalid);
    }
}

TEST_CASE("charts: nothing is ever blank") {
    for (const Table& empty :
         {Table{}, table({texts("a", {"x"})}), table({texts("a", {}), integers("b", Kind::count, "", {})})}) {
        for (const char* type : {"", "bar", "line", "number", "table"}) {
            CAPTURE(type);
            const auto chart = charts::draw(empty, {"t", type});
            REQUIRE(chart);
            CHECK(chart.value().type == "table");
        }
    }
}

TEST_CASE("charts: past thirty bars it is a table, or the first thirty where bars are asked for") {
    Column names("customer", Kind::text, Role::dimension);
    Column sums("volume", Kind::money, Role::measure, "USD");
    for (int row = 0; row < 31; ++row) {
        names.add(cat("customer ", row));
        sums.add(std::int64_t{1000 - row});
    }
    const Table many = table({names, sums});
    CHECK(charts::draw(many, {"", ""}).value().type == "table");
    const auto asked = charts::draw(many, {"", "bar"}).value();
    CHECK(asked.type == "bar");
    CHECK(asked.note == "The first 30 of 31 bars are drawn; the table has all of them.");
    check("bar_many", many, {"Volume by customer", "bar"}, "bar");
}

TEST_CASE("charts: incomplete data say so in the picture") {
    Table cut = mrr_by_month();
    cut.completeness = {Completeness::State::truncated, "400 pages were read"};
    check("line_incomplete", cut, {"MRR by month", ""}, "line");
    CHECK(charts::draw(cut, {"MRR", ""}).value().spec["title"]["subtitle"] == "Not all data: at least these values");
    cut.completeness.state = Completeness::State::unknown;
    CHECK(charts::draw(cut, {"MRR", ""}).value().spec["title"]["subtitle"] ==
          "Perhaps not all data: at least these values");
    CHECK(charts::draw(mrr_by_month(), {"MRR", ""}).value().spec["title"] == "MRR");
}

TEST_CASE("charts: a spec without its rows is whole again once it is filled") {
    const auto spec = charts::draw(mrr_by_month(), {"MRR", ""}).value().spec;
    const auto bare = charts::without_data(spec);
    CHECK(bare["data"]["values"].empty());
    CHECK(bare.dump().find("1200") == std::string::npos);
    CHECK(charts::fill(bare, mrr_by_month()) == spec);

    Table later = table({days("month", {"2026-04-01", "2026-05-01"}), integers("MRR", Kind::money, "USD", {1, 2})});
    later.completeness.state = Completeness::State::truncated;
    const auto filled = charts::fill(bare, later);
    CHECK(filled["data"]["values"].dump() ==
          R"([{"month":"2026-04-01","MRR":0.01},{"month":"2026-05-01","MRR":0.02}])");
    CHECK(filled["title"]["text"] == "MRR");
    CHECK(filled["encoding"] == spec["encoding"]);
    CHECK(charts::fill(filled, mrr_by_month()) == spec);
}

TEST_CASE("charts: the description says numbers as the table has them") {
    CHECK(charts::draw(mrr_by_month(), {"MRR", ""}).value().spec["description"] ==
          "MRR, as a line chart of 3 rows. MRR: from USD 1,200.00 (Jan 2026) to USD 1,350.50 (Feb 2026).");
    CHECK(charts::draw(by_currency(), {"Volume", ""}).value().spec["description"] ==
          "Volume, as a number of 3 rows. volume: EUR 20.30. volume: JPY 500. volume: USD 50.00.");
}
