#include "base/table.h"

#include "base/money.h"
#include "base/text.h"

#include <array>
#include <cmath>

namespace parley {
namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 8> kinds{{{Kind::text, "text"},
                                                                  {Kind::count, "count"},
                                                                  {Kind::number, "number"},
                                                                  {Kind::ratio, "ratio"},
                                                                  {Kind::money, "money"},
                                                                  {Kind::flag, "flag"},
                                                                  {Kind::day, "day"},
                                                                  {Kind::time, "time"}}};

std::string day_text(const Column& column, std::size_t row) {
    const Day day{static_cast<std::int32_t>(column.integer(row))};
    const auto grain = grain_named(column.unit);
    return grain ? Calendar().label(day, *grain) : day.text();
}

}  // namespace

std::string_view name_of(Kind kind) {
    for (const auto& [value, name] : kinds) {
        if (value == kind) return name;
    }
    return "";
}

std::optional<Kind> kind_named(std::string_view wanted) {
    for (const auto& [value, name] : kinds) {
        if (name == wanted) return value;
    }
    return std::nullopt;
}

std::string_view name_of(Role role) {
    switch (role) {
    case Role::dimension: return "dimension";
    case Role::measure: return "measure";
    case Role::time: return "time";
    case Role::key: return "key";
    }
    return "";
}

std::string_view name_of(Completeness::State state) {
    switch (state) {
    case Completeness::State::complete: return "complete";
    case Completeness::State::truncated: return "truncated";
    case Completeness::State::unknown: return "unknown";
    }
    return "";
}

Column::Column(std::string column_name, Kind column_kind, Role column_role, std::string column_unit)
    : name(std::move(column_name)), kind(column_kind), role(column_role), unit(std::move(column_unit)) {}

bool Column::keeps_integers() const {
    return kind != Kind::text && !keeps_reals();
}

Cell Column::cell(std::size_t row) const {
    if (!has(row)) return std::monostate{};
    if (kind == Kind::text) return texts_[row];
    if (keeps_reals()) return reals_[row];
    return integers_[row];
}

double Column::numeric(std::size_t row) const {
    return keeps_reals() ? reals_[row] : static_cast<double>(integers_[row]);
}

void Column::reserve(std::size_t rows) {
    present_.reserve(rows);
    if (kind == Kind::text)
        texts_.reserve(rows);
    else if (keeps_reals())
        reals_.reserve(rows);
    else
        integers_.reserve(rows);
}

void Column::add_null() {
    present_.push_back(0);
    if (kind == Kind::text)
        texts_.emplace_back();
    else if (keeps_reals())
        reals_.push_back(0);
    else
        integers_.push_back(0);
}

void Column::add(std::int64_t value) {
    if (kind == Kind::text) return add(cat(value));
    present_.push_back(1);
    if (keeps_reals())
        reals_.push_back(static_cast<double>(value));
    else
        integers_.push_back(value);
}

void Column::add(double value) {
    constexpr double exact_max = 9.2e18;  // Past this a double no longer fits an int64.
    if (!std::isfinite(value) || (!keeps_reals() && std::fabs(value) > exact_max)) return add_null();
    if (kind == Kind::text) return add(format_number(value, 6));
    present_.push_back(1);
    if (keeps_reals())
        reals_.push_back(value);
    else
        integers_.push_back(std::llround(value));
}

void Column::add(std::string value) {
    if (kind != Kind::text) return add_null();
    present_.push_back(1);
    texts_.push_back(std::move(value));
}

void Column::add(const Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return add(*integer);
    if (const auto* real = std::get_if<double>(&cell)) return add(*real);
    if (const auto* text = std::get_if<std::string>(&cell)) return add(*text);
    add_null();
}

const Column* Table::find(std::string_view name) const {
    for (const auto& column : columns) {
        if (column.name == name) return &column;
    }
    return nullptr;
}

Column* Table::find(std::string_view name) {
    for (auto& column : columns) {
        if (column.name == name) return &column;
    }
    return nullptr;
}

std::optional<std::size_t> Table::index_of(std::string_view name) const {
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (columns[index].name == name) return index;
    }
    return std::nullopt;
}

std::string Table::currency_of(const Column& money, std::size_t row) const {
    if (!money.unit.empty()) return money.unit;
    const Column* currency = find("currency");
    if (currency == nullptr || currency->kind != Kind::text || !currency->has(row)) return "";
    return currency->text(row);
}

OrderedJson cell_json(const Table& table, const Column& column, std::size_t row) {
    if (!column.has(row)) return nullptr;
    switch (column.kind) {
    case Kind::text: return column.text(row);
    case Kind::number:
    case Kind::ratio: return column.real(row);
    case Kind::count: return column.integer(row);
    case Kind::money: return major_units(column.integer(row), table.currency_of(column, row));
    case Kind::flag: return column.integer(row) != 0;
    case Kind::day: return Day{static_cast<std::int32_t>(column.integer(row))}.text();
    case Kind::time: return to_text(from_unix_seconds(column.integer(row)));
    }
    return nullptr;
}

std::string cell_text(const Table& table, const Column& column, std::size_t row) {
    if (!column.has(row)) return "";
    switch (column.kind) {
    case Kind::text: return column.text(row);
    case Kind::number: return format_number(column.real(row), 2);
    case Kind::ratio: return format_number(column.real(row) * 100, 1) + " %";
    case Kind::count: return format_count(column.integer(row));
    case Kind::money: return format_money(column.integer(row), table.currency_of(column, row));
    case Kind::flag: return column.integer(row) != 0 ? "yes" : "no";
    case Kind::day: return day_text(column, row);
    case Kind::time: return to_text(from_unix_seconds(column.integer(row)));
    }
    return "";
}

OrderedJson to_json(const Table& table, std::size_t rows_max) {
    OrderedJson out;
    out["columns"] = OrderedJson::array();
    for (const auto& column : table.columns) {
        OrderedJson head;
        head["name"] = column.name;
        head["kind"] = name_of(column.kind);
        head["unit"] = column.unit.empty() ? OrderedJson(nullptr) : OrderedJson(column.unit);
        head["role"] = name_of(column.role);
        out["columns"].push_back(std::move(head));
    }
    out["rows"] = OrderedJson::array();
    for (std::size_t row = 0; row < std::min(table.rows(), rows_max); ++row) {
        OrderedJson cells = OrderedJson::array();
        for (const auto& column : table.columns) cells.push_back(cell_json(table, column, row));
        out["rows"].push_back(std::move(cells));
    }
    OrderedJson completeness;
    completeness["state"] = name_of(table.completeness.state);
    completeness["why"] = table.completeness.why.empty() ? OrderedJson(nullptr) : OrderedJson(table.completeness.why);
    out["completeness"] = std::move(completeness);
    return out;
}

}  // namespace parley
