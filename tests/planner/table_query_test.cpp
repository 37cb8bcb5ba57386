// Questions over a plain table of which only the columns are known: what is selected, of which rows, grouped how.
#include "planner/tables/table_query.h"

#include "base/text.h"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::planner;

namespace {

TableColumn column(std::string name, Kind kind) {
    TableColumn made;
    made.name = std::move(name);
    made.kind = kind;
    return made;
}

PlainTable orders() {
    return {"orders",
            {column("order_id", Kind::number), column("customer_id", Kind::number), column("customer_name", Kind::text),
             column("city", Kind::text), column("status", Kind::text), column("amount", Kind::number),
             column("weight", Kind::number), column("order_date", Kind::day), column("year", Kind::number)},
            0};
}

std::string text_of(const Selected& one) {
    const std::string name = one.distinct ? cat("distinct ", one.column) : one.column;
    return one.aggregate.empty() ? name : cat(one.aggregate, "(", name, ")");
}

std::string text_of(const std::vector<TableCondition>& conditions) {
    std::string out;
    for (const auto& condition : conditions) {
        if (!out.empty()) out += condition.either ? " or " : " and ";
        const std::string of =
            condition.aggregate.empty() ? condition.column : cat(condition.aggregate, "(", condition.column, ")");
        out += cat(of, " ", condition.op, " ", dump(condition.value));
        if (!condition.value2.is_null()) out += cat("..", dump(condition.value2));
    }
    return out;
}

std::string query(const std::string& question) {
    const auto made = query_table(question, orders(), {});
    if (!made) return "none";
    std::vector<std::string> selected;
    for (const auto& one : made->select) selected.push_back(text_of(one));
    std::string out = join(selected, ", ");
    if (!made->where.empty()) out += cat(" where ", text_of(made->where));
    if (!made->group_by.empty()) out += cat(" by ", join(made->group_by, ", "));
    if (!made->having.empty()) out += cat(" having ", text_of(made->having));
    for (const auto& order : made->order_by)
        out += cat(" order ", text_of(order.by), order.descending ? " down" : " up");
    if (made->limit) out += cat(" limit ", *made->limit);
    return out;
}

}  // namespace

TEST_CASE("table query: what is selected, and what is made of it") {
    const struct {
        const char* question;
        const char* expected;
    } cases[] = {
        {"How many orders are there?", "count(*)"},
        {"Count the orders", "count(*)"},
        {"What is the average amount of all orders?", "avg(amount)"},
        {"minimum and maximum weight", "min(weight), max(weight)"},
        {"the average amount and the total weight", "avg(amount), sum(weight)"},
        {"How many different cities are there?", "count(distinct city)"},
        {"How many customers have placed an order?", "count(distinct customer_id)"},
        {"List the distinct cities", "distinct city"},
        {"Show city and status of all orders", "city, status"},
        {"List all orders", "customer_name"},
        {"what is the weather like", "none"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        CHECK(query(c.question) == c.expected);
    }
}

TEST_CASE("table query: conditions with numbers, years and names") {
    const struct {
        const char* question;
        const char* expected;
    } cases[] = {
        {"How many orders have an amount above 100?", "count(*) where amount > 100.0"},
        {"orders whose weight is at least 3, show the city", "city where weight >= 3.0"},
        {"the city of orders with a weight between 2 and 5", "city where weight between 2.0..5.0"},
        {"How many orders were placed in 2024?", "count(*) where year = 2024.0"},
        {"How many orders were placed in 2023 or 2024?", "count(*) where year = 2023.0 or year = 2024.0"},
        {"How many orders were placed before 2020?", "count(*) where year < 2020.0"},
        {"How many orders have the status 'open'?", R"(count(*) where status = "open")"},
        {"the amount of orders whose status is not 'open'", R"(amount where status != "open")"},
        {"How many orders from the city Berlin or Prague?", R"(count(*) where city = "Berlin" or city = "Prague")"},
        {"amounts where the city contains 'burg'", R"(amount where city like "%burg%")"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        CHECK(query(c.question) == c.expected);
    }
}

TEST_CASE("table query: groups, order and the largest one") {
    const struct {
        const char* question;
        const char* expected;
    } cases[] = {
        {"the number of orders in each city", "city, count(*) by city"},
        {"How many orders are there for each status?", "status, count(*) by status"},
        {"average amount per city", "city, avg(amount) by city"},
        {"each city and the number of orders", "city, count(*) by city"},
        {"Which city has the most orders?", "city by city order count(*) down limit 1"},
        {"cities with more than 10 orders", "city by city having count(*) > 10.0"},
        {"the cities whose average amount is above 50", "city by city having avg(amount) > 50.0"},
        {"List the city of the order with the highest amount", "city order amount down limit 1"},
        {"the status of the 3 heaviest orders", "status order weight down limit 3"},
        {"What is the highest amount?", "max(amount)"},
        {"Show the city of all orders in descending order of amount", "city order amount down"},
        {"list customer names sorted by weight", "customer_name order weight up"},
        {"the city of the most recent order", "city order order_date down limit 1"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.question));
        CHECK(query(c.question) == c.expected);
    }
}
