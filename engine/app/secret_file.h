#pragma once
// A secret that an operator keeps in a file of its own.

#include "base/result.h"
#include "base/secret.h"

#include <memory>
#include <string>
#include <string_view>

namespace parley::app {

// name: "client secret", for the sentences. Fault::invalid where the file cannot be read, others may read it, or it
// holds nothing or too much.
Result<std::shared_ptr<const Secret>> read_secret_file(const std::string& path, std::string_view name);

}  // namespace parley::app
