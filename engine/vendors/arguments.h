#pragma once
// The call arguments that a manifest gives where a vendor has no prepare(). Pure.

#include "base/json.h"

namespace parley::vendors {

// Fills {start}, {end}, {last}, {start_unix}, {end_unix}, {rows_per_page} and {account.NAME} from `request` (what
// prepare() would get). A text that is one placeholder takes its value's type; a field whose value is unknown is left
// out.
Json fill_arguments(const Json& pattern, const Json& request);

}  // namespace parley::vendors
