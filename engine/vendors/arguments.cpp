#include "vendors/arguments.h"

#include "base/text.h"

#include <optional>

namespace parley::vendors {
namespace {

const Json& value_of(std::string_view placeholder, const Json& request) {
    constexpr std::string_view account = "account.";
    if (placeholder.starts_with(account)) {
        return at_or_null(at_or_null(request, "account"), placeholder.substr(account.size()));
    }
    if (placeholder == "rows_per_page") return at_or_null(request, placeholder);
    return at_or_null(at_or_null(request, "range"), placeholder);
}

// Nothing where a placeholder's value is not known. Braces around anything but a lower-case word are the vendor's own.
std::optional<Json> fill_text(const std::string& text, const Json& request) {
    std::string out;
    std::size_t at = 0;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
        const auto close = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.0123456789", open + 1);
        const bool is_placeholder = close != std::string::npos && text[close] == '}' && close > open + 1;
        if (!is_placeholder) {
            out += text.substr(at, open + 1 - at);
            at = open + 1;
            continue;
        }
        const Json& value = value_of(std::string_view(text).substr(open + 1, close - open - 1), request);
        if (value.is_null()) return std::nullopt;
        if (open == 0 && close + 1 == text.size()) return value;
        out += text.substr(at, open - at);
        out += value.is_string() ? value.get<std::string>() : dump(value);
        at = close + 1;
    }
    return Json(out + text.substr(at));
}

std::optional<Json> fill(const Json& pattern, const Json& request) {
    if (pattern.is_string()) return fill_text(pattern.get_ref<const std::string&>(), request);
    if (pattern.is_object()) {
        Json filled = Json::object();
        for (const auto& [name, value] : pattern.items()) {
            if (auto one = fill(value, request)) filled[name] = std::move(*one);
        }
        // A group of fields whose values are all unknown goes as a whole: created = { gte = "{start}" }.
        if (filled.empty() && !pattern.empty()) return std::nullopt;
        return filled;
    }
    if (!pattern.is_array()) return pattern;
    Json filled = Json::array();
    for (const auto& value : pattern) {
        if (auto one = fill(value, request)) filled.push_back(std::move(*one));
    }
    return filled;
}

}  // namespace

Json fill_arguments(const Json& pattern, const Json& request) {
    auto filled = fill(pattern, request);
    return filled && filled->is_object() ? std::move(*filled) : Json::object();
}

}  // namespace parley::vendors
