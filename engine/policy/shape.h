#pragma once
// The shape of a tool's replies: which fields there are, and what they hold. A reply that has lost a field, or holds
// text where a number was, must be noticed before it moves a number. Pure; safe from several threads.

#include "base/json.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley::policy {

enum class Sort { number, integer, text, flag, null, list, object };
std::string_view name_of(Sort sort);

struct Spot {
    std::set<Sort> sorts;
    bool in_every = true;  // In every object that it could have been in.

    bool operator==(const Spot&) const = default;
};

// By path: "data[].amount"; "" is the reply itself. Objects that are maps have one member, "*".
struct Shape {
    std::map<std::string, Spot> spots;
    bool is_cut = false;  // There were more paths than are kept: what is missing may be there.

    bool operator==(const Shape&) const = default;
};

Shape shape_of(const Json& reply);
Shape merge(const Shape& a, const Shape& b);  // Of one more reply of the same tool.
Json to_json(const Shape& shape);
Shape shape_from(const Json& json);  // What cannot be read of it is left out.

// Where a column stands in the shape: rows at "data.list", the column at "sums.0" -> "data.list[].sums[]".
std::string path_of_column(std::string_view rows_at, std::string_view column_at);

struct Drift {
    std::vector<std::string> vanished, retyped, fresh;  // Paths; only the outermost of what went together.
    bool may_move_numbers = false;
    std::string summary;  // One sentence; empty where nothing drifted.
};

// wanted_paths: what a dataset's columns read; empty: any may matter. An empty list, a null and a field that was not
// always there say nothing; neither does a fraction where whole numbers were, for a column of money or counts refuses
// that by itself.
Drift compare(const Shape& pinned, const Shape& seen, const std::set<std::string>& wanted_paths);

}  // namespace parley::policy
