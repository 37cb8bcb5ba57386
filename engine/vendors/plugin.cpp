#include "vendors/plugin.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "vendors/arguments.h"
#include "vendors/breakdown.h"
#include "vendors/cells.h"
#include "vendors/prelude.h"

#include <algorithm>
#include <re2/re2.h>
#include <utility>

namespace parley::vendors {
namespace {

Error failed(std::string detail) {
    return Error{Fault::internal, "The vendor plugin failed.", std::move(detail)};
}

Json range_json(const Fetch& fetch) {
    Json range = Json::object();
    if (fetch.start) {
        range["start"] = fetch.start->text();
        range["start_unix"] = unix_seconds(fetch.calendar.start_of(*fetch.start));
    }
    if (fetch.end) {
        range["end"] = fetch.end->text();
        range["last"] = fetch.end->plus(-1).text();
        range["end_unix"] = unix_seconds(fetch.calendar.start_of(*fetch.end));
    }
    return range;
}

Json request_json(const Fetch& fetch, const ManifestDataset& dataset) {
    Json request = {{"dataset", fetch.dataset},   {"tool", fetch.tool},         {"account", fetch.account},
                    {"settings", fetch.settings}, {"range", range_json(fetch)}, {"filters", fetch.filters},
                    {"contains", fetch.contains}, {"group_by", fetch.group_by}};
    request["found"] = fetch.found;
    if (!fetch.bucket.empty()) request["bucket"] = fetch.bucket;
    if (fetch.today) request["today"] = fetch.today->text();
    if (dataset.paging.rows_per_page > 0) request["rows_per_page"] = dataset.paging.rows_per_page;
    return request;
}

Result<const ManifestDataset*> dataset_of(const Manifest& manifest, const std::string& id) {
    const auto found = manifest.datasets.find(id);
    if (found == manifest.datasets.end()) return failed(cat(manifest.id.text, " has no dataset ", id));
    return &found->second;
}

// Lua's empty table is a list and a record at once.
Result<Json> as_record(Json value, const std::string& what) {
    if (value.is_object()) return value;
    if (value.is_array() && value.empty()) return Json::object();
    return failed(cat(what, " must give a table with names"));
}

bool has_form(const Json& value, const std::string& form) {
    if (form == "flag") return value.is_boolean();
    if (form == "integer") return value.is_number_integer();
    constexpr std::string_view text = "text:";
    return value.is_string() && form.starts_with(text) &&
           RE2::FullMatch(value.get_ref<const std::string&>(), form.substr(text.size()));
}

// The declared values, and nothing else of what was given.
Result<Json> typed_values(const std::map<std::string, std::string>& forms, const Json& given, const std::string& what) {
    Json values = Json::object();
    for (const auto& [name, form] : forms) {
        const Json& value = at_or_null(given, name);
        if (!has_form(value, form)) return failed(cat(what, ": ", name, " is missing or does not have its form"));
        values[name] = value;
    }
    return values;
}

// Takes the cells that nobody described out of the records of an open dataset.
void take_open_cells(Json& records, const Table& described, Json::array_t* open) {
    for (Json& record : records) {
        if (!record.is_object()) continue;  // Reported with its row.
        Json own = Json::object();
        Json rest = Json::object();
        for (auto& [name, value] : record.items()) (described.find(name) ? own : rest)[name] = std::move(value);
        record = std::move(own);
        if (open) open->push_back(std::move(rest));
    }
}

struct RowProblem {
    const Column* column = nullptr;
    std::string unknown;
};

std::optional<RowProblem> add_row(Table& table, const Json& record, const Calendar& calendar) {
    std::size_t known = 0;
    for (Column& column : table.columns) {
        const auto found = record.find(column.name);
        if (found == record.end()) {
            column.add_null();
            continue;
        }
        ++known;
        if (!add_cell(column, *found, calendar)) return RowProblem{&column, ""};
    }
    if (known == record.size()) return std::nullopt;
    for (const auto& [name, value] : record.items()) {
        if (!table.find(name)) return RowProblem{nullptr, name};
    }
    return std::nullopt;
}

std::string problem_text(const RowProblem& problem, const Fetch& fetch, std::size_t row, const Table& table) {
    if (problem.column) {
        return cat(fetch.dataset, ": row ", row + 1, ": ", problem.column->name, " is no ",
                   name_of(problem.column->kind));
    }
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(column.name);
    const std::string near = nearest(problem.unknown.substr(0, 64), names);
    const std::string remedy = near.empty() ? "" : cat(" (did you mean ", near, "?)");
    return cat(fetch.dataset, ": row ", row + 1, ": there is no column ", problem.unknown.substr(0, 64), remedy);
}

// Rows as the manifest describes them: where they are, and where in a row each column is.
Result<Json> plain_records(const ManifestDataset& dataset, const Json& reply) {
    const Json& rows = at_path(reply, dataset.rows_at);
    if (!rows.is_array()) return failed(cat(dataset.offer.id, ": the reply has no list at \"", dataset.rows_at, "\""));
    Json records = Json::array();
    for (const Json& row : rows) {
        Json record = Json::object();
        for (const auto& field : dataset.offer.fields) {
            const auto from = dataset.from.find(field.name);
            const Json& value = at_path(row, from == dataset.from.end() ? field.name : from->second);
            if (!value.is_null()) record[field.name] = value;
        }
        records.push_back(std::move(record));
    }
    return records;
}

// One text for the row's values in these columns; empty where one of them is absent, for such rows are all different.
std::string key_of(const Json& record, const std::vector<std::string>& columns) {
    Json key = Json::array();
    for (const auto& column : columns) {
        const Json& value = at_or_null(record, column);
        if (value.is_null()) return "";
        key.push_back(value);
    }
    return dump(key);
}

// Without the rows that were read before, in this reply or an earlier one.
Json only_new(Json records, const std::vector<std::string>& columns, Seen& seen) {
    Json::array_t kept;
    for (Json& record : records) {
        const std::string key = key_of(record, columns);
        if (key.empty() || seen.insert(key).second) kept.push_back(std::move(record));
    }
    return Json(std::move(kept));
}

// The plugin's words for the user: one plain line, and not long.
std::string one_sentence(std::string words) {
    constexpr std::size_t sentence_bytes_max = 200;
    if (words.size() <= sentence_bytes_max) return words;
    words.resize(sentence_bytes_max);
    while (!words.empty() && !is_valid_utf8(words)) words.pop_back();
    return words + "...";
}

Error refused(std::string reason) {
    return Error{Fault::invalid, one_sentence(std::move(reason)), "the plugin asks for it"};
}

// The rows of `page` behind those of `table`.
void append_rows(Table& table, Table page) {
    if (table.rows() == 0) {
        table.columns = std::move(page.columns);
        return;
    }
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
        const Column& from = page.columns[k];
        for (std::size_t row = 0; row < from.size(); ++row) table.columns[k].add(from.cell(row));
    }
}

// Whether the row lies in the range; one without a time does not say.
bool is_inside(const Fetch& fetch, const Column& time, std::size_t row) {
    if (!time.has(row)) return true;
    const std::int64_t at = time.integer(row);
    const auto edge = [&](Day day) {
        return time.kind == Kind::day ? std::int64_t{day.days} : unix_seconds(fetch.calendar.start_of(day));
    };
    return (!fetch.start || at >= edge(*fetch.start)) && (!fetch.end || at < edge(*fetch.end));
}

// Without the rows outside of the range.
Table cut(Table page, const Fetch& fetch, const std::string& time_field) {
    const Column* time = page.find(time_field);
    if (!time || !time->keeps_integers()) return page;
    Table kept;
    kept.completeness = page.completeness;
    for (const Column& column : page.columns)
        kept.columns.emplace_back(column.name, column.kind, column.role, column.unit);
    for (std::size_t row = 0; row < page.rows(); ++row) {
        if (!is_inside(fetch, *time, row)) continue;
        for (std::size_t k = 0; k < page.columns.size(); ++k) kept.columns[k].add(page.columns[k].cell(row));
    }
    return kept;
}

// All rows or none: `table` is untouched where one of them does not fit.
Result<Done> add_rows(Table& table, Table page, const Fetch& fetch, const Json& records, const std::string& cut_by) {
    const auto rows_max = static_cast<std::size_t>(limits::rows_per_table);
    const std::size_t room = rows_max - std::min(table.rows(), rows_max);
    for (Column& column : page.columns) column.reserve(std::min(records.size(), room));
    for (std::size_t row = 0; row < records.size() && row < room; ++row) {
        if (!records[row].is_object()) return failed(cat(fetch.dataset, ": row ", row + 1, " is no record"));
        if (const auto problem = add_row(page, records[row], fetch.calendar)) {
            return failed(problem_text(*problem, fetch, row, page));
        }
    }
    if (!cut_by.empty()) page = cut(std::move(page), fetch, cut_by);
    append_rows(table, std::move(page));
    if (records.size() > room) {
        table.completeness = {Completeness::State::truncated, "there are more rows than a table may have"};
    }
    return Done{};
}

}  // namespace

