// Which of a manifest's tools a server publishes, and under which name.
#include "base/text.h"
#include "policy/words.h"
#include "vendors/catalogue.h"

#include <algorithm>
#include <array>

namespace parley::vendors {
namespace {

using policy::ToolDefinition;

// "campaigns", "campaign" and "companies", "company" are the same word here.
std::string singular(std::string_view word) {
    std::string text = lower(word);
    if (text.size() > 4 && text.ends_with("ies")) return text.substr(0, text.size() - 3) + "y";
    if (text.size() > 3 && text.ends_with("s") && !text.ends_with("ss")) text.pop_back();
    return text;
}

bool has_all(const std::vector<std::string>& name_words, const std::vector<std::string>& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&name_words](const std::string& word) {
        return std::any_of(name_words.begin(), name_words.end(),
                           [&word](const std::string& one) { return singular(one) == singular(word); });
    });
}

// The first word that is a verb must be one of these few: narrower than what a person may admit.
bool starts_with_read(const std::vector<std::string>& words) {
    constexpr std::array<std::string_view, 5> reads{"list", "get", "search", "find", "stats"};
    for (const auto& word : words) {
        if (std::find(reads.begin(), reads.end(), word) != reads.end()) return true;
        if (policy::is_read_verb(word) || policy::is_open_ended(word) || policy::is_noun_or_write(word)) return false;
    }
    return false;
}

bool is_write_argument(const std::string& name) {
    constexpr std::array<std::string_view, 10> handles{"sql",  "command", "script", "mutation", "body",
                                                       "data", "payload", "force",  "confirm",  "code"};
    const std::string plain = lower(name);
    return policy::names_a_write(name) || std::find(handles.begin(), handles.end(), plain) != handles.end();
}

bool takes_write_arguments(const Json& schema) {
    const Json& properties = at_or_null(schema, "properties");
    if (!properties.is_object()) return false;
    for (const auto& [name, type] : properties.items()) {
        if (is_write_argument(name)) return true;
    }
    return false;
}

// Whether a tool may be taken for a capability at all, whatever its name is about.
bool is_plain_read(const ToolDefinition& live) {
    if (!policy::is_clean_name(live.name) || policy::names_a_write(live.name)) return false;
    if (!starts_with_read(policy::words_of(live.name))) return false;
    if (!flag_at(live.annotations, "readOnlyHint", false)) return false;
    if (policy::judge_unlisted(live).verdict != policy::Verdict::admitted) return false;
    return !takes_write_arguments(live.input_schema);
}

// The shortest name that has all words of the group, or empty.
std::string shortest_with(const std::vector<std::string>& group, const std::vector<ToolDefinition>& published) {
    std::string best;
    for (const auto& live : published) {
        if (!is_plain_read(live) || !has_all(policy::words_of(live.name), group)) continue;
        const bool is_better =
            best.empty() || live.name.size() < best.size() || (live.name.size() == best.size() && live.name < best);
        if (is_better) best = live.name;
    }
    return best;
}

// The published name, or empty. Names and groups of words stand in the author's order of preference.
std::string name_for(const Tool& tool, const std::vector<ToolDefinition>& published) {
    for (const auto& name : tool.names) {
        const bool is_there = std::any_of(published.begin(), published.end(),
                                          [&name](const ToolDefinition& live) { return live.name == name; });
        if (is_there) return name;
    }
    for (const auto& group : tool.words) {
        const std::string name = shortest_with(group, published);
        if (!name.empty()) return name;
    }
    return "";
}

}  // namespace

Resolved resolve_tools(const Manifest& manifest, const std::vector<ToolDefinition>& published) {
    Resolved resolved;
    for (const auto& [id, tool] : manifest.tools) {
        const std::string name = name_for(tool, published);
        if (name.empty()) continue;
        resolved.names[id] = name;
        const bool is_known = std::any_of(resolved.allowed.begin(), resolved.allowed.end(),
                                          [&name](const policy::AllowedTool& one) { return one.name == name; });
        if (is_known) continue;
        resolved.allowed.push_back(
            {.name = name, .rules = tool.rules, .reads = tool.reads, .closed = tool.closed, .because = tool.because});
    }
    return resolved;
}

}  // namespace parley::vendors
