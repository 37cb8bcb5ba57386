#include "vendors/infer.h"

#include "base/limits.h"
#include "base/text.h"
#include "vendors/guess.h"

#include <algorithm>
#include <map>

namespace parley::vendors {
namespace {

constexpr std::size_t columns_max = 200;

using Rows = std::vector<std::vector<std::pair<std::string, Json>>>;

bool holds_objects(const Json& value) {
    return value.is_array() && std::any_of(value.begin(), value.end(), [](const Json& one) { return one.is_object(); });
}

// The largest list of objects, the outermost of equals: details inside of rows are usually shorter lists.
void find_rows(const Json& value, int depth, const Json*& best) {
    if (depth > limits::json_depth || !value.is_structured()) return;
    if (holds_objects(value) && (!best || value.size() > best->size())) best = &value;
    for (const Json& one : value) find_rows(one, depth + 1, best);
}

// The longest list of plain values, for replies like {"tags": ["a", "b"]}.
void find_values(const Json& value, int depth, const Json*& best, std::string& name) {
    if (depth > limits::json_depth || !value.is_structured()) return;
    for (const auto& [key, one] : value.items()) {
        const bool is_plain =
            one.is_array() && !one.empty() &&
            std::none_of(one.begin(), one.end(), [](const Json& item) { return item.is_structured(); });
        if (is_plain && (!best || one.size() > best->size())) {
            best = &one;
            name = key;
        }
        find_values(one, depth + 1, best, name);
    }
}

std::string joined(const Json& list) {
    std::vector<std::string> parts;
    for (const Json& one : list) {
        if (!one.is_structured()) parts.push_back(one.is_string() ? one.get<std::string>() : dump(one));
    }
    return join(parts, ", ");
}

void flatten(const Json& object, const std::string& prefix, int depth, std::vector<std::pair<std::string, Json>>& out) {
    for (const auto& [key, value] : object.items()) {
        const std::string name = prefix.empty() ? key : cat(prefix, ".", key);
        if (value.is_object()) {
            if (depth < 8) flatten(value, name, depth + 1, out);
        } else if (holds_objects(value)) {
            out.emplace_back(name, value.size());
        } else if (value.is_array()) {
            out.emplace_back(name, joined(value));
        } else {
            out.emplace_back(name, value);
        }
    }
}

Table to_table(const Rows& rows) {
    std::vector<std::string> names;
    std::map<std::string, Json::array_t, std::less<>> cells;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (const auto& [name, value] : rows[row]) {
            auto column = cells.find(name);
            if (column == cells.end()) {
                if (names.size() == columns_max) continue;
                names.push_back(name);
                column = cells.emplace(name, Json::array_t(rows.size())).first;
            }
            column->second[row] = value;
        }
    }
    std::vector<NamedCells> columns;
    for (const auto& name : names) columns.push_back({name, &cells.find(name)->second});
    Table table;
    for (const auto& column : columns) table.columns.push_back(guess_column(column, columns));
    return table;
}

}  // namespace

void add_open_columns(Table& table, const Json::array_t& cells) {
    Rows rows(table.rows());
    for (std::size_t row = 0; row < std::min(rows.size(), cells.size()); ++row) flatten(cells[row], "", 0, rows[row]);
    Table open = to_table(rows);
    for (auto& column : open.columns) {
        if (table.find(column.name) == nullptr) table.columns.push_back(std::move(column));
    }
}

Result<Table> infer_table(const Json& reply) {
    const Json* found = nullptr;
    find_rows(reply, 0, found);
    Rows rows;
    if (found) {
        for (const Json& one : *found) {
            if (!one.is_object()) continue;
            if (static_cast<std::int64_t>(rows.size()) >= limits::rows_per_table) break;
            flatten(one, "", 0, rows.emplace_back());
        }
    } else {
        std::string name = "value";
        const bool is_list =
            reply.is_array() && !reply.empty() &&
            std::none_of(reply.begin(), reply.end(), [](const Json& one) { return one.is_structured(); });
        if (is_list) found = &reply;
        if (!found) find_values(reply, 0, found, name);
        if (found) {
            for (const Json& one : *found) rows.push_back({{name, one}});
        } else if (reply.is_object()) {
            flatten(reply, "", 0, rows.emplace_back());
        }
    }
    // A list without rows has no columns either, and an empty table would look like an answer.
    const bool is_empty = std::all_of(rows.begin(), rows.end(), [](const auto& row) {
        return std::all_of(row.begin(), row.end(),
                           [](const auto& cell) { return cell.second.is_null() || cell.second == ""; });
    });
    if (is_empty) return Error{Fault::invalid, "The reply holds no table.", ""};
    Table table = to_table(rows);
    if (found && static_cast<std::int64_t>(found->size()) > limits::rows_per_table) {
        table.completeness = {Completeness::State::truncated, "the reply has more rows than a table may have"};
    } else {
        table.completeness = {Completeness::State::unknown, "nobody has described this server's pages"};
    }
    return table;
}

}  // namespace parley::vendors
