// Azure's chat completions: the deployment stands in the path, the version in the query, the key in a header of its
// own.
#include "base/text.h"
#include "llm/provider.h"

namespace parley::llm {
namespace {

constexpr std::string_view usual_version = "2024-10-21";

std::string path(const Settings& settings) {
    const std::string version = settings.api_version.empty() ? std::string(usual_version) : settings.api_version;
    return cat("/openai/deployments/", net::percent_encode(settings.model),
               "/chat/completions?api-version=", net::percent_encode(version));
}

net::Headers headers(const Settings&) {
    return {};
}

Json body(const Settings& settings, const planner::Prompt& prompt, std::int64_t tokens_out) {
    Json out = chat_body(settings, prompt, "max_completion_tokens", tokens_out);
    out.erase("model");  // The path has said which.
    return out;
}

}  // namespace

const Provider& azure() {
    static const Provider provider{"azure", "", "api-key", "", path, headers, body, read_chat};
    return provider;
}

}  // namespace parley::llm
