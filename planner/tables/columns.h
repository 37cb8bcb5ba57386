#pragma once
// A plain table as the planner sees it: its columns, what they hold, and where a question speaks of them. For tables
// that no manifest describes: the rows of a custom connection, an uploaded sheet.

#include "base/table.h"
#include "planner/language/words.h"
#include "planner/tools/vectors.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

struct TableColumn {
    std::string name;
    Kind kind = Kind::text;
    std::size_t distinct = 0;         // 0: nobody counted.
    std::vector<std::string> values;  // Some or all of them; for text only.
    double low = 0, high = 0;         // Of numbers; of days since 1970 for days.

    bool is_number() const {
        return kind == Kind::count || kind == Kind::number || kind == Kind::money || kind == Kind::ratio;
    }
    bool is_time() const { return kind == Kind::day || kind == Kind::time; }
};

struct PlainTable {
    std::string name;
    std::vector<TableColumn> columns;
    std::size_t rows = 0;
};

// What the planner needs to know of a table's rows. Texts that are all dates become days, whole numbers counts. Money
// is in minor units. In profile.cpp.
PlainTable profile_of(const Table& table, std::string name);

// Whether a column stands for time though its kind does not say so: a number called "year" with values like 1997.
bool counts_years(const TableColumn& column);

// A number of few values, which can be a grouping: cylinders, bedrooms.
bool is_discrete(const TableColumn& column);

// A place of the question that speaks of a column, by its name or by its values.
struct Mention {
    std::size_t first = 0;
    std::size_t count = 0;
    std::size_t column = 0;
    float sure = 0;                   // 1: its whole name, letter by letter.
    std::vector<std::string> values;  // Where its values stand in the question, and not its name.

    std::size_t end() const { return first + count; }
};

// From left to right, none over another. `vectors` may be empty. groups: words behind "by" and its like; taken: words
// that say something else ("split", "stacked").
std::vector<Mention> find_mentions(const Words& words, const PlainTable& table, const WordVectors& vectors,
                                   Stemmer& stemmer, const std::vector<std::size_t>& groups,
                                   const std::vector<bool>& taken);

}  // namespace parley::planner
