#pragma once
// The store over any database that has the newest schema. For the files of this
// room, and for tests that put something between the store and its database.

#include "store/postgres.h"
#include "store/sql.h"
#include "store/store.h"

namespace parley::store {

// What open_sqlite and open_postgres put under the store: opened, checked, of the newest schema.
Result<std::unique_ptr<Database>> open_sqlite_tables(const std::string& path);
Result<std::unique_ptr<Database>> open_postgres_tables(const PostgresOptions& options, const PostgresPool& pool);

std::unique_ptr<Store> store_over(std::unique_ptr<Database> database);

}  // namespace parley::store
