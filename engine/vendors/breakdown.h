#pragma once
// Columns that are only there where a question groups or filters by them: the vendor tells its numbers apart itself.

#include "vendors/manifest.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::vendors {

// A dataset and those of its columns on demand that a call is for.
struct Breakdown {
    std::string dataset;
    std::vector<std::string> columns;
};

// "sessions-by-country-browser", as recorded replies are called; "sessions" has no columns.
Breakdown breakdown_named(std::string_view name);
std::string to_text(const Breakdown& breakdown);

// Its rows have a key of their own: each is one deal, and no total of several.
bool has_single_rows(const ManifestDataset& dataset);

bool is_on_demand(const ManifestDataset& dataset, std::string_view column);

}  // namespace parley::vendors
