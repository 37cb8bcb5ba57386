#include "base/table.h"

#include <doctest/doctest.h>
#include <limits>

using namespace parley;

TEST_CASE("table: a cell keeps what its kind can hold, and anything else becomes no value") {
    Column money("amount", Kind::money, Role::measure, "USD");
    money.add(std::int64_t{1050});
    money.add(std::numeric_limits<double>::quiet_NaN());
    money.add(std::string("12"));
    money.add_null();
    CHECK(money.size() == 4);
    CHECK(money.integer(0) == 1050);
    for (std::size_t row = 1; row < 4; ++row) CHECK_FALSE(money.has(row));

    Column ratio("rate", Kind::ratio, Role::measure, "percent");
    ratio.add(std::int64_t{1});
    ratio.add(std::numeric_limits<double>::infinity());
    CHECK(ratio.real(0) == 1.0);
    CHECK_FALSE(ratio.has(1));
}

TEST_CASE("table: leaves as JSON in the form of an answer") {
    Table table;
    table.columns.emplace_back("month", Kind::day, Role::time, "month");
    table.columns.emplace_back("currency", Kind::text, Role::dimension);
    table.columns.emplace_back("MRR", Kind::money, Role::measure);
    table.columns.emplace_back("share", Kind::ratio, Role::measure, "percent");
    for (const char* code : {"USD", "JPY"}) {
        table.columns[0].add(std::int64_t{Day::of(2026, 9, 1).days});
        table.columns[1].add(std::string(code));
        table.columns[2].add(std::int64_t{123450});
        table.columns[3].add(0.25);
    }
    table.columns[3].add_null();
    table.completeness = {Completeness::State::truncated, "the vendor stopped after 2 rows"};
    CHECK(to_json(table, 1).dump() ==
          R"({"columns":[{"name":"month","kind":"day","unit":"month","role":"time"},)"
          R"({"name":"currency","kind":"text","unit":null,"role":"dimension"},)"
          R"({"name":"MRR","kind":"money","unit":null,"role":"measure"},)"
          R"({"name":"share","kind":"ratio","unit":"percent","role":"measure"}],)"
          R"("rows":[["2026-09-01","USD",1234.5,0.25]],)"
          R"("completeness":{"state":"truncated","why":"the vendor stopped after 2 rows"}})");
    CHECK(cell_text(table, table.columns[2], 0) == "USD 1,234.50");
    CHECK(cell_text(table, table.columns[2], 1) == "JPY 123,450");
    CHECK(cell_text(table, table.columns[0], 0) == "Sep 2026");
    CHECK(cell_text(table, table.columns[3], 0) == "25.0 %");
    CHECK(kind_named("money") == Kind::money);
    CHECK_FALSE(kind_named("cash"));
}
