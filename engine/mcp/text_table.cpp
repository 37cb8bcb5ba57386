#include "mcp/text_table.h"

#include "base/limits.h"
#include "base/text.h"
#include "mcp/text_grid.h"

#include <algorithm>
#include <array>
#include <utility>

namespace parley::mcp {
namespace {

// "│ a │" and "├───┤" as "| a |" and "+---+", so that there is one way to read both.
std::string with_plain_lines(std::string_view text) {
    constexpr std::array<std::string_view, 5> bars{"\xe2\x94\x82", "\xe2\x94\x83", "\xe2\x95\x91", "\xe2\x94\x86",
                                                   "\xe2\x94\x8a"};
    constexpr std::array<std::string_view, 4> dashes{"\xe2\x94\x80", "\xe2\x94\x81", "\xe2\x95\x90", "\xe2\x94\x84"};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto letter = text.substr(at, 3);
        const bool is_drawing =
            letter.size() == 3 && letter[0] == '\xe2' && (letter[1] == '\x94' || letter[1] == '\x95');
        if (!is_drawing) {
            out.push_back(text[at++]);
            continue;
        }
        const bool is_bar = std::find(bars.begin(), bars.end(), letter) != bars.end();
        const bool is_dash = std::find(dashes.begin(), dashes.end(), letter) != dashes.end();
        out.push_back(is_bar ? '|' : is_dash ? '-' : '+');
        at += 3;
    }
    return out;
}

Lines lines_of(std::string_view text) {
    Lines lines;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        at = end + 1;
    }
    return lines;
}

// What starts at this line, and in which of the four ways.
Grid grid_at(const Lines& lines, std::size_t at, Fence fence) {
    std::size_t looked_at = 1;
    for (const auto& read : {piped_at, ruled_at, tabbed_at}) {
        Grid grid = read(lines, at);
        if (!grid.header.empty()) return grid;
        looked_at = std::max(looked_at, grid.lines);
    }
    Grid grid = comma_separated_at(lines, at, fence);
    if (grid.header.empty()) grid.lines = std::max(looked_at, grid.lines);
    return grid;
}

struct Found {
    std::vector<Grid> grids;
    std::string prose;
};

Found find_all(const Lines& lines) {
    Found found;
    Fence fence = Fence::none;
    for (std::size_t at = 0; at < lines.size();) {
        if (trim(lines[at]).starts_with("```")) {
            fence = lower(trim(lines[at])) == "```csv" ? Fence::csv : Fence::none;
            ++at;
            continue;
        }
        Grid grid = grid_at(lines, at, fence);
        const auto end = at + grid.lines;
        if (grid.header.empty()) {
            for (; at < end; ++at) found.prose.append(lines[at]).push_back('\n');
            continue;
        }
        at = end;
        const auto same = std::find_if(found.grids.begin(), found.grids.end(),
                                       [&](const Grid& other) { return other.header == grid.header; });
        if (same == found.grids.end())
            found.grids.push_back(std::move(grid));
        else
            std::move(grid.rows.begin(), grid.rows.end(), std::back_inserter(same->rows));
    }
    return found;
}

bool may_hold_a_table(std::string_view text) {
    return text.find('\n') != std::string_view::npos && text.find_first_of("|\t,-") != std::string_view::npos;
}

}  // namespace

std::optional<TextTable> table_in(std::string_view text) {
    const bool is_drawn =
        text.find("\xe2\x94") != std::string_view::npos || text.find("\xe2\x95") != std::string_view::npos;
    const std::string plain = is_drawn ? with_plain_lines(text) : std::string();
    if (is_drawn) text = plain;
    if (!may_hold_a_table(text)) return std::nullopt;
    auto found = find_all(lines_of(text));
    const auto smaller = [](const Grid& a, const Grid& b) { return a.rows.size() < b.rows.size(); };
    const auto largest = std::max_element(found.grids.begin(), found.grids.end(), smaller);
    if (largest == found.grids.end()) return std::nullopt;
    const auto as_large = [&](const Grid& other) { return other.rows.size() == largest->rows.size(); };
    if (std::count_if(found.grids.begin(), found.grids.end(), as_large) > 1) return std::nullopt;
    if (static_cast<std::int64_t>(largest->rows.size()) > limits::rows_per_table) return std::nullopt;
    return TextTable{typed_rows(std::move(largest->header), std::move(largest->rows)), std::move(found.prose)};
}

}  // namespace parley::mcp
