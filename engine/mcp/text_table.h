#pragma once
// A table that stands in a text: Markdown or drawn with lines, columns over a ruler of dashes, TSV, CSV. Pure.

#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::mcp {

struct TextTable {
    Json rows;          // A list of objects: strings, numbers, booleans, nulls.
    std::string prose;  // What stands around it.
};

// Nothing where there is no table, where it is not sure that there is one, or where two different ones are equally
// large. Tables with the same columns are one table under several headings.
std::optional<TextTable> table_in(std::string_view text);

// A header and rows as wide as it. A column is numbers or booleans only where every cell of it is one; a last row that
// adds the others up is left out.
Json typed_rows(std::vector<std::string> header, std::vector<std::vector<std::string>> rows);

// A number as a person would type it into a calculator: no leading zeros, no grouping, no exponent, not long enough to
// be an id.
bool is_plain_number(std::string_view cell);

}  // namespace parley::mcp
