#pragma once
// Values that the offer lists, as conditions of a question.

#include "planner/routing/draft.h"

namespace parley::planner {

void read_listed_values(Draft& draft);

// A condition on something that these rows do not have, and a value or dimension that stands in the question and came
// to nothing, are said: never dropped in silence.
void read_unfit_values(Draft& draft);
void note_unused_values(Draft& draft);
void note_unused_dimensions(Draft& draft);

}  // namespace parley::planner
