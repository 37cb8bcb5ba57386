#include "base/text.h"
#include "planner/tables/columns.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace parley::planner {
namespace {

constexpr std::size_t values_most = 300;  // More of them are no list that a question chooses from.
constexpr double day_seconds = 86400;

std::optional<int> number_in(std::string_view text) {
    constexpr std::size_t digits_most = 4;
    if (text.empty() || text.size() > digits_most) return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = 10 * value + (c - '0');
    }
    return value;
}

std::optional<Day> day_from(std::optional<int> year, std::optional<int> month, std::optional<int> day) {
    if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    return Day::of(*year, *month, *day);
}

// "2016-02-22", with or without a time behind it; "2/22/16" as sheets write it.
std::optional<Day> day_in(const std::string& text) {
    const auto date = text.substr(0, text.find_first_of(" T"));
    if (const auto parts = split(date, '-'); parts.size() == 3) {
        const auto year = number_in(parts[0]);
        return year && *year > 1000 ? day_from(year, number_in(parts[1]), number_in(parts[2])) : std::nullopt;
    }
    const auto parts = split(date, '/');
    if (parts.size() != 3) return std::nullopt;
    auto year = number_in(parts[2]);
    if (year && *year < 100) *year += *year < 30 ? 2000 : 1900;
    return day_from(year, number_in(parts[0]), number_in(parts[1]));
}

void widen(TableColumn& column, double value, bool first) {
    column.low = first ? value : std::min(column.low, value);
    column.high = first ? value : std::max(column.high, value);
}

void read_texts(const Column& from, TableColumn& to) {
    std::set<std::string_view> seen;
    for (std::size_t row = 0; row < from.size(); ++row) {
        if (from.has(row)) seen.insert(from.text(row));
    }
    to.distinct = seen.size();
    bool all_days = !seen.empty();
    bool first = true;
    for (const auto text : seen) {
        const auto day = all_days ? day_in(std::string(text)) : std::nullopt;
        all_days = day.has_value();
        if (!day) break;
        widen(to, static_cast<double>(day->days), first);
        first = false;
    }
    if (all_days) {
        to.kind = Kind::day;
        return;
    }
    to.low = to.high = 0;
    if (seen.size() <= values_most) to.values.assign(seen.begin(), seen.end());
}

void read_numbers(const Column& from, TableColumn& to) {
    std::set<double> seen;
    bool whole = true;
    for (std::size_t row = 0; row < from.size(); ++row) {
        if (!from.has(row)) continue;
        const double value = from.kind == Kind::time ? from.numeric(row) / day_seconds : from.numeric(row);
        widen(to, value, seen.empty());
        whole = whole && value == std::trunc(value);
        seen.insert(value);
    }
    to.distinct = seen.size();
    if (to.kind == Kind::number && whole && !seen.empty()) to.kind = Kind::count;
}

}  // namespace

PlainTable profile_of(const Table& table, std::string name) {
    PlainTable out{std::move(name), {}, table.rows()};
    for (const auto& column : table.columns) {
        TableColumn& read = out.columns.emplace_back();
        read.name = column.name;
        read.kind = column.kind;
        if (column.kind == Kind::text)
            read_texts(column, read);
        else
            read_numbers(column, read);
    }
    return out;
}

}  // namespace parley::planner
