#include "app/config.h"

#include "app/database.h"
#include "app/model_table.h"
#include "base/text.h"
#include "vault/vault.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <toml++/toml.h>

namespace parley::app {
namespace {

Error wrong(const std::string& path, const std::string& why) {
    return Error{Fault::invalid, cat(path, ": ", why), ""};
}

// The line of a key that stands in the configuration itself, under whatever name; 0: none does. A client id is no
// secret and may look like one.
std::int64_t line_of_key(const toml::node& node) {
    if (const auto* text = node.as_string()) return vault::holds_key(text->get()) ? node.source().begin.line : 0;
    if (const auto* list = node.as_array()) {
        for (const auto& one : *list) {
            if (const auto line = line_of_key(one); line > 0) return line;
        }
    }
    if (const auto* table = node.as_table()) {
        for (const auto& [name, value] : *table) {
            if (vault::holds_key(name.str())) return value.source().begin.line;
            const auto line = name.str() == "client_id" ? 0 : line_of_key(value);
            if (line > 0) return line;
        }
    }
    return 0;
}

bool is_variable_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// One of the three places that keys may come from, or none: then it is the usual file.
std::string misfit_of_keys(const toml::table& table) {
    std::vector<std::string> named;
    for (const char* name : {"key_file", "key_variable", "key_command"}) {
        if (table.contains(name)) named.emplace_back(name);
    }
    if (named.size() > 1) return cat("keys come from one place, and here are ", join(named, " and "), ".");
    if (const auto* value = table.get("key_variable"); value && !is_variable_name(value->value_or(std::string()))) {
        return cat("line ", value->source().begin.line, ": key_variable must be the name of an environment variable.");
    }
    const auto* command = table.get("key_command");
    if (command == nullptr) return "";
    const auto* words = command->as_array();
    const bool good = words != nullptr && !words->empty() && words->is_homogeneous<std::string>() &&
                      words->front().value_or(std::string()).starts_with('/');
    if (good) return "";
    return cat("line ", command->source().begin.line,
               ": key_command must be a list of texts that begins with the full path of a program.");
}

std::string misfit_of_sign_in(const toml::table& table) {
    const auto* node = table.get("sign_in");
    if (node == nullptr) return "";
    const auto line = node->source().begin.line;
    const auto* sign_in = node->as_table();
    if (sign_in == nullptr) return cat("line ", line, ": sign_in must be a table, [sign_in].");
    const std::vector<std::string> known{"issuer", "client_id", "client_secret_file", "client_secret_variable"};
    for (const auto& [key, value] : *sign_in) {
        const std::string name(key.str());
        const auto at = value.source().begin.line;
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            const bool secret = name == "client_secret";
            const std::string near = nearest(name, known);
            return cat("line ", at, ": there is no setting \"sign_in.", name, "\"",
                       secret         ? ": a secret must never stand here, see client_secret_file"
                       : near.empty() ? ""
                                      : cat(" (did you mean \"", near, "\"?)"),
                       ".");
        }
        if (!value.is_string()) return cat("line ", at, ": sign_in.", name, " must be a text in quotes.");
    }
    for (const char* name : {"issuer", "client_id"}) {
        if ((*sign_in)[name].value_or(std::string()).empty()) return cat("line ", line, ": sign_in needs ", name, ".");
    }
    if (sign_in->contains("client_secret_file") && sign_in->contains("client_secret_variable")) {
        return cat("line ", line, ": the client secret comes from a file or from a variable, not from both.");
    }
    const auto* variable = sign_in->get("client_secret_variable");
    if (variable && !is_variable_name(variable->value_or(std::string()))) {
        return cat("line ", variable->source().begin.line,
                   ": sign_in.client_secret_variable must be the name of an environment variable.");
    }
    return "";
}

// Of types that fit already.
std::string misfit_of_database(const toml::table& table) {
    const std::string database = table["database"].value_or(std::string());
    for (const char* name : {"database", "database_owner"}) {
        const auto* value = table.get(name);
        if (value == nullptr) continue;
        const std::string text = value->value_or(std::string());
        const bool owner = std::string_view(name) == "database_owner";
        const auto line = value->source().begin.line;
        if (owner && !is_postgres(database)) {
            return cat("line ", line, ": database_owner is for a database at postgresql://..., and here is none.");
        }
        if (owner && !is_postgres(text)) return cat("line ", line, ": database_owner must begin with postgresql://.");
        if (!is_postgres(text)) continue;
        const auto place = store::place_of_postgres(text);
        if (!place) return cat("line ", line, ": ", place.error().message);
    }
    return "";
}

// Empty where the table holds nothing but the members named, each of its type.
std::string misfit(const toml::table& table) {
    static const std::set<std::string> texts{"address",      "public_url", "database", "database_owner", "key_file",
                                             "key_variable", "plugins",    "proxy",    "tiers"};
    for (const auto& [key, value] : table) {
        const std::string name(key.str());
        const auto line = value.source().begin.line;
        if (name == "port") {
            const auto port = value.value_exact<std::int64_t>();
            if (!port || *port < 0 || *port > 65535)
                return cat("line ", line, ": port must be a number from 0 to 65535.");
        } else if (name == "key_command" || name == "sign_in" || name == "planner" || name == "model") {
            continue;  // See misfit_of_keys, misfit_of_sign_in and misfit_of_model.
        } else if (texts.contains(name)) {
            if (!value.is_string()) return cat("line ", line, ": ", name, " must be a text in quotes.");
        } else {
            std::vector<std::string> known(texts.begin(), texts.end());
            known.emplace_back("port");
            known.emplace_back("key_command");
            known.emplace_back("sign_in");
            known.emplace_back("planner");
            known.emplace_back("model");
            const std::string near = nearest(name, known);
            return cat("line ", line, ": there is no setting \"", name, "\"",
                       near.empty() ? "" : cat(" (did you mean \"", near, "\"?)"), ".");
        }
    }
    for (const auto& check : {misfit_of_keys, misfit_of_database, misfit_of_sign_in, misfit_of_model}) {
        if (std::string why = check(table); !why.empty()) return why;
    }
    return "";
}

// A place that the file names takes the usual file's.
void take_key_place(const toml::table& table, Config& config) {
    config.key_file = table["key_file"].value_or(config.key_file);
    config.key_variable = table["key_variable"].value_or(config.key_variable);
    if (const auto* words = table["key_command"].as_array()) {
        for (const auto& word : *words) config.key_command.push_back(word.value_or(std::string()));
    }
    if (!config.key_variable.empty() || !config.key_command.empty()) config.key_file.clear();
}

}  // namespace

