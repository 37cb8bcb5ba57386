#pragma once
// Names and sentences of tools cut into stems: "getUserById" -> get, user, id; "keywordexplorer" -> keyword, explor.

#include "base/json.h"
#include "planner/language/words.h"
#include "planner/tools/vectors.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

struct ToolWord {
    std::string text;  // Lower case, as written.
    std::string stem;
};

using ToolWords = std::vector<ToolWord>;

// Cut at capitals, digits and marks; stop words left out. Names written together are parted where the vectors know both
// parts and not the whole.
ToolWords terms_of(std::string_view text, Stemmer& stemmer, const WordVectors& vectors);

// The sentences of a question, and how much each of them counts: one that only tells why ("I'm a film student.") counts
// less than one that asks, where there is one that asks.
struct Sentence {
    std::string_view text;
    float counts = 1;
};
std::vector<Sentence> sentences_of(std::string_view question);

// What a JSON Schema says about arguments: names, and descriptions with the values listed. Nested objects too.
struct SchemaText {
    std::string names;
    std::string descriptions;
};
SchemaText text_of_schema(const Json& schema);

}  // namespace parley::planner
