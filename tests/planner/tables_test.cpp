// Questions over a plain table that no manifest describes.
#include "planner/tables/table_plan.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

PlainTable cars() {
    PlainTable table{"cars", {}, 300};
    const auto add = [&](const char* name, Kind kind, std::size_t distinct, std::vector<std::string> values = {}) {
        TableColumn& column = table.columns.emplace_back();
        column.name = name;
        column.kind = kind;
        column.distinct = distinct;
        column.values = std::move(values);
        column.high = 100;
    };
    add("Model", Kind::text, 290);
    add("Price", Kind::number, 250);
    add("Doors", Kind::count, 4);
    add("Maker_Country", Kind::text, 5, {"Italy", "Japan", "Sweden"});
    add("Sold_On", Kind::day, 200);
    add("Sales", Kind::number, 240);
    return table;
}

std::string text_of(const std::vector<TableFilter>& filters) {
    std::string out;
    for (const auto& filter : filters) {
        out += (out.empty() ? "" : "; ") + filter.column + " " + filter.op + " " + filter.value.dump();
    }
    return out;
}

Table sheet(const std::vector<std::string>& days) {
    Table table;
    table.columns.emplace_back("when", Kind::text, Role::dimension);
    table.columns.emplace_back("size", Kind::number, Role::dimension);
    for (std::size_t row = 0; row < days.size(); ++row) {
        if (days[row].empty())
            table.columns[0].add_null();
        else
            table.columns[0].add(days[row]);
        table.columns[1].add(static_cast<double>(row % 3) * 2);
    }
    return table;
}

}  // namespace

TEST_CASE("tables: a question over a plain table becomes a mark and its channels") {
    const WordVectors none;
    const struct {
        const char* question;
        const char* mark;
        const char* x;
        const char* y;
        const char* aggregate;
        const char* color;
    } cases[] = {
        {"average price by maker country", "bar", "Maker_Country", "Price", "mean", ""},
        {"number of models by maker country", "bar", "Maker_Country", "", "count", ""},
        {"price vs sales", "point", "Price", "Sales", "", ""},
        {"scatter plot of price and sales colored by maker country", "point", "Price", "Sales", "", "Maker_Country"},
        {"total sales over time", "line", "Sold_On", "Sales", "sum", ""},
        {"total sales over time for each maker country", "line", "Sold_On", "Sales", "sum", "Maker_Country"},
        {"histogram of price", "bar", "Price", "", "count", ""},
        {"what is the share of each maker country in a pie chart", "arc", "Maker_Country", "", "count", ""},
        {"number of cars by doors, stacked by maker country", "bar", "Doors", "", "count", "Maker_Country"},
        {"average price of cars from Italy by doors", "bar", "Doors", "Price", "mean", ""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const auto plan = plan_table(c.question, cars(), none);
        REQUIRE(plan);
        CHECK(plan->mark == c.mark);
        CHECK(plan->x.column == c.x);
        CHECK(plan->y.column == c.y);
        CHECK(plan->y.aggregate == c.aggregate);
        CHECK((plan->color ? plan->color->column : "") == c.color);
    }
}

TEST_CASE("tables: a question that speaks of nothing in the table has no plan") {
    const WordVectors none;
    for (const char* question :
         {"who wrote Hamlet", "", "play some jazz", "what is the weather in Brno", "?!", "how many", "show me a chart",
          "sort from high to low", "the the the", "is it true that"}) {
        CAPTURE(question);
        CHECK_FALSE(plan_table(question, cars(), none));
    }
}

TEST_CASE("tables: the order is the one said, on the axis said") {
    const WordVectors none;
    const struct {
        const char* question;
        const char* channel;
        bool descending;
    } cases[] = {{"average price by maker country, sort by the y axis from high to low", "y", true},
                 {"average price by maker country, order the x axis ascending", "x", false},
                 {"average price by maker country in desc order", "y", true},
                 {"average price by maker country, list in alphabetical order", "x", false}};
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const auto plan = plan_table(c.question, cars(), none);
        REQUIRE(plan);
        REQUIRE(plan->order);
        CHECK(plan->order->channel == c.channel);
        CHECK(plan->order->descending == c.descending);
    }
    for (const char* question : {"average price by maker country", "total sales over time", "price vs sales",
                                 "average price by maker country of the highest class"}) {
        CAPTURE(question);
        const auto plan = plan_table(question, cars(), none);
        REQUIRE(plan);
        CHECK_FALSE(plan->order);
    }
}

