#pragma once
// The table function `parley_rows(slot, signature)`: our columns as DuckDB reads them. The signature fixes the columns'
// types, the slot is a number that leads to the columns of the call under way; so a prepared statement can be kept.

#include "analysis/database.h"

#include <duckdb.h>
#include <map>
#include <mutex>

namespace parley::analysis {

// Which query each slot is running. A slot is never an address: text that reaches SQL can name none.
class Slots {
public:
    std::int64_t add();
    void remove(std::int64_t slot);
    void set(std::int64_t slot, const Query* query);
    const Query* find(std::int64_t slot) const;

private:
    mutable std::mutex mutex_;
    std::map<std::int64_t, const Query*> queries_;
    std::int64_t next_ = 1;
};

std::string signature_of(
    const std::vector<SourceColumn>& columns);  // "tin": text, integer, number of a bucket; r: real

// `slots` outlives the database.
bool register_scan(duckdb_connection connection, Slots& slots);

}  // namespace parley::analysis
