#pragma once
// Parts of each day that a question speaks of: "between 9am and 5pm", "after 18:00", "in the evenings". Pure.

#include "planner/dates/dates.h"
#include "planner/dates/tokens.h"

#include <optional>
#include <string>
#include <string_view>

namespace parley::planner::dates {

// A time of day as it is written: "14:00", "10:45:30.5 PM", "9 am", "noon"; none for a number that may count something.
struct ClockTime {
    int hour = 0;
    int minute = 0;
    std::size_t next = 0;  // The token behind it.
};
std::optional<ClockTime> read_clock(const Tokens& tokens, std::size_t at);

struct Hours {
    int first = 0;       // From this hour,
    int end = 0;         // and before this one, 1 to 24; where it is not the larger one, past midnight.
    std::size_t at = 0;  // Bytes of the question that say so.
    std::size_t length = 0;
    std::string note;  // Which reading was taken, where the words leave it open.
};

// The hours that a question asks for. "Yesterday morning" and "at 3pm" only as parts of `date`, for elsewhere they say
// when something is needed.
std::optional<Hours> find_hours(std::string_view question, const std::optional<Found>& date);

}  // namespace parley::planner::dates
