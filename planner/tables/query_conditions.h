#pragma once
// Conditions that a question over a plain table sets, without knowing the table's values: comparisons with numbers,
// years, names in capitals or quotation marks and the column they most likely belong to.

#include "planner/language/words.h"
#include "planner/tables/table_cues.h"
#include "planner/tables/table_query.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

std::optional<double> number_of(const Words& words, std::size_t at);  // 20, "three"

// Reads what it understands into `query` and marks its words in `used`.
struct QueryConditions {
    const std::string& text;
    const Words& words;
    const PlainTable& table;
    const WordVectors& vectors;
    const std::vector<Mention>& mentions;
    const std::vector<std::string>& rows;  // Stems of what the table's rows are called.
    std::vector<bool>& used;
    std::optional<std::size_t> naming;  // The column that says what a row is called.

    void read(TableQuery& query);

private:
    struct Compared {
        std::string op;
        std::size_t first = 0;
        std::size_t number = 0;  // The word that is the number.
        std::size_t end = 0;
    };
    struct Owner {
        std::size_t column = 0;
        Stretch words;  // The name with the column's.
    };
    std::optional<Compared> comparison_at(std::size_t at) const;
    bool read_between(TableQuery& query, std::size_t at);
    bool read_column_between(TableQuery& query, std::size_t at);
    bool read_bare_number(TableQuery& query, std::size_t at);
    bool read_having(TableQuery& query, const Compared& found);
    void read_spoken(TableQuery& query, const Compared& found);
    void read_other_end(TableQuery& query, std::size_t next);
    void read_comparison(TableQuery& query, const Compared& found);
    void read_numbers(TableQuery& query);
    void read_years(TableQuery& query);
    std::optional<std::size_t> nearest_column(const Stretch& name) const;
    std::optional<Owner> owner_of(const Stretch& name) const;
    std::string operator_before(std::size_t at) const;
    std::size_t end_of_name(std::size_t first) const;
    std::size_t read_alternatives(TableQuery& query, std::size_t next, bool quoted);
    void read_names(TableQuery& query);
    const Mention* before(std::size_t at, std::size_t reach) const;
    const Mention* behind(std::size_t at, std::size_t reach) const;
    bool names_rows(std::size_t at) const;
    bool joined_by_or(std::size_t first) const;
    std::string aggregate_before(const Mention& mention) const;
    void add(TableQuery& query, const Mention& mention, std::string op, double value, std::size_t first);
    std::optional<std::size_t> year_column() const;
    void use(std::size_t first, std::size_t end);
};

}  // namespace parley::planner
