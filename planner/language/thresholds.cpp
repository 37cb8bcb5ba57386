#include "planner/language/thresholds.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

struct Comparator {
    std::string_view phrase;
    std::string_view op;
};

// Longer ones before what they hold.
constexpr std::array<Comparator, 25> comparators{
    {{"not more than", "<="}, {"no more than", "<="}, {"not less than", ">="}, {"no less than", ">="},
     {"more than", ">"},      {"less than", "<"},     {"fewer than", "<"},     {"greater than", ">"},
     {"larger than", ">"},    {"bigger than", ">"},   {"higher than", ">"},    {"smaller than", "<"},
     {"lower than", "<"},     {"longer than", ">"},   {"shorter than", "<"},   {"cheaper than", "<"},
     {"at least", ">="},      {"at most", "<="},      {"exceeding", ">"},      {"above", ">"},
     {"over", ">"},           {"below", "<"},         {"under", "<"},          {"up to", "<="},
     {"worth over", ">"}}};

constexpr std::array<std::string_view, 24> units{
    "kb",   "mb",     "gb",      "tb", "bytes", "ms",    "s",   "sec",  "secs", "second", "seconds", "min",
    "mins", "minute", "minutes", "h",  "hour",  "hours", "day", "days", "week", "weeks",  "points",  "pixels"};

struct Amount {
    double value = 0;
    bool money = false;
    bool percent = false;
    std::string unit;
    std::size_t end = 0;  // The word behind it.
};

bool is_currency_sign_before(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] == ' ') --at;
    const std::string_view before = text.substr(0, at);
    return before.ends_with('$') || before.ends_with("\xE2\x82\xAC") || before.ends_with("\xC2\xA3");
}

bool is_currency_sign_behind(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] == ' ') ++at;
    const std::string_view behind = text.substr(std::min(at, text.size()));
    return behind.starts_with('$') || behind.starts_with("\xE2\x82\xAC") || behind.starts_with("\xC2\xA3");
}

// "50k", "1.5m", "3": digits with what they are counted in, read from `at` on; `end` is behind them. None: no number.
std::optional<double> plain_number(std::string_view text, std::size_t at, std::string& unit, std::size_t& end) {
    double value = 0;
    const auto read = std::from_chars(text.data() + at, text.data() + text.size(), value);
    if (read.ec != std::errc() || !is_digit(text[at])) return std::nullopt;
    end = static_cast<std::size_t>(read.ptr - text.data());
    const std::size_t letters = end;
    while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= 'A' && text[end] <= 'Z')))
        ++end;
    const std::string rest = lower(text.substr(letters, end - letters));
    constexpr double thousand = 1e3;
    constexpr double million = 1e6;
    if (rest == "k") return value * thousand;
    if (rest == "m" || rest == "mn" || rest == "mio") return value * million;
    if (!rest.empty() && std::find(units.begin(), units.end(), rest) == units.end()) return std::nullopt;
    unit = rest;
    return value;
}

// "12,500": thousands between commas are words of their own.
bool is_thousands(std::string_view text, const Words& words, std::size_t at) {
    return at > 0 && at < words.size() && words[at].length == 3 &&
           std::all_of(words[at].text.begin(), words[at].text.end(), is_digit) &&
           words[at].at == words[at - 1].at + words[at - 1].length + 1 && text[words[at].at - 1] == ',';
}

std::optional<Amount> amount_at(std::string_view text, const Words& words, const Uses& uses, std::size_t at) {
    static constexpr std::array<std::string_view, 9> codes{"eur",  "usd",   "gbp",     "czk",   "chf",
                                                           "euro", "euros", "dollars", "pounds"};
    if (at < words.size() && std::find(codes.begin(), codes.end(), words[at].text) != codes.end()) {
        auto behind = amount_at(text, words, uses, at + 1);
        if (behind) behind->money = true;
        return behind;
    }
    if (at >= words.size() || uses[at] != Use::open) return std::nullopt;
    Amount amount;
    std::size_t behind = 0;
    const auto value = plain_number(text, words[at].at, amount.unit, behind);
    if (!value) return std::nullopt;
    amount.value = *value;
    amount.money = is_currency_sign_before(text, words[at].at);
    amount.end = at + 1;
    while (amount.end < words.size() && words[amount.end].at < behind) ++amount.end;
    while (is_thousands(text, words, amount.end) && uses[amount.end] == Use::open) {
        constexpr double thousand = 1e3;
        amount.value = amount.value * thousand + std::stod(words[amount.end].text);
        ++amount.end;
    }
    behind = std::max(behind, words[amount.end - 1].at + words[amount.end - 1].length);
    amount.money = amount.money || is_currency_sign_behind(text, behind);
    while (behind < text.size() && text[behind] == ' ') ++behind;
    amount.percent = behind < text.size() && text[behind] == '%';
    if (amount.end >= words.size() || words[amount.end].breaks) return amount;
    const std::string& next = words[amount.end].text;
    amount.percent = amount.percent || next == "percent" || next == "pct";
    if (std::find(codes.begin(), codes.end(), next) != codes.end()) {
        amount.money = true;
        ++amount.end;
    } else if (amount.unit.empty() && std::find(units.begin(), units.end(), next) != units.end()) {
        amount.unit = next;
        ++amount.end;
    }
    return amount;
}

std::optional<Threshold> between(std::string_view text, const Words& words, const Uses& uses, std::size_t at) {
    if (!is_one_of(words, at, {"between"})) return std::nullopt;
    const auto low = amount_at(text, words, uses, at + 1);
    if (!low || !is_one_of(words, low->end, {"and"})) return std::nullopt;
    const auto high = amount_at(text, words, uses, low->end + 1);
    if (!high || low->percent || high->percent) return std::nullopt;
    Threshold found;
    found.op = ">=";
    found.value = std::min(low->value, high->value);
    found.until = std::max(low->value, high->value);
    found.money = low->money || high->money;
    found.unit = high->unit.empty() ? low->unit : high->unit;
    found.first = at;
    found.count = high->end - at;
    found.behind = high->end;
    return found;
}

std::optional<Threshold> one_sided(std::string_view text, const Words& words, const Uses& uses, std::size_t at) {
    for (const auto& comparator : comparators) {
        if (!stands_at(words, at, comparator.phrase)) continue;
        const auto amount = amount_at(text, words, uses, at + length_of(comparator.phrase));
        if (!amount || amount->percent) return std::nullopt;
        return Threshold{std::string(comparator.op), amount->value, std::nullopt, amount->money, amount->unit, at,
                         amount->end - at,           amount->end};
    }
    return std::nullopt;
}

}  // namespace

std::vector<Threshold> read_thresholds(std::string_view text, const Words& words, const Uses& uses) {
    std::vector<Threshold> found;
    for (std::size_t at = 0; at < words.size(); ++at) {
        auto threshold = between(text, words, uses, at);
        if (!threshold) threshold = one_sided(text, words, uses, at);
        if (!threshold) continue;
        at = threshold->behind - 1;
        found.push_back(std::move(*threshold));
    }
    return found;
}

}  // namespace parley::planner
