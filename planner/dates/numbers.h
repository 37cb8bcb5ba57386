#pragma once
// Numbers as people write them in date phrases: 3, three, a couple of, twenty-third, 1st, nineteen eighty six.

#include "planner/dates/tokens.h"

#include <optional>

namespace parley::planner::dates {

struct Number {
    int value = 0;
    std::size_t next = 0;  // The token behind it.
};

std::optional<Number> read_number(const Tokens& tokens, std::size_t at);   // 3, three, twenty five
std::optional<Number> read_count(const Tokens& tokens, std::size_t at);    // also: a, an, couple of, few
std::optional<Number> read_ordinal(const Tokens& tokens, std::size_t at);  // 3rd, third, twenty-third
std::optional<Number> read_year(const Tokens& tokens, std::size_t at);     // 2026, nineteen eighty six; 1900 to 2100

// Two digits: the latest such year that is not after `this_year` by more than a plan's distance.
int full_year(int two_digits, int this_year);

}  // namespace parley::planner::dates
