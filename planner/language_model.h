#pragma once
// The only thing that the planner knows of a language model: text goes in, text comes out, and it costs something.
// engine/llm implements it; tests script it.

#include "base/deadline.h"
#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <string>

namespace parley::planner {

struct Prompt {
    std::string system;
    std::string user;
    Json schema;  // JSON Schema of the object that must come back.
};

struct ModelLimits {
    std::int64_t tokens_out = 0;  // The longest reply.
    Deadline deadline;
};

struct ModelReply {
    std::string text;            // The object, perhaps with words around it. Nobody has checked it.
    std::int64_t tokens_in = 0;  // As the server counts them; 0 where it does not say.
    std::int64_t tokens_out = 0;
};

// Safe from several threads. Faults: unavailable (refused, overloaded, too slow), over_limit (its rate or quota),
// denied (the key is not taken), invalid (a reply that is none). No message quotes the server.
class LanguageModel {
public:
    virtual ~LanguageModel() = default;
    virtual Result<ModelReply> complete(const Prompt& prompt, const ModelLimits& limits) = 0;
    virtual std::string name() const = 0;  // For people: "claude-sonnet-4-5".
};

}  // namespace parley::planner
