// What a question is held against: "vs last year", "week over week", "Q4 vs Q4 a year earlier".
#include "planner/language/cues.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

// "vs the pro plan last month": a thing, and no period that is compared with.
bool names_a_thing(const Words& words, std::size_t at) {
    const std::string& text = words[at].text;
    if (is_stop_word(text) || grain_word(text) || (text[0] >= '0' && text[0] <= '9') || text.size() < 3) return false;
    return !is_one_of(words, at,
                      {"before", "previous", "prior",  "earlier",   "preceding", "ago",      "past",      "previously",
                       "period", "half",     "time",   "season",    "january",   "february", "march",     "april",
                       "june",   "july",     "august", "september", "october",   "november", "december",  "weekend",
                       "figure", "figures",  "number", "numbers",   "value",     "values",   "level",     "levels",
                       "result", "results",  "fiscal", "business",  "calendar",  "two",      "three",     "four",
                       "six",    "twelve",   "thirty", "year's",    "monday",    "tuesday",  "wednesday", "thursday",
                       "friday", "saturday", "sunday", "summer",    "winter",    "spring",   "autumn"});
}

// "a year earlier", "last year", "the month before", "the previous period", "the 30 before".
Compare compared_period(const Words& words, std::size_t at, std::size_t& end) {
    constexpr std::size_t reach = 7;
    const std::size_t last = std::min(words.size(), at + reach);
    bool year = false;
    bool backward = false;
    const bool same = is_one_of(words, at, {"same"}) || is_one_of(words, at + 1, {"same"});
    for (std::size_t k = at; k < last; ++k) {
        if (k > at && (words[k].breaks || (!same && !backward && names_a_thing(words, k)))) break;
        if (is_one_of(words, k, {"year", "years"})) year = true;
        if (is_one_of(words, k,
                      {"before", "previous", "prior", "last", "earlier", "preceding", "ago", "past", "previously"})) {
            backward = true;
        }
        if (year || backward) end = k + 1;
    }
    if (!backward) return Compare::none;
    while (end < words.size() &&
           is_one_of(words, end, {"period", "month", "week", "quarter", "day", "year", "one", "ago"}))
        ++end;
    return year ? Compare::previous_year : Compare::previous_period;
}

bool is_calendar_pair(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"last", "previous", "the", "a", "one", "same", "prior", "preceding", "before"});
}

// "Compare sales this month with last month": a small word joins what is compared. "and" and "to" join many things, so
// they must stand behind a period.
bool compares_before(const Words& words, std::size_t at, bool anywhere) {
    if (!anywhere && (at == 0 || !grain_word(words[at - 1].text))) return false;
    for (std::size_t k = 0; k < at; ++k) {
        if (is_one_of(words, k, {"compare", "compares", "comparing", "comparison"})) return true;
    }
    return false;
}

// "Q4 vs Q4 the year before", "November against November a year ago": the same name once more, and of which year.
std::size_t length_of_same_of_year_before(const Words& words, std::size_t behind) {
    if (behind + 1 >= words.size()) return 0;
    const auto same = [&](const Word& word) { return word.text == words[behind].text; };
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(behind);
    if (is_stop_word(words[behind].text) || grain_word(words[behind].text) || std::none_of(words.begin(), end, same))
        return 0;
    for (const std::string_view phrase :
         {"the year before", "the year prior", "the previous year", "the prior year", "of the year before",
          "of the previous year", "of the prior year", "of last year", "a year before", "a year earlier", "a year ago",
          "one year ago", "one year earlier", "last year", "before"}) {
        const bool ends = behind + 1 + length_of(phrase) >= words.size() || phrase != "before";
        if (ends && stands_at(words, behind + 1, phrase)) return 1 + length_of(phrase);
    }
    return 0;
}

// "and the 7 before that", "vs the 30 before": as many again.
std::size_t length_of_as_many_before(const Words& words, std::size_t at) {
    if (at < 2 || !is_one_of(words, at, {"and", "vs", "versus", "against", "with", "to", "than"})) return 0;
    if (!is_one_of(words, at + 1, {"the"}) || !count_at(words, at + 2)) return 0;
    std::size_t k = at + 3;
    if (is_one_of(words, k, {"days", "weeks", "months", "quarters", "years"})) ++k;
    if (!is_one_of(words, k, {"before", "prior", "preceding", "earlier"})) return 0;
    ++k;
    if (is_one_of(words, k, {"that", "those", "them", "it"})) ++k;
    return k - at;
}

}  // namespace

std::optional<Grain> grain_word(std::string_view word) {
    if (word.ends_with('s')) word.remove_suffix(1);
    return grain_named(word);
}

Comparison read_comparison(const Words& words) {
    struct Name {
        std::string_view phrase;
        Compare with;
        Grain unit;
    };
    constexpr std::array<Name, 11> fixed{{{"year over year", Compare::previous_year, Grain::year},
                                          {"year on year", Compare::previous_year, Grain::year},
                                          {"yoy", Compare::previous_year, Grain::year},
                                          {"month over month", Compare::previous_period, Grain::month},
                                          {"month on month", Compare::previous_period, Grain::month},
                                          {"mom", Compare::previous_period, Grain::month},
                                          {"week over week", Compare::previous_period, Grain::week},
                                          {"week on week", Compare::previous_period, Grain::week},
                                          {"wow", Compare::previous_period, Grain::week},
                                          {"quarter over quarter", Compare::previous_period, Grain::quarter},
                                          {"qoq", Compare::previous_period, Grain::quarter}}};
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const auto& name : fixed) {
            if (stands_at(words, at, name.phrase)) return {name.with, name.unit, at, length_of(name.phrase)};
        }
        if (const std::size_t length = length_of_as_many_before(words, at); length > 0)
            return {Compare::previous_period, std::nullopt, at, length};
        for (const std::string_view lead :
             {"compared to", "compared with", "compare to", "compare with", "compare it to", "compare it with",
              "versus", "vs", "against", "than", "relative to", "in comparison to", "with", "to", "and"}) {
            if (!stands_at(words, at, lead)) continue;
            const bool weak = lead == "with" || lead == "to" || lead == "and";
            if (weak && !compares_before(words, at, lead == "with")) continue;
            const std::size_t behind = at + length_of(lead);
            if (const std::size_t length = length_of_same_of_year_before(words, behind); length > 0)
                return {Compare::previous_year, std::nullopt, at, behind + length - at};
            std::size_t end = behind;
            if (!is_calendar_pair(words, behind)) continue;
            const Compare with = compared_period(words, behind, end);
            if (with != Compare::none) return {with, std::nullopt, at, end - at};
        }
    }
    return {};
}

}  // namespace parley::planner
