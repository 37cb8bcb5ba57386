// What can be asked of a table that nobody described.
#include "vendors/told.h"

#include "base/text.h"
#include "vendors/infer.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::vendors;

namespace {

planner::Offer offer_for(const std::string& reply) {
    planner::Offer shop;
    shop.vendor = {"custom"};
    shop.name = "Shop";
    planner::Dataset orders;
    orders.id = "list_orders";
    orders.name = "orders";
    orders.tool = "list_orders";
    const auto table = infer_table(Json::parse(reply));
    REQUIRE(table);
    return offer_of_table(shop, orders, table.value());
}

std::string metrics_text(const planner::Offer& offer) {
    std::vector<std::string> parts;
    for (const auto& metric : offer.metrics)
        parts.push_back(cat(metric.name, "=", name_of(metric.value.aggregate), "(", metric.value.column, ")"));
    return join(parts, "; ");
}

std::string dimensions_text(const planner::Offer& offer) {
    std::vector<std::string> parts;
    for (const auto& dimension : offer.dimensions) parts.push_back(dimension.name);
    return join(parts, "; ");
}

Table wide(const std::vector<std::string>& names) {
    Json row = {{"country", "DE"}};
    double value = 1.5;
    for (const auto& name : names) row[name] = value++;
    const auto table = infer_table(Json::array({row}));
    REQUIRE(table);
    return table.value();
}

}  // namespace

TEST_CASE("vendors: measures of a told table are added up, shares averaged, and the rest is grouped by") {
    struct {
        const char *reply, *metrics, *dimensions, *time;
    } const cases[] = {
        {R"([{"id":"a","country":"DE","quantity":2,"created_at":"2026-09-01T10:00:00Z"}])",
         "number of orders=count(); quantity=sum(quantity)", "country; id", "created_at"},
        {R"([{"price":{"totalAmount":12.5,"currency":"EUR"},"paid":true}])",
         "number of orders=count(); price total amount=sum(price.totalAmount)", "paid; price currency", ""},
        {R"([{"open_rate":0.25,"name":"x"}])", "number of orders=count(); open rate=avg(open_rate)", "name", ""},
        {R"([{"a.b":1,"a_b":2}])", "number of orders=count(); a b=sum(a.b)", "", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.reply);
        const auto offer = offer_for(c.reply);
        CHECK(metrics_text(offer) == c.metrics);
        CHECK(dimensions_text(offer) == c.dimensions);
        REQUIRE(offer.datasets.size() == 1);
        CHECK(offer.datasets.front().time_field == c.time);
        CHECK(offer.datasets.front().tool == "list_orders");
    }
}

TEST_CASE("vendors: of several times the one at which a row came to be counts") {
    struct {
        const char *reply, *time;
    } const cases[] = {
        {R"([{"updated_at":"2026-09-02","created_at":"2026-09-01"}])", "created_at"},
        {R"([{"closed_at":"2026-09-02","order_date":"2026-09-01"}])", "order_date"},
        {R"([{"due_on":"2026-09-02","seen_at":"2026-09-01"}])", "seen_at"},
        {R"([{"updated_at":"2026-09-02"}])", "updated_at"},
        {R"([{"name":"x"}])", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.reply);
        CHECK(offer_for(c.reply).datasets.front().time_field == c.time);
    }
}

TEST_CASE("vendors: a value of a row is in no name of what can be asked") {
    const auto offer = offer_for(R"([{"country":"Atlantis","quantity":1},{"country":"Lemuria","quantity":2}])");
    for (const auto& dimension : offer.dimensions) CHECK(dimension.values.empty());
    for (const auto& metric : offer.metrics) CHECK(metric.name.find("Atlantis") == std::string::npos);
}

TEST_CASE("vendors: a column for each period becomes a row for each") {
    struct {
        std::vector<std::string> names;
        std::string first;  // Of the first row; empty: it is no such table.
    } const cases[] = {
        {{"2026-01", "2026-02", "2026-03"}, "2026-01-01"},
        {{"Jan 2026", "Feb 2026", "Mar 2026"}, "2026-02-01"},  // As JSON's names are sorted.
        {{"January_2026", "February_2026", "March_2026"}, "2026-02-01"},
        {{"2026 Q1", "2026 Q2", "2026 Q3"}, "2026-01-01"},
        {{"2024", "2025", "2026"}, "2024-01-01"},
        {{"2026-01", "2026-02"}, ""},
        {{"Jan", "Feb", "Mar"}, ""},
        {{"2026-13", "2026-14", "2026-15"}, ""},
        {{"spend 2024 total", "spend 2025 total", "spend 2026 total"}, ""},
        {{"alpha", "beta", "gamma"}, ""},
    };
    for (const auto& c : cases) {
        CAPTURE(join(c.names, ", "));
        const auto lines = unpivoted(wide(c.names));
        CHECK(lines.has_value() == !c.first.empty());
        if (!lines) continue;
        REQUIRE(lines->columns.size() == 3);
        CHECK(lines->columns[1].name == "period");
        CHECK(lines->columns[2].name == "value");
        CHECK(lines->rows() == 3);
        CHECK(lines->columns[0].text(2) == "DE");
        CHECK(Day{static_cast<std::int32_t>(lines->columns[1].integer(0))}.text() == c.first);
    }
}
