#pragma once
// Questions about what two vendors know of the same people, companies or products: "customers with failing payments
// who also have an open conversation", "paying accounts missing in the CRM", "MRR of the customers with open tickets".

#include "planner/routing/build.h"

namespace parley::planner {

// None where the question has no such form, a side is not surely understood, or no key is in both rows. "The CRM" may
// be several connected vendors, which is asked back, or none.
std::optional<Decision> try_match(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                  const Context& context);

}  // namespace parley::planner
