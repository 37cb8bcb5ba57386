// Whether every number in a sentence is one that was handed over with it.

#include "base/money.h"
#include "base/text.h"
#include "narrate/narrate.h"

#include <algorithm>
#include <array>

namespace parley::narrate {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// "1,234.50" is one number; the comma after "in 2026," belongs to the sentence.
std::vector<Span> numbers_in(std::string_view text) {
    std::vector<Span> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at])) continue;
        std::size_t end = at + 1;
        while (end < text.size() && (is_digit(text[end]) || ((text[end] == ',' || text[end] == '.') &&
                                                             end + 1 < text.size() && is_digit(text[end + 1])))) {
            ++end;
        }
        found.push_back({at, end});
        at = end;
    }
    return found;
}

std::string_view word_before(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] == ' ') --at;
    std::size_t begin = at;
    while (begin > 0 && (is_letter(text[begin - 1]) || is_digit(text[begin - 1]))) --begin;
    return text.substr(begin, at - begin);
}

std::string_view word_after(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] == ' ') ++at;
    std::size_t end = at;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
    return text.substr(at, end - at);
}

template <std::size_t Size>
bool is_one_of(std::string_view word, const std::array<std::string_view, Size>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_month(std::string_view word) {
    static constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                             "may",       "june",     "july",     "august",
                                                             "september", "october",  "november", "december"};
    const std::string name = lower(word);
    if (name == "sept") return true;
    return std::any_of(months.begin(), months.end(),
                       [&](std::string_view month) { return name == month || name == month.substr(0, 3); });
}

bool is_year(std::string_view number) {
    return number.size() == 4 && (number.substr(0, 2) == "19" || number.substr(0, 2) == "20");
}

bool is_day_of_month(std::string_view number) {
    return number.size() <= 2 && number != "0" && number != "00" && (number.size() == 1 || number <= "31");
}

// "2026-11-21", whichever of its three numbers `span` is.
bool in_iso_day(std::string_view text, Span span) {
    for (const std::size_t back : {0u, 5u, 8u}) {
        if (span.begin < back) continue;
        const std::size_t begin = span.begin - back;
        const bool apart =
            (begin == 0 || !is_digit(text[begin - 1])) && (begin + 10 >= text.size() || !is_digit(text[begin + 10]));
        if (apart && Day::parse(text.substr(begin, 10))) return true;
    }
    return false;
}

// "Q3 2026", "Sep 2026", "30 Sep 2026": a year that follows a part of itself.
bool dated_year(std::string_view text, Span span) {
    std::size_t begin = span.begin;
    if (begin >= 2 && text.substr(begin - 2, 2) == ", ") begin -= 2;  // "Sep 30, 2026"
    const std::string_view before = word_before(text, begin);
    if (is_month(before)) return true;
    if (before.size() == 2 && before[0] == 'Q' && before[1] >= '1' && before[1] <= '4') return true;
    const std::size_t at = static_cast<std::size_t>(before.data() - text.data());
    return is_day_of_month(before) && is_month(word_before(text, at));
}

// A year by itself needs a place where only a year can stand: "in 2026." but not "in 2026 orders".
bool lone_year(std::string_view text, Span span) {
    static constexpr std::array<std::string_view, 14> leading{
        "in", "of", "since", "year", "for", "from", "to", "until", "before", "after", "during", "than", "FY", "and"};
    static constexpr std::array<std::string_view, 9> trailing{"to",   "and",  "was",      "were", "is",
                                                              "than", "with", "compared", "came"};
    const bool enclosed =
        span.begin > 0 && text[span.begin - 1] == '(' && span.end < text.size() && text[span.end] == ')';
    if (enclosed) return true;
    if (!is_one_of(word_before(text, span.begin), leading)) return false;
    const bool ends = span.end == text.size() || (text[span.end] != ' ' && text[span.end] != '%');
    return ends || is_one_of(word_after(text, span.end), trailing);
}

