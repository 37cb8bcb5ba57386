// Several periods in a row: "1 and 2 December", "May, June and July", "Q1 and Q2", "2024 and 2025", "last week and this
// week".

#include "planner/dates/period.h"

#include <algorithm>
#include <array>

namespace parley::planner::dates {
namespace {

// "," or "and" between two of a list; and the preposition that may be said again: "in May and in June".
std::optional<std::size_t> behind_joiner(const Tokens& tokens, std::size_t at) {
    if (!tokens.is_one_of(at, {",", "and", "&", "+", "or", "plus"})) return std::nullopt;
    const std::size_t next = tokens.is(at, ",") ? tokens.skip(at + 1, {"and", "&", "or"}) : at + 1;
    return tokens.skip(next, {"in", "of", "for", "the", "also"});
}

bool can_be_listed(const Period& period) {
    return period.start && period.end && period.grain && period.trust != Trust::inner;
}

std::vector<Period> read_list(const Scene& scene, std::size_t at) {
    constexpr std::size_t periods_most = 12;
    std::vector<Period> list;
    std::optional<std::size_t> next = at;
    while (next && list.size() < periods_most) {
        auto period = single_period(scene, *next);
        if (!period || !can_be_listed(*period)) break;
        if (!list.empty() && period->grain != list.front().grain) break;
        next = behind_joiner(scene.tokens, period->next);
        list.push_back(std::move(*period));
    }
    return list;
}

bool meet(const std::vector<Period>& list) {
    for (std::size_t k = 1; k < list.size(); ++k) {
        if (*list[k - 1].end != *list[k].start) return false;
    }
    return true;
}

// Where each says no year of its own: the one before lies less than a year before the one behind it. The year of the
// one that names it counts for all.
std::vector<Period> in_one_row(std::vector<Period> list) {
    const auto named = std::find_if(list.rbegin(), list.rend(), [](const Period& one) { return !one.year_free; });
    const std::size_t anchor =
        named == list.rend() ? list.size() - 1 : static_cast<std::size_t>(list.rend() - named) - 1;
    for (std::size_t k = anchor; k-- > 0;) {
        if (!list[k].year_free) continue;
        while (*list[k].start > *list[k + 1].start) shift_years(list[k], -1);
        while (list[k].start->plus_months(12) <= *list[k + 1].start) shift_years(list[k], 1);
    }
    for (std::size_t k = anchor + 1; k < list.size(); ++k) {
        while (*list[k].start < *list[k - 1].start) shift_years(list[k], 1);
        while (list[k].start->plus_months(-12) >= *list[k - 1].start) shift_years(list[k], -1);
    }
    return list;
}

void sort(std::vector<Period>& list) {
    std::stable_sort(list.begin(), list.end(), [](const Period& a, const Period& b) { return *a.start < *b.start; });
}

// One range that holds them all. Where they do not meet, what lies between is in it too: that is said, and whoever asks
// shows them step by step.
std::optional<Period> listed(const Scene& scene, std::size_t at) {
    auto list = read_list(scene, at);
    if (list.size() < 2) return std::nullopt;
    const bool any_named = std::any_of(list.begin(), list.end(), [](const Period& one) { return !one.year_free; });
    const bool all_named = std::none_of(list.begin(), list.end(), [](const Period& one) { return one.year_free; });
    const std::size_t next = list.back().next;
    auto row = all_named ? list : in_one_row(list);
    if (any_named || meet(row)) list = std::move(row);
    sort(list);
    Period period = days(*list.front().start, *list.front().end, *list.front().grain, next);
    period.year_free = !any_named;
    for (const Period& one : list) {
        if (*one.start > *period.end) period.apart = true;
        period.end = std::max(*period.end, *one.end);
        if (period.note.empty()) period.note = one.note;
    }
    if (period.apart) period.note = "the periods between the ones that are named are shown too";
    period.trust = std::max_element(list.begin(), list.end(), [](const Period& a, const Period& b) {
                       return a.trust < b.trust;
                   })->trust;
    mark_partial(scene, period);
    return period;
}

Period from_first_to_last(const Scene& scene, const Period& of, std::vector<int> numbers, std::size_t next) {
    std::sort(numbers.begin(), numbers.end());
    const Day month = Day::of(of.start->year(), of.start->month(), 1);
    Period period = days(month.plus(numbers.front() - 1), month.plus(numbers.back()), Grain::day, next);
    period.apart = numbers.back() - numbers.front() >= static_cast<int>(numbers.size());
    if (period.apart) period.note = "the days between the ones that are named are shown too";
    period.year_free = of.year_free;
    mark_partial(scene, period);
    return period;
}

bool is_one_day(const std::optional<Period>& period) {
    return period && period->start && period->end && period->grain == Grain::day &&
           period->start->plus(1) == *period->end && period->trust != Trust::inner;
}

// "1 and 2 December", "the 3rd, 5th and 9th of May": the month stands behind the last day.
std::optional<Period> days_then_month(const Scene& scene, std::size_t at) {
    constexpr std::size_t days_most = 10;
    std::vector<int> numbers;
    for (std::size_t k = at; numbers.size() < days_most;) {
        const auto day = bare_day(scene.tokens, k);
        if (!day) return std::nullopt;
        if (const auto last = numbers.empty() ? std::nullopt : single_period(scene, scene.tokens.skip(k, {"the"}));
            is_one_day(last) && last->start->day() == day->value && last->next > day->next) {
            numbers.push_back(day->value);
            return from_first_to_last(scene, *last, std::move(numbers), last->next);
        }
        numbers.push_back(day->value);
        const auto behind = behind_joiner(scene.tokens, day->next);
        if (!behind) return std::nullopt;
        k = *behind;
    }
    return std::nullopt;
}

// "December 1 and 2": it stands before the first.
std::optional<Period> month_then_days(const Scene& scene, std::size_t at) {
    const auto first = single_period(scene, at);
    if (!is_one_day(first) || scene.tokens[at].kind != Token::Kind::word) return std::nullopt;
    const auto behind =
        scene.tokens.is_one_of(first->next, {"and", "&"}) ? std::optional<std::size_t>(first->next + 1) : std::nullopt;
    const auto day = behind ? bare_day(scene.tokens, *behind) : std::nullopt;
    const bool month = month_named(scene.tokens[at].text).has_value();
    if (!month || !day || day->value <= first->start->day() || noun_at(scene.tokens, day->next) ||
        single_period(scene, *behind))
        return std::nullopt;
    return from_first_to_last(scene, *first, {first->start->day(), day->value}, day->next);
}

}  // namespace

std::span<const Rule> list_rules() {
    static constexpr std::array<Rule, 3> rules{listed, days_then_month, month_then_days};
    return rules;
}

}  // namespace parley::planner::dates
