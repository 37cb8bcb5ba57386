#include "kit/draft.h"

#include "base/text.h"
#include "kit/draft_lua.h"
#include "kit/guide.h"
#include "lua/state.h"
#include "policy/words.h"
#include "vendors/infer.h"

#include <algorithm>
#include <fstream>

namespace parley::kit {
namespace {

namespace fs = std::filesystem;

// "list_open_orders" -> open, orders.
std::vector<std::string> subject_of(const std::string& tool) {
    std::vector<std::string> words;
    for (const auto& word : policy::words_of(tool)) {
        if (!policy::is_read_verb(word) && word != "all" && word != "list") words.push_back(word);
    }
    return words.empty() ? policy::words_of(tool) : words;
}

// "createdAt", "Created At" and "created.at" all become created_at.
std::string column_name(const std::string& at) {
    std::vector<std::string> parts;
    for (const auto& part : split(at, '.')) {
        for (const auto& word : policy::words_of(part)) parts.push_back(word);
    }
    return id_from(join(parts, "_"));
}

bool names_an_amount(const std::string& name) {
    const auto words = policy::words_of(name);
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        for (const char* one : {"amount", "price", "total", "cost", "fee", "revenue", "balance", "paid", "due"}) {
            if (word == one) return true;
        }
        return false;
    });
}

void add_column(DraftDataset& dataset, const std::string& at, Kind kind, Role role) {
    DraftColumn column{column_name(at), kind, role, at, false};
    if (column.name.empty()) column.name = cat("column_", dataset.columns.size() + 1);
    const auto is_same = [&column](const DraftColumn& one) { return one.name == column.name; };
    if (std::any_of(dataset.columns.begin(), dataset.columns.end(), is_same)) return;
    column.is_amount = kind == Kind::money || (kind == Kind::number && names_an_amount(column.name));
    if (kind == Kind::money) column.kind = Kind::number;
    if (column.kind == Kind::ratio) column.kind = Kind::number;
    const bool is_key = column.name == "id" && column.kind != Kind::time && column.kind != Kind::day;
    if (is_key) {
        column.kind = Kind::text;
        column.role = Role::key;
    }
    dataset.columns.push_back(std::move(column));
}

void choose_time(DraftDataset& dataset) {
    for (const auto& column : dataset.columns) {
        if (column.role != Role::time) continue;
        const auto words = policy::words_of(column.name);
        const bool is_beginning = std::any_of(words.begin(), words.end(), [](const std::string& word) {
            return word == "created" || word == "date" || word == "started" || word == "placed" || word == "sent";
        });
        if (dataset.time.empty() || is_beginning) dataset.time = column.name;
        if (is_beginning) return;
    }
}

bool holds_objects(const Json& value) {
    return value.is_array() && std::any_of(value.begin(), value.end(), [](const Json& one) { return one.is_object(); });
}

// The place of the list that infer_table() takes for the rows: the longest one, the outermost of equals.
void find_rows(const Json& value, const std::string& at, std::size_t& longest, std::string& place, bool& found) {
    if (holds_objects(value) && (!found || value.size() > longest)) {
        longest = value.size();
        place = at;
        found = true;
    }
    if (!value.is_object()) return;
    for (const auto& [key, one] : value.items()) {
        find_rows(one, at.empty() ? key : cat(at, ".", key), longest, place, found);
    }
}

Result<DraftDataset> dataset_of(const Recorded& recorded) {
    const auto subject = subject_of(recorded.tool);
    DraftDataset dataset;
    dataset.id = id_from(join(subject, "_"));
    dataset.noun = join(subject, " ");
    dataset.tool = dataset.id;
    dataset.reply = recorded.reply;
    auto table = vendors::infer_table(recorded.reply);
    if (!table) {
        return Error{Fault::invalid,
                     cat("In the recorded reply of ", recorded.tool, " there are no rows; record one that has some."),
                     table.error().detail};
    }
    std::size_t longest = 0;
    bool found = false;
    find_rows(recorded.reply, "", longest, dataset.rows_at, found);
    dataset.is_one_row = !found;
    for (const auto& column : table.value().columns) add_column(dataset, column.name, column.kind, column.role);
    choose_time(dataset);
    return dataset;
}

Kind kind_of(const Json& schema) {
    Json type = at_or_null(schema, "type");
    if (type.is_array()) {
        for (const auto& one : Json(type)) {
            if (one != "null") type = one;
        }
    }
    const std::string format = text_at(schema, "format");
    if (type == "integer") return Kind::count;
    if (type == "number") return Kind::number;
    if (type == "boolean") return Kind::flag;
    if (format == "date-time") return Kind::time;
    if (format == "date") return Kind::day;
    return Kind::text;
}

