#pragma once
// A language model behind HTTP. The key is a Secret until it stands in the header of a request to the server that the
// operator has named.

#include "base/secret.h"
#include "net/http.h"
#include "planner/language_model.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parley::llm {

struct Settings {
    std::string provider;               // One of provider_names().
    std::string url;                    // What stands before the provider's own path: "https://api.openai.com/v1".
    std::string model;                  // As the provider calls it; Azure's deployment.
    std::string api_version;            // Azure's; empty elsewhere, and then the provider's usual one.
    std::shared_ptr<const Secret> key;  // Null: the server asks for none.
    std::optional<double> temperature;  // Not sent where it is not set: some models refuse any.
};

std::vector<std::string> provider_names();

// The provider's own address, where it has one: it stands for a `url` that is empty.
std::string usual_url(std::string_view provider);

// guard: outlives the model, and alone decides whether the server may be on this machine. Every request checks its
// address anew. Fault::invalid for settings that cannot work, with one sentence.
Result<std::unique_ptr<planner::LanguageModel>> make_model(Settings settings, const net::UrlGuard& guard,
                                                           std::unique_ptr<net::Http> http);

}  // namespace parley::llm
