#include "sim/mover.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace parley::sim {
namespace {

constexpr std::int64_t ms_per_second = 1'000;
// Nothing that is recorded is older than 2009, and a count of bytes or cents is rarely just between.
constexpr std::int64_t earliest = 1'230'768'000;
constexpr std::int64_t latest = 2'208'988'800;

bool is_digit(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

}  // namespace

std::vector<DayAt> days_in(std::string_view text) {
    std::vector<DayAt> found;
    for (std::size_t at = 0; at + day_bytes <= text.size(); ++at) {
        if (text[at + 4] != '-' || text[at + 7] != '-' || (at > 0 && is_digit(text, at - 1))) continue;
        if (is_digit(text, at + day_bytes)) continue;
        const auto day = Day::parse(text.substr(at, day_bytes));
        if (!day) continue;
        found.push_back({at, day.value()});
        at += day_bytes - 1;
    }
    return found;
}

Mover::Mover(const Table& table) {
    for (const Column& column : table.columns) {
        if (column.kind != Kind::time && column.kind != Kind::day) continue;
        for (std::size_t row = 0; row < column.size(); ++row) {
            if (!column.has(row)) continue;
            auto& kept = column.kind == Kind::time ? seconds_ : days_;
            kept.insert(column.integer(row));
        }
    }
}

bool Mover::is_time(std::int64_t seconds) const {
    if (seconds < earliest || seconds > latest) return false;
    return seconds_.count(seconds) > 0 || days_.count(seconds / seconds_per_day) > 0;
}

Json Mover::moved(const Json& value, int days) const {
    if (value.is_string()) return moved_text(value.get<std::string>(), days);
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        if (is_time(number)) return number + days * seconds_per_day;
        if (is_time(number / ms_per_second)) return number + days * seconds_per_day * ms_per_second;
        return value;
    }
    if (value.is_array()) {
        Json list = Json::array();
        for (const Json& item : value) list.push_back(moved(item, days));
        return list;
    }
    if (!value.is_object()) return value;
    Json object = Json::object();
    for (const auto& [name, member] : value.items()) object[moved_text(name, days)] = moved(member, days);
    return object;
}

std::string Mover::moved_text(std::string text, int days) const {
    for (const DayAt& found : days_in(text)) text.replace(found.at, day_bytes, found.day.plus(days).text());
    move_digits(text, days);
    return text;
}

// Unix time inside a text: seconds have ten digits, milliseconds thirteen, and stay so.
void Mover::move_digits(std::string& text, int days) const {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text, at)) continue;
        std::size_t end = at;
        while (is_digit(text, end)) ++end;
        const std::size_t length = end - at;
        std::int64_t number = 0;
        std::from_chars(text.data() + at, text.data() + end, number);
        const std::int64_t scale = length == day_bytes + 3 ? ms_per_second : 1;
        const bool fits = length == day_bytes || length == day_bytes + 3;
        if (fits && is_time(number / scale)) {
            text.replace(at, length, cat(number + days * seconds_per_day * scale));
        }
        at = end;
    }
}

}  // namespace parley::sim
