#include "sim/replay.h"

#include "base/text.h"
#include "sim/mover.h"
#include "sim/sim.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace parley::sim {
namespace {

namespace fs = std::filesystem;

Json json_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    auto json = parse_json(text.str());
    return json ? std::move(json).value() : Json();
}

std::map<std::string, Json> json_files(const fs::path& folder) {
    std::map<std::string, Json> files;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) {
        if (entry.path().extension() == ".json") files[entry.path().stem().string()] = json_file(entry.path());
    }
    return files;
}

// For a name that nobody has published: a verb that reads, and what the manifest looks for.
std::string made_up_name(const std::vector<std::string>& words) {
    static constexpr std::array<std::string_view, 4> verbs{"list", "get", "search", "find"};
    std::string verb = "get";
    std::vector<std::string> rest;
    for (const auto& word : words) {
        const bool is_verb = std::find(verbs.begin(), verbs.end(), word) != verbs.end();
        if (is_verb) verb = word;
        if (!is_verb) rest.push_back(word);
    }
    return cat(verb, "_", join(rest, "_"));
}

Json schema_of(const Json& value);

// What lets both through.
Json either(const Json& a, const Json& b) {
    if (a == b || b.empty()) return a;
    if (a.empty()) return b;
    const std::string one = text_at(a, "type");
    const std::string other = text_at(b, "type");
    if (one == "object" && other == "object") {
        Json both = a;
        for (const auto& [name, schema] : b["properties"].items()) {
            Json& known = both["properties"][name];
            known = known.is_null() ? schema : either(known, schema);
        }
        return both;
    }
    if (one == "array" && other == "array") {
        return {{"type", "array"}, {"items", either(a["items"], b["items"])}};
    }
    const bool are_numbers = (one == "integer" && other == "number") || (one == "number" && other == "integer");
    return are_numbers ? Json{{"type", "number"}} : Json::object();
}

Json list_schema(const Json& list) {
    Json items = Json::object();
    for (const Json& item : list) items = either(items, schema_of(item));
    // Lua's empty table may be a record as well.
    return list.empty() ? Json::object() : Json{{"type", "array"}, {"items", items}};
}

Json schema_of(const Json& value) {
    if (value.is_array()) return list_schema(value);
    if (value.is_object()) {
        Json schema{{"type", "object"}, {"properties", Json::object()}};
        for (const auto& [name, member] : value.items()) schema["properties"][name] = schema_of(member);
        return schema;
    }
    if (value.is_string()) return {{"type", "string"}};
    if (value.is_boolean()) return {{"type", "boolean"}};
    if (value.is_number_integer()) return {{"type", "integer"}};
    return value.is_number() ? Json{{"type", "number"}} : Json::object();
}

Json write_tool(const std::string& verb, const std::string& noun) {
    return {{"name", cat(verb, "_", noun)},
            {"description", cat("Changes the account: ", verb, "s one of its ", noun, ".")},
            {"inputSchema", {{"type", "object"}, {"properties", {{"id", {{"type", "string"}}}}}}},
            {"annotations", {{"readOnlyHint", false}, {"destructiveHint", verb == "delete"}}}};
}

// Ids, handles and addresses as vendors have them: one of them fits nearly every pattern.
constexpr std::array<const char*, 12> plausible{"demo",
                                                "4711",
                                                "mcp",
                                                "demo.example.com",
                                                "https://demo.example.com",
                                                "appDemo1",
                                                "acme/shop",
                                                "demo-1234",
                                                "@me",
                                                "DEMO",
                                                "demo@example.com",
                                                "/Shared/demo"};

bool fits(const vendors::UserValue& value, const std::string& text) {
    vendors::Manifest alone;
    alone.settings = {value};
    return static_cast<bool>(vendors::check_settings(alone, {{value.name, text}}));
}

// The shapes that vendors' lists of accounts, projects and teams have, around one entry.
std::vector<Json> account_replies(const Json& entry) {
    std::vector<Json> replies{entry, Json::array({entry})};
    for (const char* name : {"accounts", "projects", "teams", "organizations", "items", "data", "results"}) {
        replies.push_back({{name, Json::array({entry})}});
    }
    return replies;
}

// One entry whose fields, whatever they are called, have the forms that the manifest names.
Json account_entry(const vendors::Vendor& vendor, const vendors::AccountContext& context, const char* text) {
    Json entry{{"name", vendor.manifest.name}};
    for (const char* id : {"id", "gid", "slug", "org"}) entry[id] = text;
    for (const auto& [name, form] : context.values) {
        entry[name] = text;
        if (form == "flag") entry[name] = true;
        if (form == "integer") entry[name] = entry["id"] = 4711;
    }
    return entry;
}

}  // namespace

bool has_recordings(const vendors::Vendor& vendor) {
    std::error_code missing;
    const fs::directory_iterator files(fs::path(vendor.folder) / "examples", missing);
    return std::any_of(begin(files), end(files), [](const auto& entry) { return entry.path().extension() == ".json"; });
}

Json demo_values(const vendors::Manifest& manifest) {
    Json given = Json::object();
    const auto fill = [&given](const std::vector<vendors::UserValue>& values) {
        for (const auto& value : values) {
            if (value.optional) continue;
            const auto found = std::find_if(plausible.begin(), plausible.end(),
                                            [&value](const char* text) { return fits(value, text); });
            if (!value.example.empty())
                given[value.name] = value.example;
            else if (found != plausible.end())
                given[value.name] = *found;
        }
    };
    fill(manifest.server.parameters);
    fill(manifest.settings);
    return given;
}

