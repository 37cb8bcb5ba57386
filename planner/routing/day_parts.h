#pragma once
// Hours of the day and days of the week as conditions: "after 6pm", "on weekends", "Mondays and Fridays".

#include "planner/routing/draft.h"

namespace parley::planner {

// Only rows that have an hour or a weekday of their own can be narrowed down so. Where they have none it is said, or
// asked back: the number of all days is not the one of Saturdays.
void read_day_parts(Draft& draft);

// "Hourly": by hour of the day, where the rows know it.
void read_hourly(Draft& draft);

}  // namespace parley::planner
