#pragma once
// The call arguments that a manifest gives where a vendor has no prepare(). Pure.

#include "base/json.h"

namespace parley::vendors {

// Fills {start}, {end}, {last}, {start_unix}, {end_unix}, {today}, {rows_per_page}, {account.NAME} and {settings.NAME}
// from `request` (what prepare() would get). A text that is one placeholder takes its value's type; a field whose value
// is unknown is left out, and so is a group that held nothing else.
Json fill_arguments(const Json& pattern, const Json& request);

// Lua's empty table is a list and a record at once, and leaves as []: it becomes {} wherever the tool's schema wants an
// object and no list.
void mend_empty_objects(Json& arguments, const Json& schema);

}  // namespace parley::vendors
