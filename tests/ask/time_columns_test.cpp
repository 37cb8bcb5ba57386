// The hour and the weekday of rows, in the organization's zone, where a plan tells rows apart by them.
#include "ask/time_columns.h"

#include "base/text.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::ask;

namespace {

planner::Field field(std::string name, Kind kind, Role role, std::string part_of = "") {
    planner::Field made;
    made.name = std::move(name);
    made.kind = kind;
    made.role = role;
    made.part_of = std::move(part_of);
    return made;
}

planner::Offer shop() {
    planner::Dataset orders;
    orders.id = "orders";
    orders.time_field = "placed";
    orders.fields = {field("placed", Kind::time, Role::time), field("returned", Kind::time, Role::dimension),
                     field("hour", Kind::text, Role::dimension, "placed"),
                     field("weekday", Kind::text, Role::dimension, "placed")};
    planner::Metric placed;
    placed.id = "orders";
    placed.dataset = "orders";
    planner::Metric returns = placed;
    returns.id = "returns";
    returns.value.time_column = "returned";
    planner::Offer offer;
    offer.vendor = {"shop"};
    offer.datasets = {orders};
    offer.metrics = {placed, returns};
    return offer;
}

std::int64_t at(const char* iso) {
    return unix_seconds(parse_instant(iso).value());
}

// Three orders; the last one has no time.
Table rows() {
    Column placed("placed", Kind::time, Role::time);
    Column returned("returned", Kind::time, Role::dimension);
    for (const char* time : {"2026-10-25T00:30:00Z", "2026-03-29T01:30:00Z"}) placed.add(at(time));
    for (const char* time : {"2026-11-02T22:59:59Z", "2026-11-02T23:00:00Z"}) returned.add(at(time));
    placed.add_null();
    returned.add_null();
    Table table;
    table.columns = {placed, returned};
    return table;
}

planner::Plan by(std::vector<std::string> groups, const std::string& metric = "shop.orders") {
    planner::Plan plan;
    planner::Step step;
    step.vendor = {"shop"};
    step.dataset = "orders";
    plan.steps = {step};
    planner::Measure measure;
    measure.metric = metric;
    plan.measures = {measure};
    plan.group_by = std::move(groups);
    return plan;
}

std::string column_of(const planner::Plan& plan, const char* name, CalendarRules rules) {
    Table table = rows();
    add_time_columns(plan, plan.steps.front(), shop(), Calendar::make(std::move(rules)).value(), table);
    const Column* column = table.find(name);
    if (column == nullptr) return "none";
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < column->size(); ++row) cells.push_back(column->has(row) ? column->text(row) : "-");
    return join(cells, ", ");
}

}  // namespace

TEST_CASE("ask: rows have the hour and the weekday of the organization's clock") {
    const planner::Plan hours = by({"hour"});
    const planner::Plan days = by({"weekday"});
    planner::Plan filtered = by({});
    filtered.filters = {{"weekday", "=", "7 Sunday"}};
    struct {
        planner::Plan plan;
        const char* column;
        CalendarRules rules;
        const char* cells;
    } const cases[] = {
        {hours, "hour", {"UTC", 1, 1}, "00:00, 01:00, -"},
        {hours, "hour", {"Europe/Prague", 1, 1}, "02:00, 03:00, -"},  // Of 25 hours, and of 23.
        {hours, "hour", {"Asia/Kolkata", 1, 1}, "06:00, 07:00, -"},
        {hours, "weekday", {"UTC", 1, 1}, "none"},
        {days, "weekday", {"UTC", 1, 1}, "7 Sunday, 7 Sunday, -"},
        {days, "weekday", {"UTC", 7, 1}, "1 Sunday, 1 Sunday, -"},
        {days, "weekday", {"America/New_York", 1, 1}, "6 Saturday, 6 Saturday, -"},
        {filtered, "weekday", {"UTC", 1, 1}, "7 Sunday, 7 Sunday, -"},
        {by({"country"}), "weekday", {"UTC", 1, 1}, "none"},
        // Returns are counted by when they came back.
        {by({"weekday"}, "shop.returns"), "weekday", {"Europe/Prague", 1, 1}, "1 Monday, 2 Tuesday, -"},
        {by({"hour"}, "shop.returns"), "hour", {"Europe/Prague", 1, 1}, "23:00, 00:00, -"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.rules.zone);
        CAPTURE(c.column);
        CHECK(column_of(c.plan, c.column, c.rules) == c.cells);
    }
}

TEST_CASE("ask: what is made here is asked of no tool, and what a vendor gives is left alone") {
    planner::Offer offer = shop();
    const planner::Dataset& orders = offer.datasets.front();
    CHECK(is_time_column(orders, "hour"));
    CHECK(is_time_column(orders, "weekday"));
    CHECK_FALSE(is_time_column(orders, "placed"));
    CHECK_FALSE(is_time_column(orders, "country"));
    offer.datasets.front().fields[3].part_of.clear();  // The vendor's own column of that name.
    Table table = rows();
    const planner::Plan days = by({"weekday"});
    add_time_columns(days, days.steps.front(), offer, Calendar(), table);
    CHECK(table.columns.size() == 2);
}

TEST_CASE("ask: a weekday in a condition is compared as the column writes it, and the plan keeps its name") {
    struct {
        Json value;
        int week_start;
        Json written;
    } const cases[] = {
        {"Saturday", 1, "6 Saturday"},
        {"saturday", 7, "7 Saturday"},
        {Json::array({"Monday", "Sunday"}), 7, Json::array({"2 Monday", "1 Sunday"})},
        {"6 Saturday", 1, "6 Saturday"},
        {"Caturday", 1, "Caturday"},
        {6, 1, 6},
    };
    for (const auto& c : cases) {
        CAPTURE(c.value.dump());
        planner::Plan made = by({});
        made.filters = {{"weekday", "=", c.value}, {"country", "=", "Monday"}};
        const auto computed =
            over_time_columns(made, shop(), Calendar::make(CalendarRules{"UTC", c.week_start, 1}).value());
        CHECK(computed.filters[0].value == c.written);
        CHECK(computed.filters[1].value == "Monday");
        CHECK(made.filters[0].value == c.value);
    }
    planner::Offer own = shop();  // A weekday that the vendor gives is compared as it stands.
    own.datasets[0].fields[3].part_of = "";
    planner::Plan made = by({});
    made.filters = {{"weekday", "=", "Saturday"}};
    CHECK(over_time_columns(made, own, Calendar()).filters[0].value == "Saturday");
}
