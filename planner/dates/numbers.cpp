#include "planner/dates/numbers.h"

#include <array>

namespace parley::planner::dates {
namespace {

struct NumberWord {
    std::string_view word;
    int value;
};

constexpr std::array<NumberWord, 20> small{{{"one", 1},        {"two", 2},       {"three", 3},     {"four", 4},
                                            {"five", 5},       {"six", 6},       {"seven", 7},     {"eight", 8},
                                            {"nine", 9},       {"ten", 10},      {"eleven", 11},   {"twelve", 12},
                                            {"thirteen", 13},  {"fourteen", 14}, {"fifteen", 15},  {"sixteen", 16},
                                            {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"zero", 0}}};

constexpr std::array<NumberWord, 8> tens{{{"twenty", 20},
                                          {"thirty", 30},
                                          {"forty", 40},
                                          {"fifty", 50},
                                          {"sixty", 60},
                                          {"seventy", 70},
                                          {"eighty", 80},
                                          {"ninety", 90}}};

constexpr std::array<NumberWord, 21> ordinals{
    {{"first", 1},      {"second", 2},       {"third", 3},       {"fourth", 4},      {"fifth", 5},
     {"sixth", 6},      {"seventh", 7},      {"eighth", 8},      {"ninth", 9},       {"tenth", 10},
     {"eleventh", 11},  {"twelfth", 12},     {"thirteenth", 13}, {"fourteenth", 14}, {"fifteenth", 15},
     {"sixteenth", 16}, {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
     {"thirtieth", 30}}};

template <std::size_t count>
std::optional<int> find(const std::array<NumberWord, count>& names, std::string_view word) {
    for (const auto& name : names) {
        if (name.word == word) return name.value;
    }
    return std::nullopt;
}

// One to ninety-nine in words.
std::optional<Number> below_hundred(const Tokens& tokens, std::size_t at) {
    if (const auto value = find(small, tokens[at].text)) return Number{*value, at + 1};
    const auto ten = find(tens, tokens[at].text);
    if (!ten) return std::nullopt;
    std::size_t next = at + 1;
    if (tokens.is(next, "-")) ++next;
    if (const auto one = find(small, tokens[next].text); one && *one < 10) return Number{*ten + *one, next + 1};
    return Number{*ten, at + 1};
}

// "hundred", "one hundred and eighty", "two thousand five hundred". A thousand alone is a number of something else.
std::optional<Number> read_words(const Tokens& tokens, std::size_t at) {
    const auto head = below_hundred(tokens, at);
    std::size_t next = head ? head->next : at;
    int value = head ? head->value : 1;
    if (tokens.is(next, "thousand") && head) {
        value *= 1000;
        const std::size_t rest_at = tokens.skip(next + 1, {"and"});
        const auto rest = read_words(tokens, rest_at);
        if (rest && rest->value < 1000) return Number{value + rest->value, rest->next};
        return Number{value, next + 1};
    }
    if (!tokens.is(next, "hundred")) return head;
    value *= 100;
    const auto rest = below_hundred(tokens, tokens.skip(next + 1, {"and"}));
    return rest ? Number{value + rest->value, rest->next} : Number{value, next + 1};
}

std::optional<Number> year_in_words(const Tokens& tokens, std::size_t at) {
    const auto head = below_hundred(tokens, at);
    if (!head) return std::nullopt;
    if (head->value == 2 && tokens.is(head->next, "thousand")) {
        const std::size_t tail_at = tokens.skip(head->next + 1, {"and"});
        const auto tail = below_hundred(tokens, tail_at);
        if (tail) return Number{2000 + tail->value, tail->next};
        return Number{2000, head->next + 1};
    }
    if (head->value < 19 || head->value > 20) return std::nullopt;
    if (tokens.is(head->next, "hundred") && head->value == 19) {
        const auto tail = below_hundred(tokens, tokens.skip(head->next + 1, {"and"}));
        return tail ? Number{1900 + tail->value, tail->next} : Number{1900, head->next + 1};
    }
    const auto tail = below_hundred(tokens, head->next);
    if (!tail || tail->value < 10) return std::nullopt;
    return Number{head->value * 100 + tail->value, tail->next};
}

}  // namespace

std::optional<Number> read_number(const Tokens& tokens, std::size_t at) {
    if (tokens[at].kind == Token::Kind::number && tokens[at].value >= 0) return Number{tokens[at].value, at + 1};
    return read_words(tokens, at);
}

std::optional<Number> read_count(const Tokens& tokens, std::size_t at) {
    if (const auto number = read_number(tokens, at)) return number;
    std::size_t next = at;
    if (tokens.is_one_of(next, {"a", "an"})) ++next;
    if (tokens.is(next, "couple")) return Number{2, tokens.skip(next + 1, {"of"})};
    if (tokens.is_one_of(next, {"few", "several"})) return Number{3, next + 1};
    if (tokens.is(next, "dozen")) return Number{12, next + 1};
    if (tokens.is(next, "half") && tokens.is(next + 1, "dozen")) return Number{6, next + 2};
    if (next > at && tokens.is(next, "hundred")) return read_words(tokens, next);
    if (next > at && tokens[next].kind == Token::Kind::number && tokens.is(next + 1, "weeks")) {
        return Number{tokens[next].value, next + 1};  // "a fortnight"
    }
    if (next > at) return Number{1, next};
    return std::nullopt;
}

std::optional<Number> read_ordinal(const Tokens& tokens, std::size_t at) {
    if (tokens[at].kind == Token::Kind::number && tokens[at + 1].glued &&
        tokens.is_one_of(at + 1, {"st", "nd", "rd", "th"})) {
        return Number{tokens[at].value, at + 2};
    }
    if (const auto value = find(ordinals, tokens[at].text)) return Number{*value, at + 1};
    const auto ten = find(tens, tokens[at].text);
    if (!ten) return std::nullopt;
    const std::size_t next = tokens.is(at + 1, "-") ? at + 2 : at + 1;
    const auto one = find(ordinals, tokens[next].text);
    if (!one || *one > 9) return std::nullopt;
    return Number{*ten + *one, next + 1};
}

std::optional<Number> read_year(const Tokens& tokens, std::size_t at) {
    const Token& token = tokens[at];
    if (token.is_number(4, 4) && token.value >= 1900 && token.value <= 2100) return Number{token.value, at + 1};
    return year_in_words(tokens, at);
}

int full_year(int two_digits, int this_year) {
    constexpr int planned_ahead = 5;
    const int here = this_year - this_year % 100 + two_digits;
    return here > this_year + planned_ahead ? here - 100 : here;
}

}  // namespace parley::planner::dates
