// OpenAI's chat completions, and the servers that speak the same: Ollama, llama.cpp, vLLM and others.
#include "llm/provider.h"

namespace parley::llm {
namespace {

std::string path(const Settings&) {
    return "/chat/completions";
}

net::Headers headers(const Settings&) {
    return {};
}

// OpenAI's newer models take only the one name, the servers that follow it know only the other.
Json body_of_openai(const Settings& settings, const planner::Prompt& prompt, std::int64_t tokens_out) {
    return chat_body(settings, prompt, "max_completion_tokens", tokens_out);
}

Json body_of_others(const Settings& settings, const planner::Prompt& prompt, std::int64_t tokens_out) {
    return chat_body(settings, prompt, "max_tokens", tokens_out);
}

// A text, or the texts of a list of parts.
std::string text_of(const Json& content) {
    if (content.is_string()) return content.get<std::string>();
    std::string out;
    if (!content.is_array()) return out;
    for (const Json& part : content) {
        if (text_at(part, "type") == "text") out += text_at(part, "text");
    }
    return out;
}

// Some servers answer with a call although none was offered.
std::string arguments_of(const Json& message) {
    const Json& calls = at_or_null(message, "tool_calls");
    if (!calls.is_array() || calls.empty()) return "";
    return text_at(at_or_null(calls.front(), "function"), "arguments");
}

}  // namespace

Json chat_body(const Settings& settings, const planner::Prompt& prompt, std::string_view tokens_field,
               std::int64_t tokens_out) {
    const Json system{{"role", "system"}, {"content", prompt.system}};
    const Json user{{"role", "user"}, {"content", prompt.user}};
    const Json schema{{"name", "plan"}, {"strict", true}, {"schema", prompt.schema}};
    Json out{{"model", settings.model},
             {"messages", Json::array({system, user})},
             {"response_format", {{"type", "json_schema"}, {"json_schema", schema}}},
             {"stream", false}};
    out[std::string(tokens_field)] = tokens_out;
    if (settings.temperature) out["temperature"] = *settings.temperature;
    return out;
}

Result<planner::ModelReply> read_chat(const Json& reply) {
    const Json& choices = at_or_null(reply, "choices");
    if (!choices.is_array() || choices.empty()) return no_answer();
    const Json& choice = choices.front();
    const Json& message = at_or_null(choice, "message");
    const std::string ended = text_at(choice, "finish_reason");
    if (ended == "content_filter" || !text_at(message, "refusal").empty()) return declined();
    if (ended == "length") return cut_off();
    planner::ModelReply out;
    out.text = text_of(at_or_null(message, "content"));
    if (out.text.empty()) out.text = arguments_of(message);
    if (out.text.empty()) return no_answer();
    const Json& usage = at_or_null(reply, "usage");
    out.tokens_in = tokens_at(usage, "prompt_tokens");
    out.tokens_out = tokens_at(usage, "completion_tokens");
    return out;
}

const Provider& openai() {
    static const Provider provider{
        "openai", "https://api.openai.com/v1", "Authorization", "Bearer ", path, headers, body_of_openai, read_chat};
    return provider;
}

const Provider& compatible() {
    static const Provider provider{"compatible", "",      "Authorization", "Bearer ",
                                   path,         headers, body_of_others,  read_chat};
    return provider;
}

}  // namespace parley::llm
