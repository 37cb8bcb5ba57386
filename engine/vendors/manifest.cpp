#include "vendors/manifest.h"

#include "base/text.h"
#include "vendors/fields.h"
#include "vendors/references.h"

#include <algorithm>
#include <array>
#include <utility>

// Builds the value from JSON of any form: what is missing or wrong has been reported by check_fields() and becomes a
// default here, so that the references can be checked in the same run.

namespace parley::vendors {
namespace {

// The members of a list or a record that are records themselves.
std::vector<std::pair<std::string, Json>> records_at(const Json& object, std::string_view key) {
    std::vector<std::pair<std::string, Json>> records;
    const Json& found = at_or_null(object, key);
    if (!found.is_structured()) return records;
    for (const auto& [name, one] : found.items()) {
        if (one.is_object()) records.emplace_back(name, one);
    }
    return records;
}

std::map<std::string, std::string> named_texts_at(const Json& object, std::string_view key) {
    std::map<std::string, std::string> texts;
    const Json& found = at_or_null(object, key);
    if (!found.is_object()) return texts;
    for (const auto& [name, one] : found.items()) {
        if (one.is_string()) texts[name] = one.get<std::string>();
    }
    return texts;
}

int small_at(const Json& object, std::string_view key) {
    const std::int64_t value = integer_at(object, key, 0);
    return value >= 0 && value <= 1'000'000 ? static_cast<int>(value) : 0;
}

std::vector<Lookup> read_lookups(const Json& json) {
    std::vector<Lookup> lookups;
    for (const auto& [index, one] : records_at(json, "lookups")) {
        lookups.push_back({text_at(one, "tool"), named_texts_at(one, "values")});
    }
    return lookups;
}

std::vector<UserValue> read_user_values(const Json& json, std::string_view key) {
    std::vector<UserValue> values;
    for (const auto& [index, one] : records_at(json, key)) {
        values.push_back({text_at(one, "name"), text_at(one, "means"), text_at(one, "pattern"), text_at(one, "example"),
                          flag_at(one, "optional", false), text_at(one, "header")});
    }
    return values;
}

Server read_server(const Json& json) {
    Server server;
    server.url = text_at(json, "url");
    server.transport = text_at(json, "transport", "streamable-http");
    server.confidence = text_at(json, "confidence");
    server.parameters = read_user_values(json, "parameters");
    return server;
}

std::optional<double> number_at(const Json& object, std::string_view key) {
    const Json& found = at_or_null(object, key);
    return found.is_number() ? std::optional(found.get<double>()) : std::nullopt;
}

policy::ArgumentRule read_rule(const Json& json) {
    policy::ArgumentRule rule;
    rule.path = text_at(json, "path");
    rule.pattern = text_at(json, "pattern");
    rule.required = flag_at(json, "required", false);
    const Json& allowed = at_or_null(json, "one_of");
    if (allowed.is_array()) rule.one_of.assign(allowed.begin(), allowed.end());
    rule.forms = texts_at(json, "forms");
    if (const Json& constant = at_or_null(json, "constant"); !constant.is_null()) rule.constant = constant;
    rule.beside = texts_at(json, "beside");
    rule.keys = texts_at(json, "keys");
    rule.min = number_at(json, "min");
    rule.max = number_at(json, "max");
    if (at_or_null(json, "at_most").is_number_integer()) rule.at_most = integer_at(json, "at_most", 0);
    rule.absent = flag_at(json, "absent", false);
    rule.open = flag_at(json, "open", false);
    return rule;
}

Tool read_tool(const std::string& id, const Json& json) {
    Tool tool;
    tool.id = id;
    tool.names = texts_at(json, "names");
    tool.description = text_at(json, "description");
    tool.confidence = text_at(json, "confidence");
    const Json& groups = at_or_null(json, "words");
    if (groups.is_array()) {
        for (const Json& group : groups) tool.words.push_back(texts_at(Json{{"group", group}}, "group"));
    }
    for (const auto& [index, one] : records_at(json, "arguments")) tool.rules.push_back(read_rule(one));
    tool.reads = flag_at(json, "reads", false);
    tool.closed = flag_at(json, "closed", false);
    tool.because = text_at(json, "because");
    return tool;
}

Role role_named(std::string_view name) {
    for (const Role role : {Role::measure, Role::time, Role::key}) {
        if (name_of(role) == name) return role;
    }
    return Role::dimension;
}

constexpr int breakdowns_usual = 2;

ManifestDataset read_dataset(const std::string& id, const Json& json) {
    ManifestDataset dataset;
    planner::Dataset& offer = dataset.offer;
    offer.id = id;
    offer.name = text_at(json, "name");
    offer.description = text_at(json, "description");
    offer.synonyms = texts_at(json, "synonyms");
    offer.time_field = text_at(json, "time");
    offer.from_field = text_at(json, "starts");
    offer.until_field = text_at(json, "ends");
    offer.pushes_range = flag_at(json, "pushes_range", false);
    offer.longest_range_days = small_at(json, "longest_range_days");
    offer.needs_range = flag_at(json, "needs_range", false);
    offer.open_fields = flag_at(json, "open_fields", false);
    offer.containers = texts_at(json, "containers");
    dataset.lookups = read_lookups(json);
    dataset.unique = texts_at(json, "unique");
    dataset.tool = text_at(json, "tool");
    dataset.rows_at = text_at(json, "rows_at");
    const Json& arguments = at_or_null(json, "arguments");
    if (arguments.is_object()) dataset.arguments = arguments;
    const Json& paging = at_or_null(json, "paging");
    dataset.paging = {small_at(paging, "rows_per_page"), small_at(paging, "pages_max")};
    for (const auto& [index, one] : records_at(json, "columns")) {
        planner::Field field;
        field.name = text_at(one, "name");
        field.kind = kind_named(text_at(one, "kind")).value_or(Kind::text);
        field.role = role_named(text_at(one, "role"));
        field.unit = text_at(one, "unit");
        field.description = text_at(one, "description");
        field.identity = text_at(one, "identity");
        const std::string at = text_at(one, "at");
        if (!at.empty()) dataset.from[field.name] = at;
        if (flag_at(one, "on_demand", false)) dataset.on_demand.push_back(field.name);
        offer.fields.push_back(std::move(field));
    }
    dataset.breakdowns = at_or_null(json, "breakdowns").is_null() ? breakdowns_usual : small_at(json, "breakdowns");
    return dataset;
}

using planner::Aggregate;
constexpr std::array<std::pair<std::string_view, Aggregate>, 6> column_aggregates{{{"sum", Aggregate::sum},
                                                                                   {"distinct", Aggregate::distinct},
                                                                                   {"mean", Aggregate::mean},
                                                                                   {"median", Aggregate::median},
                                                                                   {"min", Aggregate::minimum},
                                                                                   {"max", Aggregate::maximum}}};

planner::Term read_term(const Json& json, const std::string& path, Report& report) {
    planner::Term term;
    int given = flag_at(json, "count", false) ? 1 : 0;
    for (const auto& [word, aggregate] : column_aggregates) {
        const std::string column = text_at(json, word);
        if (column.empty()) continue;
        term.aggregate = aggregate;
        term.column = column;
        ++given;
    }
    if (given != 1) report.add(path, "needs exactly one of sum, count, distinct, mean, median, min, max");
    const std::string at = text_at(json, "at");
    if (at == "start") term.timing = planner::Timing::at_start;
    if (at == "end") term.timing = planner::Timing::at_end;
    term.time_column = text_at(json, "time");
    const Json& conditions = at_or_null(json, "where");
    if (!conditions.is_array()) return term;
    for (const Json& one : conditions) {
        if (!one.is_array() || one.size() != 3 || !one[0].is_string() || !one[1].is_string()) continue;
        term.where.push_back({one[0].get<std::string>(), one[1].get<std::string>(), one[2]});
    }
    return term;
}

planner::Metric read_metric(const std::string& id, const Json& json, Report& report) {
    planner::Metric metric;
    metric.id = id;
    metric.name = text_at(json, "name");
    metric.description = text_at(json, "description");
    metric.synonyms = texts_at(json, "synonyms");
    metric.dataset = text_at(json, "dataset");
    const std::string path = cat("metrics.", id);
    if (at_or_null(json, "value").is_object()) metric.value = read_term(json["value"], path + ".value", report);
    if (at_or_null(json, "per").is_object()) metric.per = read_term(json["per"], path + ".per", report);
    metric.times = integer_at(json, "times", 1);
    metric.divided_by = integer_at(json, "divided_by", 1);
    metric.kind = kind_named(text_at(json, "kind")).value_or(Kind::count);
    metric.unit = text_at(json, "unit");
    const std::string better = text_at(json, "better");
    if (better == "up") metric.better = planner::Better::up;
    if (better == "down") metric.better = planner::Better::down;
    metric.sample_min = integer_at(json, "sample_min", 0);
    return metric;
}

planner::Dimension read_dimension(const std::string& id, const Json& json) {
    planner::Dimension dimension;
    dimension.id = id;
    dimension.name = text_at(json, "name");
    dimension.synonyms = texts_at(json, "synonyms");
    dimension.columns = named_texts_at(json, "columns");
    dimension.open_values = flag_at(json, "open_values", false);
    const Json& values = at_or_null(json, "values");
    if (!values.is_array()) return dimension;
    for (const Json& one : values) {
        const std::string value = one.is_string() ? one.get<std::string>() : text_at(one, "value");
        if (!value.empty()) dimension.values.push_back({value, texts_at(one, "synonyms")});
    }
    return dimension;
}

Fault fault_named(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Fault>, 5> faults{{{"invalid", Fault::invalid},
                                                                        {"denied", Fault::denied},
                                                                        {"not_found", Fault::not_found},
                                                                        {"reconnect", Fault::reconnect},
                                                                        {"over_limit", Fault::over_limit}}};
    for (const auto& [known, fault] : faults) {
        if (known == name) return fault;
    }
    return Fault::unavailable;
}

Manifest read_manifest(const Json& json, Report& report) {
    Manifest manifest;
    manifest.id = VendorId{text_at(json, "id")};
    manifest.name = text_at(json, "name");
    manifest.category = text_at(json, "category");
    manifest.names = texts_at(json, "names");
    manifest.synonyms = texts_at(json, "synonyms");
    manifest.docs = text_at(json, "docs");
    manifest.api = static_cast<int>(std::clamp<std::int64_t>(integer_at(json, "api", 1), 0, 1'000));
    manifest.server = read_server(at_or_null(json, "server"));
    manifest.settings = read_user_values(json, "settings");
    const Json& auth = at_or_null(json, "auth");
    manifest.auth = {text_at(auth, "kind"), texts_at(auth, "scopes"), text_at(auth, "header"),
                     text_at(auth, "client_id"), text_at(auth, "registration", "dynamic")};
    for (const auto& [id, one] : records_at(json, "tools")) manifest.tools[id] = read_tool(id, one);
    const Json& account = at_or_null(json, "account");
    if (account.is_object()) {
        manifest.account = AccountContext{text_at(account, "tool"), named_texts_at(account, "values")};
        if (const Json& given = at_or_null(account, "arguments"); given.is_object())
            manifest.account->arguments = given;
    }
    for (const auto& [id, one] : records_at(json, "datasets")) manifest.datasets[id] = read_dataset(id, one);
    for (const auto& [id, one] : records_at(json, "metrics")) manifest.metrics.push_back(read_metric(id, one, report));
    for (const auto& [id, one] : records_at(json, "dimensions")) manifest.dimensions.push_back(read_dimension(id, one));
    manifest.ask = texts_at(json, "ask");
    for (const auto& [index, one] : records_at(json, "errors")) {
        manifest.errors.push_back(
            {text_at(one, "pattern"), fault_named(text_at(one, "fault")), text_at(one, "message")});
    }
    for (const auto& [index, one] : records_at(json, "pitfalls")) {
        manifest.pitfalls.push_back({text_at(one, "symptom"), text_at(one, "cause"), text_at(one, "fix")});
    }
    return manifest;
}

}  // namespace

std::string to_text(const Mistake& mistake) {
    if (mistake.field.empty()) return cat(mistake.file, ": ", mistake.remedy);
    return cat(mistake.file, ": ", mistake.field, ": ", mistake.remedy);
}

Checked check_manifest(const Json& json, const std::string& file) {
    Report report{file, {}};
    check_fields(json, report);
    Manifest manifest = read_manifest(json, report);
    check_references(manifest, report);
    return Checked{std::move(manifest), std::move(report.mistakes)};
}

}  // namespace parley::vendors
