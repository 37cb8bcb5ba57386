#pragma once
// What differs from provider to provider: where a request goes, what it says, and where the answer stands in the reply.
// Plain functions; the one way to ask stands in model.cpp.

#include "base/json.h"
#include "llm/model.h"

#include <span>
#include <string_view>

namespace parley::llm {

struct Provider {
    std::string_view name;
    std::string_view usual_url;  // Empty: it has none, the operator names it.
    std::string_view key_header;
    std::string_view key_prefix;                    // Before the key: "Bearer ".
    std::string (*path)(const Settings& settings);  // Behind the url.
    net::Headers (*headers)(const Settings& settings);
    Json (*body)(const Settings& settings, const planner::Prompt& prompt, std::int64_t tokens_out);
    // Fault::invalid for a reply without an answer: refused, cut off, or of another form.
    Result<planner::ModelReply> (*read)(const Json& reply);
};

const Provider& anthropic();   // Messages
const Provider& openai();      // Chat completions
const Provider& compatible();  // The same, as Ollama, llama.cpp, vLLM and others speak it
const Provider& azure();       // The same, at a deployment's own address

// Chat completions, for all who speak them.
Json chat_body(const Settings& settings, const planner::Prompt& prompt, std::string_view tokens_field,
               std::int64_t tokens_out);
Result<planner::ModelReply> read_chat(const Json& reply);

// How many tokens a reply says it took. A server's number is not believed where it cannot be: it is added up and paid.
std::int64_t tokens_at(const Json& usage, std::string_view part);

// The sentences of Fault::invalid that all share.
Error no_answer();
Error cut_off();
Error declined();

}  // namespace parley::llm