Plugin::Plugin(const Vendor& vendor, lua::State state)
    : vendor_(&vendor), state_(std::make_unique<lua::State>(std::move(state))) {}
Plugin::Plugin(Plugin&&) noexcept = default;
Plugin::~Plugin() = default;

Result<Plugin> Plugin::open(const Vendor& vendor) {
    lua::State state;
    if (!vendor.plugin_source.empty()) {
        PARLEY_TRY([[maybe_unused]] const Done ready, add_prelude(state));
        PARLEY_TRY(const Done loaded, state.load(vendor.plugin_source, vendor.manifest.id.text + "/plugin.lua"));
        static_cast<void>(loaded);
    }
    return Plugin(vendor, std::move(state));
}

Json Plugin::account_arguments(const Json& settings) const {
    const auto& context = vendor_->manifest.account;
    if (!context) return Json::object();
    Json request = Json::object();
    request["settings"] = settings;
    return fill_arguments(context->arguments, request);
}

Result<Json> Plugin::account(const Json& reply, const Json& settings) {
    const auto& context = vendor_->manifest.account;
    if (!context) return Json::object();
    Json given = reply;
    if (state_->has("account")) {
        PARLEY_TRY(lua::Spoken said, state_->call_or_reason("account", {&reply, &settings}));
        if (said.value.is_null() && !trim(said.reason).empty()) return refused(std::string(trim(said.reason)));
        given = std::move(said.value);
    }
    return typed_values(context->values, given, "account");
}

