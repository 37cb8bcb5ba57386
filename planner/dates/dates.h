#pragma once
// Date phrases of business English -> exact half-open ranges of days. Pure.

#include "base/calendar.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner::dates {

struct Found {
    std::optional<Day> start;
    std::optional<Day>
        end;  // Exclusive. A missing one is open: "since March" ends with today, "before May" has no start.
    std::optional<Grain> grain;  // What the phrase counts in: "last quarter" -> quarter, "past 30 days" -> day.
    std::size_t at = 0;          // Bytes of the question that the phrase takes.
    std::size_t length = 0;
    std::string phrase;
    bool partial = false;  // The period is not over: "this month".
    bool ahead = false;    // It is asked for what is still to come: "due this week". Set by whoever knows the question.
    bool apart = false;    // Several periods were named that do not meet: what lies between them is in it too.
    std::string note;      // Set where another sensible reading exists: which one was taken.
};

// Where a phrase leaves the year or the week open ("March", "Friday"). past: the latest one that has begun, as
// questions about what has happened mean it. open: a phrase with no question around it is the nearest date and the
// coming weekday.
enum class Lean { past, open };

// The range a question asks for; none where it names no period. Where it names several, the one that governs the rest.
std::optional<Found> find_range(std::string_view question, Day today, const Calendar& calendar, Lean lean = Lean::past);

}  // namespace parley::planner::dates
