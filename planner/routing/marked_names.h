#pragma once
// Names that their marks tell for names wherever they stand: "/pricing", "shop.example.org", "ana@acme.com",
// "#support".

#include "planner/routing/draft.h"

namespace parley::planner {

// Each becomes a condition on what is called so in the rows. Where the rows have nothing of the kind it is asked back:
// nobody types an address in passing.
void read_marked_names(Draft& draft);

}  // namespace parley::planner
