#include "planner/dates/tokens.h"

#include "base/text.h"
#include "planner/language/spelling.h"

#include <array>

namespace parley::planner::dates {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

int value_of(std::string_view digits) {
    if (digits.size() > 6) return -1;
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

bool leads_to_date(const std::string& word) {
    return word == "since" || word == "from" || word == "until" || word == "last" || word == "during";
}

// A short word with a capital is more likely a name than a slip, unless it is nearly a month and stands like one.
std::string corrected(std::string word, bool capital, const std::string& before) {
    constexpr std::size_t long_enough = 6;
    if (!capital || word.size() >= long_enough) return respelled(std::move(word));
    std::string meant = leads_to_date(before) ? respelled(word) : word;
    const bool month = meant == "march" || meant == "april" || meant == "june" || meant == "july" || meant == "august";
    return month ? meant : word;
}

bool is_unit(std::string_view word) {
    return word == "week" || word == "month" || word == "quarter" || word == "year";
}

// Typographic dashes and apostrophes, as UTF-8: people paste from documents. Returned in their plain form.
char plain_mark(std::string_view rest) {
    for (const std::string_view dash : {"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"}) {
        if (rest.substr(0, dash.size()) == dash) return '-';
    }
    return rest.substr(0, 3) == "\xE2\x80\x99" ? '\'' : '\0';
}
constexpr std::size_t mark_bytes = 3;

}  // namespace

Tokens::Tokens(std::string_view question) {
    std::size_t at = 0;
    while (at < question.size()) {
        const char c = question[at];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            ++at;
            continue;
        }
        Token token;
        token.at = at;
        token.glued = !tokens_.empty() && tokens_.back().at + tokens_.back().length == at;
        std::size_t end = at + 1;
        if (const char mark = plain_mark(question.substr(at)); mark != 0) {
            token.text = std::string(1, mark);
            end = at + mark_bytes;
        } else if (is_digit(c)) {
            token.kind = Token::Kind::number;
            while (end < question.size() && is_digit(question[end])) ++end;
            token.text = std::string(question.substr(at, end - at));
            token.value = value_of(token.text);
        } else if (is_letter(c)) {
            token.kind = Token::Kind::word;
            while (end < question.size() && is_letter(question[end]) && plain_mark(question.substr(end)) == 0) ++end;
            token.capital = c >= 'A' && c <= 'Z';
            token.text = corrected(lower(question.substr(at, end - at)), token.capital,
                                   tokens_.empty() ? std::string() : tokens_.back().text);
        } else {
            token.text = std::string(1, c);
        }
        token.length = end - at;
        at = end;
        push(std::move(token));
    }
}

// Two words in one: "fortnight" is 2 weeks, "lastmonth" lacks its blank. Both halves point at the whole word.
void Tokens::push(Token token) {
    const auto split = [&](Token::Kind kind, std::string text, int value, std::string rest) {
        Token first = token;
        first.kind = kind;
        first.text = std::move(text);
        first.value = value;
        tokens_.push_back(std::move(first));
        token.text = std::move(rest);
    };
    if (token.text == "fortnight" || token.text == "fortnights") split(Token::Kind::number, "2", 2, "weeks");
    for (const std::string_view word : {"last", "this", "next"}) {
        if (token.text.substr(0, word.size()) != word || !is_unit(token.text.substr(word.size()))) continue;
        split(Token::Kind::word, std::string(word), 0, token.text.substr(word.size()));
        break;
    }
    tokens_.push_back(std::move(token));
}

const Token& Tokens::operator[](std::size_t at) const {
    return at < tokens_.size() ? tokens_[at] : nothing_;
}

bool Tokens::is_one_of(std::size_t at, std::initializer_list<std::string_view> texts) const {
    for (const auto text : texts) {
        if (is(at, text)) return true;
    }
    return false;
}

std::size_t Tokens::skip(std::size_t at, std::initializer_list<std::string_view> texts) const {
    while (at < size() && is_one_of(at, texts)) ++at;
    return at;
}

}  // namespace parley::planner::dates
