#include "mcp/text_grid.h"

#include "base/text.h"
#include "mcp/partial.h"
#include "mcp/text_table.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace parley::mcp {
namespace {

using Cells = std::vector<std::string>;

constexpr std::size_t columns_max = 200;
constexpr std::size_t header_bytes_max = 60;
constexpr std::size_t header_words_max = 5;
constexpr std::size_t cell_lines_max = 100;  // Of a quoted cell with line ends in it.

// "**Total**" and "`id`" without their dress.
std::string plain_cell(std::string_view cell) {
    cell = trim(cell);
    for (const std::string_view dress : {"**", "`"}) {
        const bool dressed = cell.size() > 2 * dress.size() && cell.starts_with(dress) && cell.ends_with(dress);
        if (!dressed) continue;
        const auto inside = cell.substr(dress.size(), cell.size() - 2 * dress.size());
        if (inside.find(dress) == std::string_view::npos) cell = trim(inside);
    }
    return std::string(cell);
}

bool has_pipe(std::string_view line) {
    return line.find('|') != std::string_view::npos;
}

Cells piped_cells(std::string_view line) {
    line = trim(line);
    if (line.starts_with('|')) line.remove_prefix(1);
    Cells cells;
    std::string cell;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '\\' && at + 1 < line.size() && line[at + 1] == '|') {
            cell.push_back(line[++at]);
        } else if (line[at] == '|') {
            cells.push_back(plain_cell(cell));
            cell.clear();
        } else {
            cell.push_back(line[at]);
        }
    }
    if (!trim(cell).empty() || !line.ends_with('|')) cells.push_back(plain_cell(cell));
    return cells;
}

// "|---|:--:|", "+----+----+", "----+-----"
bool is_ruling(std::string_view line) {
    line = trim(line);
    return line.find_first_not_of("|+-=: ") == std::string_view::npos &&
           line.find_first_of("-=") != std::string_view::npos && line.find_first_of("|+") != std::string_view::npos;
}

std::size_t ruled_columns(std::string_view line) {
    std::size_t columns = 0;
    bool inside = false;
    for (const char c : line) {
        const bool is_edge = c == '|' || c == '+';
        const bool is_dash = c == '-' || c == '=';
        if (is_dash && !inside) ++columns;
        inside = is_dash || (inside && !is_edge);
    }
    return columns;
}

bool is_header_cell(const std::string& cell) {
    if (cell.empty() || cell.size() > header_bytes_max || is_plain_number(cell)) return false;
    const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0; };
    if (std::none_of(cell.begin(), cell.end(), is_letter)) return false;
    if (cell.find_first_of("{};=<>\"`!?") != std::string::npos || cell.find("://") != std::string::npos) return false;
    if (std::string_view(".,:").find(cell.back()) != std::string_view::npos) return false;
    if (std::count(cell.begin(), cell.end(), '(') != std::count(cell.begin(), cell.end(), ')')) return false;
    return static_cast<std::size_t>(std::count(cell.begin(), cell.end(), ' ')) < header_words_max;
}

bool is_header(const Cells& cells) {
    if (cells.size() < 2 || cells.size() > columns_max) return false;
    return std::all_of(cells.begin(), cells.end(), is_header_cell) &&
           std::set<std::string>(cells.begin(), cells.end()).size() == cells.size();
}

