#include "policy/argument_rules.h"

#include "base/text.h"
#include "policy/private_names.h"

#include <algorithm>
#include <re2/re2.h>

namespace parley::policy {
namespace {

constexpr std::string_view every = "[]";

// "actions[].type" -> actions, [], type
std::vector<std::string> steps_of(std::string_view path) {
    std::vector<std::string> steps;
    for (std::string part : split(path, '.')) {
        std::size_t lists = 0;
        for (; part.ends_with(every); ++lists) part.resize(part.size() - every.size());
        steps.push_back(std::move(part));
        steps.insert(steps.end(), lists, std::string(every));
    }
    return steps;
}

// What stands at a path. value is null where nothing is given.
struct Place {
    std::string path;  // "actions[2].type"
    const Json* value;
};

// All places that a path leads to, or what is in the way.
class Walk {
public:
    explicit Walk(const std::vector<std::string>& steps) : steps_(steps) {}
    void go(const Json& value, std::size_t step, const std::string& path) {
        if (step == steps_.size()) return found.push_back({path, &value});
        const std::string& name = steps_[step];
        if (name == every) return each(value, step, path);
        const std::string place = path.empty() ? name : cat(path, ".", name);
        if (!value.is_object()) return note(cat(path, " is no object"));
        const auto member = value.find(name);
        if (member == value.end()) return found.push_back({place, nullptr});
        go(*member, step + 1, place);
    }

    std::vector<Place> found;
    std::string obstacle;

private:
    void each(const Json& value, std::size_t step, const std::string& path) {
        if (!value.is_array()) return note(cat(path, " is no list"));
        if (value.empty()) return found.push_back({cat(path, every), nullptr});
        for (std::size_t at = 0; at < value.size(); ++at) go(value[at], step + 1, cat(path, "[", at, "]"));
    }
    void note(std::string what) {
        if (obstacle.empty()) obstacle = std::move(what);
    }

