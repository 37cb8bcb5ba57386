#pragma once
// luacheck over an author's Lua files, where it is installed.

#include "base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::kit {

struct Lint {
    std::string file;  // As it was given.
    std::string text;  // "12:5: unused variable rows"
};

// Nothing where the program is not there or did not run. No shell: the files are its arguments as they are.
std::optional<std::vector<Lint>> luacheck(const std::string& config, const std::vector<std::string>& files);

}  // namespace parley::kit
