#pragma once
// A server that speaks as the test says, and the model that asks it.

#include "fakes/resolver.h"
#include "fakes/web.h"
#include "llm/model.h"

#include <doctest/doctest.h>

namespace parley::llm {

inline const char* const key_text = "sk-test-4fM9-never-shown";

inline planner::Prompt a_prompt() {
    Json schema = Json::object();
    schema["type"] = "object";
    return {"You plan.", "MRR?", std::move(schema)};
}

struct Desk {
    fakes::FixedResolver names;
    net::UrlGuard guard{names, net::Reach::loopback};
    fakes::Web server;

    std::unique_ptr<planner::LanguageModel> model(const std::string& provider, const std::string& base = "",
                                                  const std::string& name = "model-1") {
        Settings settings;
        settings.provider = provider;
        settings.url = server.origin() + base;
        settings.model = name;
        settings.key = std::make_shared<const Secret>(cat(key_text, "\n"));  // As a file ends.
        auto made = make_model(std::move(settings), guard, net::make_http());
        REQUIRE_MESSAGE(made, made.error().message);
        return std::move(made).value();
    }
    static Result<planner::ModelReply> ask(planner::LanguageModel& model, int timeout_ms = 5'000) {
        return model.complete(a_prompt(), {500, Deadline(timeout_ms)});
    }
};

}  // namespace parley::llm
