#include "base/json.h"

#include "base/limits.h"

template class std::map<std::string, nlohmann::json, std::less<>>;
template class std::vector<nlohmann::json>;
template class nlohmann::basic_json<>;
template class std::vector<nlohmann::ordered_json>;
template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace parley {
namespace {

// Depth is counted before parsing, for the parser itself recurses when the value is destroyed.
bool too_deep(std::string_view text) {
    bool deep = false;
    for_each_bracket(text, [&](std::size_t, int depth) {
        deep = depth > limits::json_depth;
        return !deep;
    });
    return deep;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    if (too_deep(text)) return Error{Fault::invalid, "The JSON is nested too deep.", ""};
    Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return Error{Fault::invalid, "The text is not valid JSON.", ""};
    return value;
}

std::vector<std::string> texts_at(const Json& object, std::string_view key) {
    std::vector<std::string> texts;
    const Json& list = at_or_null(object, key);
    if (!list.is_array()) return texts;
    for (const Json& value : list) {
        if (value.is_string()) texts.push_back(value.get<std::string>());
    }
    return texts;
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

std::string dump_in_order(const OrderedJson& value) {
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

Json sorted(const OrderedJson& value) {
    return value;
}

OrderedJson ordered(const Json& value) {
    return value;
}

}  // namespace parley
