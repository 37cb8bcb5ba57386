#pragma once
#include "base/result.h"
#include "store/sqlite.h"

#include <string>

namespace parley::store {

// Brings the schema to the newest version, in one transaction. Fault::invalid, naming the path, for a database of a
// newer version or of somebody else.
Result<Done> migrate(Database& database, const std::string& path);

}  // namespace parley::store
