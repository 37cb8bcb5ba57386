#pragma once
// How `parley eval` turns a case into a decision. Pure but for the catalogue it is given.

#include "base/json.h"
#include "vendors/catalogue.h"

#include <functional>
#include <string>

namespace parley::app {

using Judge = std::function<Json(const Json& item)>;

// Empty for a kind that is not there. The catalogue outlives the judge.
Judge judge_for(const std::string& kind, const vendors::Catalogue& catalogue);

}  // namespace parley::app
