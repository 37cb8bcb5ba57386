#pragma once
// What a table's columns are to a chart, by their roles. Points into the table. Pure.

#include "base/table.h"

#include <vector>

namespace parley::charts {

struct Shape {
    const Column* time = nullptr;
    std::vector<const Column*> dimensions;
    const Column* currency = nullptr;  // Says row by row what money is in: amounts of two rows may not share a scale.
    std::vector<const Column*> measures;
    const Column* previous = nullptr;  // Of the only measure, where the result is a comparison.
    const Column* change_ratio = nullptr;
    bool compares_several = false;
    const Column* from = nullptr;  // Of ranges of values that lie side by side: where each begins and ends.
    const Column* to = nullptr;

    bool is_histogram() const { return from && to && dimensions.size() == 1 && measures.size() == 1 && !time; }

    bool same_unit() const;  // All measures can share one axis.
};

Shape shape_of(const Table& table);

std::size_t distinct_values(const Column& column);

// One name a column, in the table's order: readable, and free of what Vega-Lite reads as a path. Unique.
std::vector<std::string> field_names(const Table& table);
std::string field_of(const Table& table, const Column& column);

}  // namespace parley::charts
