#include "policy/schema_change.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <set>

namespace parley::policy {
namespace {

using enum ChangeKind;

constexpr std::array<std::string_view, 5> wordings{"title", "description", "examples", "example", "$comment"};
// The larger the value of the first, and the smaller that of the second, the less is taken.
constexpr std::array<std::string_view, 5> lower_bounds{"minimum", "exclusiveMinimum", "minLength", "minItems",
                                                       "minProperties"};
constexpr std::array<std::string_view, 5> upper_bounds{"maximum", "exclusiveMaximum", "maxLength", "maxItems",
                                                       "maxProperties"};
// Each asks for more where it is there; what lies between two of a kind cannot be compared.
constexpr std::array<std::string_view, 4> conditions{"pattern", "format", "multipleOf", "contains"};
// Where these stand, a part that takes less can make a whole that takes more.
constexpr std::array<std::string_view, 5> turners{"not", "if", "oneOf", "dependentSchemas", "dependencies"};

template <std::size_t size>
bool is_among(std::string_view word, const std::array<std::string_view, size>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// The words of a value that is one or a list of them, as texts.
std::set<std::string> set_of(const Json& value) {
    std::set<std::string> all;
    if (!value.is_array()) return {dump(value)};
    for (const Json& one : value) all.insert(dump(one));
    return all;
}

bool is_part_of(const std::set<std::string>& part, const std::set<std::string>& whole) {
    return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

// Properties stand by name, so that one called "title" is no wording.
Json stripped(const Json& schema, int depth) {
    if (depth > limits::json_depth) return schema;
    if (schema.is_array()) {
        Json list = Json::array();
        for (const Json& one : schema) list.push_back(stripped(one, depth + 1));
        return list;
    }
    if (!schema.is_object()) return schema;
    Json out = Json::object();
    for (const auto& [key, value] : schema.items()) {
        if (is_among(key, wordings)) continue;
        const bool is_data = key == "enum" || key == "const" || key == "default";
        const bool by_name = key == "properties" || key == "$defs" || key == "definitions";
        if (by_name && value.is_object()) {
            Json& named = out[key] = Json::object();
            for (const auto& [name, one] : value.items()) named[name] = stripped(one, depth + 1);
        } else {
            out[key] = is_data ? value : stripped(value, depth + 1);
        }
    }
    return out;
}

class Comparison {
public:
    std::vector<Difference> take() { return std::move(found_); }

    void schemas(const Json& before, const Json& now, const std::string& path, int depth) {
        if (before == now) return;
        if (without_wording(before) == without_wording(now)) return add(wording, "description reworded");
        if (!before.is_object() || !now.is_object() || depth > limits::schema_depth) {
            return add(widening, cat(subject(path), " changed"));
        }
        std::set<std::string> keys;
        for (const auto& [key, value] : before.items()) keys.insert(key);
        for (const auto& [key, value] : now.items()) keys.insert(key);
        for (const auto& key : keys) {
            const Json& old_value = at_or_null(before, key);
            const Json& new_value = at_or_null(now, key);
            const bool same = before.contains(key) == now.contains(key) && old_value == new_value;
            if (!same) keyword(key, before, now, path, depth);
        }
    }

private:
    void add(ChangeKind kind, std::string text) {
        const auto same = [&](const Difference& one) { return one.kind == kind && one.text == text; };
        if (std::none_of(found_.begin(), found_.end(), same)) found_.push_back({kind, std::move(text)});
    }

    static std::string subject(const std::string& path) {
        return path.empty() ? "the arguments' schema" : cat("argument ", shown_name(path));
    }
    static std::string below(const std::string& path, std::string_view name) {
        return path.empty() ? std::string(name) : cat(path, ".", name);
    }

    void keyword(const std::string& key, const Json& before, const Json& now, const std::string& path, int depth) {
        const Json& old_value = at_or_null(before, key);
        const Json& new_value = at_or_null(now, key);
        if (is_among(key, wordings)) return add(wording, "description reworded");
        if (key == "properties") return properties(before, now, path, depth);
        if (key == "required") return required(before, now, path);
        if (key == "type") return types(old_value, new_value, path);
        if (key == "enum" || key == "const") return values(old_value, new_value, path);
        if (is_among(key, lower_bounds)) return bounds(old_value, new_value, path, true);
        if (is_among(key, upper_bounds)) return bounds(old_value, new_value, path, false);
        if (is_among(key, conditions)) return present(old_value, new_value, path);
        if (key == "uniqueItems") return present(is_true(old_value), is_true(new_value), path);
        if (key == "additionalProperties") return additional(before, now, path, depth);
        if (key == "items") return items(old_value, new_value, path, depth);
        if (key == "anyOf") return alternatives(old_value, new_value, path, depth);
        if (key == "$defs" || key == "definitions") return definitions(old_value, new_value, path, depth);
        add(widening, cat(subject(path), " changed in a way that cannot be judged"));
    }

    static Json is_true(const Json& value) { return value == Json(true) ? Json(true) : Json(); }

    void properties(const Json& before, const Json& now, const std::string& path, int depth) {
        const Json nothing = Json::object();
        const Json& olds = at_or_null(before, "properties").is_object() ? before["properties"] : nothing;
        if (!at_or_null(now, "properties").is_object()) {
            return add(widening, cat(subject(path), " no longer names what it takes"));
        }
        const Json& news = now["properties"];
        for (const auto& [name, old_schema] : olds.items()) {
            const std::string place = below(path, name);
            if (!news.contains(name)) {
                add(narrowing, cat("argument ", shown_name(place), " removed"));
            } else {
                schemas(old_schema, news[name], place, depth + 1);
            }
        }
        const auto needed = set_of(at_or_null(now, "required"));
        for (const auto& [name, schema] : news.items()) {
            if (olds.contains(name)) continue;
            const bool is_required = needed.count(dump(Json(name))) != 0;
            add(widening,
                cat("new ", is_required ? "required" : "optional", " argument ", shown_name(below(path, name))));
        }
    }

    void required(const Json& before, const Json& now, const std::string& path) {
        const auto olds = texts_at(before, "required");
        const auto news = texts_at(now, "required");
        const Json& known = at_or_null(before, "properties");
        if (set_of(before.value("required", Json())) == set_of(now.value("required", Json()))) {
            return add(wording, "description reworded");
        }
        const auto has = [](const std::vector<std::string>& list, const std::string& name) {
            return std::find(list.begin(), list.end(), name) != list.end();
        };
        const Json& given = at_or_null(now, "properties");
        for (const auto& name : news) {
            if (has(olds, name)) continue;
            if (known.is_object() && known.contains(name)) {
                add(narrowing, cat("argument ", shown_name(below(path, name)), " is required now"));
            } else if (!given.is_object() || !given.contains(name)) {
                add(widening, cat(subject(path), " changed in a way that cannot be judged"));
            }  // Else one that is new altogether, which has been told of.
        }
        for (const auto& name : olds) {
            if (!has(news, name)) {
                add(widening, cat("argument ", shown_name(below(path, name)), " is no longer required"));
            }
        }
    }

    void types(const Json& before, const Json& now, const std::string& path) {
        auto olds = before.is_null() ? std::set<std::string>{} : set_of(before);
        const auto news = now.is_null() ? std::set<std::string>{} : set_of(now);
        if (olds.count("\"number\"") != 0) olds.insert("\"integer\"");
        const bool takes_less = !news.empty() && (olds.empty() || is_part_of(news, olds));
        add(takes_less ? narrowing : widening,
            cat(subject(path), takes_less ? " takes fewer" : " takes other", " types"));
    }

    void values(const Json& before, const Json& now, const std::string& path) {
        const bool takes_less = !now.is_null() && (before.is_null() || is_part_of(set_of(now), set_of(before)));
        add(takes_less ? narrowing : widening,
            cat(subject(path), takes_less ? " takes fewer" : " takes other", " values"));
    }

    void bounds(const Json& before, const Json& now, const std::string& path, bool is_lower) {
        bool takes_less = before.is_null() && !now.is_null();
        if (before.is_number() && now.is_number()) takes_less = is_lower ? now > before : now < before;
        add(takes_less ? narrowing : widening,
            cat(subject(path), takes_less ? " has a closer limit" : " has a wider limit"));
    }

    void present(const Json& before, const Json& now, const std::string& path) {
        const bool takes_less = before.is_null() && !now.is_null();
        add(takes_less ? narrowing : widening,
            cat(subject(path), takes_less ? " must have a certain form" : " may have another form"));
    }

    void additional(const Json& before, const Json& now, const std::string& path, int depth) {
        const Json open = true;
        const Json& old_value = before.contains("additionalProperties") ? before["additionalProperties"] : open;
        const Json& new_value = now.contains("additionalProperties") ? now["additionalProperties"] : open;
        if (old_value == new_value) return;
        if (old_value.is_object() && new_value.is_object()) {
            return schemas(old_value, new_value, below(path, "*"), depth + 1);
        }
        const bool takes_less = new_value == Json(false) || (old_value == open && new_value.is_object());
        add(takes_less ? narrowing : widening, cat(path.empty() ? "the tool" : subject(path),
                                                   takes_less ? " takes fewer" : " takes any", " other arguments"));
    }

    void items(const Json& before, const Json& now, const std::string& path, int depth) {
        if (before.is_object() && now.is_object()) return schemas(before, now, path + "[]", depth + 1);
        add(before.is_null() ? narrowing : widening, cat(subject(path + "[]"), " changed"));
    }

    void alternatives(const Json& before, const Json& now, const std::string& path, int depth) {
        if (before.is_array() && now.is_array() && before.size() == now.size()) {
            for (std::size_t at = 0; at < now.size(); ++at) schemas(before[at], now[at], path, depth + 1);
            return;
        }
        const bool takes_less =
            now.is_array() && !now.empty() &&
            (before.is_null() || is_part_of(set_of(without_wording(now)), set_of(without_wording(before))));
        add(takes_less ? narrowing : widening,
            cat(subject(path), takes_less ? " takes fewer" : " takes other", " forms"));
    }

    void definitions(const Json& before, const Json& now, const std::string& path, int depth) {
        if (!before.is_object() || !now.is_object()) {
            return add(widening, cat(subject(path), " changed in a part that it refers to"));
        }
        std::set<std::string> names;
        for (const auto& [name, schema] : before.items()) names.insert(name);
        for (const auto& [name, schema] : now.items()) names.insert(name);
        for (const auto& name : names) {
            if (before.contains(name) && now.contains(name)) {
                schemas(before[name], now[name], below(path, name), depth + 1);
            } else {
                add(widening, cat(subject(path), " changed in a part that it refers to"));
            }
        }
    }

    std::vector<Difference> found_;
};

bool holds_turner(const Json& schema, int depth) {
    if (!schema.is_structured() || depth > limits::json_depth) return schema.is_structured();
    if (schema.is_array()) {
        return std::any_of(schema.begin(), schema.end(), [&](const Json& one) { return holds_turner(one, depth + 1); });
    }
    for (const auto& [key, value] : schema.items()) {
        if (is_among(key, turners)) return true;
        if (holds_turner(value, depth + 1)) return true;
    }
    return false;
}

}  // namespace

Json without_wording(const Json& schema) {
    return stripped(schema, 0);
}

std::vector<Difference> differences(const Json& before, const Json& now) {
    Comparison comparison;
    comparison.schemas(before, now, "", 0);
    auto found = comparison.take();
    if (!holds_turner(before, 0) && !holds_turner(now, 0)) return found;
    for (auto& one : found) {
        if (one.kind == narrowing) one.kind = widening;
    }
    return found;
}

}  // namespace parley::policy
