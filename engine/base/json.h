#pragma once
// JSON as the whole house uses it. Text from outside is parsed here and nowhere else: no exception, a limit on depth.

#include "base/result.h"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

// Compiled once, in json.cpp: otherwise every file of the house makes its own copy, a third of what it compiles.
extern template class std::map<std::string, nlohmann::json, std::less<>>;
extern template class std::vector<nlohmann::json>;
extern template class nlohmann::basic_json<>;
extern template class std::vector<nlohmann::ordered_json>;
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace parley {

using Json = nlohmann::json;                 // Keys sorted: for storing, hashing, comparing.
using OrderedJson = nlohmann::ordered_json;  // Keys in the order written: for what people read.

// Fault::invalid for anything but one JSON value of at most limits::json_depth levels.
Result<Json> parse_json(std::string_view text);

// A string member, or `fallback` where it is missing or not a string. Never throws.
std::string text_at(const Json& object, std::string_view key, std::string_view fallback = "");
bool flag_at(const Json& object, std::string_view key, bool fallback);
std::int64_t integer_at(const Json& object, std::string_view key, std::int64_t fallback);

// The texts of a list. Anything but a list holds none: a single text would be walked through as a list of one.
std::vector<std::string> texts_at(const Json& object, std::string_view key);

// The member, or a shared null where it is missing or `object` is no object.
const Json& at_or_null(const Json& object, std::string_view key);

// Each bracket outside of strings, from left to right: where it stands, and how deep the text is behind it.
// visit(std::size_t at, int depth) says whether to go on.
template <typename Visit>
void for_each_bracket(std::string_view text, const Visit& visit) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (in_string) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        const bool opens = c == '{' || c == '[';
        if (!opens && c != '}' && c != ']') continue;
        depth += opens ? 1 : -1;
        if (!visit(at, depth)) return;
    }
}

// Compact text; invalid UTF-8 becomes U+FFFD instead of an exception.
std::string dump(const Json& value);
std::string dump_in_order(const OrderedJson& value);

// The same value with its keys in the other order: sorted, or as they stand in `value`.
Json sorted(const OrderedJson& value);
OrderedJson ordered(const Json& value);

}  // namespace parley
