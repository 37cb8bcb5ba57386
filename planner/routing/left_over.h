#pragma once
// The words of a question that are still to be understood: what has been is cut out.

#include "planner/language/words.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

class LeftOver {
public:
    LeftOver(std::string_view text, const Words& words);

    const Words& words() const { return words_; }
    std::size_t original(std::size_t at) const { return original_[at]; }  // Where the word stands in the question.
    std::size_t position_of(std::size_t original) const;                  // Past the end: it has been cut out.

    void cut(std::size_t first, std::size_t count);
    void lead(std::string_view word);  // "by", in front of what is left.

    bool is_cut() const { return cut_; }
    std::string text() const;

private:
    std::string text_;
    Words words_;
    std::vector<std::size_t> original_;
    std::string lead_;
    bool cut_ = false;
};

}  // namespace parley::planner
