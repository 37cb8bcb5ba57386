#pragma once
// What our SQL and our texts look like to PostgreSQL. Pure. For the driver and
// its tests only.

#include "store/sql.h"

namespace parley::store {

// PostgreSQL keeps neither NUL nor what is not UTF-8: such bytes stand as SUB
// (0x1A) and two hexadecimal digits, and a SUB as well. All other text stands
// as it is. Equal texts stay equal, and different ones different.
std::string to_stored(std::string_view text);
std::optional<std::string> from_stored(std::string_view stored);  // Nothing for what to_stored does not make.

// `?` becomes $1, $2 ... with the type of its value: the server need not guess.
std::string numbered(std::string_view sql, Values values);

}  // namespace parley::store
