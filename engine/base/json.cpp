#include "base/json.h"

#include "base/limits.h"

namespace parley {
namespace {

// Depth is counted before parsing, for the parser itself recurses when the value is destroyed.
bool too_deep(std::string_view text) {
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
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (depth > limits::json_depth) return true;
    }
    return false;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    if (too_deep(text)) return Error{Fault::invalid, "The JSON is nested too deep.", ""};
    Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return Error{Fault::invalid, "The text is not valid JSON.", ""};
    return value;
}

const Json& at_or_null(const Json& object, std::string_view key) {
    static const Json null;
    if (!object.is_object()) return null;
    const auto found = object.find(key);
    return found == object.end() ? null : *found;
}

std::string text_at(const Json& object, std::string_view key, std::string_view fallback) {
    const Json& value = at_or_null(object, key);
    return value.is_string() ? value.get<std::string>() : std::string(fallback);
}

bool flag_at(const Json& object, std::string_view key, bool fallback) {
    const Json& value = at_or_null(object, key);
    return value.is_boolean() ? value.get<bool>() : fallback;
}

std::int64_t integer_at(const Json& object, std::string_view key, std::int64_t fallback) {
    const Json& value = at_or_null(object, key);
    return value.is_number_integer() ? value.get<std::int64_t>() : fallback;
}

std::string dump(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace parley
