#pragma once
// The words by which a question over a table says what is made of its columns: plain English, no name of any table.

#include <array>
#include <string_view>

namespace parley::planner {

struct Meaning {
    std::string_view phrase;
    std::string_view says;
};

// "average", "the total": what is made of the column behind them.
inline constexpr std::array<Meaning, 12> aggregates{{{"average", "avg"},
                                                     {"mean", "avg"},
                                                     {"avg", "avg"},
                                                     {"maximum", "max"},
                                                     {"max", "max"},
                                                     {"maximal", "max"},
                                                     {"minimum", "min"},
                                                     {"min", "min"},
                                                     {"minimal", "min"},
                                                     {"total", "sum"},
                                                     {"sum of", "sum"},
                                                     {"combined", "sum"}}};
inline constexpr std::array<Meaning, 6> counting{{{"total number of", "count"},
                                                  {"number of", "count"},
                                                  {"numbers of", "count"},
                                                  {"how many", "count"},
                                                  {"total count of", "count"},
                                                  {"count", "count"}}};

// An adjective of extent: which way, and what kind of column it speaks of where it names none.
struct Extreme {
    std::string_view word;
    bool descending;
    std::string_view about;  // Stems of columns, the nearest meaning first; of dates the other way round.
};
inline constexpr std::array<Extreme, 30> extremes{{{"oldest", true, "age"},
                                                   {"youngest", false, "age"},
                                                   {"eldest", true, "age"},
                                                   {"newest", true, "date"},
                                                   {"latest", true, "date"},
                                                   {"earliest", false, "date"},
                                                   {"largest", true, "area size amount"},
                                                   {"biggest", true, "area size amount"},
                                                   {"smallest", false, "area size amount"},
                                                   {"highest", true, ""},
                                                   {"greatest", true, ""},
                                                   {"lowest", false, ""},
                                                   {"fewest", false, ""},
                                                   {"least", false, ""},
                                                   {"most", true, ""},
                                                   {"longest", true, "minut durat length time"},
                                                   {"shortest", false, "minut durat length time"},
                                                   {"heaviest", true, "weight"},
                                                   {"lightest", false, "weight"},
                                                   {"tallest", true, "height"},
                                                   {"best", true, "rate score"},
                                                   {"worst", false, "rate score"},
                                                   {"cheapest", false, "price cost amount"},
                                                   {"priciest", true, "price cost amount"},
                                                   {"fastest", true, "speed"},
                                                   {"slowest", false, "speed"},
                                                   {"richest", true, "incom"},
                                                   {"poorest", false, "incom"},
                                                   {"busiest", true, ""},
                                                   {"top", true, ""}}};

}  // namespace parley::planner
