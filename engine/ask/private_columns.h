#pragma once
// Columns that look secret, in rows whose columns nobody has described: no answer, chart or model sees them.

#include "base/table.h"

#include <functional>
#include <string>

namespace parley::ask {

// Takes them out of the rows, but those that `is_described` knows. What was taken in one sentence; empty: nothing.
std::string take_private_columns(Table& rows, const std::function<bool(const std::string&)>& is_described);

}  // namespace parley::ask
