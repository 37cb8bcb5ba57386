#include "planner/routing/day_parts.h"

#include "base/text.h"
#include "planner/dates/hours.h"

#include <algorithm>
#include <array>
#include <set>

namespace parley::planner {
namespace {

constexpr std::array<const char*, 7> week{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

// The dimension that is made from the rows' own time, where these rows have it.
const Dimension* made_of_time(const Draft& draft, std::string_view id) {
    const Dimension* of = draft.candidate.offer->dimension(id);
    if (of == nullptr || !draft.has(*of)) return nullptr;
    const Dataset* rows = draft.candidate.offer->rows_of(*draft.candidate.metric);
    const Field* field = rows == nullptr ? nullptr : rows->field(of->columns.at(rows->id));
    return field != nullptr && !field->part_of.empty() ? of : nullptr;
}

std::string hour_text(int hour) {
    return cat(hour < 10 ? "0" : "", hour, ":00");
}

void add_hours(const dates::Hours& hours, const Dimension& of, std::vector<Filter>& filters) {
    constexpr int day = 24;
    if (hours.first < hours.end) {
        if (hours.first > 0) filters.push_back({of.id, ">=", hour_text(hours.first)});
        if (hours.end < day) filters.push_back({of.id, "<", hour_text(hours.end)});
        return;
    }
    std::vector<std::string> all;  // Past midnight: two stretches of one day.
    for (int hour = 0; hour < day; ++hour) {
        if (hour >= hours.first || hour < hours.end) all.push_back(hour_text(hour));
    }
    filters.push_back({of.id, "in", all});
}

void take_bytes(Draft& draft, std::size_t from, std::size_t to) {
    for (std::size_t k = 0; k < draft.words().size(); ++k) {
        if (draft.words()[k].at >= from && draft.words()[k].at < to) draft.take(k, 1);
    }
}

bool is_said_of_metric(const Draft& draft, std::size_t from, std::size_t to) {
    for (std::size_t k = 0; k < draft.words().size(); ++k) {
        if (draft.words()[k].at >= from && draft.words()[k].at < to && draft.in_metric_name(k)) return true;
    }
    return false;
}

void read_hours(Draft& draft) {
    const auto hours = dates::find_hours(draft.reading.text, draft.reading.found);
    if (!hours || is_said_of_metric(draft, hours->at, hours->at + hours->length)) return;
    take_bytes(draft, hours->at, hours->at + hours->length);
    const Dimension* of = made_of_time(draft, "hour");
    if (of == nullptr) {
        draft.slots.notes.push_back(cat("\"", draft.reading.text.substr(hours->at, hours->length),
                                        "\" had no effect: these rows have no hours, and whole days are shown"));
        return;
    }
    add_hours(*hours, *of, draft.slots.filters);
    if (!hours->note.empty()) draft.slots.notes.push_back(hours->note);
}

// The days that a word is the name of, and whether it is said of many: "saturdays", "weekend".
struct NamedDays {
    std::vector<int> days;  // 0: Monday
    bool many = false;
};

NamedDays days_named(std::string_view word) {
    constexpr int friday = 4;
    for (int day = 0; day < static_cast<int>(week.size()); ++day) {
        const std::string name = lower(week[static_cast<std::size_t>(day)]);
        if (word == name || word == name + "s") return {{day}, word != name};
    }
    if (word == "weekend" || word == "weekends") return {{friday + 1, friday + 2}, word == "weekends"};
    if (word == "weekdays" || word == "workdays") return {{0, 1, 2, 3, friday}, true};
    return {};
}

// "On Monday" is a date; beside another period, "every", "a" or another weekday it is said of all Mondays.
bool is_said_of_all(const Draft& draft, std::size_t at, const NamedDays& named) {
    const Words& words = draft.words();
    const bool led =
        at > 0 && is_one_of(words, at - 1, {"on", "every", "each", "only", "just", "during", "over", "at"});
    if (words[at].text == "weekdays" || words[at].text == "workdays")
        return led || is_one_of(words, at + 1, {"only"}) || (at > 0 && is_one_of(words, at - 1, {"the", "for"}));
    if (named.many || named.days.size() > 1) return true;
    if (at > 1 && is_one_of(words, at - 1, {"a", "the"}) && is_one_of(words, at - 2, {"on", "at"})) return true;
    const auto joined = [&](std::size_t mark, std::size_t other) {
        return is_one_of(words, mark, {"and", "or", "vs", "versus", "against"}) && other < words.size() &&
               !days_named(words[other].text).days.empty();
    };
    return (led && draft.reading.found) || joined(at + 1, at + 2) || (at > 1 && joined(at - 1, at - 2));
}

struct Asked {
    std::set<int> days;
    std::size_t first = 0;
    std::size_t end = 0;
    bool compared = false;
    bool excluded = false;
};

Asked asked_days(const Draft& draft) {
    const Words& words = draft.words();
    const Cues& cues = draft.reading.cues;
    Asked asked;
    for (std::size_t at = 0; at < words.size(); ++at) {
        NamedDays named = days_named(words[at].text);
        const bool beside = is_one_of(words, at + 1, {"vs", "versus", "against", "and"}) ||
                            (at > 0 && is_one_of(words, at - 1, {"vs", "versus", "against", "and"}));
        if (words[at].text == "weekday" && beside) named = {days_named("weekdays").days, true};
        const bool excluded = at >= cues.excluded_first && at < cues.excluded_first + cues.excluded_count;
        if (named.days.empty() || draft.taken[at] || (!draft.reading.is_open(at) && !excluded)) continue;
        if (draft.in_metric_name(at) || words[at].quoted || (!excluded && !is_said_of_all(draft, at, named))) continue;
        if (asked.days.empty()) asked.first = at;
        asked.end = at + 1;
        asked.days.insert(named.days.begin(), named.days.end());
        const bool against = is_one_of(words, at + 1, {"vs", "versus", "against"}) ||
                             (at > 0 && is_one_of(words, at - 1, {"vs", "versus", "against"}));
        asked.compared = asked.compared || against;
        asked.excluded = asked.excluded || excluded || (at > 0 && is_one_of(words, at - 1, {"not", "except"})) ||
                         (at > 1 && is_one_of(words, at - 1, {"on"}) && is_one_of(words, at - 2, {"not", "except"}));
    }
    return asked;
}

void read_weekdays(Draft& draft) {
    const Words& words = draft.words();
    const Asked asked = asked_days(draft);
    if (asked.days.empty()) return;
    const Dimension* of = made_of_time(draft, "weekday");
    if (of == nullptr) {
        draft.slots.missing_filter =
            cat(text_between(draft.reading.text, words, asked.first, asked.end - asked.first), " (weekday)");
        return;
    }
    for (std::size_t at = asked.first; at < asked.end; ++at) {
        if (!days_named(words[at].text).days.empty() ||
            is_one_of(words, at, {"weekday", "and", "or", "vs", "versus", "against"}))
            draft.take(at, 1);
    }
    std::vector<std::string> names;
    for (const int day : asked.days) names.emplace_back(week[static_cast<std::size_t>(day)]);
    if (asked.compared) draft.group_by(*of);
    if (names.size() == week.size()) return;
    if (asked.excluded)
        for (const auto& name : names) draft.slots.filters.push_back({of->id, "!=", name});
    else if (names.size() == 1)
        draft.slots.filters.push_back({of->id, "=", names.front()});
    else
        draft.slots.filters.push_back({of->id, "in", names});
}

}  // namespace

void read_day_parts(Draft& draft) {
    read_hours(draft);
    read_weekdays(draft);
}

void read_hourly(Draft& draft) {
    const auto& adverb = draft.reading.cues.hourly;
    if (!adverb || draft.in_metric_name(*adverb)) return;
    if (const Dimension* of = made_of_time(draft, "hour"))
        draft.group_by(*of);
    else if (!draft.slots.grain)
        draft.slots.grain = Grain::day;
    if (draft.slots.grain == Grain::day && draft.slots.group_by.empty())
        draft.slots.notes.push_back("these rows have no hours: they are shown by day");
}

}  // namespace parley::planner
