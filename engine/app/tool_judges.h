#pragma once
// The kinds of `parley eval` over tools and tables that no manifest describes.

#include "app/evaluation.h"

namespace parley::app {

// routing: the tools of a case ranked, and the best one's arguments. vis: what to draw of a table. clues, evidence:
// what planner/learn/ranking.py and no_tool.py learn from, each with word vectors and without. refuse_tools: whether
// none of the tools answers, or what the best must be given was not said. Empty for another kind.
Judge tool_judge_for(const std::string& kind, const CaseFiles& files);

}  // namespace parley::app
