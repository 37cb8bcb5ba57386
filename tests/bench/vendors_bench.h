#pragma once

#include "vendors/catalogue.h"

#include <string>

namespace parley::bench {

// Reading all folders, shaping a large reply beside reading its text in the same run, and what a plugin at rest holds.
void bench_vendors(const std::string& folder, const vendors::Catalogue& catalogue);

}  // namespace parley::bench
