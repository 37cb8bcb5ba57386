#pragma once
// What came back, before anybody judges it.

#include "base/json.h"
#include "net/http.h"

#include <string>

namespace parley::mcp {

struct Outcome {
    enum class End {
        whole,       // of a JSON body, or of a stream that held the answer
        cut,         // a stream ended before the answer and could not be taken up again
        garbled,     // an event that is not JSON
        overwhelmed  // a stream of questions instead of an answer
    };
    int status = 0;
    net::Headers headers;
    std::string type;  // Media type in lower case, without parameters.
    std::string body;  // Where it was no event stream.
    Json message;      // The JSON-RPC response with our id, or null.
    std::size_t bytes = 0;
    End end = End::whole;
};

// For a message that wants no answer.
Outcome outcome_of(net::Response response);

// The JSON-RPC error that came, or null; also one whose id says that the server could not read ours.
Json error_of(const Outcome& outcome);
int error_code_of(const Outcome& outcome);  // 0 where there is none.

}  // namespace parley::mcp
