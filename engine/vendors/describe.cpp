#include "vendors/describe.h"

#include "vendors/breakdown.h"
#include "vendors/offer.h"

namespace parley::vendors {
namespace {

OrderedJson describe_rule(const policy::ArgumentRule& rule) {
    OrderedJson line{{"path", rule.path}, {"required", rule.required || rule.constant}};
    if (!rule.beside.empty()) line["beside"] = rule.beside;
    if (!rule.one_of.empty()) line["one_of"] = rule.one_of;
    if (!rule.forms.empty()) line["forms"] = rule.forms;
    if (rule.constant) line["constant"] = *rule.constant;
    if (!rule.pattern.empty()) line["pattern"] = rule.pattern;
    if (!rule.keys.empty()) line["keys"] = rule.keys;
    if (rule.min) line["min"] = *rule.min;
    if (rule.max) line["max"] = *rule.max;
    if (rule.at_most) line["at_most"] = *rule.at_most;
    if (rule.absent) line["absent"] = true;
    if (rule.open) line["open"] = true;
    return line;
}

// What the user is to type when connecting.
OrderedJson describe_values(const std::vector<UserValue>& values) {
    OrderedJson out = OrderedJson::array();
    for (const auto& value : values) {
        out.push_back({{"name", value.name},
                       {"means", value.means},
                       {"pattern", value.pattern},
                       {"example", value.example},
                       {"optional", value.optional}});
    }
    return out;
}

OrderedJson describe_tools(const Manifest& manifest) {
    OrderedJson out = OrderedJson::array();
    for (const auto& [id, tool] : manifest.tools) {
        OrderedJson entry;
        entry["id"] = id;
        entry["names"] = tool.names;
        if (!tool.words.empty()) entry["matches_words"] = tool.words;
        entry["description"] = tool.description;
        entry["confidence"] = tool.confidence;
        if (tool.reads) entry["reads"] = true;
        if (!tool.because.empty()) entry["because"] = tool.because;
        entry["only_named_arguments"] = tool.closed;
        entry["argument_rules"] = OrderedJson::array();
        for (const auto& rule : tool.rules) entry["argument_rules"].push_back(describe_rule(rule));
        out.push_back(std::move(entry));
    }
    return out;
}

OrderedJson describe_datasets(const Manifest& manifest) {
    OrderedJson out = OrderedJson::array();
    for (const auto& [id, dataset] : manifest.datasets) {
        OrderedJson entry;
        entry["id"] = id;
        entry["name"] = dataset.offer.name;
        entry["description"] = dataset.offer.description;
        entry["tool"] = dataset.tool;
        entry["columns"] = OrderedJson::array();
        for (const auto& field : dataset.offer.fields) {
            entry["columns"].push_back(
                {{"name", field.name}, {"kind", name_of(field.kind)}, {"role", name_of(field.role)}});
            if (is_on_demand(dataset, field.name)) entry["columns"].back()["on_demand"] = true;
        }
        out.push_back(std::move(entry));
    }
    return out;
}

OrderedJson describe_metrics(const Manifest& manifest) {
    OrderedJson out = OrderedJson::array();
    for (const auto& metric : manifest.metrics) {
        OrderedJson entry;
        entry["id"] = metric.id;
        entry["name"] = metric.name;
        entry["description"] = metric.description;
        entry["synonyms"] = metric.synonyms;
        entry["dataset"] = metric.dataset;
        entry["kind"] = name_of(metric.kind);
        entry["additive_over_time"] = metric.additive_over_time();
        entry["verified"] = is_confirmed(manifest, metric);
        out.push_back(std::move(entry));
    }
    return out;
}

}  // namespace

OrderedJson card(const Vendor& vendor) {
    const Manifest& manifest = vendor.manifest;
    OrderedJson out;
    out["id"] = manifest.id.text;
    out["name"] = manifest.name;
    out["category"] = manifest.category;
    out["auth"] = manifest.auth.kind;
    out["url"] = manifest.server.url;
    out["confidence"] = manifest.server.confidence;
    out["live_via_mcp"] = true;
    out["examples"] = manifest.ask;
    return out;
}

OrderedJson describe(const Vendor& vendor) {
    const Manifest& manifest = vendor.manifest;
    OrderedJson out = card(vendor);
    out["docs"] = manifest.docs;
    out["registration"] =
        manifest.auth.kind == "oauth" ? OrderedJson(manifest.auth.registration) : OrderedJson(nullptr);
    out["parameters"] = describe_values(manifest.server.parameters);
    out["settings"] = describe_values(manifest.settings);
    out["tools"] = describe_tools(manifest);
    out["datasets"] = describe_datasets(manifest);
    out["metrics"] = describe_metrics(manifest);
    out["dimensions"] = OrderedJson::array();
    for (const auto& dimension : manifest.dimensions) {
        out["dimensions"].push_back({{"id", dimension.id}, {"name", dimension.name}, {"synonyms", dimension.synonyms}});
    }
    out["pitfalls"] = OrderedJson::array();
    for (const auto& pitfall : manifest.pitfalls) {
        out["pitfalls"].push_back({{"symptom", pitfall.symptom}, {"cause", pitfall.cause}, {"fix", pitfall.fix}});
    }
    out["guide"] = vendor.guide;
    return out;
}

}  // namespace parley::vendors
