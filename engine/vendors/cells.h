#pragma once
// One value of a plugin's record into a column, by the column's kind. Pure.

#include "base/table.h"

namespace parley::vendors {

// False where the value does not fit the kind; the column is as before then. calendar: whose days a time falls on.
bool add_cell(Column& column, const Json& value, const Calendar& calendar);

// "a.b.0.c" in nested data; null where there is nothing.
const Json& at_path(const Json& value, std::string_view path);

}  // namespace parley::vendors
