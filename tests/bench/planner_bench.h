#pragma once

#include "vendors/catalogue.h"

#include <string>

namespace parley::bench {

// Planning over all folders' vendors, alone and beside servers that nobody described; choosing among 10,000 tools by
// their own words, with and without word vectors (`vectors`: their file, which may be missing).
void bench_planner(const vendors::Catalogue& catalogue, const std::string& vectors);

}  // namespace parley::bench
