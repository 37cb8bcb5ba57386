#pragma once
// What every vendor call becomes, and all that analysis, charts and narration ever see of it. A value; columnar, so
// that a million rows cost what their numbers cost.

#include "base/calendar.h"
#include "base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parley {

// What a cell is. In memory: text is a string; number and ratio are doubles; the rest are 64-bit integers:
// count as it is, money in minor units, flag 0 or 1, day as Day::days, time as UTC seconds.
enum class Kind { text, count, number, ratio, money, flag, day, time };
std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);

enum class Role { dimension, measure, time, key };
std::string_view name_of(Role role);

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;  // monostate: no value

class Column {
public:
    Column(std::string column_name, Kind column_kind, Role column_role, std::string column_unit = "");

    std::string name;
    Kind kind;
    Role role;
    // money: the ISO 4217 code, or empty where the table has a column "currency" that says it row by row.
    // day: the grain of a bucket ("month"), or empty. ratio: "percent" (0.25 is shown as 25 %). Else a word or empty.
    std::string unit;

    std::size_t size() const { return present_.size(); }
    bool has(std::size_t row) const { return present_[row] != 0; }
    Cell cell(std::size_t row) const;
    std::int64_t integer(std::size_t row) const { return integers_[row]; }  // kinds kept as integers, where has(row)
    double real(std::size_t row) const { return reals_[row]; }              // number and ratio, where has(row)
    const std::string& text(std::size_t row) const { return texts_[row]; }  // text, where has(row)
    double numeric(std::size_t row) const;                                  // any kind but text; money in minor units

    void reserve(std::size_t rows);
    void add_null();
    void add(std::int64_t value);  // The kind decides what is kept: a count given to a ratio column becomes a double.
    void add(double value);        // NaN and infinities become null.
    void add(std::string value);
    void add(const Cell& cell);

    bool keeps_integers() const;
    bool keeps_reals() const { return kind == Kind::number || kind == Kind::ratio; }
    const std::vector<std::int64_t>& integers() const { return integers_; }
    const std::vector<double>& reals() const { return reals_; }
    const std::vector<std::string>& texts() const { return texts_; }
    const std::vector<std::uint8_t>& present() const { return present_; }

private:
    std::vector<std::int64_t> integers_;
    std::vector<double> reals_;
    std::vector<std::string> texts_;
    std::vector<std::uint8_t> present_;
};

// Whether all rows are there. A sum over anything but `complete` is labelled "at least".
struct Completeness {
    enum class State { complete, truncated, unknown };
    State state = State::complete;
    std::string why;  // For people; empty when complete.
};
std::string_view name_of(Completeness::State state);

struct Table {
    std::vector<Column> columns;
    Completeness completeness;

    std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
    const Column* find(std::string_view name) const;  // null where there is none
    Column* find(std::string_view name);
    std::optional<std::size_t> index_of(std::string_view name) const;

    // The code of a money cell: the column's unit, or the row's "currency" column; empty where neither says.
    std::string currency_of(const Column& money, std::size_t row) const;
};

// {"columns": [{name, kind, unit, role}], "rows": [[...]], "completeness": {state, why}}: the form of an answer.
// Money leaves as a decimal number of major units, a day as "2026-09-01", a time as ISO 8601 UTC, a flag as a boolean.
OrderedJson to_json(const Table& table, std::size_t rows_max);

// One cell in that form: what a chart's data holds too.
OrderedJson cell_json(const Table& table, const Column& column, std::size_t row);

// A cell as people read it: "USD 1,234.50", "41.3 %", "Sep 2026", "1,204".
std::string cell_text(const Table& table, const Column& column, std::size_t row);

}  // namespace parley
