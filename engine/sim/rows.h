#pragma once
// Where a reply may hold its rows: a list, an object keyed by day, a list written inside a text, or the dated lines of
// a text. Read and written alike, so that rows can be repeated without knowing the vendor.

#include "base/json.h"

#include <string>
#include <vector>

namespace parley::sim {

struct RowsAt {
    enum class Form { list, keyed, list_in_text, lines };
    Form form = Form::list;
    Json::json_pointer path;
    std::string before, behind;  // What stands around the rows in a text.
};

// Outermost first; nothing inside a list.
std::vector<RowsAt> places_of_rows(const Json& reply);

// A keyed row is [key, value]; a line is its text.
std::vector<Json> rows_in(const Json& reply, const RowsAt& place);
Json with_rows(Json reply, const RowsAt& place, const std::vector<Json>& rows);

}  // namespace parley::sim
