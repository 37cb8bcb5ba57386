#pragma once
// A question over a plain table -> which columns, of which rows, grouped and ordered how: what stands in a SELECT.
// Pure. Where plan_table decides on a picture, this answers in rows.

#include "base/json.h"
#include "planner/tables/columns.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

struct Selected {
    std::string column;     // "*": the rows themselves.
    std::string aggregate;  // "count", "avg", "sum", "min", "max", or empty: as it is.
    bool distinct = false;

    bool operator==(const Selected&) const = default;
};

struct TableCondition {
    std::string column;
    std::string op;  // = != < <= > >= between like
    Json value;
    Json value2 = {};            // Of "between".
    bool either = false;         // Joined to the one before it by "or".
    std::string aggregate = {};  // Of a condition on groups.
};

struct QueryOrder {
    Selected by;
    bool descending = false;
};

struct TableQuery {
    std::vector<Selected> select;
    std::vector<TableCondition> where;
    std::vector<std::string> group_by;
    std::vector<TableCondition> having;
    std::vector<QueryOrder> order_by;
    std::optional<int> limit;
};

// None where the question speaks of nothing that the table has.
std::optional<TableQuery> query_table(std::string_view question, const PlainTable& table, const WordVectors& vectors);

}  // namespace parley::planner
