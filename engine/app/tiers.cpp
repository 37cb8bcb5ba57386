#include "app/tiers.h"

#include "base/text.h"

#include <fstream>
#include <sstream>
#include <toml++/toml.h>

namespace parley::app {
namespace {

// A mistake, and the line it stands on.
Error wrong(const toml::source_region& where, const std::string& why) {
    return Error{Fault::invalid, cat("line ", where.begin.line, ": ", why), ""};
}

const std::vector<std::string> fields{"id", "name", "days", "features"};
const std::vector<std::string> features{"ask", "custom_servers", "audit_trail", "audit_export"};

std::string meant(const std::string& word, const std::vector<std::string>& known) {
    const std::string near = nearest(word, known);
    return near.empty() ? "." : cat(" (did you mean \"", near, "\"?).");
}

Result<std::string> read_text(const toml::table& tier, const char* field) {
    const auto* value = tier.get(field);
    if (!value) return wrong(tier.source(), cat("a tier has no ", field, "."));
    const auto text = value->value_exact<std::string>();
    if (!text || trim(*text).empty()) return wrong(value->source(), cat(field, " must be a text in quotes."));
    return *text;
}

Result<int> read_days(const toml::table& tier) {
    constexpr std::int64_t days_max = 36'500;
    const auto* value = tier.get("days");
    if (!value) return 0;
    const auto days = value->value_exact<std::int64_t>();
    if (!days || *days < 1 || *days > days_max) {
        return wrong(value->source(), "days must be a number from 1 to 36500; leave it out for a tier without end.");
    }
    return static_cast<int>(*days);
}

Result<std::set<policy::Feature>> read_features(const toml::table& tier) {
    const auto* value = tier.get("features");
    if (!value) return wrong(tier.source(), "a tier has no features; for none write features = [].");
    const auto* list = value->as_array();
    if (!list) return wrong(value->source(), "features must be a list of texts in quotes.");
    std::set<policy::Feature> found;
    for (const auto& item : *list) {
        const auto name = item.value_exact<std::string>();
        const auto feature = name ? policy::feature_from(*name) : std::nullopt;
        if (!name) return wrong(item.source(), "features must be a list of texts in quotes.");
        if (!feature) return wrong(item.source(), cat("features: there is no \"", *name, "\"", meant(*name, features)));
        found.insert(*feature);
    }
    return found;
}

Result<policy::Tier> read_tier(const toml::table& table) {
    for (const auto& [key, value] : table) {
        const std::string name(key.str());
        if (std::find(fields.begin(), fields.end(), name) == fields.end()) {
            return wrong(value.source(), cat("a tier has no field \"", name, "\"", meant(name, fields)));
        }
    }
    policy::Tier tier;
    PARLEY_TRY(tier.id, read_text(table, "id"));
    PARLEY_TRY(tier.name, read_text(table, "name"));
    PARLEY_TRY(tier.days, read_days(table));
    PARLEY_TRY(tier.features, read_features(table));
    return tier;
}

Result<policy::Permits> read(const toml::table& file) {
    for (const auto& [key, value] : file) {
        if (key.str() != "tier") return wrong(value.source(), cat("there is no setting \"", key.str(), "\"."));
    }
    const auto* list = file.get_as<toml::array>("tier");
    if (!list) return Error{Fault::invalid, "there is no [[tier]].", ""};
    std::vector<policy::Tier> tiers;
    for (const auto& item : *list) {
        const auto* table = item.as_table();
        if (!table) return wrong(item.source(), "a tier must be a table: [[tier]].");
        PARLEY_TRY(auto tier, read_tier(*table));
        for (const auto& other : tiers) {
            if (other.id == tier.id)
                return wrong(table->source(), cat("id: there is a tier \"", tier.id, "\" already."));
        }
        tiers.push_back(std::move(tier));
    }
    return policy::Permits::make(std::move(tiers));
}

}  // namespace

Result<policy::Permits> read_tiers(const std::string& path) {
    std::ifstream file(path);
    if (!file) return Error{Fault::invalid, cat(path, ": the file of the plans cannot be read."), ""};
    std::ostringstream text;
    text << file.rdbuf();
    try {
        const toml::table table = toml::parse(text.str());
        auto permits = read(table);
        if (!permits) return Error{Fault::invalid, cat(path, ": ", permits.error().message), ""};
        return permits;
    } catch (const toml::parse_error& problem) {
        return Error{Fault::invalid,
                     cat(path, ": line ", problem.source().begin.line, ": ", problem.description(), "."), ""};
    }
}

}  // namespace parley::app
