#include "app/database.h"

#include "app/house.h"

namespace parley::app {

bool is_postgres(const std::string& database) {
    return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

Result<std::unique_ptr<store::Store>> open_database(const Config& config) {
    if (is_postgres(config.database)) return store::open_postgres({config.database, config.database_owner});
    PARLEY_TRY([[maybe_unused]] const Done folder, make_private_folder_of(config.database));
    return store::open_sqlite(config.database);
}

}  // namespace parley::app
