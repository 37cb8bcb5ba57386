#pragma once
// The text that stands for a chart where it cannot be seen. Every number in it is a cell of the table.

#include "base/table.h"

namespace parley::charts {

std::string describe(const Table& table, std::string_view title, std::string_view type);

}  // namespace parley::charts
