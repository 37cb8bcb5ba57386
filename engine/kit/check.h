#pragma once
// Is a vendor folder whole and right, as far as that can be told without running its plugin on a reply?

#include "kit/folder.h"

#include <string>
#include <vector>

namespace parley::kit {

struct CheckWish {
    std::string folder;            // That the vendor folders stand in.
    std::vector<std::string> ids;  // Empty: all, and then each question is planned with all of them connected.
    std::string luacheck_config;   // Empty: luacheck's own defaults.
    Instant now;                   // For the questions' periods and the simulations' data.
};

// Every mistake at once, by folder. A folder that cannot be read at all has its mistake in its verdict; a fault where
// the folder of the folders cannot be read, or an id is not there.
Result<std::vector<Verdict>> check(const CheckWish& wish);

}  // namespace parley::kit
