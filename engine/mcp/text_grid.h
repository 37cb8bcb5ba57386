#pragma once
// The four ways in which a text draws a table, each tried at one line. Inside of the room.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::mcp {

using Lines = std::vector<std::string_view>;

struct Grid {
    std::vector<std::string> header;  // Empty: no table stands here.
    std::vector<std::vector<std::string>> rows;
    std::size_t lines = 1;  // How many were looked at, table or none: none of them starts another one.
};

Grid piped_at(const Lines& lines, std::size_t at);  // | a | b | over |---|---|; +---+ boxes; psql
Grid ruled_at(const Lines& lines, std::size_t at);  // Columns under a ruler: ----  -----
Grid tabbed_at(const Lines& lines, std::size_t at);
// Prose has commas too: outside of a fence that says "csv" more is asked of the lines.
enum class Fence { none, csv };
Grid comma_separated_at(const Lines& lines, std::size_t at, Fence fence);

}  // namespace parley::mcp
