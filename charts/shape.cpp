#include "charts/shape.h"

#include "base/text.h"

#include <algorithm>
#include <set>

namespace parley::charts {
namespace {

bool ends_with(std::string_view text, std::string_view tail) {
    return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
}

// A dot or a bracket is a path to Vega-Lite, a quote or a backslash ends one; the rest are words of JavaScript.
std::string safe_name(const std::string& name) {
    static const std::set<std::string> words{"__proto__", "constructor", "prototype", "hasOwnProperty", "toString"};
    std::string safe;
    for (const char c : name) {
        const bool special = std::string_view(".[]\"'\\`").find(c) != std::string_view::npos;
        safe += special || static_cast<unsigned char>(c) < 0x20 ? '_' : c;
    }
    if (!is_valid_utf8(safe) || safe.empty() || words.count(safe) > 0) return "column";
    return safe;
}

}  // namespace

bool Shape::same_unit() const {
    return std::all_of(measures.begin(), measures.end(), [&](const Column* column) {
        return column->kind == measures.front()->kind && column->unit == measures.front()->unit;
    });
}

Shape shape_of(const Table& table) {
    Shape shape;
    const Column* currency = nullptr;
    bool money_by_row = false;
    for (const Column& column : table.columns) {
        const bool part = ends_with(column.name, ": previous") || ends_with(column.name, ": change") ||
                          ends_with(column.name, ": change_ratio");
        if (column.role == Role::time && !shape.time)
            shape.time = &column;
        else if (column.role == Role::dimension && column.name == "currency")
            currency = &column;
        else if (column.role == Role::dimension || column.role == Role::time)
            shape.dimensions.push_back(&column);
        else if (column.role == Role::key && column.kind != Kind::text && column.name == "from")
            shape.from = &column;
        else if (column.role == Role::key && column.kind != Kind::text && column.name == "to")
            shape.to = &column;
        else if (column.role != Role::measure || column.kind == Kind::text)
            continue;
        else if (part)
            shape.compares_several = true;
        else if (column.name == "previous" && !shape.measures.empty())
            shape.previous = &column;
        else if (column.name == "change_ratio" && shape.previous)
            shape.change_ratio = &column;
        else if (column.name != "change" || !shape.previous)
            shape.measures.push_back(&column);
        money_by_row =
            money_by_row || (column.role == Role::measure && column.kind == Kind::money && column.unit.empty());
    }
    if (currency && money_by_row)
        shape.currency = currency;
    else if (currency)
        shape.dimensions.push_back(currency);
    return shape;
}

std::size_t distinct_values(const Column& column) {
    std::set<Cell> values;
    for (std::size_t row = 0; row < column.size(); ++row) values.insert(column.cell(row));
    return values.size();
}

std::vector<std::string> field_names(const Table& table) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (const Column& column : table.columns) {
        const std::string plain = safe_name(column.name);
        std::string name = plain;
        for (int number = 2; !taken.insert(name).second; ++number) name = cat(plain, " ", number);
        names.push_back(std::move(name));
    }
    return names;
}

std::string field_of(const Table& table, const Column& column) {
    return field_names(table)[static_cast<std::size_t>(&column - table.columns.data())];
}

}  // namespace parley::charts
