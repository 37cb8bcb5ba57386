#pragma once
// How `parley eval` turns a case into a decision. Pure but for the catalogue it is given.

#include "base/json.h"
#include "planner/tools/vectors.h"
#include "vendors/catalogue.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace parley::app {

using Judge = std::function<Json(const Json& item)>;

// What cases name beside themselves: files in a folder, and word vectors where they are installed.
struct CaseFiles {
    std::filesystem::path folder;
    std::shared_ptr<const planner::WordVectors> vectors;  // Null: there are none.
};

// Empty for a kind that is not there. The catalogue outlives the judge.
Judge judge_for(const std::string& kind, const vendors::Catalogue& catalogue, const CaseFiles& files = {});

}  // namespace parley::app
