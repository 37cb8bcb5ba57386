#include "kit/types.h"

#include "base/text.h"
#include "vendors/fields.h"
#include "vendors/prelude.h"

namespace parley::kit {
namespace {

using vendors::Field;
using vendors::Form;

constexpr std::string_view head =
    "---@meta\n"
    "-- luacheck: ignore\n"
    "-- Made by `parley plugin types`; for editors alone: the engine does not read it.\n";

// "named_sections" of "tool" -> parley.Tool.
std::string class_name(std::string_view section) {
    std::string name(section);
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') {
        name.front() = static_cast<char>(name.front() - 32);
    }
    return "parley." + name;
}

std::string type_of(const Field& field) {
    std::string inside = class_name(field.section);
    switch (field.form) {
    case Form::text: return "string";
    case Form::word: {
        std::vector<std::string> words;
        for (const auto word : field.words) words.push_back(cat("\"", word, "\""));
        return join(words, "|");
    }
    case Form::flag: return "boolean";
    case Form::integer: return "integer";
    case Form::number: return "number";
    case Form::scalar: return "string|number|boolean";
    case Form::texts: return "string[]";
    case Form::word_groups: return "string[][]";
    case Form::anything: return "table";
    case Form::any_list: return "any[]";
    case Form::section: return inside;
    case Form::sections: return inside + "[]";
    case Form::named_sections: return cat("table<string, ", inside, ">");
    case Form::named_texts: return "table<string, string>";
    case Form::texts_or_sections: return cat("(string|", inside, ")[]");
    case Form::conditions: return "any[][]";
    }
    return "any";
}

std::string manifest_types() {
    std::string out(head);
    out += "-- Write ---@type parley.Manifest above `local manifest = {`, and return manifest.\n";
    for (const auto& section : vendors::language()) {
        out += cat("\n--- ", section.title, "\n---@class ", class_name(section.name), "\n");
        for (const auto& field : section.fields) {
            const char* question = field.need == vendors::Need::required ? "" : "?";
            out += cat("---@field ", field.name, question, " ", type_of(field), " ", field.doc, "\n");
        }
    }
    return out;
}

// "function money.minor(amount, currency)" -> money.minor and its parameters.
struct Signature {
    std::string name;
    std::vector<std::string> parameters;
};

Signature signature_of(const std::string& line) {
    constexpr std::string_view start = "function ";
    const auto open = line.find('(');
    const auto close = line.find(')', open);
    Signature signature{line.substr(start.size(), open - start.size()), {}};
    if (close == open + 1) return signature;
    for (const auto& one : split(line.substr(open + 1, close - open - 1), ',')) {
        signature.parameters.emplace_back(trim(one));
    }
    return signature;
}

// The documented functions of the prelude, which are globals of every plugin.lua.
std::string prelude_types() {
    std::string out;
    std::string docs;
    std::string table;
    for (const auto& line : split(vendors::prelude_source(), '\n')) {
        if (line.starts_with("---") || (!docs.empty() && line.starts_with("-- "))) {
            docs += line + "\n";
            continue;
        }
        if (line.starts_with("function ") && !docs.empty()) {
            const Signature signature = signature_of(line);
            const std::string of = signature.name.substr(0, signature.name.find('.'));
            if (of != table) out += cat("\n", of, " = {}\n");
            table = of;
            out += "\n" + docs;
            for (const auto& parameter : signature.parameters) out += cat("---@param ", parameter, " any\n");
            out += cat("---@return any\nfunction ", signature.name, "(", join(signature.parameters, ", "), ") end\n");
        }
        docs.clear();
    }
    return out;
}

std::string plugin_types() {
    std::string out(head);
    out +=
        "-- Write ---@type parley.Plugin above `local plugin = {}`.\n"
        "\n--- The period that is asked for; a side that is open is missing.\n---@class parley.Range\n"
        "---@field start? string The first day: \"2026-09-01\".\n"
        "---@field end? string The first day that no longer counts.\n"
        "---@field last? string The day before it.\n"
        "---@field start_unix? integer The first day's beginning in seconds.\n"
        "---@field end_unix? integer The beginning of the day that no longer counts.\n"
        "\n--- What every function but account gets first.\n---@class parley.Request\n";
    for (const auto& field : request_fields()) {
        out += cat("---@field ", field.name, field.is_always_there ? "" : "?", " ", field.type, " ", field.doc, "\n");
    }
    out +=
        "\n--- The functions of plugin.lua; each may be missing. reply is the decoded reply, or its text where it is "
        "prose.\n---@class parley.Plugin\n"
        "---@field account? fun(reply: any, request: parley.Request): table The values that account.values names.\n"
        "---@field lookup? fun(request: parley.Request, position: integer): table|nil, string? A lookup's arguments.\n"
        "---@field found? fun(request: parley.Request, reply: any, position: integer): table|nil, string? Its values.\n"
        "---@field prepare? fun(request: parley.Request): table|nil, string? The arguments, or nil and a sentence.\n"
        "---@field shape? fun(request: parley.Request, reply: any, arguments: table): table[], string? Records by "
        "column.\n"
        "---@field more? fun(request: parley.Request, arguments: table, reply: any): table|nil The next page's.\n";
    return out + prelude_types();
}

}  // namespace

const std::vector<RequestField>& request_fields() {
    static const std::vector<RequestField> fields{
        {"dataset", "string", "The dataset's id.", true},
        {"tool", "string", "The tool's name as the server publishes it.", true},
        {"account", "table<string, string|boolean|integer>", "What account() gave.", true},
        {"settings", "table<string, string>", "What the user typed when connecting.", true},
        {"range", "parley.Range", "The period that is asked for.", true},
        {"filters", "table<string, any[]>", "Columns and the values that are wanted.", true},
        {"contains", "table<string, string[]>", "Columns and texts that must stand in them.", true},
        {"group_by", "string[]", "The columns on demand that are wanted.", true},
        {"bucket", "string", "The steps of time that are asked for: \"day\", \"week\" ... \"year\".", false},
        {"today", "string", "The organization's day: \"2026-11-21\".", false},
        {"rows_per_page", "integer", "As the dataset's paging says.", false},
        {"found", "table<string, string|boolean|integer>", "What the dataset's lookups gave so far.", true}};
    return fields;
}

std::vector<TypeFile> type_files() {
    return {{"manifest.lua", manifest_types()}, {"plugin.lua", plugin_types()}};
}

}  // namespace parley::kit