bool is_data(std::string_view cell) {
    const auto digits = std::count_if(cell.begin(), cell.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    return digits > 0 && static_cast<std::size_t>(digits) * 2 >= cell.size();
}

// Two lines of words with the same number of separators are a coincidence; three, or figures under names, are not.
bool is_worth_a_table(const std::vector<Cells>& rows) {
    if (rows.size() >= 2) return true;
    return rows.size() == 1 && std::any_of(rows[0].begin(), rows[0].end(), is_data);
}

Grid none(std::size_t lines) {
    Grid grid;
    grid.lines = lines;
    return grid;
}

bool ends_block(std::string_view line, char separator) {
    return trim(line).empty() || trim(line).starts_with("```") || line.find(separator) == std::string_view::npos;
}

// "... and 1,200 more rows" under the last row has as many commas as the rows.
bool is_note_below(const Lines& lines, std::size_t at) {
    const bool is_last =
        at + 1 == lines.size() || trim(lines[at + 1]).empty() || trim(lines[at + 1]).starts_with("```");
    if (!is_last || !is_note_of_more(lines[at])) return false;
    const auto line = lower(trim(lines[at]));
    if (std::string_view(".([+*_\xe2").find(line.front()) != std::string_view::npos) return true;
    const std::string first = line.substr(0, line.find(' '));
    return first == "and" || first == "plus" || first == "showing" || first == "displaying" || first == "there";
}

// Reads the cells of the record that starts at line `at`, and how many lines it takes; no cells where it never ends.
std::pair<Cells, std::size_t> comma_separated(const Lines& lines, std::size_t at) {
    Cells cells(1);
    bool quoted = false;
    std::size_t used = 1;
    for (std::string_view line = lines[at];; line = lines[at + used++]) {
        for (std::size_t byte = 0; byte < line.size(); ++byte) {
            const char c = line[byte];
            if (quoted && c == '"' && byte + 1 < line.size() && line[byte + 1] == '"')
                cells.back().push_back(line[++byte]);
            else if (c == '"' && (quoted || trim(cells.back()).empty()))
                quoted = !quoted;
            else if (c == ',' && !quoted)
                cells.emplace_back();
            else
                cells.back().push_back(c);
        }
        if (!quoted) break;
        if (at + used >= lines.size() || used >= cell_lines_max) return {{}, used};
        cells.back().push_back('\n');
    }
    for (auto& cell : cells) cell = std::string(trim(cell));
    return {std::move(cells), used};
}

// In data a comma parts cells and is not followed by a blank, in prose it always is.
bool reads_like_prose(std::string_view line) {
    return line.find('"') == std::string_view::npos && line.find(", ") != std::string_view::npos;
}

}  // namespace

Grid piped_at(const Lines& lines, std::size_t at) {
    std::size_t next = at;
    if (is_ruling(lines[next])) ++next;  // The top of a box.
    if (next + 1 >= lines.size() || !has_pipe(lines[next]) || !is_ruling(lines[next + 1])) return none(1);
    Grid grid;
    grid.header = piped_cells(lines[next]);
    if (grid.header.size() > columns_max || ruled_columns(lines[next + 1]) != grid.header.size()) return none(2);
    bool whole = true;
    for (next += 2; next < lines.size() && (has_pipe(lines[next]) || is_ruling(lines[next])); ++next) {
        if (is_ruling(lines[next])) continue;
        auto cells = piped_cells(lines[next]);
        while (cells.size() > grid.header.size() && cells.back().empty()) cells.pop_back();
        // A pipe that nobody escaped: nobody can say which cell is which.
        whole = whole && cells.size() <= grid.header.size();
        cells.resize(grid.header.size());
        grid.rows.push_back(std::move(cells));
    }
    grid.lines = next - at;
    return whole ? grid : none(grid.lines);
}

namespace {

// Where the letters of a line start: columns are counted in letters, not in bytes.
std::vector<std::size_t> letters_of(std::string_view line) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if ((line[at] & 0xC0) != 0x80) starts.push_back(at);
    }
    return starts;
}

struct Span {
    std::size_t start, end;
};

// "----  -----" -> where each column stands; nothing for a line with anything else in it.
std::vector<Span> spans_of(std::string_view line) {
    std::vector<Span> spans;
    if (line.find_first_not_of("-= ") != std::string_view::npos) return spans;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == ' ') continue;
        const auto end = std::min(line.find(' ', at), line.size());
        if (end - at < 2) return {};
        spans.push_back({at, end});
        at = end;
    }
    return spans.size() < 2 ? std::vector<Span>{} : spans;
}

