#pragma once
// Tables of date phrases and the ranges they must give.

#include "base/text.h"
#include "planner/dates/dates.h"
#include "saturday.h"

#include <doctest/doctest.h>
#include <string>

namespace parley::planner::dates {

using planner::saturday;

struct Case {
    std::string text;
    std::string expected;  // "start..end", the end exclusive, an open side empty; "none" where no period is named
};

inline std::string found_in(const std::string& text, Day today, CalendarRules rules = {}, Lean lean = Lean::past) {
    const auto found = find_range(text, today, Calendar::make(std::move(rules)).value(), lean);
    if (!found) return "none";
    return cat(found->start ? found->start->text() : "", "..", found->end ? found->end->text() : "");
}

template <std::size_t count>
void check_all(const Case (&cases)[count], Day today, const CalendarRules& rules = {}, Lean lean = Lean::past) {
    for (const auto& c : cases) {
        CAPTURE(c.text);
        CHECK(found_in(c.text, today, rules, lean) == c.expected);
    }
}

}  // namespace parley::planner::dates
