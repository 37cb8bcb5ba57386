#pragma once
// JSON as the whole house uses it. Text from outside is parsed here and nowhere else: no exception, a limit on depth.

#include "base/result.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace parley {

using Json = nlohmann::json;                 // Keys sorted: for storing, hashing, comparing.
using OrderedJson = nlohmann::ordered_json;  // Keys in the order written: for what people read.

// Fault::invalid for anything but one JSON value of at most limits::json_depth levels.
Result<Json> parse_json(std::string_view text);

// A string member, or `fallback` where it is missing or not a string. Never throws.
std::string text_at(const Json& object, std::string_view key, std::string_view fallback = "");
bool flag_at(const Json& object, std::string_view key, bool fallback);
std::int64_t integer_at(const Json& object, std::string_view key, std::int64_t fallback);

// The member, or a shared null where it is missing or `object` is no object.
const Json& at_or_null(const Json& object, std::string_view key);

// Compact text; invalid UTF-8 becomes U+FFFD instead of an exception.
std::string dump(const Json& value);

}  // namespace parley
