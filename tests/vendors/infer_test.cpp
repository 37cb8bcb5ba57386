#include "vendors/infer.h"

#include "base/text.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::vendors;

namespace {

// "id:text/key created:day/time" with units in brackets.
std::string columns_text(const Table& table) {
    std::vector<std::string> parts;
    for (const auto& column : table.columns) {
        const std::string unit = column.unit.empty() ? "" : cat("[", column.unit, "]");
        parts.push_back(cat(column.name, ":", name_of(column.kind), unit, "/", name_of(column.role)));
    }
    return join(parts, " ");
}

}  // namespace

TEST_CASE("vendors: the rows of an undescribed reply are found") {
    struct {
        std::string reply;
        std::string columns;
        std::size_t rows;
    } const cases[] = {
        {R"([{"a":1},{"a":2}])", "a:count/measure", 2},
        {R"({"data":[{"a":1},{"b":"x"}]})", "a:count/measure b:text/dimension", 2},
        {R"({"meta":{"page":1},"result":{"orders":[{"a":1},{"a":2}],"tags":[{"t":1}]}})", "a:count/measure", 2},
        {R"([{"a":1,"lines":[{"x":1},{"x":2},{"x":3},{"x":4}]}])", "x:count/measure", 4},
        {R"([{"a":1,"lines":[{"x":1}]},{"a":2,"lines":[{"x":1}]}])", "a:count/measure lines:count/measure", 2},
        {R"({"total":5,"name":"x"})", "name:text/dimension total:count/measure", 1},
        {R"({"a":{"b":{"c":true}},"list":["x","y"]})", "list:text/dimension", 2},
        {R"(["x","y"])", "value:text/dimension", 2},
        {R"([{"a":{"b":1},"c":["x","y"]}])", "a.b:count/measure c:text/dimension", 1},
    };
    for (const auto& c : cases) {
        CAPTURE(c.reply);
        const auto table = infer_table(Json::parse(c.reply));
        REQUIRE(table);
        CHECK(columns_text(table.value()) == c.columns);
        CHECK(table.value().rows() == c.rows);
        CHECK(table.value().completeness.state == Completeness::State::unknown);
    }
}

TEST_CASE("vendors: what holds no table is refused") {
    for (const std::string reply :
         {"null", "5", "\"text\"", "[]", "{}", "[null]", R"({"data":[]})", R"([{}])", R"([[]])", R"({"a":null})"}) {
        CAPTURE(reply);
        const auto table = infer_table(Json::parse(reply));
        REQUIRE_FALSE(table);
        CHECK(table.error().fault == Fault::invalid);
    }
}

TEST_CASE("vendors: kinds are guessed from names and values") {
    struct {
        std::string rows;
        std::string columns;
    } const cases[] = {
        {R"([{"d":"2026-09-15"},{"d":null},{"d":"2026-09-16"}])", "d:day/time"},
        {R"([{"d":"2026-09-15T10:00:00Z"}])", "d:time/time"},
        {R"([{"d":"2026-09-15"},{"d":"soon"}])", "d:text/dimension"},
        {R"([{"created_at":1788445200}])", "created_at:time/time"},
        {R"([{"created_at":1788445200000}])", "created_at:time/time"},
        {R"([{"created_at":5}])", "created_at:count/measure"},
        {R"([{"visits":1788445200}])", "visits:count/measure"},
        {R"([{"id":7},{"id":8}])", "id:text/key"},
        {R"([{"customerId":"c7"}])", "customerId:text/key"},
        {R"([{"zip":12345}])", "zip:text/key"},
        {R"([{"ok":true},{"ok":false}])", "ok:flag/dimension"},
        {R"([{"ok":true},{"ok":5}])", "ok:text/dimension"},
        {R"([{"weight":2.5},{"weight":3}])", "weight:number/measure"},
        {R"([{"open_rate":0.25},{"open_rate":0.5}])", "open_rate:ratio[percent]/measure"},
        {R"([{"open_rate":25.5}])", "open_rate:number/measure"},
        {R"([{"share_percent":25.5}])", "share_percent:ratio[percent]/measure"},
        {R"([{"amount":12.5,"currency":"EUR"},{"amount":3,"currency":"EUR"}])",
         "amount:money[EUR]/measure currency:text/dimension"},
        {R"([{"amount":12.5,"currency":"EUR"},{"amount":3,"currency":"USD"}])",
         "amount:money/measure currency:text/dimension"},
        {R"([{"amount":1250,"currency":"EUR"}])", "amount:count/measure currency:text/dimension"},  // Minor or major?
        {R"([{"amount":12.5}])", "amount:number/measure"},
        {R"([{"price":{"amount":"19.90","currency_code":"CZK"}}])",
         "price.amount:money[CZK]/measure price.currency_code:text/dimension"},
        {R"([{"amount":12.5,"currency":"coins"}])", "amount:number/measure currency:text/dimension"},
        {R"([{"name":"12.50"}])", "name:text/dimension"},
        {R"([{"x":null}, {"x":null,"y":1}])", "x:text/dimension y:count/measure"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.rows);
        const auto table = infer_table(Json::parse(c.rows));
        REQUIRE(table);
        CHECK(columns_text(table.value()) == c.columns);
    }
}

TEST_CASE("vendors: guessed values keep their worth") {
    const auto table = infer_table(Json::parse(
        R"([{"amount":12.35,"currency":"EUR","rate_percent":50,"on":"2026-01-02","at":1788445200000,"id":9},
            {"amount":700,"currency":"JPY","rate_percent":null,"on":null,"at":1788445200000,"id":10}])"));
    REQUIRE(table);
    const Table& t = table.value();
    CHECK(t.find("amount")->integer(0) == 1235);
    CHECK(t.find("amount")->integer(1) == 700);
    CHECK(t.currency_of(*t.find("amount"), 1) == "JPY");
    CHECK(t.find("rate_percent")->real(0) == doctest::Approx(0.5));
    CHECK_FALSE(t.find("rate_percent")->has(1));
    CHECK(t.find("on")->integer(0) == Day::of(2026, 1, 2).days);
    CHECK(t.find("at")->integer(0) == 1788445200);
    CHECK(t.find("id")->text(1) == "10");
}

TEST_CASE("vendors: a reply with very many names stays a table") {
    Json row = Json::object();
    for (int k = 0; k < 1000; ++k) row["field" + std::to_string(k)] = k;
    const auto table = infer_table(Json::array({row}));
    REQUIRE(table);
    CHECK(table.value().columns.size() == 200);
}
