#include "mcp/retry_after.h"

#include "base/calendar.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace parley::mcp {
namespace {

constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t seconds_a_day = 86'400;

std::optional<int> number(std::string_view text) {
    int value = 0;
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || !digits || read.ec != std::errc()) return std::nullopt;
    return value;
}

int as_ms(std::int64_t seconds) {
    constexpr std::int64_t most = std::numeric_limits<int>::max() / 1000;
    return static_cast<int>(std::clamp<std::int64_t>(seconds, 0, most) * 1000);
}

}  // namespace

std::optional<std::int64_t> http_date(std::string_view text) {
    constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
    if (text.size() != form.size() || !text.ends_with(" GMT") || text[19] != ':' || text[22] != ':') {
        return std::nullopt;
    }
    const auto month = std::find(std::begin(months), std::end(months), text.substr(8, 3));
    const auto day = number(text.substr(5, 2)), year = number(text.substr(12, 4));
    const auto hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2));
    const auto second = number(text.substr(23, 2));
    if (month == std::end(months) || !day || !year || !hour || !minute || !second) return std::nullopt;
    const Day date = Day::of(*year, static_cast<int>(month - std::begin(months)) + 1, *day);
    return date.days * seconds_a_day + *hour * 3'600 + *minute * 60 + *second;
}

std::optional<int> retry_after_ms(const net::Headers& headers) {
    const auto value = net::header(headers, "Retry-After");
    const auto text = trim(value);
    if (text.empty()) return std::nullopt;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        return as_ms(number(text).value_or(std::numeric_limits<int>::max()));
    }
    const auto then = http_date(text);
    const auto now = http_date(trim(net::header(headers, "Date")));
    if (!then || !now) return std::nullopt;
    return as_ms(*then - *now);
}

}  // namespace parley::mcp
