#include "policy/schema_plain.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace parley::policy {
namespace {

constexpr std::size_t subschemas_max = 2'000;
constexpr std::size_t listed_values_max = 20'000;  // Of all enum, required and the like.
constexpr std::size_t pattern_bytes_max = 1'000;
// How many subschemas may ask something of one and the same value, one through the other.
constexpr int in_place_depth = 8;

// "%3C" and "~1" of a reference's token.
std::string unescaped(std::string_view token) {
    std::string out;
    for (std::size_t at = 0; at < token.size(); ++at) {
        unsigned code = 0;
        const char* digits = token.data() + at + 1;
        if (token[at] == '%' && at + 2 < token.size() &&
            std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2) {
            out.push_back(static_cast<char>(code));
            at += 2;
        } else {
            out.push_back(token[at]);
        }
    }
    for (const auto& [from, to] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
        for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at + 1)) out.replace(at, 2, to);
    }
    return out;
}

// Where a reference inside of this document leads; null for one that leads out of it or nowhere.
const Json* resolve(const Json& root, std::string_view reference) {
    if (reference == "#") return &root;
    if (!reference.starts_with("#/")) return nullptr;
    const Json* at = &root;
    for (const auto& raw : split(reference.substr(2), '/')) {
        const std::string token = unescaped(raw);
        if (at->is_array()) {
            std::size_t index = 0;
            const auto read = std::from_chars(token.data(), token.data() + token.size(), index);
            if (read.ec != std::errc{} || read.ptr != token.data() + token.size() || index >= at->size())
                return nullptr;
            at = &(*at)[index];
            continue;
        }
        if (!at->is_object() || !at->contains(token)) return nullptr;
        at = &(*at)[token];
    }
    return at;
}

std::vector<std::string> types_of(const Json& schema) {
    constexpr std::array known{"null", "boolean", "object", "array", "number", "string", "integer"};
    std::vector<std::string> types;
    const Json& asked = at_or_null(schema, "type");
    const Json list = asked.is_array() ? asked : Json::array({asked});
    for (const auto& name : list) {
        if (!name.is_string() || std::find(known.begin(), known.end(), name.get<std::string>()) == known.end())
            return {};
        types.push_back(name.get<std::string>());
    }
    if (flag_at(schema, "nullable", false)) types.emplace_back("null");  // OpenAPI's way of saying it.
    return types;
}

std::unique_ptr<RE2> pattern_of(const Json& schema) {
    const auto text = text_at(schema, "pattern");
    if (text.empty() || text.size() > pattern_bytes_max) return nullptr;
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(1 << 20);
    auto pattern = std::make_unique<RE2>(text, options);
    return pattern->ok() ? std::move(pattern) : nullptr;  // Look-ahead and the like: not checked.
}

bool is_count(const Json& value) {
    return value.is_number_integer() && value >= 0 && value < (1 << 30);
}

// What comparing with it costs, in plain comparisons; nothing for what is too much to compare with.
std::optional<std::size_t> cost_of(const Json& values) {
    std::size_t cost = 0;
    for (const auto& value : values) {
        if (value.is_structured()) return std::nullopt;
        cost += value.is_string() ? 1 + value.get_ref<const std::string&>().size() / 256 : 1;
    }
    return cost;
}

// Rewrites depth first and in the order in which the library reads, so that its recursion is no deeper than ours.
class Rewriter {
public:
    explicit Rewriter(const Json& root) : root_(root) {}

    std::optional<PlainSchema> run() {
        const Json start = subschema(root_, 0);
        if (start.empty() || too_deep_in_place()) return std::nullopt;
        return PlainSchema{{{"definitions", std::move(definitions_)}, {"allOf", {start}}}, std::move(rules_)};
    }

private:
    // A reference to the subschema, or {}, which holds always.
    Json subschema(const Json& schema, int depth) {
        if (const auto known = numbers_.find(&schema); known != numbers_.end()) return reference(known->second);
        const bool is_false = schema.is_boolean() && !schema.get<bool>();
        if ((!is_false && !schema.is_object()) || schema.empty()) return Json::object();
        if (depth > limits::schema_depth || rules_.size() >= subschemas_max) return Json::object();
        const std::size_t number = rules_.size();
        numbers_.emplace(&schema, number);
        rules_.emplace_back();
        in_place_.emplace_back();
        Json plain = is_false ? Json::object() : assertions(schema, number);
        Json all = Json::array({{{rule_keyword, number}}});
        if (is_false) {
            rules_[number].never = true;
        } else {
            combinations(schema, number, depth + 1, all);
            children(schema, number, depth + 1, plain);
        }
        plain["allOf"] = std::move(all);
        definitions_[std::to_string(number)] = std::move(plain);
        return reference(number);
    }

    static Json reference(std::size_t number) { return {{"$ref", cat("#/definitions/", number)}}; }

    // Of the same value as the schema around it.
    Json in_place(const Json& schema, std::size_t from, int depth) {
        Json link = subschema(schema, depth);
        if (!link.empty()) in_place_[from].push_back(numbers_.at(&schema));
        return link;
    }

