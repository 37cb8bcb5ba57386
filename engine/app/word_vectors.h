#pragma once
// The file of word vectors that install.sh made, for the planner, which reads no files.

#include "base/result.h"
#include "planner/tools/vectors.h"

#include <memory>
#include <string>

namespace parley::app {

// Null where there is no such file: everything works without, a little less well. Fault::invalid for a spoilt one.
Result<std::shared_ptr<const planner::WordVectors>> read_word_vectors(const std::string& path);

}  // namespace parley::app
