#pragma once
// The planner's kinds of `parley eval`.

#include "app/evaluation.h"
#include "base/calendar.h"

#include <optional>

namespace parley::app {

// Of a case; cases give local wall time without an offset: its date is the day.
Day day_of(const Json& item);
Json day_or_null(const std::optional<Day>& day);

// questions: turns over what is connected. refuse: any refusal counts; refuse_write: that of a wish to change something
// alone; both with every vendor connected. signs: what the guard against strangers is learnt from. Empty for another
// kind. The catalogue outlives the judge.
Judge planner_judge_for(const std::string& kind, const vendors::Catalogue& catalogue);

}  // namespace parley::app
