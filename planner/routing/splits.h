#pragma once
// Where a question about two measures parts into its sides: "impact of A on B", "does A rise with B", "A against B".

#include "planner/routing/reading.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace parley::planner {

struct Split {
    Join::Kind kind = Join::Kind::side_by_side;
    std::size_t left = 0;  // First word of the left side,
    std::size_t left_count = 0;
    std::size_t right = 0;
    std::size_t right_count = 0;
    bool is_weak = false;        // Words that may as well say something else: both sides must be surely understood.
    bool is_told = false;        // "correlation between": it can say nothing else.
    std::optional<Grain> grain;  // "on days with many ..."
};

// Whether one goes with the other: "correlation between", "relate to".
std::vector<Split> correlations(const Words& words);

// The same without a word for it: "does A dip on days with many B", "the more A the more B", "do A and B move
// together".
std::vector<Split> supposed_links(const Words& words);

// "A vs B", "A next to B", "A and B".
std::vector<Split> beside_each_other(const Reading& reading);

// One side by itself. What says how it moves ("dip", "higher", "go up") is not read as a name.
Reading side_of(const Reading& reading, std::size_t first, std::size_t count);

}  // namespace parley::planner
