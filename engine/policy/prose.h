#pragma once
// What a tool's description says it does, as far as single words tell. Inside of the room.

#include <string_view>

namespace parley::policy {

// True where it begins with a write, or joins one on: "Get or create a ...", "Use this to delete ...". What a sentence
// denies ("Never creates ...") or leaves to another tool ("choose X to ...") is none.
bool speaks_of_writing(std::string_view description);

// True where it begins with a read: "Returns the ...".
bool begins_with_read(std::string_view description);

}  // namespace parley::policy
