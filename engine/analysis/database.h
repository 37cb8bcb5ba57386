#pragma once
// DuckDB, and the only file of the house that knows it. SQL reads our columns where they lie: FROM rows is a table
// function over them, with nothing copied into a table. Safe from several threads: each call borrows a lane.

#include "base/table.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace parley::analysis {

// A column as a query sees it: one of a table's, or numbers worked out for the call (buckets). They outlive the call.
struct SourceColumn {
    const Column* column = nullptr;
    const std::vector<std::int32_t>* numbers = nullptr;  // Where column is null.
};

using Parameter = std::variant<std::int64_t, double, std::string>;

// The text "FROM rows" is put in place by run(); columns are c0, c1, ... in this order. Values are parameters: $1, $2.
struct Query {
    std::string sql;
    std::vector<SourceColumn> columns;
    std::size_t rows = 0;
    std::vector<Parameter> parameters;
};

// Row by row. Integers of any width arrive as int64.
struct Fetched {
    std::size_t width = 0;
    std::vector<Cell> cells;

    std::size_t rows() const { return width == 0 ? 0 : cells.size() / width; }
    const Cell& at(std::size_t row, std::size_t column) const { return cells[row * width + column]; }
};

class Database {
public:
    static Result<std::unique_ptr<Database>> open();
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Fault::invalid where an exact sum does not fit 64 bits, Fault::over_limit where memory runs out.
    Result<Fetched> run(const Query& query);

private:
    struct Inside;
    explicit Database(std::unique_ptr<Inside> inside);
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::analysis
