#include "vendors/cells.h"

#include "base/clock.h"
#include "base/text.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace parley::vendors {
namespace {

std::optional<std::int64_t> whole_number(const Json& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_number_float()) return std::nullopt;
    const auto number = value.get<double>();
    if (std::nearbyint(number) != number || std::abs(number) > 9e15) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> day_number(const Json& value, const Calendar& calendar) {
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    if (const auto day = Day::parse(text)) return day.value().days;
    if (const auto instant = parse_instant(text)) return calendar.day_of(instant.value()).days;
    return std::nullopt;
}

std::optional<std::int64_t> time_number(const Json& value, const Calendar& calendar) {
    if (value.is_number()) {
        if (const auto whole = whole_number(value)) return whole;
        const auto seconds = value.get<double>();
        return std::abs(seconds) < 9e15 ? std::optional(static_cast<std::int64_t>(std::floor(seconds))) : std::nullopt;
    }
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    if (const auto instant = parse_instant(text)) return unix_seconds(instant.value());
    if (const auto day = Day::parse(text)) return unix_seconds(calendar.start_of(day.value()));
    return std::nullopt;
}

std::optional<std::int64_t> flag_number(const Json& value) {
    if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
    const auto whole = whole_number(value);
    return whole && (*whole == 0 || *whole == 1) ? whole : std::nullopt;
}

// An id may come as a number; anything nested is a mistake.
bool add_text(Column& column, const Json& value) {
    if (value.is_string()) {
        column.add(value.get_ref<const std::string&>());
        return true;
    }
    if (!value.is_number_integer()) return false;
    column.add(dump(value));
    return true;
}

bool add_real(Column& column, const Json& value) {
    if (!value.is_number()) return false;
    column.add(value.get<double>());
    return true;
}

bool add_whole(Column& column, std::optional<std::int64_t> value) {
    if (!value) return false;
    column.add(*value);
    return true;
}

}  // namespace

bool add_cell(Column& column, const Json& value, const Calendar& calendar) {
    if (value.is_null()) {
        column.add_null();
        return true;
    }
    switch (column.kind) {
    case Kind::text: return add_text(column, value);
    case Kind::number:
    case Kind::ratio: return add_real(column, value);
    case Kind::count:
    case Kind::money: return add_whole(column, whole_number(value));
    case Kind::flag: return add_whole(column, flag_number(value));
    case Kind::day: return add_whole(column, day_number(value, calendar));
    case Kind::time: return add_whole(column, time_number(value, calendar));
    }
    return false;
}

const Json& at_path(const Json& value, std::string_view path) {
    static const Json nothing;
    const Json* at = &value;
    while (!path.empty()) {
        const auto dot = path.find('.');
        const std::string_view part = path.substr(0, dot);
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        if (!at->is_array()) {
            at = &at_or_null(*at, part);
            continue;
        }
        std::size_t index = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), index);
        if (read.ec != std::errc{} || read.ptr != part.data() + part.size() || index >= at->size()) return nothing;
        at = &(*at)[index];
    }
    return *at;
}

}  // namespace parley::vendors
