#pragma once
// The language model and who asks it, as the configuration names them.

#include "app/model_config.h"
#include "net/url_guard.h"

#include <memory>

namespace parley::app {

struct ModelDesk {
    std::unique_ptr<planner::LanguageModel> model;
    std::unique_ptr<ask::Proposer> proposer;  // After the model, which it refers to.
};

// Nothing in it where the local planner is alone. guard: outlives what is made. The server is not asked here: one that
// is down must not keep us from starting.
Result<ModelDesk> make_model_desk(const ModelConfig& config, const net::UrlGuard& guard);

}  // namespace parley::app
