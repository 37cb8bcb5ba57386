#pragma once
// Whether a reply says of itself that it is not all there is. Pure.

#include "base/json.h"

#include <string_view>

namespace parley::mcp {

// "... and 40 more rows", "Showing 10 of 250": for the words around data, never for the data. A line is a note where
// nothing but the note is in it.
bool is_note_of_more(std::string_view line);
bool says_more(std::string_view prose);

// "has_more": true, a cursor to go on from, a count of rows above those that came.
bool is_partial(const Json& value);

}  // namespace parley::mcp
