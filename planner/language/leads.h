#pragma once
// Words before the verb of a request: "please", "could you", "any chance we can".

#include "planner/language/words.h"

#include <string_view>

namespace parley::planner {

struct Start {
    std::size_t at = 0;
    bool asked = false;
};

// Behind all leads that stand at `at`, one after another.
Start behind_leads(const Words& words, std::size_t at);

}  // namespace parley::planner
