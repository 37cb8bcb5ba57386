#include "base/text.h"
#include "store/migrations.h"
#include "store/sql_store.h"
#include "store/sqlite.h"

namespace parley::store {

Result<std::unique_ptr<Database>> open_sqlite_tables(const std::string& path) {
    PARLEY_TRY(auto database, open_sqlite_database(path));
    PARLEY_TRY([[maybe_unused]] const Done migrated,
               migrate(*database, sqlite_schema(), cat("The database file ", path)));
    return database;
}

Result<std::unique_ptr<Store>> open_sqlite(const std::string& path) {
    PARLEY_TRY(auto database, open_sqlite_tables(path));
    return store_over(std::move(database));
}

}  // namespace parley::store