// A time of day: 09:00.
bool in_clock(std::string_view text, Span span) {
    if (span.end - span.begin != 2) return false;
    const auto digits_at = [&](std::size_t at) {
        return at + 2 <= text.size() && is_digit(text[at]) && is_digit(text[at + 1]) &&
               (at + 2 == text.size() || !is_digit(text[at + 2]));
    };
    const bool before = span.end < text.size() && text[span.end] == ':' && digits_at(span.end + 1);
    const bool behind = span.begin >= 3 && text[span.begin - 1] == ':' && is_digit(text[span.begin - 2]) &&
                        is_digit(text[span.begin - 3]) && (span.begin == 3 || !is_digit(text[span.begin - 4]));
    return before || behind;
}

bool in_date(std::string_view text, Span span) {
    const std::string_view number = text.substr(span.begin, span.end - span.begin);
    if (in_clock(text, span)) return true;
    if (in_iso_day(text, span)) return true;
    if (is_year(number)) return dated_year(text, span) || lone_year(text, span);
    const bool quarter = number.size() == 1 && number >= "1" && number <= "4" && span.begin > 0 &&
                         text[span.begin - 1] == 'Q' && (span.begin == 1 || !is_letter(text[span.begin - 2]));
    if (quarter) return true;
    if (span.begin >= 2 && text.substr(span.begin - 2, 2) == "FY" && number.size() == 2) return true;
    return is_day_of_month(number) && (is_month(word_after(text, span.end)) || is_month(word_before(text, span.begin)));
}

// A name may hold digits, a bare number in quotes is no name.
bool in_quoted_name(std::string_view text, Span span) {
    bool open = false;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '"') continue;
        if (open && begin < span.begin && span.end <= at) {
            const std::string_view name = text.substr(begin + 1, at - begin - 1);
            return std::any_of(name.begin(), name.end(),
                               [](char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
        }
        open = !open;
        begin = at;
    }
    return false;
}

// What stands around a number can change it: a sign, a currency, a percent sign, "million".
bool stands_alone(std::string_view text, Span found, std::string_view value) {
    static constexpr std::array<std::string_view, 8> factors{"k",        "K",       "M",       "million",
                                                             "thousand", "billion", "percent", "hundred"};
    const char before = found.begin == 0 ? ' ' : text[found.begin - 1];
    if (before == '-' || before == '+' || before == '.' || is_letter(before) || is_digit(before) || before == '$')
        return false;
    const std::string_view currency = word_before(text, found.begin);
    const bool amount =
        is_currency(currency) && std::all_of(currency.begin(), currency.end(), [](char c) { return c < 'a'; });
    if (amount && is_digit(value.front())) return false;
    const std::string_view rest = text.substr(found.end);
    if (!rest.empty() && (is_digit(rest[0]) || is_letter(rest[0]))) return false;
    const bool goes_on = rest.size() > 1 && (rest[0] == ',' || rest[0] == '.') && is_digit(rest[1]);
    const bool percent = !rest.empty() && (rest[0] == '%' || rest.substr(0, 2) == " %");
    if (goes_on || (percent && value.back() != '%')) return false;
    return !is_one_of(word_after(text, found.end), factors);
}

bool is_value(std::string_view text, Span number, const std::vector<Value>& values) {
    return std::any_of(values.begin(), values.end(), [&](const Value& value) {
        if (value.text.empty()) return false;
        for (auto at = text.find(value.text); at != std::string_view::npos; at = text.find(value.text, at + 1)) {
            const Span found{at, at + value.text.size()};
            if (found.begin <= number.begin && number.end <= found.end && stands_alone(text, found, value.text))
                return true;
        }
        return false;
    });
}

}  // namespace

bool all_numbers_traced(std::string_view text, const std::vector<Value>& values) {
    const auto numbers = numbers_in(text);
    return std::all_of(numbers.begin(), numbers.end(), [&](Span number) {
        return is_value(text, number, values) || in_date(text, number) || in_quoted_name(text, number);
    });
}

}  // namespace parley::narrate
