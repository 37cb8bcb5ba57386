#pragma once
// A shop with payments (a flow), subscriptions (a stock) and reviews by day, and ways to write plans over them briefly.

#include "analysis/workbench.h"
#include "base/text.h"

#include <doctest/doctest.h>

namespace parley::samples {

using planner::Aggregate;
using planner::Term;
using planner::Timing;

inline planner::Metric metric(std::string id, std::string name, std::string dataset, Term value, Kind kind) {
    planner::Metric made;
    made.id = std::move(id);
    made.name = std::move(name);
    made.dataset = std::move(dataset);
    made.value = std::move(value);
    made.kind = kind;
    return made;
}

inline planner::Metric rate(planner::Metric made, Term per) {
    made.per = std::move(per);
    if (made.kind == Kind::ratio) made.unit = "percent";
    return made;
}

inline planner::Dataset dataset(std::string id, std::string time, std::string from, std::string until) {
    planner::Dataset made;
    made.id = id;
    made.name = id;
    made.tool = "list_" + id;
    made.time_field = std::move(time);
    made.from_field = std::move(from);
    made.until_field = std::move(until);
    return made;
}

inline planner::Offer shop() {
    planner::Offer offer;
    offer.vendor = {"shop"};
    offer.connection = {"c1"};
    offer.connected = true;
    offer.name = "Shop";
    offer.datasets = {dataset("payments", "created", "", ""), dataset("subscriptions", "", "started", "ended"),
                      dataset("reviews", "day", "", "")};
    const Term amount{Aggregate::sum, "amount", "", Timing::during, {}};
    const Term rows{Aggregate::count, "", "", Timing::during, {}};
    const Term paid{Aggregate::count, "", "", Timing::during, {{"status", "=", "paid"}}};
    const Term alive{Aggregate::count, "", "", Timing::at_end, {}};
    const Term alive_before{Aggregate::count, "", "", Timing::at_start, {}};
    const Term ended{Aggregate::count, "", "ended", Timing::during, {}};
    offer.metrics = {
        metric("volume", "volume", "payments", amount, Kind::money),
        metric("payments", "payments", "payments", rows, Kind::count),
        metric("customers", "customers", "payments", {Aggregate::distinct, "customer", "", Timing::during, {}},
               Kind::count),
        rate(metric("paid_rate", "paid rate", "payments", paid, Kind::ratio), rows),
        rate(metric("order_value", "order value", "payments", amount, Kind::money), rows),
        metric("subscriptions", "subscriptions", "subscriptions", alive, Kind::count),
        metric("mrr", "MRR", "subscriptions", {Aggregate::sum, "amount", "", Timing::at_end, {}}, Kind::money),
        rate(metric("churn", "churn", "subscriptions", ended, Kind::ratio), alive_before),
        metric("largest", "largest plan", "subscriptions", {Aggregate::maximum, "amount", "", Timing::at_end, {}},
               Kind::money),
        metric("plans", "plans", "subscriptions", {Aggregate::distinct, "plan", "", Timing::at_end, {}}, Kind::count),
        metric("score", "score", "reviews", {Aggregate::mean, "score", "", Timing::during, {}}, Kind::number),
        metric("middle", "middle score", "reviews", {Aggregate::median, "score", "", Timing::during, {}}, Kind::number),
        metric("reviews", "reviews", "reviews", rows, Kind::count),
    };
    offer.metrics[6].divided_by = 12;  // Amounts of subscriptions are a year's.
    const auto dimension = [](std::string id, std::map<std::string, std::string> columns) {
        planner::Dimension made;
        made.id = id;
        made.name = id;
        made.columns = std::move(columns);
        return made;
    };
    offer.dimensions = {
        dimension("country", {{"payments", "country"}, {"subscriptions", "country"}, {"reviews", "land"}}),
        dimension("status", {{"payments", "status"}}),
        dimension("currency", {{"payments", "currency"}}),
        dimension("amount", {{"payments", "amount"}}),
        dimension("created", {{"payments", "created"}}),
        dimension("first", {{"payments", "first"}}),
        dimension("day", {{"reviews", "day"}}),
        dimension("score", {{"reviews", "score"}}),
    };
    return offer;
}

inline std::int64_t at(std::string_view text) {
    return unix_seconds(parse_instant(text).value());
}

inline Table empty_payments() {
    Table table;
    table.columns.emplace_back("created", Kind::time, Role::time);
    table.columns.emplace_back("amount", Kind::money, Role::measure);
    table.columns.emplace_back("currency", Kind::text, Role::dimension);
    table.columns.emplace_back("status", Kind::text, Role::dimension);
    table.columns.emplace_back("country", Kind::text, Role::dimension);
    table.columns.emplace_back("customer", Kind::text, Role::key);
    table.columns.emplace_back("first", Kind::flag, Role::dimension);
    return table;
}

struct Payment {
    const char* created;
    std::int64_t amount;
    const char* currency;
    const char* status;
    const char* country;
    const char* customer;
};

inline Table payments(const std::vector<Payment>& rows) {
    Table table = empty_payments();
    for (const Payment& row : rows) {
        if (*row.created)
            table.columns[0].add(at(row.created));
        else
            table.columns[0].add_null();
        table.columns[1].add(row.amount);
        const char* texts[] = {row.currency, row.status, row.country, row.customer};
        for (std::size_t column = 0; column < 4; ++column) {
            if (*texts[column])
                table.columns[column + 2].add(std::string(texts[column]));
            else
                table.columns[column + 2].add_null();
        }
        table.columns[6].add(std::int64_t{row.customer[0] == 'a'});
    }
    return table;
}

struct Subscription {
    const char* started;
    const char* ended;
    std::int64_t amount;
    const char* country;
    const char* plan;
};

inline Table subscriptions(const std::vector<Subscription>& rows) {
    Table table;
    table.columns.emplace_back("started", Kind::time, Role::time);
    table.columns.emplace_back("ended", Kind::time, Role::time);
    table.columns.emplace_back("amount", Kind::money, Role::measure, "USD");
    table.columns.emplace_back("country", Kind::text, Role::dimension);
    table.columns.emplace_back("plan", Kind::text, Role::dimension);
    for (const Subscription& row : rows) {
        table.columns[0].add(at(row.started));
        if (*row.ended)
            table.columns[1].add(at(row.ended));
        else
            table.columns[1].add_null();
        table.columns[2].add(row.amount);
        table.columns[3].add(std::string(row.country));
        table.columns[4].add(std::string(row.plan));
    }
    return table;
}

struct Review {
    const char* day;
    double score;
    const char* land;
};

inline Table reviews(const std::vector<Review>& rows) {
    Table table;
    table.columns.emplace_back("day", Kind::day, Role::time);
    table.columns.emplace_back("score", Kind::number, Role::measure);
    table.columns.emplace_back("land", Kind::text, Role::dimension);
    for (const Review& row : rows) {
        table.columns[0].add(std::int64_t{Day::parse(row.day).value().days});
        table.columns[1].add(row.score);
        table.columns[2].add(std::string(row.land));
    }
    return table;
}

inline analysis::Setting setting(std::string now, CalendarRules rules = {}) {
    const Instant instant = parse_instant(now).value();
    const Calendar calendar = Calendar::make(std::move(rules)).value();
    return {calendar, calendar.day_of(instant), instant};
}

inline planner::Plan plan(std::vector<std::string> metrics) {
    planner::Plan made;
    for (std::string& name : metrics) made.measures.push_back({"shop." + name, "", ""});
    return made;
}

inline planner::Range range(const char* start, const char* end) {
    planner::Range made;
    if (*start) made.start = Day::parse(start).value();
    if (*end) made.end = Day::parse(end).value();
    return made;
}

inline analysis::Input input(const planner::Offer& offer, const char* dataset_id, Table rows) {
    return {std::move(rows), &offer, offer.dataset(dataset_id)};
}

// One for all tests of the program: opening it takes a while.
inline analysis::Workbench& workbench() {
    static analysis::Workbench opened = analysis::Workbench::open().value();
    return opened;
}

inline std::string names(const Table& table) {
    std::vector<std::string> all;
    for (const Column& column : table.columns) all.push_back(column.name);
    return join(all, ",");
}

inline std::string rows_of(const Table& table) {
    return to_json(table, 10'000)["rows"].dump();
}

inline std::string run(const planner::Plan& made, const std::vector<analysis::Input>& inputs,
                       const analysis::Setting& when) {
    const auto result = workbench().run(made, inputs, when);
    return result ? rows_of(result.value()) : result.error().message;
}

inline const planner::Offer offer = shop();

}  // namespace parley::samples
