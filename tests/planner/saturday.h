#pragma once
// The day on which most of the planner's tests are asked.

#include "base/calendar.h"

namespace parley::planner {

inline const Day saturday = Day::of(2026, 11, 21);

}  // namespace parley::planner
