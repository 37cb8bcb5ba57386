#include "oauth/documents.h"

#include <algorithm>
#include <cmath>

namespace parley::oauth {

std::optional<double> number_at(const Json& object, std::string_view key) {
    const Json& value = at_or_null(object, key);
    double number = std::nan("");
    if (value.is_number()) {
        number = value.get<double>();
    } else if (value.is_string()) {
        const auto parsed = parse_json(value.get_ref<const std::string&>());
        if (parsed && parsed.value().is_number()) number = parsed.value().get<double>();
    }
    if (!std::isfinite(number)) return std::nullopt;
    return number;
}

bool holds(const std::vector<std::string>& texts, std::string_view wanted) {
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

std::string without_query(std::string_view url) {
    return std::string(url.substr(0, url.find_first_of("?#")));
}

}  // namespace parley::oauth
