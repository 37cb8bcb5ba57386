#include "vendors/references.h"

#include "base/money.h"
#include "base/text.h"
#include "policy/words.h"

#include <algorithm>
#include <array>
#include <re2/re2.h>
#include <set>

namespace parley::vendors {
namespace {

template <typename Value>
std::vector<std::string> keys(const std::map<std::string, Value>& map) {
    std::vector<std::string> names;
    for (const auto& [name, value] : map) names.push_back(name);
    return names;
}

void check_pattern(const std::string& pattern, const std::string& field, Report& report) {
    if (pattern.empty()) return;
    const RE2 compiled(pattern, RE2::Quiet);
    if (!compiled.ok()) report.add(field, cat("the pattern cannot be read: ", compiled.error()));
}

// Words of ids end up in plans and file names.
bool is_id(const std::string& text) {
    static const RE2 form("[a-z][a-z0-9_]{0,63}", RE2::Quiet);
    return RE2::FullMatch(text, form);
}

void check_user_value(const UserValue& value, const std::string& field, Report& report) {
    check_pattern(value.pattern, field + ".pattern", report);
    if (value.example.empty() || !RE2(value.pattern, RE2::Quiet).ok()) return;
    if (!RE2::FullMatch(value.example, value.pattern)) report.add(field + ".example", "does not fit the pattern");
}

// A header that neither the sign-in nor the protocol uses.
bool is_free_header(const Auth& auth, const std::string& name) {
    static const RE2 form("[a-z][a-z0-9]*(-[a-z0-9]+)+", RE2::Quiet);
    const std::string plain = lower(name);
    constexpr std::array<std::string_view, 6> ours{"mcp-", "content-", "accept-", "proxy-", "transfer-", "set-"};
    const bool is_ours = std::any_of(ours.begin(), ours.end(), [&](auto start) { return plain.starts_with(start); });
    return name.size() <= 64 && RE2::FullMatch(plain, form) && !is_ours && plain != lower(auth.header);
}

// They are kept with what belongs to the sign-in and with the URL's parameters.
void check_settings(const Manifest& manifest, Report& report) {
    std::set<std::string> taken{"client_id", "header", "scopes", "step_ups"};
    for (const auto& parameter : manifest.server.parameters) taken.insert(parameter.name);
    for (std::size_t k = 0; k < manifest.settings.size(); ++k) {
        const UserValue& setting = manifest.settings[k];
        const std::string field = cat("settings[", k + 1, "]");
        check_user_value(setting, field, report);
        if (setting.name.empty()) continue;  // Reported already.
        if (!is_id(setting.name)) report.add(field + ".name", "a name is lower-case letters, digits and _");
        if (!taken.insert(setting.name).second) report.add(field + ".name", cat("\"", setting.name, "\" is taken"));
        if (!setting.header.empty() && !is_free_header(manifest.auth, setting.header))
            report.add(field + ".header", "must be the name of a header of the vendor's own, such as \"x-account-id\"");
    }
}

void check_server(const Manifest& manifest, Report& report) {
    const Server& server = manifest.server;
    if (!server.url.empty() && !server.url.starts_with("https://"))
        report.add("server.url", "must start with https://");
    std::set<std::string> placeholders;
    for (auto open = server.url.find('{'); open != std::string::npos; open = server.url.find('{', open + 1)) {
        const auto close = server.url.find('}', open);
        if (close == std::string::npos) {
            report.add("server.url", "a { has no }");
            break;
        }
        placeholders.insert(server.url.substr(open + 1, close - open - 1));
    }
    std::vector<std::string> names;
    for (std::size_t k = 0; k < server.parameters.size(); ++k) {
        const UserValue& parameter = server.parameters[k];
        names.push_back(parameter.name);
        const std::string field = cat("server.parameters[", k + 1, "]");
        if (!placeholders.contains(parameter.name))
            report.add(field + ".name", cat("the URL has no {", parameter.name, "}"));
        check_user_value(parameter, field, report);
    }
    for (const auto& name : placeholders) {
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        report.add("server.url", did_you_mean(cat("{", name, "} is no parameter"), name, names));
    }
    if (manifest.auth.kind == "api_key" && manifest.auth.header.empty()) {
        report.add("auth.header", "an API key needs a header to travel in");
    }
}

std::string flaw_of_beside(const policy::ArgumentRule& rule) {
    for (const auto& path : rule.beside) {
        if (!policy::flaw_of_path(path).empty()) return policy::flaw_of_path(path);
    }
    const auto is_list = [](const std::string& path) { return path.find("[]") != std::string::npos; };
    if (is_list(rule.path) || std::any_of(rule.beside.begin(), rule.beside.end(), is_list)) {
        return "[] has no one value that could stand beside another";
    }
    const auto fits = [&](const Json& values) { return values.is_array() && values.size() == rule.beside.size() + 1; };
    const bool all_fit = !rule.one_of.empty() && std::all_of(rule.one_of.begin(), rule.one_of.end(), fits);
    return all_fit ? "" : cat("needs one_of, with lists of ", rule.beside.size() + 1, " values");
}

void check_rule(const policy::ArgumentRule& rule, const std::string& field, Report& report) {
    if (rule.path.empty()) return;  // Reported already.
    if (const auto flaw = policy::flaw_of_path(rule.path); !flaw.empty()) report.add(field + ".path", flaw);
    check_pattern(rule.pattern, field + ".pattern", report);
    if (!rule.beside.empty()) {
        if (const auto flaw = flaw_of_beside(rule); !flaw.empty()) report.add(field + ".beside", flaw);
    }
    if (rule.constant && !rule.one_of.empty()) report.add(field, "takes either constant or one_of");
    if (rule.min && rule.max && *rule.min > *rule.max) report.add(field + ".min", "is above max");
    if (rule.at_most && *rule.at_most < 0) report.add(field + ".at_most", "must not be below 0");
    if (rule.absent && (rule.required || rule.constant)) report.add(field + ".absent", "is also asked for");
}

bool is_sentence(const std::string& text) {
    constexpr std::size_t sentence_bytes_max = 200;
    return text.size() <= sentence_bytes_max && text.ends_with('.') && std::count(text.begin(), text.end(), ' ') >= 2;
}

// A name that speaks of changes, or of anything, must be answered for.
void check_name(const Tool& tool, const std::string& name, const std::string& field, Report& report) {
    if (!policy::is_clean_name(name)) report.add(field, cat("\"", name, "\" is no name of a tool"));
    if (tool.reads || !tool.because.empty()) return;
    constexpr std::string_view remedy = ": say reads = true with a required rule that binds what it does, or because";
    if (policy::names_a_write(name)) {
        report.add(field, cat("\"", name, "\" looks like a tool that changes something", remedy));
    } else if (policy::names_any_operation(name)) {
        report.add(field, cat("\"", name, "\" looks like a tool that runs any operation", remedy));
    }
}

void check_answers(const Tool& tool, const std::string& field, Report& report) {
    const bool is_bound = std::any_of(tool.rules.begin(), tool.rules.end(), policy::is_binding);
    if (tool.reads && !is_bound) {
        report.add(field + ".reads", "needs a required rule with one_of, forms, constant or keys");
    }
    if (!tool.because.empty() && !is_sentence(tool.because)) {
        report.add(field + ".because", "must be one short sentence that says why the name misleads");
    }
    if (!tool.words.empty() && (tool.reads || !tool.because.empty())) {
        report.add(field, "reads and because are for exact names only");
    }
    if (tool.closed && tool.rules.empty()) report.add(field + ".closed", "without rules no argument could be given");
}

void check_tools(const Manifest& manifest, Report& report) {
    std::map<std::string, std::string> owners;
    for (const auto& [id, tool] : manifest.tools) {
        const std::string field = cat("tools.", id);
        if (tool.names.empty() == tool.words.empty()) report.add(field, "needs either names or words");
        for (const auto& name : tool.names) {
            check_name(tool, name, field + ".names", report);
            const auto [owner, is_new] = owners.emplace(name, id);
            if (!is_new && owner->second != id) {
                report.add(field + ".names", cat("\"", name, "\" is a name of the tool \"", owner->second, "\" too"));
            }
        }
        for (const auto& group : tool.words) {
            for (const auto& word : group) {
                if (policy::is_write_verb(word)) report.add(field + ".words", cat("\"", word, "\" changes something"));
            }
        }
        check_answers(tool, field, report);
        for (std::size_t k = 0; k < tool.rules.size(); ++k) {
            check_rule(tool.rules[k], cat(field, ".arguments[", k + 1, "]"), report);
        }
    }
}

void check_tool_name(const Manifest& manifest, const std::string& tool, const std::string& field, Report& report) {
    if (tool.empty() || manifest.tools.contains(tool)) return;
    report.add(field, did_you_mean(cat("no tool \"", tool, "\""), tool, keys(manifest.tools)));
}

void check_typed_values(const std::map<std::string, std::string>& values, const std::string& path, Report& report) {
    for (const auto& [name, form] : values) {
        const std::string field = cat(path, ".", name);
        if (form.starts_with("text:") && form.size() > 5) {
            check_pattern(form.substr(5), field, report);
        } else if (form != "flag" && form != "integer") {
            report.add(field, "must be \"text:PATTERN\", \"flag\" or \"integer\"");
        }
    }
}

void check_account(const Manifest& manifest, Report& report) {
    if (!manifest.account) return;
    check_tool_name(manifest, manifest.account->tool, "account.tool", report);
    check_typed_values(manifest.account->values, "account.values", report);
}

bool names_a_container(const Manifest& manifest, const std::string& id, const std::string& dataset) {
    return std::any_of(manifest.dimensions.begin(), manifest.dimensions.end(), [&](const planner::Dimension& one) {
        return one.id == id && one.open_values && one.columns.contains(dataset);
    });
}

// The table of a customer is found by name, and its rows come in one range: its columns are no business of the vendor.
void check_open_dataset(const Manifest& manifest, const ManifestDataset& dataset, const std::string& path,
                        Report& report) {
    for (std::size_t k = 0; k < dataset.lookups.size(); ++k) {
        const std::string field = cat(path, ".lookups[", k + 1, "]");
        check_tool_name(manifest, dataset.lookups[k].tool, field + ".tool", report);
        check_typed_values(dataset.lookups[k].values, field + ".values", report);
    }
    const planner::Dataset& offer = dataset.offer;
    if (!offer.open_fields) {
        if (!offer.containers.empty()) report.add(path + ".containers", "is for datasets with open_fields");
        return;
    }
    if (offer.containers.empty())
        report.add(path + ".containers", "open_fields needs a dimension that names the table");
    for (const auto& id : offer.containers) {
        if (!names_a_container(manifest, id, offer.id)) {
            report.add(path + ".containers",
                       cat("\"", id, "\" must be a dimension with open_values and a column here"));
        }
    }
    const bool counted = std::any_of(manifest.metrics.begin(), manifest.metrics.end(), [&](const planner::Metric& one) {
        return one.dataset == offer.id && one.value.aggregate == planner::Aggregate::count && !one.per;
    });
    if (!counted) report.add(path + ".open_fields", "needs a metric that counts its rows");
    if (offer.longest_range_days != 0 || offer.needs_range) {
        report.add(path + ".open_fields", "a table of the customer is read whole: no range can be asked of it");
    }
}

const planner::Field* field_of(const planner::Dataset& dataset, const std::string& name) {
    const auto found = std::find_if(dataset.fields.begin(), dataset.fields.end(),
                                    [&name](const planner::Field& field) { return field.name == name; });
    return found == dataset.fields.end() ? nullptr : &*found;
}

// The column, or nothing with a mistake in the report.
const planner::Field* require_column(const planner::Dataset& dataset, const std::string& name, const std::string& field,
                                     Report& report) {
    const planner::Field* column = field_of(dataset, name);
    if (column) return column;
    std::vector<std::string> names;
    for (const auto& one : dataset.fields) names.push_back(one.name);
    report.add(field, did_you_mean(cat("no column \"", name, "\" in dataset \"", dataset.id, "\""), name, names));
    return nullptr;
}

bool is_time(Kind kind) {
    return kind == Kind::day || kind == Kind::time;
}
bool is_amount(Kind kind) {
    return kind == Kind::count || kind == Kind::number || kind == Kind::ratio || kind == Kind::money ||
           kind == Kind::flag;
}

void check_time_column(const planner::Dataset& dataset, const std::string& name, const std::string& field,
                       Report& report) {
    if (name.empty()) return;
    const planner::Field* column = require_column(dataset, name, field, report);
    if (column && !is_time(column->kind)) report.add(field, cat("\"", name, "\" must be of kind day or time"));
}

void check_columns(const planner::Dataset& dataset, const std::string& path, Report& report) {
    std::set<std::string> seen;
    for (std::size_t k = 0; k < dataset.fields.size(); ++k) {
        const planner::Field& column = dataset.fields[k];
        const std::string field = cat(path, ".columns[", k + 1, "]");
        if (!column.name.empty() && !seen.insert(column.name).second) {
            report.add(field + ".name", cat("\"", column.name, "\" is there twice"));
        }
        if (column.role == Role::time && !is_time(column.kind))
            report.add(field + ".role", "time needs kind day or time");
        if (column.role == Role::measure && !is_amount(column.kind)) {
            report.add(field + ".role", "a measure needs a kind that is a number");
        }
        if (column.kind != Kind::money) continue;
        if (column.unit.empty() && !field_of(dataset, "currency")) {
            report.add(field + ".unit", "money needs a currency here, or a column \"currency\"");
        }
        if (!column.unit.empty() && !is_currency(column.unit)) report.add(field + ".unit", "must be an ISO 4217 code");
    }
}

// What is asked for by name must be a text that stands beside the others; the rows must be whole without it.
void check_breakdowns(const ManifestDataset& dataset, const std::string& path, Report& report) {
    constexpr int breakdowns_max = 3;
    if (dataset.breakdowns < 1 || dataset.breakdowns > breakdowns_max) {
        report.add(path + ".breakdowns", cat("must be from 1 to ", breakdowns_max));
    }
    for (const auto& name : dataset.on_demand) {
        const planner::Field* column = field_of(dataset.offer, name);
        const bool is_told_apart = column && column->role == Role::dimension && is_id(name);
        const std::string field = cat(path, ".columns.", name, ".on_demand");
        if (!is_told_apart) report.add(field, "is for columns of role dimension, named in lower-case letters");
        if (std::find(dataset.unique.begin(), dataset.unique.end(), name) != dataset.unique.end()) {
            report.add(field, "is not for a column that rows are recognised by (unique)");
        }
    }
}

void check_datasets(const Manifest& manifest, Report& report) {
    for (const auto& [id, dataset] : manifest.datasets) {
        const std::string path = cat("datasets.", id);
        if (!is_id(id)) report.add(path, "an id is lower-case letters, digits and _");
        check_tool_name(manifest, dataset.tool, path + ".tool", report);
        check_columns(dataset.offer, path, report);
        check_breakdowns(dataset, path, report);
        check_time_column(dataset.offer, dataset.offer.time_field, path + ".time", report);
        check_time_column(dataset.offer, dataset.offer.from_field, path + ".starts", report);
        check_time_column(dataset.offer, dataset.offer.until_field, path + ".ends", report);
        if (!dataset.offer.until_field.empty() && dataset.offer.from_field.empty()) {
            report.add(path + ".starts", "rows with an end need a beginning");
        }
        for (const auto& column : dataset.unique) require_column(dataset.offer, column, path + ".unique", report);
        check_open_dataset(manifest, dataset, path, report);
    }
}

void check_condition(const planner::Dataset& dataset, const planner::Condition& condition, const std::string& field,
                     Report& report) {
    constexpr std::array<std::string_view, 8> operators{"=", "!=", "in", "<", "<=", ">", ">=", "contains"};
    if (std::find(operators.begin(), operators.end(), condition.op) == operators.end()) {
        report.add(field, cat("no operator \"", condition.op, "\": = != in < <= > >= contains"));
    }
    if ((condition.op == "in") != condition.value.is_array())
        report.add(field, "in takes a list, the others one value");
    const planner::Field* column = require_column(dataset, condition.column, field, report);
    if (!column || condition.value.is_array()) return;
    const bool fits = column->kind == Kind::text || is_time(column->kind) ? condition.value.is_string()
                      : column->kind == Kind::flag                        ? condition.value.is_boolean()
                                                                          : condition.value.is_number();
    if (!fits)
        report.add(field, cat("the value does not fit \"", column->name, "\", which is ", name_of(column->kind)));
}

void check_term(const planner::Dataset& dataset, const planner::Term& term, const std::string& path, Report& report) {
    if (!term.column.empty()) {
        const planner::Field* column = require_column(dataset, term.column, path, report);
        if (column && term.aggregate != planner::Aggregate::distinct && !is_amount(column->kind)) {
            report.add(path,
                       cat("\"", term.column, "\" is ", name_of(column->kind), ", which cannot be computed with"));
        }
    }
    check_time_column(dataset, term.time_column, path + ".time", report);
    if (term.timing != planner::Timing::during && dataset.from_field.empty() && dataset.until_field.empty()) {
        report.add(path + ".at", cat("dataset \"", dataset.id, "\" has no starts and ends"));
    }
    for (std::size_t k = 0; k < term.where.size(); ++k) {
        check_condition(dataset, term.where[k], cat(path, ".where[", k + 1, "]"), report);
    }
}

void check_metric_kind(const planner::Dataset& dataset, const planner::Metric& metric, const std::string& path,
                       Report& report) {
    const planner::Field* column = field_of(dataset, metric.value.column);
    const bool counts =
        metric.value.aggregate == planner::Aggregate::count || metric.value.aggregate == planner::Aggregate::distinct;
    if (!metric.value.column.empty() && (!column || !is_amount(column->kind)) && !counts) return;  // Reported already.
    const bool is_money = column && !counts && column->kind == Kind::money;
    if (metric.kind == Kind::money && !is_money) report.add(path + ".kind", "money comes only from a money column");
    if (metric.kind == Kind::count && is_money) report.add(path + ".kind", "a sum of money is no count");
    if (metric.kind == Kind::ratio && !metric.per && (!column || column->kind != Kind::ratio)) {
        report.add(path + ".per", "a ratio needs its lower part");
    }
}

void check_metrics(const Manifest& manifest, Report& report) {
    for (const auto& metric : manifest.metrics) {
        const std::string path = cat("metrics.", metric.id);
        if (!is_id(metric.id)) report.add(path, "an id is lower-case letters, digits and _");
        if (metric.divided_by == 0) report.add(path + ".divided_by", "nothing can be divided by 0");
        if (metric.times == 0) report.add(path + ".times", "everything times 0 is 0");
        const auto dataset = manifest.datasets.find(metric.dataset);
        if (dataset == manifest.datasets.end()) {
            if (metric.dataset.empty()) continue;
            report.add(path + ".dataset", did_you_mean(cat("no dataset \"", metric.dataset, "\""), metric.dataset,
                                                       keys(manifest.datasets)));
            continue;
        }
        const planner::Dataset& offer = dataset->second.offer;
        check_term(offer, metric.value, path + ".value", report);
        if (metric.per) check_term(offer, *metric.per, path + ".per", report);
        check_metric_kind(offer, metric, path, report);
    }
}

void check_dimensions(const Manifest& manifest, Report& report) {
    for (const auto& dimension : manifest.dimensions) {
        const std::string path = cat("dimensions.", dimension.id);
        if (!is_id(dimension.id)) report.add(path, "an id is lower-case letters, digits and _");
        for (const auto& [id, column] : dimension.columns) {
            const std::string field = cat(path, ".columns.", id);
            const auto dataset = manifest.datasets.find(id);
            if (dataset == manifest.datasets.end()) {
                report.add(field, did_you_mean(cat("no dataset \"", id, "\""), id, keys(manifest.datasets)));
            } else {
                require_column(dataset->second.offer, column, field, report);
            }
        }
    }
}

}  // namespace

void check_references(const Manifest& manifest, Report& report) {
    const std::string folder = report.file.substr(0, report.file.find('/'));
    if (!manifest.id.text.empty()) {
        if (!is_id(manifest.id.text)) {
            report.add("id", "an id is lower-case letters, digits and _");
        } else if (folder != report.file && manifest.id.text != folder) {
            report.add("id", cat("must be the folder's name, \"", folder, "\""));
        }
    }
    if (manifest.api != 1) report.add("api", "this engine reads language 1");
    check_server(manifest, report);
    check_settings(manifest, report);
    check_tools(manifest, report);
    check_account(manifest, report);
    check_datasets(manifest, report);
    check_metrics(manifest, report);
    check_dimensions(manifest, report);
    for (std::size_t k = 0; k < manifest.errors.size(); ++k) {
        check_pattern(manifest.errors[k].pattern, cat("errors[", k + 1, "].pattern"), report);
    }
}

}  // namespace parley::vendors
