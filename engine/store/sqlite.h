#pragma once
// The driver of SQLite. For the files of this room only.

#include "store/sql.h"

namespace parley::store {

// One connection to one file, made where it is missing with mode 0600, or to
// memory for ":memory:". A transaction holds its lock.
Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path);

}  // namespace parley::store