Result<Config> read_config(const std::string& path, const Config& defaults) {
    std::ifstream file(path);
    if (!file) return wrong(path, "the configuration file cannot be read.");
    std::ostringstream text;
    text << file.rdbuf();
    try {
        const toml::table table = toml::parse(text.str());
        if (const auto line = line_of_key(table); line > 0) {
            return wrong(path, cat("line ", line, ": a key must never stand in the configuration. See key_file, ",
                                   "key_variable and key_command."));
        }
        if (const std::string why = misfit(table); !why.empty()) return wrong(path, why);
        Config config = defaults;
        config.address = table["address"].value_or(config.address);
        config.port = table["port"].value_or(config.port);
        config.public_url = table["public_url"].value_or(config.public_url);
        config.database = table["database"].value_or(config.database);
        config.database_owner = table["database_owner"].value_or(config.database_owner);
        take_key_place(table, config);
        const auto sign_in = table["sign_in"];
        config.sign_in.issuer = sign_in["issuer"].value_or(config.sign_in.issuer);
        config.sign_in.client_id = sign_in["client_id"].value_or(config.sign_in.client_id);
        config.sign_in.client_secret_file = sign_in["client_secret_file"].value_or(std::string());
        config.sign_in.client_secret_variable = sign_in["client_secret_variable"].value_or(std::string());
        config.model = model_config_from(table);
        config.plugins = table["plugins"].value_or(config.plugins);
        config.tiers = table["tiers"].value_or(config.tiers);
        config.proxy = table["proxy"].value_or(config.proxy);
        return config;
    } catch (const toml::parse_error& problem) {
        return wrong(path, cat("line ", problem.source().begin.line, ": ", problem.description(), "."));
    }
}

}  // namespace parley::app
