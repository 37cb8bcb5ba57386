#pragma once
// Vendor folders as files: what an author has written so far, whether or not it loads.

#include "base/table.h"
#include "vendors/catalogue.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::kit {

using vendors::Mistake;

// What a draft says where its author has to go on.
inline constexpr std::string_view mark = "FILL IN";

// What was found in one folder.
struct Verdict {
    std::string vendor;
    std::vector<Mistake> mistakes;
    std::vector<std::string> notes;  // What was not looked at, and why; what was written.

    void add(const std::string& file, std::string field, std::string remedy) {
        mistakes.push_back({vendor + "/" + file, std::move(field), std::move(remedy)});
    }
};

// A recorded reply and the table it must become, as far as they can be read.
struct Example {
    std::string
        name;  // Of the dataset ("sessions"), of its breakdown ("sessions-by-country"), or of the account's tool.
    std::filesystem::path reply_file, table_file;
    std::optional<Json> reply;
    std::optional<Json> table;
};

// Empty where there is no such file.
std::string text_of(const std::filesystem::path& file);

// The folders below `folder` by name, those with a manifest and those that will have one. Fault::invalid where it
// cannot be read.
Result<std::vector<std::string>> vendor_folders(const std::string& folder);

// Those that are asked for: all where `ids` is empty. Fault::not_found with the nearest name.
Result<std::vector<std::string>> chosen_folders(const std::string& folder, const std::vector<std::string>& ids);

// By name, each NAME.json and each NAME.table without one. Files that are no JSON are mistakes.
std::vector<Example> read_examples(const std::filesystem::path& vendor_folder, Verdict& verdict);

// Whether a recorded reply of that name is one of a dataset, broken down by columns that it has on demand or not.
bool is_dataset_example(const vendors::Manifest& manifest, const std::string& name);

// A table as the .table files hold it: money in minor units, a time in Unix seconds, a day as text; a row a line.
OrderedJson recorded_table(const std::string& dataset, const Table& table);
std::string recorded_text(const OrderedJson& table);

// Where two such tables first differ, in words; empty where they do not.
std::string difference(const Json& expected, const Json& given);

// The shape of a connection that publishes every tool of the manifest.
planner::Offer connected_offer(const vendors::Vendor& vendor);

// The name that a tool is called by in the kit: its first exact one, or its id where nobody has published one.
std::string tool_name(const vendors::Tool& tool);

// Whether a recorded reply of that name is the account's tool's, not a dataset's.
bool is_account_example(const vendors::Manifest& manifest, const std::string& name);

}  // namespace parley::kit
