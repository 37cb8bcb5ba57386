#pragma once
// One number from the clues that speak for a tool. The weights are learnt by learn/ranking.py from questions with known
// tools, once with word vectors and once without; they know clues, no tool and no word.

#include "planner/tools/index.h"

#include <vector>

namespace parley::planner {

enum class Learnt { with_vectors, without_vectors };

float rough_score(const Clues& parts,
                  Learnt learnt);  // Chooses the tools that are looked at more closely.

// Scores these anew, each clue also against the greatest among them, and puts the best first.
void rank_closely(std::vector<RankedTool>& tools, Learnt learnt);

}  // namespace parley::planner