Result<std::optional<Json>> Plugin::lookup(const Fetch& fetch, std::size_t at) {
    PARLEY_TRY(const ManifestDataset* dataset, dataset_of(vendor_->manifest, fetch.dataset));
    if (at >= dataset->lookups.size()) return std::optional<Json>();
    const Json request = request_json(fetch, *dataset);
    const Json position = at + 1;
    PARLEY_TRY(lua::Spoken given, state_->call_or_reason("lookup", {&request, &position}));
    if (given.value.is_null() && !trim(given.reason).empty()) return refused(std::string(trim(given.reason)));
    if (given.value.is_null()) return std::optional<Json>();
    PARLEY_TRY(Json arguments, as_record(std::move(given.value), "lookup"));
    return std::optional<Json>(std::move(arguments));
}

Result<lua::Spoken> Plugin::found(const Fetch& fetch, const Json& reply, std::size_t at) {
    PARLEY_TRY(const ManifestDataset* dataset, dataset_of(vendor_->manifest, fetch.dataset));
    const Json request = request_json(fetch, *dataset);
    const Json position = at + 1;
    PARLEY_TRY(lua::Spoken given, state_->call_or_reason("found", {&request, &reply, &position}));
    if (given.value.is_null() && !trim(given.reason).empty()) return refused(std::string(trim(given.reason)));
    PARLEY_TRY(Json values, typed_values(dataset->lookups.at(at).values, given.value, "found"));
    return lua::Spoken{std::move(values), one_sentence(std::string(trim(given.reason)))};
}

