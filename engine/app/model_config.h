#pragma once
// The language model that an operator names.

#include "ask/proposer.h"
#include "base/secret.h"

#include <memory>
#include <optional>
#include <string>

namespace parley::app {

struct ModelConfig {
    ask::PlannerKind planner = ask::PlannerKind::local;
    std::string provider;
    std::string url;
    std::string model;
    std::string api_version;
    bool local = false;                 // The server may be on this machine; alone this setting allows it.
    std::string key_file;               // Path, mode 0600; or
    std::string key_variable;           // the environment variable that holds it; neither: the server asks for none.
    std::shared_ptr<const Secret> key;  // What that variable held: main alone puts it here. Null: not set.
    std::optional<double> temperature;
    ask::ModelBudget budget;
};

}  // namespace parley::app
