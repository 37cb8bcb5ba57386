#include "analysis/conditions.h"

#include "base/money.h"
#include "base/text.h"

#include <charconv>
#include <cmath>

namespace parley::analysis {
namespace {

Error misfit(const planner::Condition& condition, std::string_view wanted) {
    return Error{Fault::invalid, cat("The filter on ", condition.column, " needs ", wanted, "."),
                 dump(condition.value)};
}

std::optional<double> number_of(const Json& value) {
    if (value.is_boolean()) return value.get<bool>() ? 1.0 : 0.0;
    if (value.is_number()) return value.get<double>();
    if (!value.is_string()) return std::nullopt;
    const std::string& text = value.get_ref<const std::string&>();
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

// Exponent of the currencies that the rows are in; none where they differ, so that one amount means several things.
std::optional<int> exponent_of(const Source& source, const Column& column) {
    if (!column.unit.empty()) return currency_exponent(column.unit);
    std::optional<int> exponent;
    for (const std::string& code : source.codes) {
        const int own = currency_exponent(code);
        if (exponent && *exponent != own) return std::nullopt;
        exponent = own;
    }
    return exponent.value_or(2);
}

Parameter whole_or_real(double number) {
    constexpr double exact_max = 9e15;
    if (std::trunc(number) == number && std::fabs(number) < exact_max) return static_cast<std::int64_t>(number);
    return number;
}

Result<Parameter> money_value(const Source& source, const Column& column, const planner::Condition& condition,
                              const Json& value) {
    const auto number = number_of(value);
    if (!number) return misfit(condition, "an amount");
    const auto exponent = exponent_of(source, column);
    if (!exponent) return misfit(condition, "rows of one currency");
    const double minor = *number * std::pow(10.0, *exponent);
    return whole_or_real(std::round(minor));
}

Result<Parameter> flag_value(const planner::Condition& condition, const Json& value) {
    if (const auto number = number_of(value)) return Parameter(std::int64_t{*number != 0 ? 1 : 0});
    const std::string text = value.is_string() ? lower(value.get_ref<const std::string&>()) : "";
    if (text == "true" || text == "yes") return Parameter(std::int64_t{1});
    if (text == "false" || text == "no") return Parameter(std::int64_t{0});
    return misfit(condition, "yes or no");
}

Result<Parameter> date_value(const Column& column, const planner::Condition& condition, const Json& value,
                             const Calendar& calendar) {
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    if (const auto day = Day::parse(text)) {
        if (column.kind == Kind::day) return Parameter(std::int64_t{day.value().days});
        return Parameter(unix_seconds(calendar.start_of(day.value())));
    }
    const auto instant = parse_instant(text);
    if (!instant) return misfit(condition, "a date");
    if (column.kind == Kind::day) return Parameter(std::int64_t{calendar.day_of(instant.value()).days});
    return Parameter(unix_seconds(instant.value()));
}

Result<Parameter> value_of(const Source& source, const Column& column, const planner::Condition& condition,
                           const Json& value, const Calendar& calendar) {
    switch (column.kind) {
    case Kind::text: return Parameter(value.is_string() ? value.get<std::string>() : dump(value));
    case Kind::money: return money_value(source, column, condition, value);
    case Kind::flag: return flag_value(condition, value);
    case Kind::day:
    case Kind::time: return date_value(column, condition, value, calendar);
    case Kind::count:
    case Kind::number:
    case Kind::ratio: break;
    }
    const auto number = number_of(value);
    if (!number) return misfit(condition, "a number");
    return column.keeps_reals() ? Parameter(*number) : whole_or_real(*number);
}

std::string_view comparison(std::string_view op) {
    if (op == "=") return " = ";
    if (op == "!=") return " IS DISTINCT FROM ";  // A row that says nothing is not the value either.
    for (const std::string_view known : {" < ", " <= ", " > ", " >= "}) {
        if (trim(known) == op) return known;
    }
    return "";
}

}  // namespace

std::string Draft::source(SourceColumn wanted) {
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        if (columns_[at].column == wanted.column && columns_[at].numbers == wanted.numbers) return cat("c", at);
    }
    columns_.push_back(wanted);
    return cat("c", columns_.size() - 1);
}

std::string Draft::column(const Column& column) {
    return source({&column, nullptr});
}

std::string Draft::numbers(const std::vector<std::int32_t>& numbers) {
    return source({nullptr, &numbers});
}

std::string Draft::parameter(Parameter value) {
    static constexpr std::string_view types[] = {"BIGINT", "DOUBLE", "VARCHAR"};
    const std::string_view type = types[value.index()];
    parameters_.push_back(std::move(value));
    return cat("CAST($", parameters_.size(), " AS ", type, ")");
}

Query Draft::finish(std::string sql, std::size_t rows) && {
    return Query{std::move(sql), std::move(columns_), rows, std::move(parameters_)};
}

Result<std::string> condition_sql(Draft& draft, const Source& source, const planner::Condition& condition,
                                  const Calendar& calendar) {
    const Column& column = *source.column(condition.column);
    const bool text = column.kind == Kind::text;
    const std::string name = draft.column(column);
    if (condition.value.is_null()) {
        if (condition.op == "=") return cat(name, " IS NULL");
        if (condition.op == "!=") return cat(name, " IS NOT NULL");
        return misfit(condition, "a value");
    }
    const auto operand = [&](const Json& value) -> Result<std::string> {
        PARLEY_TRY(auto parameter, value_of(source, column, condition, value, calendar));
        const std::string written = draft.parameter(std::move(parameter));
        return text ? cat("lower(", written, ")") : written;
    };
    const std::string left = text ? cat("lower(", name, ")") : name;
    if (condition.op == "contains") {
        if (!text) return misfit(condition, "a column of text");
        PARLEY_TRY(const auto part, operand(condition.value));
        return cat("contains(", left, ", ", part, ")");
    }
    if (condition.op == "in") {
        if (!condition.value.is_array()) return misfit(condition, "a list");
        std::vector<std::string> all;
        for (const Json& value : condition.value) {
            PARLEY_TRY(all.emplace_back(), operand(value));
        }
        return all.empty() ? std::string("FALSE") : cat(left, " IN (", join(all, ", "), ")");
    }
    const std::string_view op = comparison(condition.op);
    if (op.empty()) return misfit(condition, "one of = != in < <= > >= contains");
    PARLEY_TRY(const auto right, operand(condition.value));
    return cat(left, op, right);
}

}  // namespace parley::analysis
