#pragma once
// The driver of PostgreSQL: a small pool of connections, each call with one of
// its own. For the files of this room only.

#include "store/sql.h"

namespace parley::store {

struct PostgresPool {
    int connections_max = 8;
    int wait_max_ms = 5'000;        // For a connection, and for another writer's turn to end.
    int statement_max_ms = 10'000;  // Of one statement.
};

// Nothing is connected yet: the first transaction connects. Names stand in the
// schema "parley" and nowhere else.
std::unique_ptr<Database> make_postgres_database(const std::string& address, const PostgresPool& pool);

// A connection string as libpq reads it, "postgresql://..." or "host=...
// dbname=...". Fault::invalid for what is none, and for one with a password: it
// would stand in configuration files and process lists.
struct PostgresAddress {
    std::string complete;  // With our defaults: timeouts, the name we go by.
    std::string database;
    std::string place;  // "parley on db.example.com", for people. Empty parts are
                        // left out.
};
Result<PostgresAddress> read_postgres_address(const std::string& address);

}  // namespace parley::store