Result<Json> Plugin::prepare(const Fetch& fetch) {
    PARLEY_TRY(const ManifestDataset* dataset, dataset_of(vendor_->manifest, fetch.dataset));
    const Json request = request_json(fetch, *dataset);
    if (!state_->has("prepare")) return fill_arguments(dataset->arguments, request);
    PARLEY_TRY(lua::Spoken given, state_->call_or_reason("prepare", {&request}));
    if (given.value.is_null() && !trim(given.reason).empty()) return refused(std::string(trim(given.reason)));
    return as_record(std::move(given.value), "prepare");
}

Result<lua::Spoken> Plugin::records(const Fetch& fetch, const ManifestDataset& dataset, const Json& reply,
                                    const Json& arguments) {
    if (!state_->has("shape")) {
        PARLEY_TRY(Json records, plain_records(dataset, reply));
        return lua::Spoken{std::move(records), ""};
    }
    const Json request = request_json(fetch, dataset);
    PARLEY_TRY(lua::Spoken spoken, state_->call_or_reason("shape", {&request, &reply, &arguments}));
    if (!spoken.value.is_array()) return failed("shape must give a list of records");
    return spoken;
}

Result<Done> Plugin::shape(const Fetch& fetch, const Json& reply, Table& table, const Page& page) {
    PARLEY_TRY(const ManifestDataset* dataset, dataset_of(vendor_->manifest, fetch.dataset));
    PARLEY_TRY(lua::Spoken spoken, records(fetch, *dataset, reply, page.arguments));
    Json rows = std::move(spoken.value);
    if (page.seen && !dataset->unique.empty()) rows = only_new(std::move(rows), dataset->unique, *page.seen);
    if (dataset->offer.open_fields) take_open_cells(rows, empty_table(fetch.dataset), page.open_cells);
    const std::string cut_by = page.is_window ? dataset->offer.time_field : "";
    PARLEY_TRY(const Done added, add_rows(table, empty_table(fetch.dataset, fetch.group_by), fetch, rows, cut_by));
    const std::string_view missing = trim(spoken.reason);
    if (!missing.empty()) table.completeness = {Completeness::State::truncated, one_sentence(std::string(missing))};
    return added;
}

Result<std::optional<Json>> Plugin::more(const Fetch& fetch, const Json& arguments, const Json& reply) {
    PARLEY_TRY(const ManifestDataset* dataset, dataset_of(vendor_->manifest, fetch.dataset));
    if (!state_->has("more")) return std::optional<Json>();
    const Json request = request_json(fetch, *dataset);
    PARLEY_TRY(Json next, state_->call("more", {&request, &arguments, &reply}));
    if (next.is_null() || next == false) return std::optional<Json>();
    PARLEY_TRY(next, as_record(std::move(next), "more"));
    if (next == arguments) return failed("more gave the arguments of the page that was just read");
    return std::optional<Json>(std::move(next));
}

Table Plugin::empty_table(const std::string& dataset, const std::vector<std::string>& group_by) const {
    Table table;
    const auto found = vendor_->manifest.datasets.find(dataset);
    if (found == vendor_->manifest.datasets.end()) return table;
    for (const auto& field : found->second.offer.fields) {
        const bool is_wanted = std::find(group_by.begin(), group_by.end(), field.name) != group_by.end();
        if (!is_wanted && is_on_demand(found->second, field.name)) continue;
        table.columns.emplace_back(field.name, field.kind, field.role, field.unit);
    }
    return table;
}

}  // namespace parley::vendors
