#include "app/key_source.h"

#include "app/process.h"
#include "base/limits.h"
#include "base/text.h"

namespace parley::app {

std::string key_place(const Config& config) {
    if (!config.key_variable.empty()) return cat("the environment variable ", config.key_variable);
    if (!config.key_command.empty()) return cat("the key command ", config.key_command.front());
    return cat("the key file ", config.key_file);
}

Result<std::vector<vault::FernetKey>> read_keys(const Config& config, vault::Missing missing) {
    if (!config.key_variable.empty()) {
        if (config.key_text == nullptr) {
            return Error{Fault::invalid,
                         cat("The environment variable ", config.key_variable, ", which holds the keys, is not set."),
                         ""};
        }
        return vault::parse_keys(*config.key_text, key_place(config));
    }
    if (config.key_command.empty()) return vault::read_key_file(config.key_file, missing);
    PARLEY_TRY(
        const Secret text,
        output_of(config.key_command, {limits::key_command_timeout_ms, limits::key_command_bytes}, "key command"));
    return vault::parse_keys(text, cat("the output of ", key_place(config)));
}

}  // namespace parley::app
