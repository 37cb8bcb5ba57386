#include "policy/definition.h"

#include "base/text.h"
#include "policy/schema_change.h"
#include "policy/words.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace parley::policy {
namespace {

using enum ChangeKind;

constexpr std::size_t shown_bytes_max = 60;
constexpr std::size_t shown_differences_max = 5;
constexpr double alike_min = 0.8;  // Of the words of two descriptions.

enum class Hint { absent, yes, no };
Hint hint_of(const Json& annotations, std::string_view name) {
    const Json& value = at_or_null(annotations, name);
    if (!value.is_boolean()) return Hint::absent;
    return value.get<bool>() ? Hint::yes : Hint::no;
}

// A hint whose value promises less harm narrows; whatever else becomes of it widens.
Difference hint_change(std::string_view name, Hint before, Hint now) {
    if (name == "readOnlyHint") {
        if (now == Hint::yes) return {narrowing, "now declared read-only"};
        if (now == Hint::no) return {widening, "now declared to change something"};
        return {widening,
                before == Hint::yes ? "no longer declared read-only" : "no longer declared to change something"};
    }
    if (name == "destructiveHint") {
        if (now == Hint::no) return {narrowing, "now declared not to destroy"};
        return {widening, now == Hint::yes ? "now declared to destroy" : "no longer said whether it destroys"};
    }
    const bool narrows = name == "idempotentHint" ? now == Hint::yes : now == Hint::no;
    return {narrows ? narrowing : widening, "another hint of its server"};
}

std::vector<Difference> annotation_changes(const Json& before, const Json& now) {
    std::vector<Difference> found;
    std::set<std::string> names;
    for (const Json* side : {&before, &now}) {
        if (!side->is_object()) continue;
        for (const auto& [name, value] : side->items()) names.insert(name);
    }
    for (const auto& name : names) {
        if (at_or_null(before, name) == at_or_null(now, name)) continue;
        const bool is_hint =
            name == "readOnlyHint" || name == "destructiveHint" || name == "idempotentHint" || name == "openWorldHint";
        if (name == "title") {
            found.push_back({wording, "description reworded"});
        } else if (is_hint && hint_of(before, name) != hint_of(now, name)) {
            found.push_back(hint_change(name, hint_of(before, name), hint_of(now, name)));
        } else {
            found.push_back({widening, "another annotation of its server"});
        }
    }
    const bool same_form = before.is_object() == now.is_object() || before.empty() || now.empty();
    if (!same_form) found.push_back({widening, "another annotation of its server"});
    return found;
}

ChangeKind widest(const std::vector<Difference>& found) {
    ChangeKind kind = none;
    for (const auto& one : found) kind = std::max(kind, one.kind);
    return kind;
}

// The widest first: what comes last may be left out.
std::string sentence(std::vector<Difference> found) {
    std::stable_sort(found.begin(), found.end(),
                     [](const Difference& a, const Difference& b) { return a.kind > b.kind; });
    std::vector<std::string> parts;
    for (const auto& one : found) {
        if (std::find(parts.begin(), parts.end(), one.text) == parts.end()) parts.push_back(one.text);
    }
    if (parts.empty()) return "Nothing changed.";
    if (parts.size() > shown_differences_max) {
        const std::size_t more = parts.size() - shown_differences_max;
        parts.resize(shown_differences_max);
        parts.push_back(cat("and ", more, " more"));
    }
    std::string text = join(parts, "; ");
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text + ".";
}

// Without the words of the two names, which a rename changes there too: "Lists the orders", "Gets the orders".
std::set<std::string> words_about(const ToolDefinition& tool, const std::vector<std::string>& names) {
    const auto is_named = [&](std::string_view word) {
        return std::find(names.begin(), names.end(), word) != names.end();
    };
    std::set<std::string> words;
    for (auto& word : words_of(tool.description)) {
        const std::string_view stem = word.ends_with('s') ? std::string_view(word).substr(0, word.size() - 1) : word;
        if (!is_named(word) && !is_named(stem)) words.insert(std::move(word));
    }
    return words;
}

// From 0 to 1; of tools that nobody describes nothing can be said.
double likeness(const ToolDefinition& a, const ToolDefinition& b) {
    if (a.description.empty() || b.description.empty()) return 0;
    if (a.description == b.description) return 1;
    auto names = words_of(a.name);
    for (auto& word : words_of(b.name)) names.push_back(std::move(word));
    const auto of_a = words_about(a, names);
    const auto of_b = words_about(b, names);
    std::vector<std::string> both;
    std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), std::back_inserter(both));
    const std::size_t all = of_a.size() + of_b.size() - both.size();
    return all == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(all);
}

bool may_be_renamed(const ToolDefinition& from, const ToolDefinition& to) {
    if (!is_clean_name(to.name) || (names_a_write(to.name) && !names_a_write(from.name))) return false;
    if (names_any_operation(to.name) && !names_any_operation(from.name)) return false;
    if (without_wording(from.input_schema) != without_wording(to.input_schema)) return false;
    return widest(annotation_changes(from.annotations, to.annotations)) != widening;
}

struct Pair {
    double likeness;
    std::size_t from, to;
};

}  // namespace

std::string_view name_of(ChangeKind kind) {
    switch (kind) {
    case none: return "none";
    case wording: return "wording";
    case narrowing: return "narrowing";
    case widening: return "widening";
    case renamed: return "renamed";
    }
    return "";
}

std::string shown_name(std::string_view path) {
    const bool is_clean = !path.empty() && std::all_of(path.begin(), path.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view("_-.[]*$").find(c) != std::string_view::npos;
    });
    if (!is_clean) return "of a name not shown here";
    return std::string(path.substr(0, shown_bytes_max));
}

std::string canonical_text(const ToolDefinition& definition) {
    return dump({{"name", definition.name},
                 {"description", definition.description},
                 {"input_schema", definition.input_schema},
                 {"annotations", definition.annotations}});
}

Change classify(const ToolDefinition& before, const ToolDefinition& now) {
    if (before == now) return {none, "Nothing changed."};
    std::vector<Difference> found = differences(before.input_schema, now.input_schema);
    for (auto& one : annotation_changes(before.annotations, now.annotations)) found.push_back(std::move(one));
    if (before.description != now.description) found.push_back({wording, "description reworded"});
    if (found.empty() && before.name == now.name) return {widening, "It changed in a way that cannot be judged."};
    if (before.name == now.name) return {widest(found), sentence(std::move(found))};
    if (widest(found) <= wording && may_be_renamed(before, now)) {
        found.push_back({renamed, "another name"});
        return {renamed, sentence(std::move(found))};
    }
    found.push_back({widening, "another name"});
    return {widening, sentence(std::move(found))};
}

std::vector<Rename> find_renames(const std::vector<ToolDefinition>& gone, const std::vector<ToolDefinition>& fresh) {
    std::vector<Pair> pairs;
    for (std::size_t from = 0; from < gone.size(); ++from) {
        for (std::size_t to = 0; to < fresh.size(); ++to) {
            const double like = likeness(gone[from], fresh[to]);
            if (like >= alike_min && may_be_renamed(gone[from], fresh[to])) pairs.push_back({like, from, to});
        }
    }
    std::vector<Rename> renames;
    for (const auto& pair : pairs) {
        const auto rivals = std::count_if(pairs.begin(), pairs.end(), [&](const Pair& other) {
            return (other.from == pair.from || other.to == pair.to) && other.likeness >= pair.likeness;
        });
        if (rivals == 1) renames.push_back({gone[pair.from].name, fresh[pair.to].name});
    }
    return renames;
}

}  // namespace parley::policy
