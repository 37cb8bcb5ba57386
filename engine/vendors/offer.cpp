// What can be asked over a connection.
#include "vendors/offer.h"

#include "base/text.h"
#include "policy/words.h"
#include "vendors/catalogue.h"
#include "vendors/time_parts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace parley::vendors {
namespace {

// Whatever a manifest's author does not know for sure is called so where it is described.
bool says_unconfirmed(const std::string& description) {
    return lower(description).find("unconfirmed") != std::string::npos;
}

planner::Offer offer_of(const Manifest& manifest) {
    planner::Offer offer;
    offer.vendor = manifest.id;
    offer.name = manifest.name;
    offer.category = manifest.category;
    offer.names = manifest.names;
    offer.synonyms = manifest.synonyms;
    for (const auto& [id, dataset] : manifest.datasets) offer.datasets.push_back(dataset.offer);
    offer.metrics = manifest.metrics;
    for (auto& metric : offer.metrics) metric.verified = is_confirmed(manifest, metric);
    offer.dimensions = manifest.dimensions;
    offer.examples = manifest.ask;
    add_time_parts(manifest, offer);
    return offer;
}

// Every argument has a default, or none is required.
bool can_be_called_bare(const policy::ToolDefinition& tool) {
    const Json& required = at_or_null(tool.input_schema, "required");
    if (!required.is_array()) return true;
    const Json& properties = at_or_null(tool.input_schema, "properties");
    return std::all_of(required.begin(), required.end(), [&properties](const Json& name) {
        return name.is_string() && !at_or_null(at_or_null(properties, name.get<std::string>()), "default").is_null();
    });
}

// Small and empty words that would match any question.
bool is_filler(const std::string& word) {
    static const std::set<std::string, std::less<>> fillers{
        "the",  "and",  "for",  "with", "from",  "this", "that", "all",   "are",  "you",  "your",   "can",    "use",
        "used", "tool", "data", "api",  "given", "each", "more", "when",  "will", "into", "which",  "any",    "has",
        "have", "not",  "its",  "one",  "such",  "also", "them", "these", "list", "get",  "return", "returns"};
    return word.size() < 3 || fillers.contains(word);
}

// "list_open_orders" -> "open orders".
std::string subject_of(const std::vector<std::string>& name_words) {
    std::vector<std::string> words;
    for (const auto& word : name_words) {
        if (!policy::is_read_verb(word)) words.push_back(word);
    }
    return join(words.empty() ? name_words : words, " ");
}

// One line of the server's own words, for people: no control characters, not long.
std::string short_line(const std::string& text) {
    std::string line = text.substr(0, 300);
    while (!line.empty() && !is_valid_utf8(line)) line.pop_back();
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return line;
}

std::vector<std::string> synonyms_of(const std::vector<std::string>& name_words, const std::string& description) {
    constexpr std::size_t synonyms_max = 16;
    std::vector<std::string> synonyms;
    const auto add = [&synonyms](const std::string& word) {
        const bool is_new = std::find(synonyms.begin(), synonyms.end(), word) == synonyms.end();
        if (is_new && !is_filler(word) && !policy::is_read_verb(word) && synonyms.size() < synonyms_max) {
            synonyms.push_back(word);
        }
    };
    for (const auto& word : name_words) add(word);
    for (const auto& word : policy::words_of(description)) add(word);
    return synonyms;
}

}  // namespace

bool is_confirmed(const Manifest& manifest, const planner::Metric& metric) {
    const auto dataset = manifest.datasets.find(metric.dataset);
    if (dataset == manifest.datasets.end()) return false;
    const auto tool = manifest.tools.find(dataset->second.tool);
    if (tool == manifest.tools.end() || tool->second.names.empty()) return false;
    const std::string& told = tool->second.confidence;
    const std::string& confidence = told.empty() ? manifest.server.confidence : told;
    if (confidence != "documented" && confidence != "seen") return false;
    const planner::Dataset& rows = dataset->second.offer;
    return !rows.open_fields && !says_unconfirmed(rows.description) && !says_unconfirmed(metric.description) &&
           std::none_of(rows.fields.begin(), rows.fields.end(),
                        [](const planner::Field& field) { return says_unconfirmed(field.description); });
}

std::string id_of(std::string_view name) {
    std::string id;
    for (const char c : lower(name)) id += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return id;
}

planner::Metric counting(const planner::Dataset& dataset) {
    planner::Metric rows;
    rows.id = "count_" + dataset.id;
    rows.name = "number of " + dataset.name;
    rows.description = cat("The number of rows that ", dataset.tool, " gives.");
    rows.synonyms = dataset.synonyms;
    rows.dataset = dataset.id;
    return rows;
}

planner::Offer make_offer(const Vendor& vendor, const ConnectionId& connection, const Resolved& resolved) {
    planner::Offer offer = offer_of(vendor.manifest);
    offer.connection = connection;
    offer.connected = true;
    for (auto& dataset : offer.datasets) {
        const auto manifest_dataset = vendor.manifest.datasets.find(dataset.id);
        if (manifest_dataset == vendor.manifest.datasets.end()) continue;
        const auto name = resolved.names.find(manifest_dataset->second.tool);
        if (name != resolved.names.end()) dataset.tool = name->second;
    }
    return offer;
}

planner::Offer make_offer_unconnected(const Vendor& vendor) {
    return offer_of(vendor.manifest);
}

planner::Offer make_offer_inferred(const ConnectionId& connection, const std::string& name,
                                   const std::vector<policy::ToolDefinition>& admitted) {
    planner::Offer offer;
    offer.vendor = VendorId{"custom"};
    offer.connection = connection;
    offer.connected = true;
    offer.name = name;
    offer.category = "Custom";
    for (const auto& tool : admitted) {
        if (!policy::is_clean_name(tool.name)) continue;
        const std::vector<std::string> name_words = policy::words_of(tool.name);
        planner::Dataset dataset;
        dataset.id = id_of(tool.name);
        dataset.name = subject_of(name_words);
        dataset.description = short_line(tool.description);
        dataset.synonyms = synonyms_of(name_words, dataset.description);
        dataset.tool = tool.name;
        if (!can_be_called_bare(tool)) dataset.input_schema = tool.input_schema;
        offer.metrics.push_back(counting(dataset));
        offer.datasets.push_back(std::move(dataset));
    }
    return offer;
}

}  // namespace parley::vendors
