#include "base/money.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace parley {
namespace {

// ISO 4217, the codes whose exponent is not 2.
constexpr std::array<std::string_view, 16> without_minor{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                         "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> thousandths{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

std::string upper(std::string_view code) {
    std::string out(code);
    for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

std::string grouped(std::string digits) {
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

}  // namespace

int currency_exponent(std::string_view code) {
    const std::string name = upper(code);
    if (std::find(without_minor.begin(), without_minor.end(), name) != without_minor.end()) return 0;
    if (std::find(thousandths.begin(), thousandths.end(), name) != thousandths.end()) return 3;
    return 2;
}

bool is_currency(std::string_view code) {
    return code.size() == 3 &&
           std::all_of(code.begin(), code.end(), [](unsigned char c) { return c < 128 && std::isalpha(c) != 0; });
}

double major_units(std::int64_t minor, std::string_view code) {
    constexpr std::array<double, 4> scales{1, 10, 100, 1000};
    return static_cast<double>(minor) / scales[static_cast<std::size_t>(currency_exponent(code))];
}

std::string format_count(std::int64_t value) {
    if (value >= 0) return grouped(cat(value));
    return "-" + grouped(cat(value).substr(1));
}

std::string format_money(std::int64_t minor, std::string_view code) {
    const auto exponent = static_cast<std::size_t>(currency_exponent(code));
    std::string digits = cat(minor);
    const bool negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);
    if (digits.size() <= exponent) digits.insert(0, exponent + 1 - digits.size(), '0');
    std::string text = grouped(digits.substr(0, digits.size() - exponent));
    if (exponent > 0) text += "." + digits.substr(digits.size() - exponent);
    return cat(upper(code), code.empty() ? "" : " ", negative ? "-" : "", text);
}

std::string format_number(double value, int decimals) {
    char buffer[400];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, std::fabs(value));
    std::string text = buffer;
    const auto dot = text.find('.');
    const std::string fraction = dot == std::string::npos ? "" : text.substr(dot);
    text = grouped(text.substr(0, dot)) + fraction;
    const bool zero = text.find_first_not_of("0.,") == std::string::npos;
    return value < 0 && !zero ? "-" + text : text;
}

}  // namespace parley
