#pragma once
// A question over a plain table -> what to draw of it: which columns, made of which numbers, as which mark. Pure.

#include "base/json.h"
#include "planner/tables/columns.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

struct Channel {
    std::string column;     // Empty: the rows themselves are counted.
    std::string aggregate;  // "count", "mean", "sum", "min", "max", "median", or empty: as it is.
    std::string bin;        // "year", "quarter", "month", "week", "weekday", "day", "range"; or empty.
};

struct TableOrder {
    std::string channel;  // "x" or "y"
    bool descending = false;
};

struct TableFilter {
    std::string column;
    std::string op;  // = != < <= > >= contains
    Json value;
};

struct TablePlan {
    std::string mark;  // "bar", "line", "point", "arc"
    Channel x, y;
    std::optional<Channel> color;
    std::optional<TableOrder> order;
    std::optional<int> limit;
    std::vector<TableFilter> filters;  // All of them hold.
    std::vector<std::string> notes;    // What was said and is not in the plan.
};

// None where the question speaks of nothing that the table has.
std::optional<TablePlan> plan_table(std::string_view question, const PlainTable& table, const WordVectors& vectors);

}  // namespace parley::planner
