#pragma once
// Replies that no plugin should take for rows. Pure.

#include "base/json.h"

#include <string>
#include <vector>

namespace parley::kit {

// What a plugin may make of it.
enum class Allowed {
    error,  // It plainly is one, or the list of rows is no list: an empty table would say that there is nothing.
    error_or_empty,  // There are no rows in it.
    error_or_names,  // A list of texts: rows only where each of them is one's name.
    error_or_rows,   // A part is spoilt: what then looks empty was not read.
    anything         // Rows may still be in it; the plugin must come to an end, and each cell must fit its column.
};

struct Hostile {
    std::string name;  // "a text where the reply has data"
    Json reply;
    Allowed allowed = Allowed::anything;
};

// Those that are the same for everybody, and those that are made of the recorded reply.
std::vector<Hostile> hostile_replies(const Json& recorded);

}  // namespace parley::kit
