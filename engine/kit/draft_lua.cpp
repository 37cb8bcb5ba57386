#include "kit/draft_lua.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley::kit {
namespace {

constexpr std::size_t line_max = 118;

std::string lua_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + "\"";
}

// For a comment: one line, whatever a server calls its tools.
std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, line_max - 20)) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    while (!out.empty() && !is_valid_utf8(out)) out.pop_back();
    return out;
}

bool is_lua_name(const std::string& text) {
    constexpr std::array<std::string_view, 22> words{
        "and", "break", "do",  "else", "elseif", "end",    "false",  "for",  "function", "goto",  "if",
        "in",  "local", "nil", "not",  "or",     "repeat", "return", "then", "true",     "until", "while"};
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) != 0) return false;
    if (std::find(words.begin(), words.end(), text) != words.end()) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

std::string key(const std::string& name) {
    return is_lua_name(name) ? name : cat("[", lua_text(name), "]");
}

// { path = "limit" }, { path = "offset" }, wrapped.
std::string argument_rules(const DraftTool& tool, const std::string& indent) {
    std::string out;
    std::string line = indent;
    for (const auto& name : tool.arguments) {
        // A name that is no path of a rule cannot be allowed by one.
        if (!policy::flaw_of_path(name).empty() || name.find('.') != std::string::npos) continue;
        const bool is_required = std::find(tool.required.begin(), tool.required.end(), name) != tool.required.end();
        const std::string rule = cat("{ path = ", lua_text(name), is_required ? ", required = true" : "", " },");
        if (line.size() + rule.size() + 1 > line_max && line != indent) {
            out += line + "\n";
            line = indent;
        }
        line += (line == indent ? "" : " ") + rule;
    }
    return line == indent ? out : out + line + "\n";
}

std::string tool_text(const DraftTool& tool) {
    std::string out = cat("        ", key(tool.id), " = {\n            names = { ", lua_text(tool.name),
                          " }, confidence = ", tool.is_published ? "\"seen\"" : "\"unconfirmed\"", ",\n");
    const std::string rules = argument_rules(tool, "                ");
    if (!rules.empty()) out += cat("            closed = true, arguments = {\n", rules, "            },\n");
    out += cat("            description = \"", mark, ": what it gives, in one sentence.\",\n");
    if (!tool.required.empty()) {
        out += cat("            -- It cannot be called without ", plain(join(tool.required, ", ")),
                   ": a dataset of it needs prepare() or arguments.\n");
    }
    return out + "        },\n";
}

std::string column_text(const DraftColumn& column) {
    std::string out = cat("                { name = ", lua_text(column.name), ", kind = \"", name_of(column.kind),
                          "\", role = \"", name_of(column.role), "\" },");
    if (column.is_amount) out += "  -- An amount: make it minor units in shape() and call it money.";
    return out + "\n";
}

std::string dataset_text(const DraftDataset& dataset) {
    std::string out =
        cat("        ", key(dataset.id), " = {\n            name = ", lua_text(dataset.noun), ", description = \"",
            mark, ": what one row is, in one sentence.\",\n            tool = ", lua_text(dataset.tool));
    if (!dataset.time.empty()) out += cat(", time = ", lua_text(dataset.time));
    out += ",\n            columns = {\n";
    if (dataset.is_guess) out += cat("                -- ", mark, ": the columns; these two only show the form.\n");
    for (const auto& column : dataset.columns) out += column_text(column);
    out += "            },\n";
    if (!dataset.required.empty()) {
        std::vector<std::string> arguments;
        for (const auto& name : dataset.required) {
            arguments.push_back(cat(key(name), " = ", lua_text(cat(mark, ": ", name))));
        }
        out += cat("            arguments = { ", join(arguments, ", "), " },\n");
    }
    return out + "        },\n";
}

