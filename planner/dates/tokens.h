#pragma once
// A question cut into words, numbers and marks, the way date phrases need it: "Q3" is "q" and a glued 3, "1st" is 1 and
// a glued "st", "2026-05-01" is five tokens.

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner::dates {

struct Token {
    enum class Kind { word, number, mark } kind = Kind::mark;
    std::string text;    // Lower case.
    int value = 0;       // Of a number; -1 where it has too many digits to matter.
    bool glued = false;  // No blank before it.
    bool capital = false;
    std::size_t at = 0;
    std::size_t length = 0;

    bool is_number(std::size_t digits_least, std::size_t digits_most) const {
        return kind == Kind::number && length >= digits_least && length <= digits_most;
    }
};

class Tokens {
public:
    explicit Tokens(std::string_view question);

    std::size_t size() const { return tokens_.size(); }
    const Token& operator[](std::size_t at) const;  // Past the end: an empty mark.
    bool is(std::size_t at, std::string_view text) const { return (*this)[at].text == text; }
    bool is_one_of(std::size_t at, std::initializer_list<std::string_view> texts) const;

    // The position behind any of these words that stand at `at`, one after another: articles, "of", "in".
    std::size_t skip(std::size_t at, std::initializer_list<std::string_view> texts) const;

private:
    void push(Token token);

    std::vector<Token> tokens_;
    Token nothing_;
};

}  // namespace parley::planner::dates
