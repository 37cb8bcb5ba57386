#include "mcp/text_json.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace parley::mcp {
namespace {

constexpr std::size_t announcing_lines_max = 3;
constexpr std::size_t announcement_bytes_max = 200;
constexpr std::size_t afterword_bytes_max = 600;

// Null for anything but an object or a list.
Json structured(std::string_view text) {
    text = trim(text);
    if (!text.starts_with('{') && !text.starts_with('[')) return nullptr;
    auto value = parse_json(text);
    return value ? std::move(value).value() : Json(nullptr);
}

// "\"{\\\"rows\\\":[]}\"": packed twice.
Json unpacked(std::string_view text) {
    if (!text.starts_with('"') || !text.ends_with('"')) return nullptr;
    const auto inside = parse_json(text);
    return inside && inside.value().is_string() ? structured(inside.value().get_ref<const std::string&>()) : Json();
}

// Takes the next line off the text.
std::string_view next_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

Json line_by_line(std::string_view text) {
    std::vector<Json> values;
    while (!text.empty()) {
        const auto line = trim(next_line(text));
        if (line.empty()) continue;
        auto value = line.starts_with('{') ? structured(line) : Json();
        if (!value.is_object()) return nullptr;
        values.push_back(std::move(value));
    }
    return values.size() > 1 ? listed(std::move(values)) : Json();
}

std::optional<TextJson> in_fences(std::string_view text) {
    TextJson found;
    std::vector<Json> values;
    while (!text.empty()) {
        const auto line = next_line(text);
        if (!trim(line).starts_with("```")) {
            found.prose.append(line).push_back('\n');
            continue;
        }
        const auto body = text;
        std::size_t bytes = 0;
        while (!text.empty() && !trim(text.substr(0, text.find('\n'))).starts_with("```")) {
            next_line(text);
            bytes = body.size() - text.size();
        }
        next_line(text);
        auto value = structured(body.substr(0, bytes));
        if (!value.is_null()) values.push_back(std::move(value));
    }
    if (values.empty()) return std::nullopt;
    found.value = values.size() == 1 ? std::move(values.front()) : listed(std::move(values));
    return found.value.is_null() ? std::nullopt : std::optional(std::move(found));
}

// Behind the bracket that closes the first one; npos where none does.
std::size_t end_of_value(std::string_view text) {
    auto end = std::string_view::npos;
    for_each_bracket(text, [&](std::size_t at, int depth) {
        if (depth == 0) end = at + 1;
        return depth != 0;
    });
    return end;
}

// "Found 3 results:\n[...]\n\nShowing 3 of 20.", "Result: {...}"
std::optional<TextJson> announced(std::string_view text) {
    auto rest = text;
    for (std::size_t line_number = 0; line_number <= announcing_lines_max && !rest.empty();) {
        const auto start = rest;
        const auto line = next_line(rest);
        if (trim(line).empty()) continue;
        ++line_number;
        auto bracket = line.find_first_not_of(" \t\r");
        if (line[bracket] != '{' && line[bracket] != '[') {
            const auto colon = line.find_first_of("{[");
            const bool leads_up =
                colon != std::string_view::npos && colon > 0 && trim(line.substr(0, colon)).ends_with(':');
            if (!leads_up) continue;
            bracket = colon;
        }
        const auto here = static_cast<std::size_t>(start.data() - text.data()) + bracket;
        const auto end = end_of_value(text.substr(here));
        if (here > announcement_bytes_max || end == std::string_view::npos) return std::nullopt;
        const auto behind = text.substr(here + end);
        const auto same_line = behind.substr(0, behind.find('\n'));
        if (!trim(same_line).empty() || trim(behind).size() > afterword_bytes_max) return std::nullopt;
        TextJson found{structured(text.substr(here, end)), cat(text.substr(0, here), "\n", behind)};
        return found.value.is_null() ? std::nullopt : std::optional(std::move(found));
    }
    return std::nullopt;
}

std::size_t shared_fields(const Json& a, const Json& b) {
    std::size_t shared = 0;
    for (const auto& [key, value] : a.items()) shared += b.contains(key) ? 1u : 0u;
    return shared;
}

}  // namespace

std::optional<TextJson> json_in(std::string_view text) {
    text = trim(text);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (text.find_first_of("{[") == std::string_view::npos) return std::nullopt;
    for (const auto& read : {structured, unpacked, line_by_line}) {
        if (auto value = read(text); !value.is_null()) return TextJson{std::move(value), ""};
    }
    if (auto fenced = in_fences(text)) return fenced;
    return announced(text);
}

Json listed(std::vector<Json> values) {
    for (const auto& value : values) {
        if (!value.is_object()) return nullptr;
        const auto least = std::min(value.size(), values.front().size());
        if (least == 0 || shared_fields(value, values.front()) * 2 < least) return nullptr;
    }
    Json list = Json::array();
    for (auto& value : values) list.push_back(std::move(value));
    return list;
}

}  // namespace parley::mcp
