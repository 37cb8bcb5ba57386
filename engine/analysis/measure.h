#pragma once
// A plan's measure tied to the rows that answer it: which columns, which conditions, which currencies. Made once per
// call; points into the inputs.

#include "analysis/workbench.h"

#include <memory>

namespace parley::analysis {

// The column under which a source finds its rows' keys, where the plan joins by one.
inline constexpr std::string_view joined_key = "(key)";

struct Source {
    const Input* input = nullptr;
    const planner::Metric* metric = nullptr;
    std::string name;                         // Of its column in the result.
    planner::Term value;                      // The metric's, or with the aggregate that the plan asks for.
    std::vector<planner::Condition> filters;  // The plan's, on this dataset's columns.
    std::vector<std::string> groups;          // Columns, in the order of the plan's group_by.
    bool money = false;                       // Sums or compares amounts, so that currencies matter.
    std::string unit;                         // The one currency that all its rows are in by declaration.
    const Column* currency = nullptr;         // Else the column that says it row by row; null where there is none.
    std::vector<std::string> codes;           // Upper case; those that occur in that column, "" for none.

    std::shared_ptr<const Column> key;  // As keys are compared, null for none. Shared, for sources are copied.

    bool empty() const { return input->rows.rows() == 0; }
    const Column* column(const std::string& column_name) const {
        return key && column_name == joined_key ? key.get() : input->rows.find(column_name);
    }
    std::vector<const planner::Term*> terms() const;
    Kind kind_of(const planner::Term& term) const;
    const std::string& time_of(const planner::Term& term) const;  // For a stock: the column it lives from.
    bool counts_rows() const;  // The result shows how many rows or values stand behind a number.
};

// Fault::invalid names the metric, dimension or column that is not there.
Result<std::vector<Source>> resolve(const planner::Plan& plan, const std::vector<Input>& inputs);

}  // namespace parley::analysis
