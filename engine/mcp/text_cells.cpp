// From the cells of a text table to values.
#include "base/limits.h"
#include "base/text.h"
#include "mcp/text_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <set>

namespace parley::mcp {
namespace {

constexpr std::size_t digits_max = 15;  // What a double holds exactly.

using Cells = std::vector<std::string>;
using Rows = std::vector<Cells>;

enum class Type { text, number, boolean };

bool is_blank(std::string_view cell) {
    return cell.empty() || cell == "null" || cell == "NULL";
}

// What stands for "nothing" in a column of numbers; in a column of words "-" or "None" may be one of them.
bool is_missing(std::string_view cell) {
    constexpr std::array<std::string_view, 9> words{"-",    "\xe2\x80\x93", "\xe2\x80\x94", "n/a", "na",
                                                    "none", "nil",          "nan",          "\\n"};
    return is_blank(cell) || std::find(words.begin(), words.end(), lower(cell)) != words.end();
}

bool is_boolean(std::string_view cell) {
    const auto word = lower(cell);
    return word == "true" || word == "false";
}

// Digits that name something are not an amount, whatever they look like.
bool names_a_thing(std::string header) {
    std::replace(header.begin(), header.end(), '_', ' ');
    for (const char* word : {"phone", "mobile", "telephone", "tel", "fax", "zip", "zipcode", "postcode", "postal",
                             "iban", "vat", "ean", "isbn"}) {
        if (contains_word(header, word)) return true;
    }
    return false;
}

Type type_of(const std::string& header, const Rows& rows, std::size_t column) {
    std::size_t numbers = 0;
    std::size_t booleans = 0;
    std::size_t present = 0;
    for (const auto& row : rows) {
        if (is_missing(row[column])) continue;
        ++present;
        if (is_plain_number(row[column]))
            ++numbers;
        else if (is_boolean(row[column]))
            ++booleans;
        if (numbers < present && booleans < present) return Type::text;
    }
    if (present == 0) return Type::text;
    if (numbers == present) return names_a_thing(header) ? Type::text : Type::number;
    return Type::boolean;
}

double as_double(const std::string& cell) {
    double value = 0;
    std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return value;
}

Json value_of(std::string& cell, Type type) {
    if (type == Type::text) return is_blank(cell) ? Json(nullptr) : Json(std::move(cell));
    if (is_missing(cell)) return nullptr;
    if (type == Type::boolean) return lower(cell) == "true";
    if (cell.find('.') != std::string::npos) return as_double(cell);
    std::int64_t whole = 0;
    std::from_chars(cell.data(), cell.data() + cell.size(), whole);
    return whole;
}

// A last row called "Total" that is the sum of the others would count everything twice.
bool adds_up_the_others(const Rows& rows, const std::vector<Type>& types) {
    constexpr std::array<std::string_view, 7> names{"total",   "totals", "grand total", "sum",
                                                    "overall", "all",    "total:"};
    if (rows.size() < 2) return false;
    const auto& last = rows.back();
    const auto name = std::find_if(last.begin(), last.end(), [](const auto& cell) { return !cell.empty(); });
    if (name == last.end() || std::find(names.begin(), names.end(), lower(*name)) == names.end()) return false;
    for (std::size_t column = 0; column < types.size(); ++column) {
        if (types[column] != Type::number || is_missing(last[column])) continue;
        double sum = 0;
        for (std::size_t row = 0; row + 1 < rows.size(); ++row) sum += as_double(rows[row][column]);
        const double total = as_double(last[column]);
        if (total != 0 && std::abs(total - sum) < 1e-6 * std::abs(total) + 1e-9) return true;
    }
    return false;
}

Cells distinct(Cells header) {
    std::set<std::string> seen;
    for (std::size_t column = 0; column < header.size(); ++column) {
        std::string name = header[column].empty() ? cat("column ", column + 1) : header[column];
        for (int again = 2; !seen.insert(name).second; ++again) name = cat(header[column], " ", again);
        header[column] = std::move(name);
    }
    return header;
}

}  // namespace

bool is_plain_number(std::string_view cell) {
    if (!cell.empty() && cell.front() == '-') cell.remove_prefix(1);
    const auto point = cell.find('.');
    const auto whole = cell.substr(0, point);
    const auto fraction = point == std::string_view::npos ? std::string_view() : cell.substr(point + 1);
    if (whole.empty() || whole.size() + fraction.size() > digits_max) return false;
    if (point != std::string_view::npos && fraction.empty()) return false;
    if (whole.size() > 1 && whole.front() == '0') return false;
    return std::all_of(whole.begin(), whole.end(), is_digit) && std::all_of(fraction.begin(), fraction.end(), is_digit);
}

Json typed_rows(Cells header, Rows rows) {
    header = distinct(std::move(header));
    std::vector<Type> types;
    for (std::size_t column = 0; column < header.size(); ++column)
        types.push_back(type_of(header[column], rows, column));
    if (adds_up_the_others(rows, types)) rows.pop_back();
    Json list = Json::array();
    for (auto& row : rows) {
        Json object = Json::object();
        for (std::size_t column = 0; column < header.size(); ++column)
            object[header[column]] = value_of(row[column], types[column]);
        list.push_back(std::move(object));
    }
    return list;
}

}  // namespace parley::mcp
