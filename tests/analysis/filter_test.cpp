#include "samples.h"

using namespace parley;
using namespace parley::samples;

namespace {

std::vector<analysis::Input> payments_to_filter() {
    return {input(offer, "payments",
                  payments({
                      {"2026-01-01T00:00:00Z", 100, "eur", "paid", "Österreich", "a"},
                      {"2026-01-02T00:00:00Z", 200, "eur", "Open", "Germany", "b"},
                      {"2026-01-03T00:00:00Z", 400, "eur", "", "new germany", "c"},
                      {"2026-01-04T00:00:00Z", 800, "eur", "o'brien\"; DROP TABLE x; --", "%", "d"},
                  }))};
}

}  // namespace

TEST_CASE("analysis: filters mean what people mean by them") {
    struct {
        const char* field;
        const char* op;
        Json value;
        const char* rows;  // Which of 1, 2, 4, 8 are left, added up.
    } const cases[] = {
        {"status", "=", "PAID", "[[1.0]]"},
        {"status", "=", "pai", "[[0.0]]"},
        {"status", "!=", "paid", "[[14.0]]"},  // A payment without a status is not a paid one.
        {"status", "=", nullptr, "[[4.0]]"},
        {"status", "!=", nullptr, "[[11.0]]"},
        {"status", "in", Json::array({"open", "paid"}), "[[3.0]]"},
        {"status", "in", Json::array(), "[[0.0]]"},
        {"status", "=", "o'brien\"; DROP TABLE x; --", "[[8.0]]"},
        {"status", "contains", "'", "[[8.0]]"},
        {"country", "contains", "GERMANY", "[[6.0]]"},
        {"country", "contains", "%", "[[8.0]]"},
        {"country", "contains", "_", "[[0.0]]"},
        {"country", "=", "öSTERREICH", "[[1.0]]"},
        {"country", "<", "h", "[[10.0]]"},
        {"amount", ">", 2, "[[12.0]]"},
        {"amount", ">=", "2.00", "[[14.0]]"},
        {"amount", "=", 4.0, "[[4.0]]"},
        {"amount", "<", 1, "[[0.0]]"},
        {"created", ">=", "2026-01-03", "[[12.0]]"},
        {"created", "<", "2026-01-02T00:00:01Z", "[[3.0]]"},
        {"first", "=", true, "[[1.0]]"},
        {"first", "=", "no", "[[14.0]]"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.field);
        CAPTURE(c.op);
        CAPTURE(c.value.dump());
        auto filtered = plan({"volume"});
        filtered.filters = {{c.field, c.op, c.value}};
        CHECK(run(filtered, payments_to_filter(), setting("2026-05-10T12:00:00Z")) == c.rows);
    }
}

TEST_CASE("analysis: a filter that does not fit is named") {
    struct {
        const char* field;
        const char* op;
        Json value;
        const char* message;
    } const cases[] = {
        {"colour", "=", "red", "\"payments\" of Shop has no colour."},
        {"amount", ">", "much", "The filter on amount needs an amount."},
        {"created", ">", "soon", "The filter on created needs a date."},
        {"first", "=", "perhaps", "The filter on first needs yes or no."},
        {"status", "in", "paid", "The filter on status needs a list."},
        {"status", "like", "paid", "The filter on status needs one of = != in < <= > >= contains."},
        {"status", "= '' OR", "paid", "The filter on status needs one of = != in < <= > >= contains."},
        {"amount", "contains", "1", "The filter on amount needs a column of text."},
        {"amount", ">", nullptr, "The filter on amount needs a value."},
    };
    for (const auto& c : cases) {
        CAPTURE(c.field);
        CAPTURE(c.op);
        auto filtered = plan({"volume"});
        filtered.filters = {{c.field, c.op, c.value}};
        const auto result = workbench().run(filtered, payments_to_filter(), setting("2026-05-10T12:00:00Z"));
        REQUIRE(!result);
        CHECK(result.error().fault == Fault::invalid);
        CHECK(result.error().message == c.message);
    }
}