std::string words_of_name(const std::string& name) {
    std::string out = name;
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

// An id or a text of its own for each row splits nothing.
std::vector<DraftColumn> dimensions_of(const DraftDataset& dataset) {
    std::vector<DraftColumn> found;
    for (const auto& column : dataset.columns) {
        const bool is_label = column.kind == Kind::text && column.role == Role::dimension;
        if (is_label && !column.name.ends_with("id") && !column.name.ends_with("url")) found.push_back(column);
    }
    return found;
}

std::string metrics_text(const Draft& draft) {
    std::string out;
    for (const auto& dataset : draft.datasets) {
        out += cat("        ", key(dataset.id), " = {\n            name = ", lua_text(dataset.noun), ", synonyms = { ",
                   lua_text(cat("number of ", dataset.noun)),
                   " },\n            description = ", lua_text(cat("The number of ", dataset.noun, ".")),
                   ",\n            dataset = ", lua_text(dataset.id),
                   ", value = { count = true }, kind = \"count\",\n        },\n");
        for (const auto& column : dataset.columns) {
            if (column.role != Role::measure || column.kind == Kind::flag) continue;
            const std::string name = words_of_name(column.name);
            out += cat("        ", key(cat(dataset.id, "_", column.name)),
                       " = {\n            name = ", lua_text(cat("total ", name)),
                       ", description = ", lua_text(cat("The ", name, " of all ", dataset.noun, ", added up.")),
                       ",\n            dataset = ", lua_text(dataset.id), ", value = { sum = ", lua_text(column.name),
                       " }, kind = \"", name_of(column.kind), "\",\n        },\n");
        }
    }
    return out;
}

std::string dimensions_text(const Draft& draft) {
    std::map<std::string, std::map<std::string, std::string>> columns;  // Dimension -> dataset -> column
    for (const auto& dataset : draft.datasets) {
        for (const auto& column : dimensions_of(dataset)) columns[column.name][dataset.id] = column.name;
    }
    std::string out;
    for (const auto& [name, places] : columns) {
        std::vector<std::string> entries;
        for (const auto& [dataset, column] : places) entries.push_back(cat(key(dataset), " = ", lua_text(column)));
        out += cat("        ", key(name), " = {\n            name = ", lua_text(words_of_name(name)),
                   ", open_values = true,\n            columns = { ", join(entries, ", "), " },\n        },\n");
    }
    return out;
}

// Of what every count can be asked; the author's own words take their place.
std::vector<std::string> questions_of(const DraftDataset& dataset, const std::string& vendor) {
    const std::string what = cat(dataset.noun, " in ", vendor);
    std::vector<std::string> questions{cat("How many ", dataset.noun, " are there in ", vendor, "?"),
                                       cat("What is the number of ", what, "?")};
    if (!dataset.time.empty()) {
        for (const char* when : {"last month", "this year by month", "in the last 90 days by week", "last quarter"}) {
            questions.push_back(cat("Number of ", what, " ", when));
        }
    }
    for (const auto& column : dimensions_of(dataset)) {
        const std::string name = words_of_name(column.name);
        questions.push_back(cat("Number of ", what, " by ", name));
        questions.push_back(cat("Top 5 ", name, " by number of ", what));
    }
    constexpr std::size_t questions_max = 8;
    if (questions.size() > questions_max) questions.resize(questions_max);
    return questions;
}

std::string questions_text(const Draft& draft) {
    std::string out;
    for (const auto& dataset : draft.datasets) {
        for (const auto& question : questions_of(dataset, draft.name)) {
            out += cat("        ", lua_text(question), ",\n");
        }
    }
    return out;
}

std::string head_text(const Draft& draft) {
    const DraftWish& wish = *draft.wish;
    const std::string url = wish.url.empty() ? cat(mark, ": https://the address of its MCP server") : wish.url;
    std::string auth = cat("{ kind = ", lua_text(wish.auth));
    if (wish.auth == "oauth") auth += ", scopes = {}";
    if (wish.auth == "api_key") auth += ", header = \"Authorization: Bearer\"";
    return cat("-- ", plain(draft.name),
               ". Data only; read in an empty environment.\n\nreturn {\n    id = ", lua_text(wish.id),
               ", name = ", lua_text(draft.name), ", api = 1,\n    category = ",
               lua_text(wish.category.empty() ? cat(mark, ": the card's group in the catalogue") : wish.category),
               ",\n\n    server = { url = ", lua_text(url),
               ", confidence = ", wish.published.empty() ? "\"unconfirmed\"" : "\"seen\"", " },\n    auth = ", auth,
               " },\n\n");
}

// Where in a reply: reply.data and reply.data.orders.
std::string nested_name(const std::string& root, const std::string& at) {
    std::string out = root;
    for (const auto& part : split(at, '.')) {
        if (!part.empty()) out += is_lua_name(part) ? "." + part : cat("[", lua_text(part), "]");
    }
    return out;
}

// row.customer and row.customer.name: a missing middle is no value, and no mistake.
std::string cell_text(const std::string& at) {
    const auto parts = split(at, '.');
    std::string out;
    for (std::size_t length = 1; length <= parts.size(); ++length) {
        const std::vector<std::string> begin(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(length));
        out += cat(out.empty() ? "" : " and ", nested_name("row", join(begin, ".")));
    }
    return out;
}

std::string record_text(const DraftDataset& dataset, const std::string& indent) {
    std::string out = "{\n";
    for (const auto& column : dataset.columns) {
        std::string cell = cell_text(column.at);
        if (column.role == Role::key) cell = cat("assert(", cell, ", \"a row comes without its ", column.name, "\")");
        out += cat(indent, "    ", key(column.name), " = ", cell, ",\n");
    }
    return out + indent + "}";
}

std::string shape_text(const DraftDataset& dataset) {
    const std::string name = is_lua_name(dataset.id) ? dataset.id : cat(dataset.id, "_rows");
    if (dataset.is_one_row) {
        return cat(
            "--- The reply is one row.\nfunction shape.", name,
            "(row)\n    assert(type(row) == \"table\" and next(row) ~= nil, \"the reply is empty\")\n    return { ",
            record_text(dataset, "    "), " }\nend\n\n");
    }
    // data.rows() and data.child() are the engine's: a reply without the list is an error.
    std::string list = "reply";
    const auto parts = split(dataset.rows_at, '.');
    for (std::size_t k = 0; k + 1 < parts.size(); ++k) list = cat("data.child(", list, ", ", lua_text(parts[k]), ")");
    list = cat("data.rows(", list, dataset.rows_at.empty() ? "" : ", " + lua_text(parts.back()), ")");
    const bool has_key = std::any_of(dataset.columns.begin(), dataset.columns.end(),
                                     [](const DraftColumn& column) { return column.role == Role::key; });
    const char* check =
        has_key ? "" : "        assert(type(row) == \"table\" and next(row) ~= nil, \"a row is empty\")\n";
    return cat("--- One row for each entry of the list.\nfunction shape.", name,
               "(reply)\n    local rows = {}\n    for index, row in ipairs(", list, ") do\n", check,
               "        rows[index] = ", record_text(dataset, "        "), "\n    end\n    return rows\nend\n\n");
}

}  // namespace

