#include "planner/routing/left_over.h"

#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace parley::planner {

LeftOver::LeftOver(std::string_view text, const Words& words) : text_(text), words_(words), original_(words.size()) {
    std::iota(original_.begin(), original_.end(), std::size_t{0});
}

std::size_t LeftOver::position_of(std::size_t original) const {
    return static_cast<std::size_t>(std::find(original_.begin(), original_.end(), original) - original_.begin());
}

// Blanks take the place of the words, so that the places of all others stay.
void LeftOver::cut(std::size_t first, std::size_t count) {
    const std::size_t end = std::min(first + count, words_.size());
    if (first >= end) return;
    for (std::size_t k = first; k < end; ++k) {
        std::fill_n(text_.begin() + static_cast<std::ptrdiff_t>(words_[k].at), words_[k].length, ' ');
    }
    const bool breaks =
        std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(first),
                    words_.begin() + static_cast<std::ptrdiff_t>(end), [](const Word& word) { return word.breaks; });
    words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(first),
                 words_.begin() + static_cast<std::ptrdiff_t>(end));
    original_.erase(original_.begin() + static_cast<std::ptrdiff_t>(first),
                    original_.begin() + static_cast<std::ptrdiff_t>(end));
    if (first < words_.size()) words_[first].breaks = words_[first].breaks || (breaks && first > 0);
    cut_ = true;
}

void LeftOver::lead(std::string_view word) {
    lead_ = lead_.empty() ? std::string(word) : cat(word, " ", lead_);
    cut_ = true;
}

std::string LeftOver::text() const {
    if (words_.empty()) return "";
    const auto marks = [](char c) { return c == ' ' || c == ',' || c == ';' || c == ':' || c == '.' || c == '!'; };
    std::string_view left = text_;
    while (!left.empty() && marks(left.front())) left.remove_prefix(1);
    return lead_.empty() ? std::string(left) : cat(lead_, " ", left);
}

}  // namespace parley::planner
