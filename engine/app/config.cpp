#include "app/config.h"

#include "base/text.h"

#include <fstream>
#include <set>
#include <sstream>
#include <toml++/toml.h>

namespace parley::app {
namespace {

Error wrong(const std::string& path, const std::string& why) {
    return Error{Fault::invalid, cat(path, ": ", why), ""};
}

// Empty where the table holds nothing but the members named, each of its type.
std::string misfit(const toml::table& table) {
    static const std::set<std::string> texts{"address", "public_url", "database", "key_file", "plugins"};
    for (const auto& [key, value] : table) {
        const std::string name(key.str());
        const auto line = value.source().begin.line;
        if (name == "port") {
            const auto port = value.value_exact<std::int64_t>();
            if (!port || *port < 0 || *port > 65535)
                return cat("line ", line, ": port must be a number from 0 to 65535.");
        } else if (texts.contains(name)) {
            if (!value.is_string()) return cat("line ", line, ": ", name, " must be a text in quotes.");
        } else {
            std::vector<std::string> known(texts.begin(), texts.end());
            known.emplace_back("port");
            const std::string near = nearest(name, known);
            return cat("line ", line, ": there is no setting \"", name, "\"",
                       near.empty() ? "" : cat(" (did you mean \"", near, "\"?)"), ".");
        }
    }
    return "";
}

}  // namespace

Result<Config> read_config(const std::string& path, const Config& defaults) {
    std::ifstream file(path);
    if (!file) return wrong(path, "the configuration file cannot be read.");
    std::ostringstream text;
    text << file.rdbuf();
    try {
        const toml::table table = toml::parse(text.str());
        if (const std::string why = misfit(table); !why.empty()) return wrong(path, why);
        Config config = defaults;
        config.address = table["address"].value_or(config.address);
        config.port = table["port"].value_or(config.port);
        config.public_url = table["public_url"].value_or(config.public_url);
        config.database = table["database"].value_or(config.database);
        config.key_file = table["key_file"].value_or(config.key_file);
        config.plugins = table["plugins"].value_or(config.plugins);
        return config;
    } catch (const toml::parse_error& problem) {
        return wrong(path, cat("line ", problem.source().begin.line, ": ", problem.description(), "."));
    }
}

}  // namespace parley::app
