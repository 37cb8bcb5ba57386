#include "planner/check_filters.h"

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"
#include "planner/check.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

constexpr std::array<std::string_view, 8> operators{"=", "!=", "in", "<", "<=", ">", ">=", "contains"};

bool compares_size(std::string_view op) {
    return op == "<" || op == "<=" || op == ">" || op == ">=";
}

bool is_numeric(Kind kind) {
    return kind == Kind::count || kind == Kind::number || kind == Kind::ratio || kind == Kind::money;
}

Kind kind_of(const Dimension& dimension, const Dataset& dataset) {
    const auto column = dimension.columns.find(dataset.id);
    const Field* field = column == dimension.columns.end() ? nullptr : dataset.field(column->second);
    return field == nullptr ? Kind::text : field->kind;
}

bool is_number(const Json& value) {
    if (value.is_number()) return true;
    if (!value.is_string()) return false;
    const std::string text = value.get<std::string>();
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

Result<Done> check_plain(const Filter& filter, const Json& value) {
    const bool text = value.is_string();
    if (!text && !value.is_number() && !value.is_boolean())
        return invalid(cat("The condition on ", quoted_name(filter.field), " needs one plain value."));
    const std::string written = text ? value.get<std::string>() : "";
    if (text && (trim(written).empty() || written.size() > limits::name_bytes || !is_valid_utf8(written)))
        return invalid(cat("The value asked for in ", quoted_name(filter.field), " is empty or too long."));
    return Done{};
}

// The known value that is meant, by itself or a synonym, in any case.
const KnownValue* known_value(const Dimension& dimension, std::string_view asked) {
    const std::string wanted = lower(trim(asked));
    for (const auto& known : dimension.values) {
        if (lower(known.value) == wanted) return &known;
    }
    for (const auto& known : dimension.values) {
        const bool said = std::any_of(known.synonyms.begin(), known.synonyms.end(),
                                      [&](const std::string& synonym) { return lower(synonym) == wanted; });
        if (said) return &known;
    }
    return nullptr;
}

Result<Done> check_listed(const Dimension& dimension, Json& value) {
    if (dimension.values.empty() || !value.is_string()) return Done{};
    if (const KnownValue* known = known_value(dimension, value.get<std::string>())) {
        value = known->value;
        return Done{};
    }
    if (dimension.open_values) return Done{};
    std::vector<std::string> values;
    for (const auto& known : dimension.values) values.push_back(known.value);
    const std::string near = nearest(value.get<std::string>(), values);
    return invalid(cat(dimension.name, " has no value ", quoted_name(value.get<std::string>()),
                       near.empty() ? "" : cat(" (did you mean \"", near, "\"?)"), "."));
}

Result<Done> check_kind(const Filter& filter, Kind kind, const Json& value) {
    if (is_numeric(kind) && !is_number(value))
        return invalid(cat("The condition on ", quoted_name(filter.field), " needs a number."));
    if (kind == Kind::flag && !value.is_boolean() && !is_number(value)) {
        const std::string said = value.is_string() ? lower(value.get<std::string>()) : "";
        if (said != "true" && said != "false" && said != "yes" && said != "no")
            return invalid(cat("The condition on ", quoted_name(filter.field), " needs yes or no."));
    }
    if (kind != Kind::day && kind != Kind::time) return Done{};
    const std::string said = value.is_string() ? value.get<std::string>() : "";
    if (!Day::parse(said) && !parse_instant(said))
        return invalid(cat("The condition on ", quoted_name(filter.field), " needs a date such as 2026-05-31."));
    return Done{};
}

}  // namespace

const Field* number_field(const Dataset& dataset, std::string_view name) {
    const Field* field = dataset.field(name);
    return field != nullptr && is_numeric(field->kind) ? field : nullptr;
}

Result<Done> check_filter(Filter& filter, const Offer& offer, const Dataset& dataset) {
    if (std::find(operators.begin(), operators.end(), filter.op) == operators.end())
        return invalid(cat("There is no comparison ", quoted_name(filter.op), ": = != in < <= > >= and contains are."));
    if (filter.value.is_null()) {  // Whether there is a value at all.
        if (filter.op == "=" || filter.op == "!=") return Done{};
        return invalid(cat("The condition on ", quoted_name(filter.field), " needs a value."));
    }
    const Dimension* dimension = offer.dimension(filter.field);
    const Field* number = dimension == nullptr ? number_field(dataset, filter.field) : nullptr;
    const Kind kind = number != nullptr      ? number->kind
                      : dimension == nullptr ? Kind::text
                                             : kind_of(*dimension, dataset);
    const bool described = (dimension != nullptr || number != nullptr) && !dataset.fields.empty();
    const bool ordered = dimension != nullptr && dimension->has_order;  // "hour >= 09:00"
    if (described && kind == Kind::text && compares_size(filter.op) && !ordered)
        return invalid(cat(dimension->name, " is text, which is neither larger nor smaller than another."));
    if (described && kind != Kind::text && filter.op == "contains")
        return invalid(
            cat(dimension == nullptr ? filter.field : dimension->name, " is no text that could contain something."));
    const bool list = filter.op == "in";
    if (list != filter.value.is_array() || (list && (filter.value.empty() || filter.value.size() > filter_values_most)))
        return invalid(cat("The condition on ", quoted_name(filter.field), " needs ",
                           list ? "a list of values." : "one plain value."));
    const auto check_value = [&](Json& value) -> Result<Done> {
        PARLEY_TRY([[maybe_unused]] const Done plain, check_plain(filter, value));
        if (described) {
            PARLEY_TRY([[maybe_unused]] const Done fits, check_kind(filter, kind, value));
        }
        if (dimension == nullptr || filter.op == "contains") return Done{};
        return check_listed(*dimension, value);
    };
    if (!list) return check_value(filter.value);
    for (Json& value : filter.value) {
        PARLEY_TRY([[maybe_unused]] const Done done, check_value(value));
    }
    return Done{};
}

}  // namespace parley::planner