Role role_of(Kind kind) {
    if (kind == Kind::time || kind == Kind::day) return Role::time;
    return kind == Kind::count || kind == Kind::number ? Role::measure : Role::dimension;
}

void add_schema_columns(const Json& schema, const std::string& at, int depth, DraftDataset& dataset) {
    constexpr int depth_max = 3;
    const Json& properties = at_or_null(schema, "properties");
    if (!properties.is_object() || depth > depth_max) return;
    for (const auto& [name, property] : properties.items()) {
        const std::string place = at.empty() ? name : cat(at, ".", name);
        if (at_or_null(property, "properties").is_object()) {
            add_schema_columns(property, place, depth + 1, dataset);
        } else if (at_or_null(property, "type") != "array") {
            const Kind kind = kind_of(property);
            add_column(dataset, place, kind, role_of(kind));
        }
    }
}

// The first list of tables that the schema promises; null where it promises none.
const Json* promised_rows(const Json& schema, const std::string& at, int depth, std::string& place) {
    constexpr int depth_max = 4;
    if (depth > depth_max) return nullptr;
    const Json& items = at_or_null(schema, "items");
    if (at_or_null(items, "properties").is_object()) {
        place = at;
        return &items;
    }
    const Json& properties = at_or_null(schema, "properties");
    if (!properties.is_object()) return nullptr;
    for (const auto& [name, property] : properties.items()) {
        const Json* found = promised_rows(property, at.empty() ? name : cat(at, ".", name), depth + 1, place);
        if (found) return found;
    }
    return nullptr;
}

// Nobody has said what the rows are.
DraftDataset unknown_rows() {
    DraftDataset dataset;
    dataset.rows_at = "items";
    dataset.is_guess = true;
    dataset.columns = {{"id", Kind::text, Role::key, "id", false},
                       {"created", Kind::time, Role::time, "created_at", false}};
    dataset.time = "created";
    return dataset;
}

DraftDataset dataset_of(const policy::ToolDefinition& tool) {
    const auto subject = subject_of(tool.name);
    DraftDataset dataset;
    dataset.id = id_from(join(subject, "_"));
    dataset.noun = join(subject, " ");
    dataset.tool = dataset.id;
    const Json* rows = promised_rows(tool.output_schema, "", 0, dataset.rows_at);
    if (rows) add_schema_columns(*rows, "", 0, dataset);
    choose_time(dataset);
    if (!dataset.columns.empty()) return dataset;
    DraftDataset unknown = unknown_rows();
    unknown.id = dataset.id;
    unknown.noun = dataset.noun;
    unknown.tool = dataset.tool;
    return unknown;
}

DraftTool tool_of(const policy::ToolDefinition& definition) {
    DraftTool tool{id_from(join(subject_of(definition.name), "_")), definition.name, true, {}, {}};
    const Json& properties = at_or_null(definition.input_schema, "properties");
    if (properties.is_object()) {
        for (const auto& [name, property] : properties.items()) tool.arguments.push_back(name);
    }
    tool.required = texts_at(definition.input_schema, "required");
    return tool;
}

// Ids of tools and datasets are keys: a second "orders" becomes "orders_2".
std::string unique_id(const Draft& draft, const std::string& id) {
    const auto is_taken = [&draft](const std::string& wanted) {
        return std::any_of(draft.tools.begin(), draft.tools.end(),
                           [&wanted](const DraftTool& tool) { return tool.id == wanted; });
    };
    std::string free = id.empty() ? "rows" : id;
    for (int number = 2; is_taken(free); ++number) free = cat(id, "_", number);
    return free;
}

void take_published(const DraftWish& wish, Draft& draft) {
    for (const auto& definition : wish.published) {
        if (!policy::is_clean_name(definition.name)) continue;
        const auto judgement = policy::judge_unlisted(definition);
        if (judgement.verdict != policy::Verdict::admitted) {
            draft.left_out.push_back(cat(definition.name, ": ", judgement.reason));
            continue;
        }
        DraftTool tool = tool_of(definition);
        tool.id = unique_id(draft, tool.id);
        const auto recorded = std::find_if(wish.replies.begin(), wish.replies.end(),
                                           [&tool](const Recorded& one) { return one.tool == tool.name; });
        if (recorded == wish.replies.end() && tool.required.empty()) {
            DraftDataset dataset = dataset_of(definition);
            dataset.id = dataset.tool = tool.id;
            draft.datasets.push_back(std::move(dataset));
        }
        draft.tools.push_back(std::move(tool));
    }
}

