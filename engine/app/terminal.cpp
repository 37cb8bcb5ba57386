#include "app/terminal.h"

#include "base/calendar.h"
#include "base/money.h"
#include "base/text.h"

#include <algorithm>

namespace parley::app {
namespace {

// Letters, not bytes: UTF-8 continuation bytes take no room.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

std::string date_text(const OrderedJson& cell, const std::string& unit) {
    const auto day = Day::parse(cell.get<std::string>());
    const auto grain = grain_named(unit);
    return day && grain ? Calendar().label(day.value(), *grain) : cell.get<std::string>();
}

std::string cell_text(const OrderedJson& column, const OrderedJson& cell, const std::string& currency) {
    if (cell.is_null()) return "-";
    const std::string kind = column["kind"];
    const std::string unit = column["unit"].is_string() ? column["unit"].get<std::string>() : "";
    if (kind == "money") {
        const std::string code = unit.empty() ? currency : unit;
        return format_number(cell.get<double>(), currency_exponent(code)) + (unit.empty() ? "" : " " + code);
    }
    if (kind == "ratio") return format_number(cell.get<double>() * 100, 1) + " %";
    if (kind == "number") return format_number(cell.get<double>(), 2);
    if (kind == "count") return format_count(cell.get<std::int64_t>());
    if (kind == "day") return date_text(cell, unit);
    if (kind == "flag") return cell.get<bool>() ? "yes" : "no";
    return tame(cell.get<std::string>());
}

// The parts a ratio was made of are for machines; on a terminal they are noise.
bool is_shown(const OrderedJson& column) {
    return column["name"].get<std::string>().find(": ") == std::string::npos;
}

std::string currency_in(const OrderedJson& columns, const OrderedJson& row) {
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (columns[index]["name"] == "currency" && row[index].is_string()) return row[index];
    }
    return "";
}

void print_rows(std::ostream& out, const OrderedJson& table, std::size_t rows_max) {
    const auto& columns = table["columns"];
    std::vector<std::vector<std::string>> rows(1);
    std::vector<bool> right;
    for (const auto& column : columns) {
        if (!is_shown(column)) continue;
        rows[0].push_back(tame(column["name"]));
        const std::string kind = column["kind"];
        right.push_back(kind == "money" || kind == "ratio" || kind == "number" || kind == "count");
    }
    for (std::size_t row = 0; row < std::min(rows_max, table["rows"].size()); ++row) {
        const auto& cells = table["rows"][row];
        std::vector<std::string> line;
        for (std::size_t index = 0; index < columns.size(); ++index) {
            if (!is_shown(columns[index])) continue;
            line.push_back(cell_text(columns[index], cells[index], currency_in(columns, cells)));
        }
        rows.push_back(std::move(line));
    }
    print_table(out, rows, right);
    if (table["rows"].size() > rows_max) out << "  ... and " << table["rows"].size() - rows_max << " more rows\n";
}

}  // namespace

std::string tame(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return text;
}

void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right) {
    std::vector<std::size_t> widths(right.size());
    for (const auto& row : rows) {
        for (std::size_t index = 0; index < row.size(); ++index)
            widths[index] = std::max(widths[index], width(row[index]));
    }
    for (std::size_t line = 0; line < rows.size(); ++line) {
        out << "  ";
        for (std::size_t index = 0; index < rows[line].size(); ++index) {
            const std::string blank(widths[index] - width(rows[line][index]), ' ');
            const bool last = index + 1 == rows[line].size();
            if (right[index])
                out << blank << rows[line][index];
            else
                out << rows[line][index] << (last ? "" : blank);
            out << (last ? "\n" : "  ");
        }
        if (line > 0) continue;
        out << "  ";
        for (std::size_t index = 0; index < widths.size(); ++index) {
            out << std::string(widths[index], '-') << (index + 1 == widths.size() ? "\n" : "  ");
        }
    }
}

void print_answer(std::ostream& out, const OrderedJson& answer, std::size_t rows_max) {
    out << "  " << tame(answer["text"]) << "\n";
    for (const auto& choice : answer["choices"]) out << "   - " << tame(choice["text"]) << "\n";
    if (answer["table"].is_object() && !answer["table"]["rows"].empty()) {
        out << "\n";
        print_rows(out, answer["table"], rows_max);
        out << "\n";
    }
    for (const auto& note : answer["notes"]) out << "  note: " << tame(note) << "\n";
    for (const auto& source : answer["sources"]) {
        out << "  from: " << source["vendor"].get<std::string>() << " " << tame(source["tool"]) << ", "
            << counted(source["rows"].get<std::int64_t>(), "row", "rows") << " in "
            << counted(source["pages"].get<std::int64_t>(), "page", "pages") << ", " << source["ms"].get<int>()
            << " ms\n";
    }
    out << "  time: " << format_number(answer["timing"]["total_ms"].get<double>(), 1) << " ms ("
        << format_number(answer["timing"]["engine_ms"].get<double>(), 1) << " ms of it Parley)  answer "
        << answer["id"].get<std::string>() << "\n";
}

}  // namespace parley::app
