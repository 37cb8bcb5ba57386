#include "kit/folder.h"

#include "base/text.h"
#include "vendors/breakdown.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace parley::kit {
namespace {

namespace fs = std::filesystem;

std::optional<Json> json_of(const fs::path& file, const char* where, Verdict& verdict) {
    std::error_code unknown;
    if (!fs::exists(file, unknown)) return std::nullopt;
    auto json = parse_json(text_of(file));
    if (json) return std::move(json).value();
    verdict.add(cat(where, file.filename().string()), "", "is no JSON that can be read");
    return std::nullopt;
}

// A cell as the .table files write it.
OrderedJson recorded_cell(const Column& column, std::size_t row) {
    if (!column.has(row)) return nullptr;
    switch (column.kind) {
    case Kind::text: return column.text(row);
    case Kind::number:
    case Kind::ratio: return column.real(row);
    case Kind::flag: return column.integer(row) != 0;
    case Kind::day: return Day{static_cast<std::int32_t>(column.integer(row))}.text();
    case Kind::count:
    case Kind::money:
    case Kind::time: return column.integer(row);
    }
    return nullptr;
}

// JSON as people write it on one line: ["a", 1, null].
std::string spaced(const OrderedJson& list) {
    std::string out = "[";
    for (const auto& one : list) out += cat(out.size() > 1 ? ", " : "", dump_in_order(one));
    return out + "]";
}

std::string shortened(const Json& value) {
    constexpr std::size_t bytes_max = 60;
    std::string text = dump(value);
    if (text.size() <= bytes_max) return text;
    text.resize(bytes_max);
    while (!text.empty() && !is_valid_utf8(text)) text.pop_back();
    return text + "...";
}

std::string row_difference(const Json& expected, const Json& given, const Json& columns) {
    if (!expected.is_array() || !given.is_array() || expected.size() != given.size()) {
        return cat("should be ", shortened(expected), ", but is ", shortened(given));
    }
    for (std::size_t k = 0; k < expected.size(); ++k) {
        if (expected[k] == given[k]) continue;
        const std::string name =
            k < columns.size() && columns[k].is_string() ? columns[k].get<std::string>() : cat("column ", k + 1);
        return cat(name, " should be ", shortened(expected[k]), ", but is ", shortened(given[k]));
    }
    return "";
}

}  // namespace

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    return text.str();
}

Result<std::vector<std::string>> vendor_folders(const std::string& folder) {
    std::error_code failed;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        std::error_code unknown;
        const std::string name = entry->path().filename().string();
        if (entry->is_directory(unknown) && !name.starts_with('.')) names.push_back(name);
    }
    if (failed) return Error{Fault::invalid, cat("The folder ", folder, " cannot be read."), failed.message()};
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::vector<std::string>> chosen_folders(const std::string& folder, const std::vector<std::string>& ids) {
    PARLEY_TRY(std::vector<std::string> names, vendor_folders(folder));
    if (ids.empty()) return names;
    for (const auto& id : ids) {
        if (std::find(names.begin(), names.end(), id) != names.end()) continue;
        const std::string near = nearest(id.substr(0, 64), names);
        return Error{Fault::not_found,
                     cat("There is no folder \"", id.substr(0, 64), "\" in ", folder, ".",
                         near.empty() ? "" : cat(" Did you mean \"", near, "\"?")),
                     ""};
    }
    return ids;
}

std::vector<Example> read_examples(const fs::path& vendor_folder, Verdict& verdict) {
    const fs::path folder = vendor_folder / "examples";
    std::set<std::string> names;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
        const auto extension = entry->path().extension();
        if (extension == ".json" || extension == ".table") names.insert(entry->path().stem().string());
    }
    std::vector<Example> examples;
    for (const auto& name : names) {
        Example example{name, folder / (name + ".json"), folder / (name + ".table"), {}, {}};
        example.reply = json_of(example.reply_file, "examples/", verdict);
        example.table = json_of(example.table_file, "examples/", verdict);
        examples.push_back(std::move(example));
    }
    return examples;
}

OrderedJson recorded_table(const std::string& dataset, const Table& table) {
    OrderedJson json;
    json["dataset"] = vendors::breakdown_named(dataset).dataset;
    json["columns"] = OrderedJson::array();
    for (const auto& column : table.columns) json["columns"].push_back(column.name);
    json["rows"] = OrderedJson::array();
    for (std::size_t row = 0; row < table.rows(); ++row) {
        OrderedJson cells = OrderedJson::array();
        for (const auto& column : table.columns) cells.push_back(recorded_cell(column, row));
        json["rows"].push_back(std::move(cells));
    }
    return json;
}

std::string recorded_text(const OrderedJson& table) {
    std::string out = cat("{\n  \"dataset\": ", dump_in_order(table["dataset"]),
                          ",\n  \"columns\": ", spaced(table["columns"]), ",\n  \"rows\": [");
    for (std::size_t row = 0; row < table["rows"].size(); ++row) {
        out += cat(row == 0 ? "\n    " : ",\n    ", spaced(table["rows"][row]));
    }
    return out + (table["rows"].empty() ? "]\n}\n" : "\n  ]\n}\n");
}

std::string difference(const Json& wished, const Json& given) {
    Json expected = wished;
    if (expected.is_object()) expected.erase("today");  // Says how to read the reply, and is no part of the table.
    if (expected == given) return "";
    for (const char* part : {"dataset", "columns"}) {
        const Json& wanted = at_or_null(expected, part);
        if (wanted == at_or_null(given, part)) continue;
        return cat(part, " should be ", shortened(wanted), ", but is ", shortened(at_or_null(given, part)));
    }
    const Json& wanted = at_or_null(expected, "rows");
    const Json& rows = at_or_null(given, "rows");
    if (!wanted.is_array()) return "the table has no list of rows";
    for (std::size_t row = 0; row < std::min(wanted.size(), rows.size()); ++row) {
        const std::string differs = row_difference(wanted[row], rows[row], at_or_null(given, "columns"));
        if (!differs.empty()) return cat("row ", row + 1, ": ", differs);
    }
    if (wanted.size() == rows.size()) return "the table holds more than dataset, columns and rows";
    return cat("should have ", counted(static_cast<std::int64_t>(wanted.size()), "row", "rows"), ", but has ",
               rows.size());
}

planner::Offer connected_offer(const vendors::Vendor& vendor) {
    vendors::Resolved resolved;
    for (const auto& [id, tool] : vendor.manifest.tools) resolved.names[id] = tool_name(tool);
    return vendors::make_offer(vendor, ConnectionId{vendor.manifest.id.text}, resolved);
}

std::string tool_name(const vendors::Tool& tool) {
    return tool.names.empty() ? tool.id : tool.names.front();
}

bool is_dataset_example(const vendors::Manifest& manifest, const std::string& name) {
    const vendors::Breakdown breakdown = vendors::breakdown_named(name);
    const auto found = manifest.datasets.find(breakdown.dataset);
    if (found == manifest.datasets.end()) return false;
    return std::all_of(breakdown.columns.begin(), breakdown.columns.end(),
                       [&](const std::string& column) { return vendors::is_on_demand(found->second, column); });
}

bool is_account_example(const vendors::Manifest& manifest, const std::string& name) {
    if (!manifest.account) return false;
    if (name == "account" || name == manifest.account->tool) return true;
    const auto tool = manifest.tools.find(manifest.account->tool);
    return tool != manifest.tools.end() && name == tool_name(tool->second);
}

}  // namespace parley::kit
