#include "analysis/correlate.h"
#include "samples.h"

#include <cmath>

using namespace parley;
using namespace parley::samples;

namespace {

planner::Plan both(planner::Join::Kind kind) {
    auto made = plan({"volume", "reviews"});
    made.join = planner::Join{kind, "month"};
    made.range = range("2026-01-01", "2026-06-01");
    return made;
}

// DE moves with the number of reviews, US against it, FR not at all.
std::vector<analysis::Input> inputs() {
    const int reviews_of[] = {1, 2, 3, 4, 9};
    const std::int64_t germany[] = {100, 200, 300, 400, 0};
    const std::int64_t america[] = {400, 320, 180, 100, 5000};
    std::vector<Payment> paid;
    std::vector<Review> written;
    const char* const days[] = {"2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10"};
    const char* const times[] = {"2026-01-10T00:00:00Z", "2026-02-10T00:00:00Z", "2026-03-10T00:00:00Z",
                                 "2026-04-10T00:00:00Z", "2026-05-10T00:00:00Z"};
    for (std::size_t month = 0; month < 5; ++month) {
        paid.push_back({times[month], germany[month], "usd", "paid", "DE", "a"});
        paid.push_back({times[month], america[month], "usd", "paid", "US", "a"});
        paid.push_back({times[month], 70, "usd", "paid", "FR", "a"});
        for (int count = 0; count < reviews_of[month]; ++count) written.push_back({days[month], 1, "DE"});
    }
    return {input(offer, "payments", payments(paid)), input(offer, "reviews", reviews(written))};
}

}  // namespace

TEST_CASE("analysis: side by side is one row a bucket with both measures") {
    CHECK(
        run(both(planner::Join::Kind::side_by_side), inputs(), setting("2026-08-01T00:00:00Z")) ==
        R"([["2026-01-01",5.7,1],["2026-02-01",5.9,2],["2026-03-01",5.5,3],["2026-04-01",5.7,4],["2026-05-01",50.7,9]])");
}

TEST_CASE("analysis: a correlation has a row a group, the strongest first, over whole buckets only") {
    auto made = both(planner::Join::Kind::correlate);
    made.group_by = {"country"};
    const auto table = workbench().run(made, inputs(), setting("2026-05-20T00:00:00Z")).value();
    CHECK(names(table) == "country,correlation,points,lag,best lag,best lag correlation,correlation of changes");
    REQUIRE(table.rows() == 3);
    CHECK(table.columns[0].text(0) == "DE");
    CHECK(table.columns[1].real(0) == doctest::Approx(1.0));
    CHECK(table.columns[0].text(1) == "US");
    CHECK(table.columns[1].real(1) == doctest::Approx(-0.9938).epsilon(0.001));
    CHECK(table.columns[0].text(2) == "FR");
    CHECK(!table.columns[1].has(2));
    for (std::size_t row = 0; row < 3; ++row) {
        CHECK(table.columns[2].integer(row) == 4);
        CHECK(table.columns[3].integer(row) == 0);
    }
}

TEST_CASE("analysis: a correlation without groups is one row, and two points are none") {
    auto made = both(planner::Join::Kind::correlate);
    CHECK(workbench().run(made, inputs(), setting("2026-08-01T00:00:00Z")).value().columns[1].integer(0) == 5);
    made.range = range("2026-01-01", "2026-03-01");
    CHECK(run(made, inputs(), setting("2026-08-01T00:00:00Z")) == "[[null,2,0,null,null,null]]");
    made.measures.pop_back();
    CHECK(run(made, inputs(), setting("2026-08-01T00:00:00Z")) == "A correlation needs two measures.");
}

TEST_CASE("analysis: a correlation without a period takes the whole months that both sides have") {
    auto made = both(planner::Join::Kind::correlate);
    made.range.reset();
    auto sides = inputs();
    sides[1].rows.columns[0].add(std::int64_t{Day::parse("2025-06-10").value().days});  // A year before any payment.
    sides[1].rows.columns[1].add(5.0);
    sides[1].rows.columns[2].add(std::string("DE"));
    // January is cut on the 10th, where payments begin; May counts though its last row is of the 10th.
    CHECK(workbench().run(made, sides, setting("2026-08-01T00:00:00Z")).value().columns[1].integer(0) == 4);
    CHECK(workbench().run(made, sides, setting("2026-05-20T00:00:00Z")).value().columns[1].integer(0) == 3);
}

