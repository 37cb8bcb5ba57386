#include "llm/model.h"

#include "base/limits.h"
#include "base/text.h"
#include "llm/provider.h"

#include <algorithm>
#include <array>

namespace parley::llm {
namespace {

// A closed list that can be read in one place.
std::array<const Provider*, 4> providers() {
    return {&anthropic(), &openai(), &azure(), &compatible()};
}

const Provider* provider_called(std::string_view name) {
    for (const Provider* provider : providers()) {
        if (provider->name == name) return provider;
    }
    return nullptr;
}

Error wrong(std::string sentence) {
    return Error{Fault::invalid, std::move(sentence), "language model"};
}

// What the server calls its error, for the log: a word, never its sentence.
std::string error_word(const net::Response& response) {
    const auto body = parse_json(response.body);
    const Json& error = body ? at_or_null(body.value(), "error") : at_or_null(Json(), "");
    std::string word = text_at(error, "type", text_at(error, "code"));
    const bool plain =
        word.size() <= 60 && std::all_of(word.begin(), word.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
    return cat("status ", response.status, plain && !word.empty() ? " " : "", plain ? word : "");
}

Error refused(const net::Response& response) {
    std::string detail = error_word(response);
    const int status = response.status;
    if (status == 401 || status == 403)
        return {Fault::denied, "The language model's server does not take our key.", std::move(detail)};
    if (status == 429)
        return {Fault::over_limit, "The language model's server has had enough requests for now.", std::move(detail)};
    if (status >= 500)
        return {Fault::unavailable, "The language model's server is overloaded or broken.", std::move(detail)};
    if (status >= 300 && status < 400)
        return {Fault::denied, "The language model's server sends us elsewhere, which is not followed.",
                std::move(detail)};
    return {Fault::denied, "The language model's server refuses the request: look at its url and model.",
            std::move(detail)};
}

class HttpModel final : public planner::LanguageModel {
public:
    HttpModel(const Provider& provider, Settings settings, const net::UrlGuard& guard, std::unique_ptr<net::Http> http)
        : provider_(provider), settings_(std::move(settings)), guard_(guard), http_(std::move(http)) {}

    std::string name() const override { return settings_.model; }

    Result<planner::ModelReply> complete(const planner::Prompt& prompt, const planner::ModelLimits& limits) override {
        PARLEY_TRY(const net::Request request, request_for(prompt, limits));
        auto response = http_->send(request);
        if (!response) return failed(std::move(response).error());
        if (response.value().status != 200) return refused(response.value());
        const auto body = parse_json(response.value().body);
        if (!body) return no_answer();
        return provider_.read(body.value());
    }

private:
    Result<net::Request> request_for(const planner::Prompt& prompt, const planner::ModelLimits& limits) const {
        const Deadline& deadline = limits.deadline;
        auto url = guard_.check(settings_.url + provider_.path(settings_), deadline);
        if (!url) {
            const Fault fault = url.error().fault == Fault::unavailable ? Fault::unavailable : Fault::denied;
            return Error{fault, cat("The language model's server cannot be asked: ", url.error().message),
                         url.error().detail};
        }
        const int left = deadline.left_ms();
        if (deadline.is_over()) return Error{Fault::unavailable, "There was no time left for the language model.", ""};
        net::Request request{.method = "POST", .url = std::move(url).value()};
        request.headers = provider_.headers(settings_);
        request.headers.emplace_back("Content-Type", "application/json");
        request.headers.emplace_back("Accept", "application/json");
        if (settings_.key)
            request.headers.emplace_back(provider_.key_header,
                                         cat(provider_.key_prefix, trim(settings_.key->reveal())));
        request.body = dump(provider_.body(settings_, prompt, limits.tokens_out));
        request.connect_timeout_ms = std::min(limits::connect_timeout_ms, left);
        request.timeout_ms = left;
        request.reply_bytes_max = limits::metadata_bytes;
        request.stop = deadline.stop;
        return request;
    }

    static Error failed(Error error) {
        const bool large = error.fault == Fault::over_limit;
        return {
            large ? Fault::invalid : Fault::unavailable,
            large ? "The language model's reply is too large." : "The language model's server gave no answer in time.",
            error.message};
    }

    const Provider& provider_;
    const Settings settings_;
    const net::UrlGuard& guard_;
    const std::unique_ptr<net::Http> http_;
};

}  // namespace

std::int64_t tokens_at(const Json& usage, std::string_view part) {
    constexpr std::int64_t believable = 10'000'000;
    return std::clamp<std::int64_t>(integer_at(usage, part, 0), 0, believable);
}

Error no_answer() {
    return wrong("The reply of the language model is none: it holds no answer.");
}

Error cut_off() {
    return wrong("The answer was cut off: it must be shorter.");
}

Error declined() {
    return {Fault::denied, "The language model declined to answer.", "declined"};
}

std::vector<std::string> provider_names() {
    std::vector<std::string> names;
    for (const Provider* provider : providers()) names.emplace_back(provider->name);
    return names;
}

std::string usual_url(std::string_view provider) {
    const Provider* known = provider_called(provider);
    return known == nullptr ? "" : std::string(known->usual_url);
}

Result<std::unique_ptr<planner::LanguageModel>> make_model(Settings settings, const net::UrlGuard& guard,
                                                           std::unique_ptr<net::Http> http) {
    const Provider* provider = provider_called(settings.provider);
    if (provider == nullptr)
        return wrong(cat("There is no provider of language models called \"", settings.provider,
                         "\": ", join(provider_names(), ", "), " are."));
    if (settings.model.empty()) return wrong("It is not said which language model to ask.");
    if (settings.url.empty()) settings.url = std::string(provider->usual_url);
    if (settings.url.empty())
        return wrong(cat("The provider \"", settings.provider, "\" has no address of its own: it needs a url."));
    while (settings.url.ends_with('/')) settings.url.pop_back();
    if (settings.key) {
        const std::string_view key = trim(settings.key->reveal());
        const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
        if (key.empty() || !visible) return wrong("The language model's key is empty or holds blanks.");
    }
    std::unique_ptr<planner::LanguageModel> model =
        std::make_unique<HttpModel>(*provider, std::move(settings), guard, std::move(http));
    return model;
}

}  // namespace parley::llm
