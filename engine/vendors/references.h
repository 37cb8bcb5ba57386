#pragma once
// Whether what a manifest says fits together: names that lead somewhere, kinds that can be added up, patterns that can
// be read, tools that only read.

#include "vendors/fields.h"

namespace parley::vendors {

void check_references(const Manifest& manifest, Report& report);

}  // namespace parley::vendors
