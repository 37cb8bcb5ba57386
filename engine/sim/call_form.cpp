#include "sim/call_form.h"

#include "sim/mover.h"

#include <algorithm>

namespace parley::sim {
namespace {

constexpr std::int64_t milliseconds_from = 100'000'000'000;  // As seconds this would be the year 5138.

std::string masked(std::string text) {
    for (const DayAt& found : days_in(text)) text.replace(found.at, day_bytes, day_bytes, '#');
    return text;
}

Json flat(const Json& arguments) {
    return arguments.is_object() && !arguments.empty() ? arguments.flatten() : Json::object();
}

std::int64_t as_seconds(const Json& number) {
    const auto value =
        number.is_number_float() ? static_cast<std::int64_t>(number.get<double>()) : number.get<std::int64_t>();
    return value >= milliseconds_from ? value / 1'000 : value;
}

// The time behind the day's text too, where there is one: "2026-09-01T22:00:00Z".
std::optional<Instant> instant_at(const std::string& text, const DayAt& found) {
    const std::string from = text.substr(found.at);
    const auto end = from.find_first_not_of("0123456789-:.TZ+");
    const auto whole = parse_instant(from.substr(0, end));
    if (whole) return whole.value();
    return Calendar().start_of(found.day);
}

}  // namespace

Leaves leaves_of(const Json& arguments) {
    Leaves leaves;
    const Json plain = flat(arguments);
    for (const auto& [path, value] : plain.items()) {
        leaves[path] = value.is_string() ? Json(masked(value.get<std::string>())) : value;
    }
    return leaves;
}

void CallForm::add(const Json& arguments) {
    seen_.push_back(leaves_of(arguments));
    if (seen_.size() == 1) {
        fixed_ = seen_.front();
        return;
    }
    std::erase_if(fixed_, [&](const auto& leaf) {
        const auto same = seen_.back().find(leaf.first);
        return same == seen_.back().end() || same->second != leaf.second;
    });
}

std::optional<int> CallForm::fit(const Leaves& call) const {
    const auto has = [&](const auto& leaf) {
        const auto same = call.find(leaf.first);
        return same != call.end() && same->second == leaf.second;
    };
    if (!std::all_of(fixed_.begin(), fixed_.end(), has)) return std::nullopt;
    std::optional<int> best;
    for (const Leaves& form : seen_) {
        const auto alike = static_cast<int>(std::count_if(form.begin(), form.end(), has));
        const int apart = static_cast<int>(form.size()) + static_cast<int>(call.size()) - 2 * alike;
        best = std::max(best.value_or(-1'000), 2 * alike - apart);
    }
    return best;
}

PeriodReader::Side PeriodReader::side_of(const Known& known, Day day) {
    if (day == known.start) return Side::start;
    if (day == known.last) return Side::last;
    return day == known.end ? Side::end : Side::none;
}

PeriodReader::Side PeriodReader::side_of(const Known& known, std::int64_t seconds) {
    if (seconds == known.start_unix) return Side::start;
    return seconds == known.end_unix ? Side::end : Side::none;
}

void PeriodReader::learn(const vendors::Fetch& fetch, const Json& arguments) {
    if (!fetch.start || !fetch.end) return;
    const Known known{*fetch.start, fetch.end->plus(-1), *fetch.end,
                      unix_seconds(fetch.calendar.start_of(*fetch.start)),
                      unix_seconds(fetch.calendar.start_of(*fetch.end))};
    const Json plain = flat(arguments);
    for (const auto& [path, value] : plain.items()) {
        if (value.is_number()) {
            const Side side = side_of(known, as_seconds(value));
            if (side != Side::none) numbers_[path] = side;
        }
        if (!value.is_string()) continue;
        std::vector<Side> sides;
        for (const DayAt& found : days_in(value.get_ref<const std::string&>())) {
            sides.push_back(side_of(known, found.day));
        }
        // Of a single day nobody can tell which side it stands for.
        if (sides.empty() || (known.last == known.start && texts_.count(path) > 0)) continue;
        texts_[path] = sides;
    }
}

Period PeriodReader::read(const Json& arguments) const {
    Period period;
    const auto take = [&](Side side, Instant instant) {
        if (side == Side::start) period.start = instant;
        if (side == Side::end) period.end = instant;
        if (side == Side::last) period.end = std::chrono::floor<std::chrono::days>(instant) + std::chrono::days(1);
    };
    const Json plain = flat(arguments);
    for (const auto& [path, value] : plain.items()) {
        const auto number = numbers_.find(path);
        if (value.is_number() && number != numbers_.end()) {
            take(number->second, from_unix_seconds(as_seconds(value)));
        }
        const auto sides = texts_.find(path);
        if (!value.is_string() || sides == texts_.end()) continue;
        const auto& text = value.get_ref<const std::string&>();
        const auto days = days_in(text);
        if (days.size() != sides->second.size()) continue;
        for (std::size_t at = 0; at < days.size(); ++at) {
            if (const auto instant = instant_at(text, days[at])) take(sides->second[at], *instant);
        }
    }
    return period;
}

}  // namespace parley::sim
