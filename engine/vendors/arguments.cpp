#include "vendors/arguments.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace parley::vendors {
namespace {

const Json& value_of(std::string_view placeholder, const Json& request) {
    for (const std::string_view group : {"account", "settings"}) {
        if (!placeholder.starts_with(group) || placeholder.substr(group.size(), 1) != ".") continue;
        return at_or_null(at_or_null(request, group), placeholder.substr(group.size() + 1));
    }
    if (placeholder == "rows_per_page" || placeholder == "today") return at_or_null(request, placeholder);
    return at_or_null(at_or_null(request, "range"), placeholder);
}

// Nothing where a placeholder's value is not known. Braces around anything but a lower-case word are the vendor's own.
std::optional<Json> fill_text(const std::string& text, const Json& request) {
    std::string out;
    std::size_t at = 0;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
        const auto close = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.0123456789", open + 1);
        const bool is_placeholder = close != std::string::npos && text[close] == '}' && close > open + 1;
        if (!is_placeholder) {
            out += text.substr(at, open + 1 - at);
            at = open + 1;
            continue;
        }
        const Json& value = value_of(std::string_view(text).substr(open + 1, close - open - 1), request);
        if (value.is_null()) return std::nullopt;
        if (open == 0 && close + 1 == text.size()) return value;
        out += text.substr(at, open - at);
        out += value.is_string() ? value.get<std::string>() : dump(value);
        at = close + 1;
    }
    return Json(out + text.substr(at));
}

std::optional<Json> fill(const Json& pattern, const Json& request) {
    if (pattern.is_string()) return fill_text(pattern.get_ref<const std::string&>(), request);
    if (pattern.is_object()) {
        Json filled = Json::object();
        for (const auto& [name, value] : pattern.items()) {
            if (auto one = fill(value, request)) filled[name] = std::move(*one);
        }
        // A group of fields whose values are all unknown goes as a whole: created = { gte = "{start}" }.
        if (filled.empty() && !pattern.empty()) return std::nullopt;
        return filled;
    }
    if (!pattern.is_array()) return pattern;
    Json filled = Json::array();
    for (const auto& value : pattern) {
        if (auto one = fill(value, request)) filled.push_back(std::move(*one));
    }
    return filled;
}

bool allows(const Json& schema, std::string_view type) {
    const Json& types = at_or_null(schema, "type");
    if (types.is_string()) return types.get_ref<const std::string&>() == type;
    if (!types.is_array()) return false;
    return std::any_of(types.begin(), types.end(), [type](const Json& one) {
        return one.is_string() && one.get_ref<const std::string&>() == type;
    });
}

// A definition elsewhere in the tool's schema: "#/$defs/Query".
const Json& looked_up(const Json& schema, const Json& root) {
    const Json& reference = at_or_null(schema, "$ref");
    if (!reference.is_string()) return schema;
    const std::string path = reference.get<std::string>();
    if (!path.starts_with("#/")) return schema;
    const Json* at = &root;
    for (const auto& part : split(std::string_view(path).substr(2), '/')) at = &at_or_null(*at, part);
    return *at;
}

// Every schema that speaks of the same value: itself, and the parts of anyOf, oneOf and allOf.
void collect(const Json& schema, const Json& root, int depth, std::vector<const Json*>& all) {
    if (depth > limits::schema_depth || all.size() > 64) return;
    const Json& found = looked_up(schema, root);
    if (!found.is_object()) return;
    all.push_back(&found);
    for (const char* group : {"anyOf", "oneOf", "allOf"}) {
        const Json& parts = at_or_null(found, group);
        if (!parts.is_array()) continue;
        for (const Json& part : parts) collect(part, root, depth + 1, all);
    }
}

void mend(Json& value, const std::vector<const Json*>& schemas, const Json& root, int depth);

// What the schemas say of a part of the value: of a member by its name, or of each item.
void mend_part(Json& part, const std::vector<const Json*>& schemas, const std::string* name, const Json& root,
               int depth) {
    std::vector<const Json*> inner;
    for (const Json* schema : schemas) {
        const Json& named = name ? at_or_null(at_or_null(*schema, "properties"), *name) : at_or_null(*schema, "items");
        collect(named.is_null() && name ? at_or_null(*schema, "additionalProperties") : named, root, 0, inner);
    }
    mend(part, inner, root, depth + 1);
}

void mend(Json& value, const std::vector<const Json*>& schemas, const Json& root, int depth) {
    if (!value.is_structured() || schemas.empty() || depth > limits::json_depth) return;
    const auto any = [&](std::string_view type) {
        return std::any_of(schemas.begin(), schemas.end(), [&](const Json* one) { return allows(*one, type); });
    };
    const bool has_members = std::any_of(schemas.begin(), schemas.end(),
                                         [](const Json* one) { return at_or_null(*one, "properties").is_object(); });
    if (value.is_array() && value.empty() && (any("object") || has_members) && !any("array")) value = Json::object();
    if (value.is_array()) {
        for (Json& item : value) mend_part(item, schemas, nullptr, root, depth);
        return;
    }
    for (auto& [name, member] : value.get_ref<Json::object_t&>()) mend_part(member, schemas, &name, root, depth);
}

}  // namespace

void mend_empty_objects(Json& arguments, const Json& schema) {
    std::vector<const Json*> schemas;
    collect(schema, schema, 0, schemas);
    mend(arguments, schemas, schema, 0);
}

Json fill_arguments(const Json& pattern, const Json& request) {
    auto filled = fill(pattern, request);
    return filled && filled->is_object() ? std::move(*filled) : Json::object();
}

}  // namespace parley::vendors
