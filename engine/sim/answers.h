#pragma once
// What a simulated vendor says: its tools, and what each of them answers. By script, or from recorded replies.

#include "base/json.h"
#include "base/result.h"

#include <string>

namespace parley::sim {

// Safe from several threads.
class Answers {
public:
    virtual ~Answers() = default;

    // As tools/list gives them.
    virtual Result<Json> tools() = 0;

    // Fault::invalid where the tool refuses, with its words in detail. A text is a reply in prose.
    virtual Result<Json> call(const std::string& tool, const Json& arguments) = 0;
};

}  // namespace parley::sim
