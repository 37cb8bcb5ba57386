#include "api/target.h"

#include "base/text.h"

#include <algorithm>

namespace parley::api {
namespace {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

// A query is a form: blanks are written as plus signs.
std::optional<std::string> form_decoded(std::string text) {
    std::replace(text.begin(), text.end(), '+', ' ');
    return percent_decoded(text);
}

// "http://host/path" is as good as "/path" (RFC 9112 3.2.2).
std::string_view without_origin(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.substr(0, scheme.size()) != scheme) continue;
        const auto slash = text.find('/', scheme.size());
        return slash == std::string_view::npos ? std::string_view("/") : text.substr(slash);
    }
    return text;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out.push_back(text[at]);
            continue;
        }
        if (at + 2 >= text.size()) return std::nullopt;
        const int high = hex_value(text[at + 1]);
        const int low = hex_value(text[at + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
        at += 2;
    }
    return out;
}

Result<Target> read_target(std::string_view text) {
    text = without_origin(text);
    if (text.empty() || text.front() != '/' || text.find('#') != std::string_view::npos) {
        return Error{Fault::invalid, "The request names no path.", ""};
    }
    Target target;
    const auto question = text.find('?');
    target.path = std::string(text.substr(0, question));
    if (question == std::string_view::npos) return target;
    for (const auto& field : split(text.substr(question + 1), '&')) {
        if (field.empty()) continue;
        const auto equals = std::min(field.find('='), field.size());
        const auto name = form_decoded(field.substr(0, equals));
        const auto value = form_decoded(equals < field.size() ? field.substr(equals + 1) : "");
        if (!name || !value) return Error{Fault::invalid, "The query holds a percent sign that encodes nothing.", ""};
        if (!target.query.emplace(*name, *value).second) target.repeated.insert(*name);
    }
    return target;
}

}  // namespace parley::api
