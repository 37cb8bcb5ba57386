#pragma once
// The schema, numbered. Each database writes it in its own words, with the same
// numbers and names.

#include "store/sql.h"

#include <span>
#include <string>

namespace parley::store {

struct Migration {
    int version;  // 1, 2, 3 ...
    const char* script;
};

// A schema and what its database has to be asked about it: queries for one
// number.
struct Schema {
    std::span<const Migration> migrations;  // Only ever longer: what stands here has run somewhere.
    const char* count_versions;             // 1 where the table schema_version is there.
    const char* count_tables;               // Of anybody, where ours is not.
    const char* count_hashes;               // 1 where schema_version has a column for hashes.
    const char* make_versions;
    const char* add_hashes;
};
Schema sqlite_schema();
Schema postgres_schema();

// Brings the schema to the newest version, in one transaction, and notes the
// SHA-256 of each text that has run. `subject` begins the sentences: "The
// database file x.db". Fault::invalid for a database of a newer version, of
// somebody else, or one whose migrations were other ones than ours.
Result<Done> migrate(Database& database, const Schema& schema, const std::string& subject);

// The same without changing anything: also Fault::invalid where something would
// have to be changed.
Result<Done> require_newest(Database& database, const Schema& schema, const std::string& subject);

}  // namespace parley::store