TEST_CASE("tables: what is said of a column in a condition filters the rows, and draws nothing") {
    const WordVectors none;
    const struct {
        const char* question;
        const char* filters;
    } cases[] = {
        {"average price by doors for cars whose sales are above 700", "Sales > 700.0"},
        {"number of models by maker country with sales less than 20", "Sales < 20.0"},
        {"number of models by maker country that have sales between 10 and 50", "Sales >= 10.0; Sales <= 50.0"},
        {"number of models by doors whose sales are at least 5", "Sales >= 5.0"},
        {"average price of cars from Italy by doors", "Maker_Country = \"Italy\""},
        {"average price by doors, not Japan", "Maker_Country != \"Japan\""},
    };
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const auto plan = plan_table(c.question, cars(), none);
        REQUIRE(plan);
        CHECK(text_of(plan->filters) == c.filters);
        CHECK(plan->notes.empty());
        CHECK(plan->x.column != "Sales");
        CHECK(plan->y.column != "Sales");
    }
    for (const char* question :
         {"average price by maker country", "average price of cars from Italy and Japan by maker country",
          "price vs sales", "top 5 models by price", "total sales over time", "histogram of price"}) {
        CAPTURE(question);
        const auto plan = plan_table(question, cars(), none);
        REQUIRE(plan);
        CHECK(plan->filters.empty());
    }
}

TEST_CASE("tables: a condition that is not understood is in the notes, never dropped in silence") {
    const WordVectors none;
    const struct {
        const char* question;
        std::size_t notes;
        std::size_t filters;
    } cases[] = {{"average price by doors whose wheels are above 700", 1, 0},
                 {"average price by doors whose sales are not above 700", 1, 0},
                 {"average price by doors whose sales are above 700", 0, 1},
                 {"average price by doors", 0, 0}};
    for (const auto& c : cases) {
        CAPTURE(c.question);
        const auto plan = plan_table(c.question, cars(), none);
        REQUIRE(plan);
        CHECK(plan->notes.size() == c.notes);
        CHECK(plan->filters.size() == c.filters);
    }
}

TEST_CASE("tables: what the planner knows of a table's rows is counted from them") {
    const auto days = profile_of(sheet({"2026-01-05", "2026-03-01 10:00:00", "2026-01-05", ""}), "visits");
    CHECK(days.name == "visits");
    CHECK(days.rows == 4);
    CHECK(days.columns[0].kind == Kind::day);
    CHECK(days.columns[0].distinct == 2);
    CHECK(days.columns[0].low == Day::of(2026, 1, 5).days);
    CHECK(days.columns[0].high == Day::of(2026, 3, 1).days);
    CHECK(days.columns[0].values.empty());
    CHECK(days.columns[1].kind == Kind::count);  // 0, 2, 4: whole numbers
    CHECK(days.columns[1].distinct == 3);
    CHECK(days.columns[1].high == 4);

    const auto mixed = profile_of(sheet({"2026-01-05", "soon", "2/30/16", "soon"}), "visits");
    CHECK(mixed.columns[0].kind == Kind::text);
    CHECK(mixed.columns[0].values == std::vector<std::string>{"2/30/16", "2026-01-05", "soon"});
    CHECK(mixed.columns[0].low == 0);

    const auto american = profile_of(sheet({"2/22/16", "12/1/99"}), "visits");
    CHECK(american.columns[0].kind == Kind::day);
    CHECK(american.columns[0].low == Day::of(1999, 12, 1).days);

    for (const char* text : {"", "1-2", "13/45/2016", "99999-01-01", "2026-1a-01", "--", "a/b/c"}) {
        CAPTURE(text);
        CHECK(profile_of(sheet({text}), "t").columns[0].kind == Kind::text);
    }
    CHECK(profile_of(Table{}, "empty").columns.empty());
    CHECK_FALSE(plan_table("average price by day", profile_of(Table{}, "empty"), WordVectors()));
}

TEST_CASE("tables: more values than a question chooses from are counted and not kept") {
    std::vector<std::string> many;
    for (int k = 0; k < 301; ++k) many.push_back("name " + std::to_string(k));
    const auto read = profile_of(sheet(many), "people");
    CHECK(read.columns[0].distinct == 301);
    CHECK(read.columns[0].values.empty());
    many.pop_back();
    CHECK(profile_of(sheet(many), "people").columns[0].values.size() == 300);
}