    // Subschemas of the same value. oneOf is kept as anyOf, and not, if, then and else are let be: what was widened
    // inside of them would make them narrower.
    void combinations(const Json& schema, std::size_t number, int depth, Json& all) {
        if (const Json& to = at_or_null(schema, "$ref"); to.is_string()) {
            const Json* target = resolve(root_, to.get_ref<const std::string&>());
            if (target) add(all, in_place(*target, number, depth));
        }
        for (const auto& one : list_at(schema, "allOf")) add(all, in_place(one, number, depth));
        for (const char* keyword : {"anyOf", "oneOf"}) {
            Json any = Json::array();
            bool holds_always = false;
            for (const auto& one : list_at(schema, keyword)) {
                Json link = in_place(one, number, depth);
                holds_always = holds_always || link.empty();
                any.push_back(std::move(link));
            }
            if (!any.empty() && !holds_always) all.push_back({{"anyOf", std::move(any)}});
        }
    }

    // Subschemas of what is inside of the value.
    void children(const Json& schema, std::size_t number, int depth, Json& plain) {
        const bool counts = schema.contains("minContains") || schema.contains("maxContains");
        if (schema.contains("contains") && !counts) child(schema["contains"], "contains", depth, plain);
        items(schema, depth, plain);
        if (const Json& named = at_or_null(schema, "properties"); named.is_object()) {
            Json& properties = plain["properties"] = Json::object();
            for (const auto& [name, one] : named.items()) properties[name] = subschema(one, depth);
            rules_[number].cost += named.size();
        }
        // What a pattern of names lets in would be refused as additional.
        if (schema.contains("additionalProperties") && !schema.contains("patternProperties"))
            child(schema["additionalProperties"], "additionalProperties", depth, plain);
    }

    void items(const Json& schema, int depth, Json& plain) {
        const bool is_old = at_or_null(schema, "items").is_array();
        const Json& first = at_or_null(schema, is_old ? "items" : "prefixItems");
        const char* rest = is_old ? "additionalItems" : "items";
        if (!first.is_array()) {
            if (schema.contains("items")) child(schema["items"], "items", depth, plain);
            return;
        }
        Json& list = plain["items"] = Json::array();
        for (const auto& one : first) list.push_back(subschema(one, depth));
        if (schema.contains(rest)) child(schema[rest], "additionalItems", depth, plain);
    }

    void child(const Json& schema, const char* keyword, int depth, Json& plain) {
        Json link = subschema(schema, depth);
        if (!link.empty()) plain[keyword] = std::move(link);
    }

    // What is asked of the value itself. Formats, multiples, dependencies, names by pattern and uniqueness are let be.
    Json assertions(const Json& schema, std::size_t number) {
        Rule& rule = rules_[number];
        rule.types = types_of(schema);
        rule.pattern = pattern_of(schema);
        Json plain = Json::object();
        for (const char* keyword : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}) {
            if (at_or_null(schema, keyword).is_number()) plain[keyword] = schema[keyword];
        }
        for (const char* keyword :
             {"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"}) {
            if (is_count(at_or_null(schema, keyword))) plain[keyword] = schema[keyword];
        }
        if (const Json& values = list_at(schema, "enum"); !values.empty() && admit(values, rule)) {
            plain["enum"] = values;
            if (flag_at(schema, "nullable", false)) plain["enum"].push_back(nullptr);
        }
        if (schema.contains("const") && admit(Json::array({schema["const"]}), rule)) plain["const"] = schema["const"];
        const Json& required = list_at(schema, "required");
        const bool are_names =
            std::all_of(required.begin(), required.end(), [](const Json& one) { return one.is_string(); });
        if (are_names && !required.empty() && admit(required, rule)) plain["required"] = required;
        return plain;
    }

    bool admit(const Json& values, Rule& rule) {
        const auto cost = cost_of(values);
        if (!cost || listed_values_ + *cost > listed_values_max) return false;
        listed_values_ += *cost;
        rule.cost += *cost;
        return true;
    }

    static const Json& list_at(const Json& schema, const char* keyword) {
        static const Json nothing = Json::array();
        const Json& list = at_or_null(schema, keyword);
        return list.is_array() ? list : nothing;
    }

    static void add(Json& list, Json link) {
        if (!link.empty()) list.push_back(std::move(link));
    }

    // A circle is deeper than any limit.
    bool too_deep_in_place() const {
        std::vector<int> heights(in_place_.size(), -1);
        for (std::size_t number = 0; number < in_place_.size(); ++number) {
            if (height(number, 0, heights) > in_place_depth) return true;
        }
        return false;
    }

    int height(std::size_t number, int above, std::vector<int>& heights) const {
        if (heights[number] >= 0) return heights[number];
        if (above > in_place_depth) return above;
        int highest = 0;
        for (const std::size_t next : in_place_[number])
            highest = std::max(highest, 1 + height(next, above + 1, heights));
        return heights[number] = highest;
    }

    const Json& root_;
    std::map<const Json*, std::size_t> numbers_;
    std::vector<Rule> rules_;
    std::vector<std::vector<std::size_t>> in_place_;  // By number: which others look at the same value.
    Json definitions_ = Json::object();
    std::size_t listed_values_ = 0;
};

}  // namespace

std::optional<PlainSchema> plain_schema(const Json& schema) {
    return Rewriter(schema).run();
}

}  // namespace parley::policy