TEST_CASE("analysis: a plan that does not fit its rows is named, not guessed") {
    const auto when = setting("2026-05-10T12:00:00Z");
    const auto refused = [&](const planner::Plan& made) { return run(made, payments_to_filter(), when); };
    CHECK(refused(plan({})) == "The plan names nothing to measure.");
    CHECK(refused(plan({"fame"})) == "No step of the plan brings the metric shop.fame.");
    CHECK(refused(plan({"score"})) == "No step of the plan brings the metric shop.score.");
    auto made = plan({"volume"});
    made.group_by = {"planet"};
    CHECK(refused(made) == "\"payments\" of Shop has no planet.");
    made = plan({"volume"});
    made.order = planner::Order{"beauty", true};
    CHECK(refused(made) == "The result has no beauty to be put in order by.");
    made = plan({"volume"});
    made.compare = planner::Compare::previous_period;
    CHECK(refused(made) == "A comparison needs a period: say which month, quarter or days.");
    made = plan({"volume"});
    made.grain = Grain::day;
    made.range = range("1900-01-01", "2026-01-01");
    CHECK(refused(made) == "The period holds too many steps of time: ask for a coarser one.");
    Table narrow;
    narrow.columns.emplace_back("created", Kind::time, Role::time);
    narrow.columns[0].add(std::int64_t{0});
    CHECK(run(plan({"volume"}), {input(offer, "payments", narrow)}, when) ==
          "The rows of \"payments\" have no column amount.");
    CHECK(run(plan({"payments"}), {input(offer, "payments", narrow)}, when) == "[[1]]");
}

TEST_CASE("analysis: no rows are an empty table with its columns, not an error") {
    auto months = plan({"volume", "paid_rate"});
    months.group_by = {"country"};
    months.grain = Grain::month;
    months.range = range("2026-01-01", "2026-03-01");
    const auto table =
        workbench().run(months, {input(offer, "payments", empty_payments())}, setting("2026-05-10T12:00:00Z"));
    REQUIRE(table);
    CHECK(table.value().rows() == 0);
    CHECK(names(table.value()) == "month,country,volume,paid rate,paid rate: value,paid rate: per");
    CHECK(run(plan({"volume"}), {input(offer, "payments", Table{})}, setting("2026-05-10T12:00:00Z")) == "[]");
    months.compare = planner::Compare::previous_year;
    CHECK(run(months, {input(offer, "payments", Table{})}, setting("2026-05-10T12:00:00Z")) == "[]");
}

TEST_CASE("analysis: a sum that does not fit is refused, one that just fits is exact") {
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const auto when = setting("2026-05-10T12:00:00Z");
    const auto rows = [](std::int64_t a, std::int64_t b) {
        return std::vector<analysis::Input>{input(offer, "payments",
                                                  payments({{"2026-01-01T00:00:00Z", a, "jpy", "", "", "a"},
                                                            {"2026-01-01T00:00:00Z", b, "jpy", "", "", "a"}}))};
    };
    const auto fits = workbench().run(plan({"volume"}), rows(most - 1, 1), when);
    REQUIRE(fits);
    CHECK(fits.value().columns[0].integer(0) == most);
    const auto lowest = workbench().run(plan({"volume"}), rows(-most, -1), when);
    CHECK(!lowest.value().columns[0].has(0));  // -2^63 has no opposite: no number rather than a wrong one.
    CHECK(run(plan({"volume"}), rows(most, 1), when) == "The sum is too large to be kept exactly.");
}

TEST_CASE("analysis: text that is no UTF-8 does not stop the rest") {
    const auto rows = payments(
        {{"2026-01-01T00:00:00Z", 100, "usd", "", "a\xff", "a"}, {"2026-01-01T00:00:00Z", 200, "usd", "", "b", "a"}});
    auto by_country = plan({"volume"});
    by_country.group_by = {"country"};
    CHECK(run(by_country, {input(offer, "payments", rows)}, setting("2026-05-10T12:00:00Z")) ==
          R"([["b",2.0],["a?",1.0]])");
}

TEST_CASE("analysis: the result is as complete as the worst of its inputs") {
    using State = Completeness::State;
    struct {
        State first, second, result;
        const char* why;
    } const cases[] = {{State::complete, State::complete, State::complete, ""},
                       {State::complete, State::unknown, State::unknown, "two"},
                       {State::truncated, State::unknown, State::truncated, "one; two"},
                       {State::truncated, State::complete, State::truncated, "one"}};
    for (const auto& c : cases) {
        auto both = payments_to_filter();
        both[0].rows.completeness = {c.first, c.first == State::complete ? "" : "one"};
        both.push_back(input(offer, "reviews", reviews({{"2026-01-01", 1, "DE"}})));
        both[1].rows.completeness = {c.second, c.second == State::complete ? "" : "two"};
        const auto table = workbench().run(plan({"volume", "reviews"}), both, setting("2026-05-10T12:00:00Z")).value();
        CHECK(table.completeness.state == c.result);
        CHECK(table.completeness.why == c.why);
        CHECK(rows_of(table) == "[[15.0,1]]");
    }
}
