#pragma once
// A reply nobody described -> a table: which array holds the rows, what each column is. Pure.

#include "base/table.h"

namespace parley::vendors {

// Nested objects become dotted names; a reply without an array of objects becomes one row. Fault::invalid where nothing
// tabular is in it.
Result<Table> infer_table(const Json& reply);

}  // namespace parley::vendors
