#include "app/word_vectors.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace parley::app {

Result<std::shared_ptr<const planner::WordVectors>> read_word_vectors(const std::string& path) {
    std::error_code trouble;
    if (path.empty() || !std::filesystem::exists(path, trouble)) return std::shared_ptr<const planner::WordVectors>();
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    PARLEY_TRY(auto vectors, planner::WordVectors::parse(bytes.str()));
    return std::make_shared<const planner::WordVectors>(std::move(vectors));
}

}  // namespace parley::app
