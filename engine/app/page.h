#pragma once
// One HTML page with answers and their charts. Needs no server: the scripts lie beside it.

#include "base/json.h"
#include "base/result.h"

#include <string>
#include <vector>

namespace parley::app {

// Writes `path`, and copies vega, vega-lite and vega-embed from node_modules beside it.
// Fault::invalid where the page cannot be written; scripts that are missing are named in the page instead of charts.
Result<Done> write_page(const std::string& path, const std::string& node_modules,
                        const std::vector<OrderedJson>& answers);

}  // namespace parley::app
