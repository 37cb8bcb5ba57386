#include "app/model_setup.h"

#include "app/secret_file.h"
#include "base/text.h"
#include "llm/model.h"

namespace parley::app {
namespace {

// Null where the server asks for none.
Result<std::shared_ptr<const Secret>> read_key(const ModelConfig& config) {
    if (!config.key_file.empty()) return read_secret_file(config.key_file, "language model's key");
    if (!config.key_variable.empty() && !config.key) {
        return Error{Fault::invalid,
                     cat("The environment variable ", config.key_variable,
                         ", which holds the language model's key, is not set."),
                     ""};
    }
    return config.key;
}

}  // namespace

Result<ModelDesk> make_model_desk(const ModelConfig& config, const net::UrlGuard& guard) {
    ModelDesk desk;
    if (config.planner == ask::PlannerKind::local) return desk;
    PARLEY_TRY(auto key, read_key(config));
    llm::Settings settings{config.provider,    config.url,     config.model,
                           config.api_version, std::move(key), config.temperature};
    PARLEY_TRY(desk.model, llm::make_model(std::move(settings), guard, net::make_http()));
    desk.proposer = std::make_unique<ask::Proposer>(*desk.model, config.planner, config.budget);
    return desk;
}

}  // namespace parley::app