TEST_CASE("analysis: Pearson's coefficient") {
    struct {
        std::vector<std::pair<double, double>> points;
        double expected;  // 2: none
    } const cases[] = {
        {{{1, 2}, {2, 4}, {3, 6}}, 1},
        {{{1, 6}, {2, 4}, {3, 2}}, -1},
        {{{1, 1}, {2, 3}, {3, 2}, {4, 4}}, 0.8},
        {{{1, 1}, {2, 2}, {3, 1}}, 0},
        {{{1e9 + 1, 1}, {1e9 + 2, 2}, {1e9 + 3, 3}}, 1},
        {{{1, 5}, {2, 5}, {3, 5}}, 2},
        {{{1, 1}, {2, 2}}, 2},
        {{}, 2},
    };
    for (const auto& c : cases) {
        const auto found = analysis::pearson(c.points);
        CAPTURE(c.expected);
        CHECK(found.points == static_cast<std::int64_t>(c.points.size()));
        CHECK(found.coefficient.has_value() == (c.expected != 2));
        if (found.coefficient) CHECK(*found.coefficient == doctest::Approx(c.expected));
    }
}

TEST_CASE("analysis: the best lag is told where it is clearly better, and only with enough points") {
    const auto series = [](int buckets, int shift, double step) {
        analysis::Series made;
        for (int bucket = 0; bucket < buckets; ++bucket) {
            const int phase = (bucket + 7 - shift) % 7;
            made.emplace(bucket, (phase * phase * 5) % 11 + step * bucket);
        }
        return made;
    };
    const auto later = analysis::best_lag(series(30, 0, 0), series(30, 2, 0));
    REQUIRE(later);
    CHECK(later->lag == 2);
    CHECK(*later->correlation.coefficient == doctest::Approx(1.0));
    CHECK(later->correlation.points == 28);
    CHECK(analysis::best_lag(series(30, 2, 0), series(30, 0, 0))->lag == -2);
    CHECK(!analysis::best_lag(series(30, 0, 0), series(30, 0, 0)));  // Nothing is better than no lag.
    CHECK(!analysis::best_lag(series(7, 0, 0), series(7, 2, 0)));    // Too few points to look for one.
    CHECK(!analysis::best_lag({}, {}));
}

TEST_CASE("analysis: of two series that only grow the changes have nothing in common") {
    analysis::Series left;
    analysis::Series right;
    analysis::Series gap;
    for (int bucket = 0; bucket < 24; ++bucket) {
        left.emplace(bucket, 10.0 * bucket + (bucket % 2 == 0 ? 3 : 0));
        right.emplace(bucket, 4.0 * bucket + (bucket % 4 < 2 ? 2 : 0));
        if (bucket % 2 == 0) gap.emplace(bucket, bucket);
    }
    CHECK(std::fabs(*analysis::of_changes(left, right).coefficient) < 0.2);
    CHECK(*analysis::of_changes(left, left).coefficient == doctest::Approx(1.0));
    CHECK(analysis::of_changes(left, gap).points == 0);  // A change over a gap is none.
}

TEST_CASE("analysis: a filter that only one side knows narrows only that side") {
    auto made = both(planner::Join::Kind::side_by_side);
    made.filters = {{"status", "=", "failed"}};
    made.range = range("2026-01-01", "2026-02-01");
    CHECK(run(made, inputs(), setting("2026-08-01T00:00:00Z")) == R"([["2026-01-01",0.0,1]])");
    made.filters = {{"planet", "=", "Mars"}};
    CHECK(run(made, inputs(), setting("2026-08-01T00:00:00Z")) == "Nothing in the plan can be filtered by planet.");
}

TEST_CASE("analysis: one metric of two accounts is two columns with the accounts' names") {
    auto other = shop();
    other.name = "Other shop";
    const auto rows = payments({{"2026-01-10T00:00:00Z", 100, "usd", "paid", "DE", "a"}});
    const auto more = payments({{"2026-01-10T00:00:00Z", 300, "usd", "paid", "DE", "a"}});
    const std::vector<analysis::Input> accounts{input(offer, "payments", rows), input(other, "payments", more)};
    const auto table = workbench().run(plan({"volume", "volume"}), accounts, setting("2026-08-01T00:00:00Z")).value();
    CHECK(names(table) == "Shop volume,Other shop volume");
    CHECK(rows_of(table) == "[[1.0,3.0]]");
    CHECK(run(plan({"volume"}), accounts, setting("2026-08-01T00:00:00Z")) ==
          "Several steps of the plan bring the metric shop.volume.");
}
