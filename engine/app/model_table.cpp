#include "app/model_table.h"

#include "base/text.h"
#include "llm/model.h"

#include <algorithm>
#include <array>

namespace parley::app {
namespace {

enum class Type { text, number, whole, flag };

struct Setting {
    std::string_view name;
    Type type;
    double least = 0;
    double most = 0;
};

constexpr double money_most = 1e6;
constexpr std::array<Setting, 14> settings{{{"provider", Type::text},
                                            {"url", Type::text},
                                            {"model", Type::text},
                                            {"api_version", Type::text},
                                            {"key_file", Type::text},
                                            {"key_variable", Type::text},
                                            {"local", Type::flag},
                                            {"temperature", Type::number, 0, 2},
                                            {"tokens", Type::whole, 1'000, 10'000'000},
                                            {"reply_tokens", Type::whole, 100, 100'000},
                                            {"seconds", Type::whole, 1, 600},
                                            {"money", Type::number, 0, money_most},
                                            {"price_in", Type::number, 0, money_most},
                                            {"price_out", Type::number, 0, money_most}}};

std::string misfit_of_value(const toml::node& value, const Setting& setting) {
    const auto line = value.source().begin.line;
    const auto says = [&](std::string_view what) {
        return cat("line ", line, ": model.", setting.name, " must be ", what, ".");
    };
    switch (setting.type) {
    case Type::text:
        return value.is_string() && !trim(value.value_or(std::string())).empty() ? "" : says("a text in quotes");
    case Type::flag: return value.is_boolean() ? "" : says("true or false");
    case Type::whole:
        if (!value.is_integer()) return says("a whole number");
        break;
    case Type::number:
        if (!value.is_number()) return says("a number");
        break;
    }
    const double number = value.value_or(-1.0);
    if (number >= setting.least && number <= setting.most) return "";
    return says(cat("a number from ", setting.least, " to ", setting.most));
}

std::string misfit_of_name(std::string_view name, std::int64_t line) {
    if (name == "key" || name == "api_key" || name == "token" || name == "secret")
        return cat("line ", line, ": there is no setting \"model.", name,
                   "\": a secret must never stand here, see key_file and key_variable.");
    std::vector<std::string> known;
    for (const auto& setting : settings) known.emplace_back(setting.name);
    const std::string near = nearest(name, known);
    return cat("line ", line, ": there is no setting \"model.", name, "\"",
               near.empty() ? "" : cat(" (did you mean \"", near, "\"?)"), ".");
}

// Settings that fit each by itself, together.
std::string misfit_together(const toml::table& model) {
    const auto text = [&](std::string_view name) { return model[name].value_or(std::string()); };
    const auto providers = llm::provider_names();
    const std::string provider = text("provider");
    if (std::find(providers.begin(), providers.end(), provider) == providers.end())
        return cat("model.provider must be one of ", join(providers, ", "), ".");
    if (text("model").empty()) return "model needs model: which one to ask.";
    const std::string url = text("url").empty() ? llm::usual_url(provider) : text("url");
    if (url.empty()) return cat("model needs a url for the provider ", provider, ".");
    const bool local = model["local"].value_or(false);
    if (!url.starts_with("https://") && !(local && url.starts_with("http://")))
        return "model.url must begin with https://, or with http:// for a server on this machine with local = true.";
    if (url.find_first_of("?#@ ") != std::string::npos)
        return "model.url must be an address without a user, a query or a fragment.";
    if (model.contains("key_file") && model.contains("key_variable"))
        return "the language model's key comes from a file or from a variable, not from both.";
    const std::string variable = text("key_variable");
    const bool is_name = std::all_of(variable.begin(), variable.end(), [](unsigned char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!is_name) return "model.key_variable must be the name of an environment variable.";
    const bool priced = model["price_in"].value_or(0.0) > 0 && model["price_out"].value_or(0.0) > 0;
    if (model["money"].value_or(0.0) > 0 && !priced)
        return "model.money can only be held where price_in and price_out are known.";
    return "";
}

}  // namespace

std::string misfit_of_model(const toml::table& table) {
    const auto* planner = table.get("planner");
    const std::string kind = planner ? planner->value_or(std::string()) : "local";
    if (!ask::planner_kind_named(kind))
        return cat("line ", planner->source().begin.line, ": planner must be one of ",
                   join(ask::planner_kind_names(), ", "), ".");
    const auto* node = table.get("model");
    if (node == nullptr) {
        if (kind == "local") return "";
        return cat("line ", planner->source().begin.line, ": planner = \"", kind, "\" needs a table [model].");
    }
    const auto line = node->source().begin.line;
    const auto* model = node->as_table();
    if (model == nullptr) return cat("line ", line, ": model must be a table, [model].");
    for (const auto& [key, value] : *model) {
        const auto setting = std::find_if(settings.begin(), settings.end(),
                                          [name = key.str()](const Setting& one) { return one.name == name; });
        std::string why = setting == settings.end() ? misfit_of_name(key.str(), value.source().begin.line)
                                                    : misfit_of_value(value, *setting);
        if (!why.empty()) return why;
    }
    const std::string why = misfit_together(*model);
    return why.empty() ? "" : cat("line ", line, ": ", why);
}

ModelConfig model_config_from(const toml::table& table) {
    ModelConfig config;
    config.planner = ask::planner_kind_named(table["planner"].value_or(std::string("local"))).value_or(config.planner);
    const auto model = table["model"];
    config.provider = model["provider"].value_or(std::string());
    config.url = model["url"].value_or(std::string());
    config.model = model["model"].value_or(std::string());
    config.api_version = model["api_version"].value_or(std::string());
    config.local = model["local"].value_or(false);
    config.key_file = model["key_file"].value_or(std::string());
    config.key_variable = model["key_variable"].value_or(std::string());
    if (const auto temperature = model["temperature"].value<double>()) config.temperature = *temperature;
    ask::ModelBudget& budget = config.budget;
    budget.tokens = model["tokens"].value_or(budget.tokens);
    budget.reply_tokens = model["reply_tokens"].value_or(budget.reply_tokens);
    budget.seconds = static_cast<int>(model["seconds"].value_or(std::int64_t{budget.seconds}));
    budget.money = model["money"].value_or(budget.money);
    budget.price_in = model["price_in"].value_or(budget.price_in);
    budget.price_out = model["price_out"].value_or(budget.price_out);
    return config;
}

}  // namespace parley::app
