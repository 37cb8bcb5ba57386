#include "planner/keys.h"

#include "base/text.h"

#include <algorithm>

namespace parley::planner {
namespace {

bool is_called(const Dimension& of, std::string_view on) {
    if (of.id == on || lower(of.name) == on) return true;
    return std::any_of(of.synonyms.begin(), of.synonyms.end(),
                       [&](const std::string& synonym) { return lower(synonym) == on; });
}

std::string without_prefix(std::string text, std::string_view prefix) {
    return text.rfind(prefix, 0) == 0 ? text.substr(prefix.size()) : text;
}

}  // namespace

bool joins_by_key(const Plan& plan) {
    if (!plan.join || plan.join->kind == Join::Kind::correlate) return false;
    return plan.join->kind != Join::Kind::side_by_side || !grain_named(plan.join->on);
}

std::string key_column(const Offer& offer, std::string_view dataset, std::string_view on) {
    const Dataset* rows = offer.dataset(dataset);
    if (rows == nullptr || on.empty()) return "";
    for (const Field& field : rows->fields) {
        if (field.identity == on) return field.name;
    }
    const std::string word = lower(std::string(on));
    for (const bool exact : {true, false}) {
        for (const Dimension& of : offer.dimensions) {
            const auto column = of.columns.find(std::string(dataset));
            if (column != of.columns.end() && (exact ? of.id == on : is_called(of, word))) return column->second;
        }
    }
    return "";
}

std::optional<std::string> shared_key(const Rows& left, const Rows& right, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
        if (!key_column(*left.offer, left.dataset, key).empty() &&
            !key_column(*right.offer, right.dataset, key).empty())
            return key;
    }
    return std::nullopt;
}

std::vector<std::string> keys_for(std::string_view word) {
    struct Kind {
        std::initializer_list<std::string_view> words;
        std::initializer_list<const char*> keys;
    };
    static const std::initializer_list<Kind> kinds{
        {{"customer", "client", "buyer", "contact", "people", "person", "user", "subscriber", "lead", "member", "payer",
          "shopper", "profile", "recipient", "prospect", "who"},
         {"email", "customer", "company", "domain"}},
        {{"account", "company", "organization", "organisation", "business", "firm", "logo"},
         {"company", "domain", "email", "customer"}},
        {{"product", "item", "article", "variant"}, {"product", "sku"}},
        {{"sku"}, {"sku", "product"}}};
    std::string singular = lower(std::string(word));
    if (singular.ends_with("ies"))
        singular.replace(singular.size() - 3, 3, "y");
    else if (singular.ends_with("sses"))
        singular.resize(singular.size() - 2);
    else if (singular.ends_with('s') && !singular.ends_with("ss"))
        singular.pop_back();
    for (const Kind& kind : kinds) {
        if (std::find(kind.words.begin(), kind.words.end(), singular) != kind.words.end())
            return {kind.keys.begin(), kind.keys.end()};
    }
    return {};
}

std::string compared_key(std::string_view value, std::string_view on) {
    std::string key;
    for (const char c : lower(std::string(trim(value)))) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank)
            key += c;
        else if (!key.empty() && key.back() != ' ')
            key += ' ';
    }
    if (on != "domain") return key;
    for (const std::string_view prefix : {"https://", "http://", "www."}) key = without_prefix(std::move(key), prefix);
    key = key.substr(0, key.find('/'));
    if (key.ends_with('.')) key.pop_back();
    return key;
}

std::string key_name(std::string_view on, bool plural) {
    if (on == "email") return plural ? "e-mail addresses" : "e-mail address";
    if (on == "sku") return plural ? "SKUs" : "SKU";
    std::string name(on);
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!plural || name.ends_with('s')) return name;
    const bool consonant_y = name.size() > 1 && name.ends_with('y') &&
                             std::string_view("aeiou").find(name[name.size() - 2]) == std::string_view::npos;
    return consonant_y ? name.substr(0, name.size() - 1) + "ies" : name + "s";
}

}  // namespace parley::planner