    const std::vector<std::string>& steps_;
};

bool is_among(const Json& value, const std::vector<Json>& values) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool fits_pattern(const Json& value, const std::string& pattern) {
    if (!value.is_string() && !value.is_number()) return false;
    const RE2 form(pattern, RE2::Quiet);
    return form.ok() && RE2::FullMatch(value.is_string() ? value.get<std::string>() : dump(value), form);
}

// A form's holes: {name} is one name in quotation marks, {names} several, {number} digits. Whatever else stands in the
// form must stand in the text, so that nothing but names of small letters and digits ever varies. What {names} took is
// captured.
std::string pattern_of(std::string_view form) {
    constexpr std::string_view name = R"re("[a-z_][a-z0-9_]*")re";
    std::string pattern;
    while (!form.empty()) {
        const auto open = form.find('{');
        const auto close = form.find('}', open == std::string_view::npos ? 0 : open);
        const bool is_hole = open != std::string_view::npos && close != std::string_view::npos;
        const std::string_view hole = is_hole ? form.substr(open + 1, close - open - 1) : std::string_view();
        pattern += RE2::QuoteMeta(std::string(form.substr(0, open)));
        if (!is_hole) return pattern;
        if (hole == "name") pattern += name;
        if (hole == "names") pattern += cat("(", name, "(?:, ", name, ")*)");
        if (hole == "number") pattern += "[0-9]{1,9}";
        form.remove_prefix(close + 1);
    }
    return pattern;
}

// How a text stands to the forms: columns that look secret are named by no plugin, whatever its own list says.
enum class Fit { none, reads_private, good };

bool names_private(std::string_view names) {
    const auto all = split(names, '"');  // Every second part is a name.
    return std::any_of(all.begin(), all.end(), [](const std::string& name) { return is_private_name(name); });
}

Fit fit_to(const std::string& text, const std::string& form) {
    const RE2 pattern(pattern_of(form), RE2::Quiet);
    const auto holes = static_cast<std::size_t>(std::max(pattern.NumberOfCapturingGroups(), 0));
    std::vector<std::string> names(holes);
    std::vector<RE2::Arg> places;
    for (auto& one : names) places.emplace_back(&one);
    std::vector<const RE2::Arg*> arguments;
    for (const auto& place : places) arguments.push_back(&place);
    if (!RE2::FullMatchN(text, pattern, arguments.data(), static_cast<int>(holes))) return Fit::none;
    return std::any_of(names.begin(), names.end(), names_private) ? Fit::reads_private : Fit::good;
}

Fit fit_to_forms(const Json& value, const std::vector<std::string>& forms) {
    Fit best = Fit::none;
    if (!value.is_string()) return best;
    for (const auto& form : forms) best = std::max(best, fit_to(value.get_ref<const std::string&>(), form));
    return best;
}

bool has_only(const Json& value, const std::vector<std::string>& keys) {
    if (!value.is_object() || value.empty()) return false;
    for (const auto& [name, one] : value.items()) {
        if (std::find(keys.begin(), keys.end(), name) == keys.end()) return false;
    }
    return true;
}

bool is_within(const ArgumentRule& rule, const Json& value) {
    if (!value.is_number()) return false;
    const auto number = value.get<double>();
    return (!rule.min || number >= *rule.min) && (!rule.max || number <= *rule.max);
}

// What a value that is given breaks.
std::string broken_at(const ArgumentRule& rule, const Json& value) {
    if (rule.absent) return " must not be given";
    if (rule.constant && value != *rule.constant) return " is not the one allowed value";
    const bool is_listed = !rule.one_of.empty() || !rule.forms.empty();
    if (is_listed && rule.beside.empty() && !is_among(value, rule.one_of)) {
        const Fit fit = fit_to_forms(value, rule.forms);
        if (fit == Fit::reads_private) return " names a column that looks secret";
        if (fit == Fit::none) return " is none of the allowed values";
    }
    if (!rule.pattern.empty() && !fits_pattern(value, rule.pattern)) return " does not have the allowed form";
    if (!rule.keys.empty() && !has_only(value, rule.keys)) return " names something else than the allowed keys";
    if ((rule.min || rule.max) && !is_within(rule, value)) return " is no number within the bounds";
    if (rule.at_most && (!value.is_array() || std::cmp_greater(value.size(), *rule.at_most))) {
        return cat(" is no list of at most ", *rule.at_most);
    }
    return "";
}

bool must_be_given(const ArgumentRule& rule) {
    return rule.required || rule.constant;
}

// The values of several arguments, allowed together only.
std::string broken_together(const ArgumentRule& rule, const Json& arguments) {
    Json together = Json::array();
    std::vector<std::string> paths{rule.path};
    paths.insert(paths.end(), rule.beside.begin(), rule.beside.end());
    bool is_any_given = false;
    for (const auto& path : paths) {
        const auto steps = steps_of(path);
        Walk walk(steps);
        walk.go(arguments, 0, "");
        // A list on the way has no one value that could stand beside another.
        if (!walk.obstacle.empty() || walk.found.size() != 1) return cat("argument ", path, " is not one value");
        const Json* value = walk.found.front().value;
        is_any_given = is_any_given || value != nullptr;
        together.push_back(value == nullptr ? Json() : *value);
    }
    if (!is_any_given && !must_be_given(rule)) return "";
    if (is_among(together, rule.one_of)) return "";
    return cat("arguments ", join(paths, " and "), " are not allowed together with these values");
}

// What rules name, as a tree of steps.
struct Named {
    std::map<std::string, Named> below;
    bool ends = false;  // A rule leads here.
    bool open = false;
};

void name(Named& root, std::string_view path, bool open) {
    Named* at = &root;
    for (const auto& step : steps_of(path)) at = &at->below[step];
    at->ends = true;
    at->open = at->open || open;
}

std::string unnamed_in(const Named& named, const Json& value, const std::string& path) {
    if (named.open || (named.ends && named.below.empty())) return "";
    if (value.is_array()) {
        const auto element = named.below.find(std::string(every));
        if (element == named.below.end()) return value.empty() ? "" : cat(path, every);
        for (std::size_t at = 0; at < value.size(); ++at) {
            std::string place = unnamed_in(element->second, value[at], cat(path, "[", at, "]"));
            if (!place.empty()) return place;
        }
        return "";
    }
    if (!value.is_object()) return named.ends ? "" : path;
    for (const auto& [key, one] : value.items()) {
        const std::string place = path.empty() ? key : cat(path, ".", key);
        const auto known = named.below.find(key);
        if (known == named.below.end()) return place;
        std::string inside = unnamed_in(known->second, one, place);
        if (!inside.empty()) return inside;
    }
    return "";
}

}  // namespace

std::string flaw_of_path(std::string_view path) {
    for (const auto& step : steps_of(path)) {
        if (step.empty()) return "a name between the dots is missing";
        if (step != every && step.find_first_of("[]") != std::string::npos) return "[] stands only behind a name";
    }
    return path.starts_with(every) ? "arguments are no list" : "";
}

bool is_binding(const ArgumentRule& rule) {
    if (rule.absent || !flaw_of_path(rule.path).empty()) return false;
    const bool is_listed = !rule.one_of.empty() || !rule.forms.empty() || !rule.keys.empty();
    return rule.constant || (rule.required && is_listed);
}

std::string argument_of(const ArgumentRule& rule) {
    return steps_of(rule.path).front();
}

std::string broken_by(const ArgumentRule& rule, const Json& arguments) {
    if (!rule.beside.empty()) return broken_together(rule, arguments);
    const auto steps = steps_of(rule.path);
    Walk walk(steps);
    walk.go(arguments, 0, "");
    if (!walk.obstacle.empty()) return cat("argument ", walk.obstacle);
    for (const auto& place : walk.found) {
        if (place.value == nullptr) {
            if (must_be_given(rule)) return cat("argument ", place.path, " is missing");
            continue;
        }
        if (std::string why = broken_at(rule, *place.value); !why.empty()) return cat("argument ", place.path, why);
    }
    return "";
}

std::string unnamed_argument(const std::vector<ArgumentRule>& rules, const Json& arguments) {
    Named root;
    for (const auto& rule : rules) {
        if (rule.absent) continue;
        name(root, rule.path, rule.open);
        for (const auto& path : rule.beside) name(root, path, false);
    }
    return unnamed_in(root, arguments, "");
}

}  // namespace parley::policy