std::string Replay::published_name(const std::string& tool_id) const {
    const auto found = vendor_.manifest.tools.find(tool_id);
    if (found == vendor_.manifest.tools.end()) return "";
    const vendors::Tool& tool = found->second;
    if (!tool.names.empty()) return tool.names.front();
    return tool.words.empty() ? tool_id : made_up_name(tool.words.front());
}

Result<Done> Replay::make_ready() {
    const Instant now = world_.clock.now();
    const std::int64_t today = unix_seconds(now) / seconds_per_day;
    if (stage_ && day_ == today) return Done{};
    recordings_.clear();
    const auto& account = vendor_.manifest.account;
    stage_ = std::make_unique<Stage>(Stage{
        vendor_, Json::object(), demo_values(vendor_.manifest), account ? published_name(account->tool) : "", {}, now});
    const fs::path folder = fs::path(vendor_.folder) / "examples";
    for (const auto& [name, side] : json_files(folder / "calls")) {
        stage_->side_calls.push_back(
            {published_name(text_at(side, "tool")), at_or_null(side, "arguments"), at_or_null(side, "reply")});
    }
    const auto examples = json_files(folder);
    find_account();
    make_recordings(examples);
    list_tools();
    day_ = today;
    return Done{};
}

// A recorded call to the tool where there is one, else the list that one of its datasets was made of, else made up.
std::vector<Json> Replay::account_candidates() const {
    const auto& context = *vendor_.manifest.account;
    std::vector<Json> candidates;
    const std::string tool = published_name(context.tool);
    for (const auto& side : stage_->side_calls) {
        if (side.tool == tool) candidates.push_back(side.reply);
    }
    const fs::path folder = fs::path(vendor_.folder) / "examples";
    for (const auto& [id, dataset] : vendor_.manifest.datasets) {
        if (dataset.tool == context.tool) candidates.push_back(json_file(folder / (id + ".json")));
    }
    for (const char* text : plausible) {
        for (auto& made_up : account_replies(account_entry(vendor_, context, text))) {
            candidates.push_back(std::move(made_up));
        }
    }
    return candidates;
}

void Replay::find_account() {
    if (!vendor_.manifest.account) return;
    for (auto& candidate : account_candidates()) {
        auto plugin = vendors::Plugin::open(vendor_);  // Anew: a refusal may have left something behind.
        if (!plugin) return;
        auto account = plugin.value().account(candidate, stage_->settings);
        if (!account) continue;
        stage_->account = std::move(account).value();
        account_reply_ = std::move(candidate);
        return;
    }
}

void Replay::make_recordings(const std::map<std::string, Json>& examples) {
    for (const auto& [name, reply] : examples) {
        const vendors::Breakdown recorded = vendors::breakdown_named(name);
        const auto dataset = vendor_.manifest.datasets.find(recorded.dataset);
        if (dataset == vendor_.manifest.datasets.end()) continue;
        auto made = Recording::make(*stage_, recorded, published_name(dataset->second.tool), reply);
        if (made) recordings_.push_back(std::move(made).value());
    }
}

void Replay::list_tools() {
    tools_ = Json::array();
    std::vector<std::string> listed;
    for (const auto& [id, tool] : vendor_.manifest.tools) {
        const std::string name = published_name(id);
        if (std::find(listed.begin(), listed.end(), name) != listed.end()) continue;
        listed.push_back(name);
        Json schema{{"type", "object"}, {"properties", Json::object()}};
        for (const auto& recording : recordings_) {
            if (recording->tool() != name) continue;
            for (const Json& arguments : recording->openings()) schema = either(schema, schema_of(arguments));
        }
        if (schema.empty()) schema = {{"type", "object"}};
        tools_.push_back({{"name", name},
                          {"description", tool.description},
                          {"inputSchema", schema},
                          {"annotations", {{"readOnlyHint", true}}}});
    }
    if (vendor_.manifest.datasets.empty()) return;
    const std::string& noun = vendor_.manifest.datasets.begin()->first;
    for (const char* verb : {"create", "delete"}) tools_.push_back(write_tool(verb, noun));
}

Result<Json> Replay::tools() {
    const std::lock_guard lock(mutex_);
    PARLEY_TRY([[maybe_unused]] const Done ready, make_ready());
    return tools_;
}

Result<Json> Replay::call(const std::string& tool, const Json& arguments) {
    const std::lock_guard lock(mutex_);
    PARLEY_TRY([[maybe_unused]] const Done ready, make_ready());
    const bool known =
        std::any_of(tools_.begin(), tools_.end(), [&](const Json& each) { return text_at(each, "name") == tool; });
    if (!known) return Error{Fault::not_found, "The simulated vendor has no such tool.", tool};
    for (const auto& side : stage_->side_calls) {
        if (side.tool == tool && side.arguments == arguments) return side.reply;
    }
    const Recording* best = nullptr;
    Recording::Fit best_fit;
    for (const auto& recording : recordings_) {
        if (recording->tool() != tool) continue;
        const auto fit = recording->fit(arguments);
        if (!fit) continue;
        // Two datasets of one call get one reply: the one with more in it.
        const bool is_better =
            !best || fit->score > best_fit.score || (fit->score == best_fit.score && recording->size() > best->size());
        if (!is_better) continue;
        best = recording.get();
        best_fit = *fit;
    }
    if (best) return best->answer(best_fit.page, arguments);
    if (tool == stage_->account_tool) return account_reply_;
    return Error{Fault::invalid, "The simulated tool refused the call.", "No recorded reply fits these arguments."};
}

}  // namespace parley::sim
