#include "vendors/plugin.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "vendors/arguments.h"
#include "vendors/cells.h"

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
    Json request = {{"dataset", fetch.dataset},
                    {"tool", fetch.tool},
                    {"account", fetch.account},
                    {"range", range_json(fetch)},
                    {"filters", fetch.filters}};
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

// All rows or none: `table` is untouched where one of them does not fit.
Result<Done> add_rows(Table& table, Table page, const Fetch& fetch, const Json& records) {
    const auto rows_max = static_cast<std::size_t>(limits::rows_per_table);
    const std::size_t room = rows_max - std::min(table.rows(), rows_max);
    for (Column& column : page.columns) column.reserve(std::min(records.size(), room));
    for (std::size_t row = 0; row < records.size() && row < room; ++row) {
        if (!records[row].is_object()) return failed(cat(fetch.dataset, ": row ", row + 1, " is no record"));
        if (const auto problem = add_row(page, records[row], fetch.calendar)) {
            return failed(problem_text(*problem, fetch, row, page));
        }
    }
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
        PARLEY_TRY(const Done loaded, state.load(vendor.plugin_source, vendor.manifest.id.text + "/plugin.lua"));
        static_cast<void>(loaded);
    }
    return Plugin(vendor, std::move(state));
}

Result<Json> Plugin::account(const Json& reply) {
    const auto& context = vendor_->manifest.account;
    if (!context) return Json::object();
    Json given = reply;
    if (state_->has("account")) {
        PARLEY_TRY(given, state_->call("account", {&reply}));
    }
    Json values = Json::object();
    for (const auto& [name, form] : context->values) {
        const Json& value = at_or_null(given, name);
        if (!has_form(value, form)) return failed(cat("account: ", name, " is missing or does not have its form"));
        values[name] = value;
    }
    return values;
}

Result<Json> Plugin::prepare(const Fetch& fetch) {
    PARLEY_TRY(const ManifestDataset* dataset, dataset_of(vendor_->manifest, fetch.dataset));
    const Json request = request_json(fetch, *dataset);
    if (!state_->has("prepare")) return fill_arguments(dataset->arguments, request);
    PARLEY_TRY(Json arguments, state_->call("prepare", {&request}));
    return as_record(std::move(arguments), "prepare");
}

Result<Done> Plugin::shape(const Fetch& fetch, const Json& reply, Table& table) {
    PARLEY_TRY(const ManifestDataset* dataset, dataset_of(vendor_->manifest, fetch.dataset));
    if (!state_->has("shape")) {
        PARLEY_TRY(const Json records, plain_records(*dataset, reply));
        return add_rows(table, empty_table(fetch.dataset), fetch, records);
    }
    const Json request = request_json(fetch, *dataset);
    PARLEY_TRY(const Json records, state_->call("shape", {&request, &reply}));
    if (!records.is_array()) return failed("shape must give a list of records");
    return add_rows(table, empty_table(fetch.dataset), fetch, records);
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

Table Plugin::empty_table(const std::string& dataset) const {
    Table table;
    const auto found = vendor_->manifest.datasets.find(dataset);
    if (found == vendor_->manifest.datasets.end()) return table;
    for (const auto& field : found->second.offer.fields) {
        table.columns.emplace_back(field.name, field.kind, field.role, field.unit);
    }
    return table;
}

}  // namespace parley::vendors
