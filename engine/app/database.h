#pragma once
// Where everything is kept: a file of SQLite, or PostgreSQL by its address.

#include "app/config.h"
#include "store/store.h"

namespace parley::app {

bool is_postgres(const std::string& database);  // "postgresql://...", or "postgres://..."

// Makes the file and its folder where they are missing. PostgreSQL is brought up to date where database_owner is set.
Result<std::unique_ptr<store::Store>> open_database(const Config& config);

}  // namespace parley::app
