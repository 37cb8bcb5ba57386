#pragma once
// Which keys two measures share. Pure but for the queries it asks.

#include "analysis/grid.h"

#include <map>
#include <set>

namespace parley::analysis {

// The keys behind each measure, and how much of the first has none.
struct Matched {
    std::set<std::string> first;
    std::set<std::string> second;
    std::set<std::string> both;
    std::int64_t without_key = 0;  // Rows or values of the first measure.

    bool keeps(planner::Join::Kind kind, const std::string& key) const;
};

// Over sources of a join by key, each on its own timeline: a key is there where something was counted.
Result<Matched> match_keys(Database& database, const std::vector<Source>& sources, const Timeline& first,
                           const Timeline& second, const Setting& setting);

// The sources cut down to rows with the keys that are kept; side by side keeps all.
std::vector<Source> kept_of(const std::vector<Source>& sources, const Matched& matched, planner::Join::Kind kind);

// A key as the vendor writes it: of several spellings always the same one, the first measure's before the second's.
void write_keys_as_they_are(Column& keys, const std::vector<Source>& sources, const std::string& on);

// Counts that hold for the whole result, the same in each row, of the first measure: "keys", "keys found" (among those
// of the second), "rows without key".
void add_match_columns(Table& table, const Matched& matched);

// One row of nothing but the counts, for a list that nothing is on.
Table counts_alone(const Matched& matched, planner::Join::Kind kind);

}  // namespace parley::analysis
