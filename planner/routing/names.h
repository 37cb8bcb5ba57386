#pragma once
// Names that somebody gave to a project, a campaign or a customer, and that no offer lists.

#include "planner/routing/draft.h"

namespace parley::planner {

// Beside the word for what they name: "the shipping theme", "repository acme/shop".
void read_open_values(Draft& draft);

// Words that say of themselves of what kind they are: "on mobile", "visitors from google".
void read_words_of_kind(Draft& draft);

// Without it: "only for Northlight", "of Boots and Jackets".
void read_bare_names(Draft& draft);

// One that only says of what kind the measured things are: "travel spending".
void read_modifier(Draft& draft);

// Of a thing that the rows do not know: "the Growth portfolio" is asked back.
void read_unfit_names(Draft& draft);

// Quoted and capitalised words, and what stands behind "of" or "for" or before what is measured, are meant to say
// something.
void note_unknown_names(Draft& draft);

}  // namespace parley::planner