// Empty where a cell runs out of its column: then it is not sure what belongs where.
Cells cells_under(std::string_view line, const std::vector<Span>& spans) {
    const auto starts = letters_of(line);
    const auto byte = [&](std::size_t letter) { return letter < starts.size() ? starts[letter] : line.size(); };
    Cells cells;
    std::size_t free_from = 0;
    for (std::size_t column = 0; column < spans.size(); ++column) {
        const bool is_last = column + 1 == spans.size();
        const auto from = byte(spans[column].start);
        const auto gap = byte(free_from);
        if (!trim(line.substr(gap, from - gap)).empty()) return {};
        const auto to = is_last ? line.size() : byte(spans[column].end);
        cells.push_back(plain_cell(line.substr(from, to - from)));
        free_from = spans[column].end;
    }
    return cells;
}

}  // namespace

Grid ruled_at(const Lines& lines, std::size_t at) {
    if (at + 1 >= lines.size()) return none(1);
    const auto spans = spans_of(lines[at + 1]);
    if (spans.empty() || spans.size() > columns_max) return none(1);
    Grid grid;
    grid.header = cells_under(lines[at], spans);
    const auto is_empty = [](const std::string& cell) { return cell.empty(); };
    if (grid.header.empty() || std::any_of(grid.header.begin(), grid.header.end(), is_empty)) return none(2);
    std::size_t next = at + 2;
    for (; next < lines.size() && !trim(lines[next]).empty() && !trim(lines[next]).starts_with("```"); ++next) {
        if (!spans_of(lines[next]).empty()) continue;  // Over a row of totals.
        auto cells = cells_under(lines[next], spans);
        if (cells.empty() && (is_note_of_more(lines[next]) || trim(lines[next]).starts_with('('))) break;
        if (cells.empty()) return none(next + 1 - at);
        grid.rows.push_back(std::move(cells));
    }
    grid.lines = next - at;
    return grid;
}

Grid tabbed_at(const Lines& lines, std::size_t at) {
    if (lines[at].find('\t') == std::string_view::npos) return none(1);
    Grid grid;
    for (const auto& cell : split(lines[at], '\t')) grid.header.emplace_back(trim(cell));
    if (!is_header(grid.header)) return none(1);
    std::size_t next = at + 1;
    for (; next < lines.size() && !ends_block(lines[next], '\t') && !is_note_below(lines, next); ++next) {
        auto cells = split(lines[next], '\t');
        if (cells.size() != grid.header.size() && is_note_of_more(lines[next])) break;
        if (cells.size() != grid.header.size()) return none(next + 1 - at);
        for (auto& cell : cells) cell = plain_cell(cell);
        grid.rows.push_back(std::move(cells));
    }
    grid.lines = next - at;
    return is_worth_a_table(grid.rows) ? grid : none(grid.lines);
}

Grid comma_separated_at(const Lines& lines, std::size_t at, Fence fence) {
    const bool fenced = fence == Fence::csv;
    if (lines[at].find(',') == std::string_view::npos || (!fenced && reads_like_prose(lines[at]))) return none(1);
    auto [header, header_lines] = comma_separated(lines, at);
    if (header_lines != 1 || !is_header(header)) return none(1);
    Grid grid;
    grid.header = std::move(header);
    std::size_t next = at + 1;
    while (next < lines.size() && !ends_block(lines[next], ',') && !is_note_below(lines, next)) {
        auto [cells, used] = comma_separated(lines, next);
        const bool fits = cells.size() == grid.header.size() && (fenced || !reads_like_prose(lines[next]));
        if (!fits && is_note_of_more(lines[next])) break;
        if (!fits) return none(next + used - at);
        grid.rows.push_back(std::move(cells));
        next += used;
    }
    grid.lines = next - at;
    return fenced || is_worth_a_table(grid.rows) ? grid : none(grid.lines);
}

}  // namespace parley::mcp
