#pragma once
// `planner` and the table [model] of the configuration file.

#include "app/model_config.h"

#include <string>
#include <toml++/toml.h>

namespace parley::app {

// Empty where `planner` and [model] hold nothing but what they may; else line, setting and what is wrong.
std::string misfit_of_model(const toml::table& table);

// Of a table that fits.
ModelConfig model_config_from(const toml::table& table);

}  // namespace parley::app
