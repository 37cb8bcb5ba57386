#include "mcp/mirror.h"

#include "base/text.h"
#include "vault/crypto.h"

#include <algorithm>
#include <set>
#include <utility>

namespace parley::mcp {
namespace {

constexpr std::string_view annotation = "x-mcp-header";
constexpr std::string_view sentinel = "=?base64?";
constexpr std::string_view sentinel_end = "?=";

// Where a schema holds others: one, a list of them, or a list by name.
constexpr std::string_view with_schemas[] = {"items",
                                             "prefixItems",
                                             "additionalItems",
                                             "contains",
                                             "additionalProperties",
                                             "allOf",
                                             "anyOf",
                                             "oneOf",
                                             "not",
                                             "if",
                                             "then",
                                             "else",
                                             "propertyNames",
                                             "contentSchema",
                                             "unevaluatedProperties",
                                             "unevaluatedItems"};
constexpr std::string_view with_named_schemas[] = {"properties", "patternProperties", "dependentSchemas",
                                                   "$defs",      "definitions",       "dependencies"};

template <std::size_t size>
bool is_among(std::string_view word, const std::string_view (&words)[size]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

Error bad(std::string reason) {
    return Error{Fault::invalid, "The tool names its headers against the rules.", std::move(reason)};
}

class Finder {
public:
    Result<Done> look(const Json& schema) { return look_at(schema); }
    std::vector<Mirror> take() { return std::move(found_); }

private:
    // Only arguments that `properties` alone leads to can be found again in a call.
    Result<Done> look_at(const Json& schema) {
        if (!schema.is_object()) return Done{};
        PARLEY_TRY([[maybe_unused]] const auto own, note(schema));
        for (const auto& [key, value] : schema.items()) {
            if (key == "properties" && value.is_object() && reachable_) {
                for (const auto& [name, property] : value.items()) {
                    path_.push_back(name);
                    PARLEY_TRY([[maybe_unused]] const auto below, look_at(property));
                    path_.pop_back();
                }
                continue;
            }
            PARLEY_TRY([[maybe_unused]] const auto aside, look_aside(key, value));
        }
        return Done{};
    }

    Result<Done> look_aside(const std::string& key, const Json& value) {
        const bool many = is_among(key, with_named_schemas) || (is_among(key, with_schemas) && value.is_array());
        if (!many && !is_among(key, with_schemas)) return Done{};
        const bool before = std::exchange(reachable_, false);
        if (many && value.is_structured()) {
            for (const auto& one : value) {
                PARLEY_TRY([[maybe_unused]] const auto below, look_at(one));
            }
        } else {
            PARLEY_TRY([[maybe_unused]] const auto below, look_at(value));
        }
        reachable_ = before;
        return Done{};
    }

    Result<Done> note(const Json& schema) {
        const Json& named = at_or_null(schema, annotation);
        if (named.is_null() && !schema.contains(annotation)) return Done{};
        const std::string where = path_.empty() ? "the arguments" : join(path_, ".");
        if (!reachable_ || path_.empty()) return bad(cat(where, ": not reached by properties alone"));
        if (!named.is_string() || !net::is_token(named.get_ref<const std::string&>())) {
            return bad(cat(where, ": the header's name is no token"));
        }
        const auto type = text_at(schema, "type");
        if (type != "string" && type != "integer" && type != "boolean") {
            return bad(cat(where, ": only a string, an integer or a boolean can stand in a header"));
        }
        const auto& name = named.get_ref<const std::string&>();
        if (!names_.insert(lower(name)).second) return bad(cat(where, ": the header's name is there twice"));
        found_.push_back({cat("Mcp-Param-", name), path_});
        return Done{};
    }

    bool reachable_ = true;
    std::vector<std::string> path_;
    std::set<std::string> names_;
    std::vector<Mirror> found_;
};

const Json& value_at(const Json& arguments, const std::vector<std::string>& path) {
    const Json* value = &arguments;
    for (const auto& name : path) value = &at_or_null(*value, name);
    return *value;
}

}  // namespace

Result<std::vector<Mirror>> mirrors_of(const Json& input_schema) {
    Finder finder;
    PARLEY_TRY([[maybe_unused]] const auto looked, finder.look(input_schema));
    return finder.take();
}

std::string header_text(std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    const bool looks_encoded = text.starts_with(sentinel) && text.ends_with(sentinel_end);
    if (plain && !looks_encoded && !text.starts_with(' ') && !text.ends_with(' ')) return std::string(text);
    // What is not UTF-8 is replaced in the body, so it must be replaced here.
    if (!is_valid_utf8(text)) {
        const auto replaced = parse_json(dump(std::string(text)));
        return replaced ? header_text(replaced.value().get<std::string>()) : "";
    }
    return cat(sentinel, vault::base64(text), sentinel_end);
}

void add_mirrored(net::Headers& headers, const std::vector<Mirror>& mirrors, const Json& arguments) {
    for (const auto& mirror : mirrors) {
        const Json& value = value_at(arguments, mirror.path);
        if (value.is_null() || value.is_structured()) continue;
        headers.emplace_back(mirror.header,
                             value.is_string() ? header_text(value.get_ref<const std::string&>()) : dump(value));
    }
}

}  // namespace parley::mcp
