#pragma once
// `parley plugin new ID` at a terminal: what a draft wants to be told, asked one by one.

#include "kit/draft.h"

#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace parley::kit {

// Name, category, server and sign-in, each with one sentence and a default in brackets that an empty line takes. A
// wrong answer gets one sentence and the question again. Fault::invalid for an id that is none, before anything is
// asked, and where the input ends before the last answer. categories: of the other folders, to choose from.
Result<DraftWish> interview(const std::string& id, const std::vector<std::string>& categories, std::istream& in,
                            std::ostream& out);

// What is still open in a new folder, and the author's next steps.
std::string next_steps(const std::string& id, const std::vector<DraftFile>& files);

}  // namespace parley::kit
