#pragma once
// Words of business that mean the same: "late" and "overdue", "sign-up" and "registration". General English of the
// trade; nothing of any vendor.

#include "planner/language/words.h"

#include <string>
#include <unordered_map>

namespace parley::planner {

// The stem of a word -> the number of its idea. Made once, with the index.
class Ideas {
public:
    explicit Ideas(Stemmer& stemmer);

    // 0: it shares its meaning with no other word.
    int of(const std::string& stem) const {
        const auto found = ideas_.find(stem);
        return found == ideas_.end() ? 0 : found->second;
    }

private:
    std::unordered_map<std::string, int> ideas_;
};

}  // namespace parley::planner
