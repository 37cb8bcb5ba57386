#pragma once
// An argument that a tool takes, as its JSON Schema describes it: what it is called, what is said about it, and which
// form of value it wants. Names and descriptions are compared with a question's words; nothing in them is followed.

#include "base/json.h"
#include "planner/language/words.h"

#include <set>
#include <string>
#include <vector>

namespace parley::planner {

struct ToolSlot {
    enum class Form { text, query, number, flag, listed, date, time, place, url, email, id, list, object };

    std::string key;
    const Json* schema = nullptr;  // Of the tool, which outlives the slot.
    Form form = Form::text;
    bool required = false;
    bool parted_place = false;      // City and country are arguments of their own.
    std::string description;        // Lower case.
    std::vector<std::string> name;  // Stems of the key.
    std::set<std::string> about;    // Stems of the description.

    bool has_name(std::initializer_list<std::string_view> stems) const;  // Any of them.
    bool says(std::initializer_list<std::string_view> parts) const;      // Any of these stands in the description.
};

ToolSlot make_slot(const std::string& key, const Json& schema, bool required, Stemmer& stemmer);

// The first type that is not "null"; "object" where there are properties; else "string".
std::string type_of(const Json& schema);

}  // namespace parley::planner