Result<Done> take_replies(const DraftWish& wish, Draft& draft) {
    for (const auto& recorded : wish.replies) {
        if (!policy::is_clean_name(recorded.tool)) {
            return Error{Fault::invalid, cat("\"", recorded.tool, "\" is no name of a tool."), ""};
        }
        PARLEY_TRY(DraftDataset dataset, dataset_of(recorded));
        auto tool = std::find_if(draft.tools.begin(), draft.tools.end(),
                                 [&recorded](const DraftTool& one) { return one.name == recorded.tool; });
        if (tool == draft.tools.end()) {
            draft.tools.push_back({unique_id(draft, dataset.id), recorded.tool, false, {}, {}});
            tool = draft.tools.end() - 1;
        }
        dataset.id = dataset.tool = tool->id;
        draft.datasets.push_back(std::move(dataset));
    }
    return Done{};
}

// With nothing to go on: one dataset, of the first tool that there is, to show the form.
void take_nothing(Draft& draft) {
    if (draft.tools.empty()) draft.tools.push_back({"records", cat(mark, ": the tool's exact name"), false, {}, {}});
    const DraftTool& tool = draft.tools.front();
    DraftDataset dataset = unknown_rows();
    dataset.id = dataset.tool = tool.id;
    dataset.noun = join(split(tool.id, '_'), " ");
    dataset.required = tool.required;
    draft.datasets.push_back(std::move(dataset));
}

// As a reader looks for them: which row, when, of what, how much.
void sort_columns(DraftDataset& dataset) {
    const auto place = [](const DraftColumn& column) {
        switch (column.role) {
        case Role::key: return 0;
        case Role::time: return 1;
        case Role::dimension: return 2;
        case Role::measure: return 3;
        }
        return 4;
    };
    std::stable_sort(dataset.columns.begin(), dataset.columns.end(),
                     [&place](const DraftColumn& a, const DraftColumn& b) { return place(a) < place(b); });
}

}  // namespace

Result<Done> check_id(const std::string& id) {
    if (is_vendor_id(id)) return Done{};
    return Error{Fault::invalid,
                 cat("\"", id.substr(0, 64),
                     "\" is no vendor's id: lower-case letters, digits and _, at most "
                     "64 of them, beginning with a letter."),
                 ""};
}

Result<std::vector<DraftFile>> draft(const DraftWish& wish) {
    PARLEY_TRY([[maybe_unused]] const Done checked_id, check_id(wish.id));
    Draft made;
    made.wish = &wish;
    made.name = wish.name.empty() ? name_from(wish.id) : wish.name;
    take_published(wish, made);
    PARLEY_TRY([[maybe_unused]] const Done taken, take_replies(wish, made));
    if (made.datasets.empty()) take_nothing(made);
    for (auto& dataset : made.datasets) sort_columns(dataset);

    const std::string manifest = manifest_lua(made);
    lua::State state;
    PARLEY_TRY(const Json data, state.read_data(manifest, wish.id + "/manifest.lua"));
    const auto checked = vendors::check_manifest(data, wish.id + "/manifest.lua");
    std::vector<DraftFile> files{
        {"manifest.lua", manifest}, {"plugin.lua", plugin_lua(made)}, {"guide.md", draft_guide(checked.manifest, {})}};
    for (const auto& dataset : made.datasets) {
        if (!dataset.reply.is_null()) {
            files.push_back({cat("examples/", dataset.id, ".json"), dataset.reply.dump(2) + "\n"});
        }
    }
    return files;
}

Result<Done> check_is_new(const fs::path& folder) {
    std::error_code unknown;
    if (!fs::exists(fs::symlink_status(folder, unknown))) return Done{};
    return Error{Fault::invalid, cat("There is a folder ", folder.string(), " already; nothing was changed."), ""};
}

Result<Done> write_draft(const fs::path& folder, const std::vector<DraftFile>& files) {
    PARLEY_TRY([[maybe_unused]] const Done is_new, check_is_new(folder));
    std::error_code problem;
    fs::create_directories(folder / "examples", problem);
    if (problem) {
        return Error{Fault::invalid, cat("The folder ", folder.string(), " cannot be made."), problem.message()};
    }
    for (const auto& file : files) {
        std::ofstream out(folder / file.name, std::ios::binary);
        out << file.text;
        out.close();
        if (!out) return Error{Fault::invalid, cat((folder / file.name).string(), " cannot be written."), ""};
    }
    return Done{};
}

}  // namespace parley::kit
