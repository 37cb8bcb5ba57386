// Anthropic's Messages API. The plan comes as the input of a tool that the model must call: so it fits the schema.
#include "llm/provider.h"

namespace parley::llm {
namespace {

constexpr std::string_view protocol = "2023-06-01";
constexpr std::string_view tool_name = "propose_plan";

std::string path(const Settings&) {
    return "/v1/messages";
}

net::Headers headers(const Settings& settings) {
    return {{"anthropic-version", settings.api_version.empty() ? std::string(protocol) : settings.api_version}};
}

Json body(const Settings& settings, const planner::Prompt& prompt, std::int64_t tokens_out) {
    const Json tool{{"name", tool_name},
                    {"description", "Takes the plan that answers the question."},
                    {"input_schema", prompt.schema}};
    const Json message{{"role", "user"}, {"content", prompt.user}};
    Json out{{"model", settings.model},      {"max_tokens", tokens_out},
             {"system", prompt.system},      {"messages", Json::array({message})},
             {"tools", Json::array({tool})}, {"tool_choice", {{"type", "tool"}, {"name", tool_name}}}};
    if (settings.temperature) out["temperature"] = *settings.temperature;
    return out;
}

Result<planner::ModelReply> read(const Json& reply) {
    const std::string ended = text_at(reply, "stop_reason");
    if (ended == "refusal") return declined();
    if (ended == "max_tokens" || ended == "model_context_window_exceeded") return cut_off();
    const Json& content = at_or_null(reply, "content");
    if (!content.is_array()) return no_answer();
    planner::ModelReply out;
    for (const Json& block : content) {
        const std::string type = text_at(block, "type");
        if (type == "text") out.text += text_at(block, "text");
        if (type != "tool_use") continue;
        if (text_at(block, "name") != tool_name) return no_answer();
        out.text = dump(at_or_null(block, "input"));
        break;
    }
    if (out.text.empty()) return no_answer();
    const Json& usage = at_or_null(reply, "usage");
    for (const char* part : {"input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"})
        out.tokens_in += tokens_at(usage, part);
    out.tokens_out = tokens_at(usage, "output_tokens");
    return out;
}

}  // namespace

const Provider& anthropic() {
    static const Provider provider{"anthropic", "https://api.anthropic.com", "x-api-key", "", path, headers, body,
                                   read};
    return provider;
}

}  // namespace parley::llm
