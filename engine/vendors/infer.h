#pragma once
// A reply nobody described -> a table: which array holds the rows, what each column is. Pure.

#include "base/table.h"

namespace parley::vendors {

// Nested objects become dotted names; a reply without an array of objects becomes one row. Fault::invalid where nothing
// tabular is in it.
Result<Table> infer_table(const Json& reply);

// The cells of an open dataset as columns behind those that its manifest describes: an object for each row. A column
// whose name is there already, and what is beyond 200 columns, is left out.
void add_open_columns(Table& table, const Json::array_t& cells);

}  // namespace parley::vendors