std::string id_from(std::string_view text) {
    std::string id;
    for (const char c : lower(text)) {
        const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0;
        if (!fits && (id.empty() || id.back() == '_')) continue;
        id += fits ? c : '_';
    }
    while (!id.empty() && id.back() == '_') id.pop_back();
    constexpr std::size_t bytes_max = 40;
    if (id.size() > bytes_max) id.resize(bytes_max);
    return !id.empty() && std::isdigit(static_cast<unsigned char>(id.front())) != 0 ? "n" + id : id;
}

bool is_vendor_id(std::string_view text) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= 64 && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), fits);
}

std::string name_from(std::string id) {
    std::replace(id.begin(), id.end(), '_', ' ');
    if (id.front() >= 'a' && id.front() <= 'z') id.front() = static_cast<char>(id.front() - ('a' - 'A'));
    return id;
}

std::string manifest_lua(const Draft& draft) {
    std::string out = head_text(draft);
    out += "    -- The allowlist. What is not here cannot be called.\n    tools = {\n";
    for (const auto& tool : draft.tools) out += tool_text(tool);
    out += "    },\n";
    if (!draft.left_out.empty()) out += "    -- Published, and left out:\n";
    for (const auto& line : draft.left_out) out += cat("    --   ", plain(line), "\n");
    out += "\n    datasets = {\n";
    for (const auto& dataset : draft.datasets) out += dataset_text(dataset);
    out += cat("    },\n\n    metrics = {\n", metrics_text(draft), "    },\n");
    const std::string dimensions = dimensions_text(draft);
    if (!dimensions.empty()) out += cat("\n    dimensions = {\n", dimensions, "    },\n");
    out += cat("\n    -- At least six, as people would ask; each is planned in the tests.\n    ask = {\n",
               questions_text(draft), "    },\n\n    errors = {\n");
    out +=
        cat("        { pattern = \"(?i)invalid.?token|unauthorized\", fault = \"reconnect\",\n          message = ",
            lua_text(cat(draft.name, " has ended this connection. Connect it again.")), " },\n",
            "        { pattern = \"(?i)rate.?limit|too many requests\", fault = \"over_limit\",\n          message = ",
            lua_text(cat(draft.name, " asks for a pause. Ask again in a minute.")), " },\n    },\n\n    pitfalls = {\n",
            "        { symptom = \"", mark,
            ": what a person sees\", cause = \"why\", fix = \"what helps\" },\n    },\n}\n");
    return out;
}

std::string plugin_lua(const Draft& draft) {
    std::string out =
        cat("-- ", plain(draft.name),
            "'s replies into rows. A reply without its list is an error.\n\nlocal plugin = {}\n\nlocal shape = {}\n\n");
    for (const auto& dataset : draft.datasets) out += shape_text(dataset);
    return out + cat("function plugin.shape(request, reply)\n    return shape[request.dataset](reply)\nend\n\nreturn "
                     "plugin\n");
}

}  // namespace parley::kit
