#include "ask/time_columns.h"

#include "base/text.h"
#include "vendors/time_parts.h"

#include <algorithm>
#include <array>

namespace parley::ask {
namespace {

using vendors::TimePart;

bool is_wanted(const planner::Plan& plan, std::string_view name) {
    const auto filters = [&](const std::vector<planner::Filter>& all) {
        return std::any_of(all.begin(), all.end(), [&](const planner::Filter& filter) { return filter.field == name; });
    };
    return std::find(plan.group_by.begin(), plan.group_by.end(), name) != plan.group_by.end() ||
           filters(plan.filters) || (plan.join && filters(plan.join->filters));
}

// "Cancellations" count rows by the time of their end, not of their beginning.
std::string time_column(const planner::Plan& plan, const planner::Offer& offer, const planner::Dataset& dataset) {
    for (const auto& measure : plan.measures) {
        for (const auto& metric : offer.metrics) {
            const bool asked = metric.dataset == dataset.id && measure.metric == cat(offer.vendor.text, ".", metric.id);
            if (asked && !metric.value.time_column.empty()) return metric.value.time_column;
        }
    }
    return dataset.time_field;
}

std::string hour_text(int hour) {
    return cat(hour < 10 ? "0" : "", hour, ":00");
}

constexpr int week_days = 7;
constexpr std::array<const char*, week_days> weekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                      "Friday", "Saturday", "Sunday"};

// weekday: 1 Monday to 7 Sunday.
std::string weekday_text(int weekday, const Calendar& calendar) {
    const int place = (weekday - calendar.rules().week_start + week_days) % week_days + 1;
    return cat(place, " ", weekdays.at(static_cast<std::size_t>(weekday - 1)));
}

void write_weekday(Json& value, const Calendar& calendar) {
    if (value.is_array()) {
        for (Json& one : value) write_weekday(one, calendar);
        return;
    }
    if (!value.is_string()) return;
    for (int day = 1; day <= week_days; ++day) {
        if (lower(value.get<std::string>()) != lower(weekdays.at(static_cast<std::size_t>(day - 1)))) continue;
        value = weekday_text(day, calendar);
        return;
    }
}

void add_column(TimePart part, const Column& time, const Calendar& calendar, Table& rows) {
    Column column(std::string(vendors::name_of(part)), Kind::text, Role::dimension);
    column.reserve(time.size());
    for (std::size_t row = 0; row < time.size(); ++row) {
        if (!time.has(row)) {
            column.add_null();
            continue;
        }
        const bool day = time.kind == Kind::day;
        const Instant instant = day ? Instant() : from_unix_seconds(time.integer(row));
        if (part == TimePart::hour)
            column.add(hour_text(calendar.hour_of(instant)));
        else
            column.add(weekday_text(
                (day ? Day{static_cast<std::int32_t>(time.integer(row))} : calendar.day_of(instant)).weekday(),
                calendar));
    }
    rows.columns.push_back(std::move(column));
}

}  // namespace

bool is_time_column(const planner::Dataset& dataset, std::string_view column) {
    const planner::Field* field = dataset.field(column);
    return field != nullptr && !field->part_of.empty();
}

void add_time_columns(const planner::Plan& plan, const planner::Step& step, const planner::Offer& offer,
                      const Calendar& calendar, Table& rows) {
    const planner::Dataset* dataset = offer.dataset(step.dataset);
    if (dataset == nullptr) return;
    for (const TimePart part : {TimePart::hour, TimePart::weekday}) {
        const std::string_view name = vendors::name_of(part);
        if (!is_wanted(plan, name) || !is_time_column(*dataset, name) || rows.find(name) != nullptr) continue;
        const Column* time = rows.find(time_column(plan, offer, *dataset));
        if (time == nullptr || (time->kind != Kind::time && (time->kind != Kind::day || part == TimePart::hour)))
            continue;
        // A reference into the columns would not live through adding one.
        const Column copy = *time;
        add_column(part, copy, calendar, rows);
    }
}

planner::Plan over_time_columns(planner::Plan plan, const planner::Offer& offer, const Calendar& calendar) {
    const std::string_view name = vendors::name_of(TimePart::weekday);
    const auto is_made = [&](const planner::Step& step) {
        const planner::Dataset* dataset = offer.dataset(step.dataset);
        return dataset != nullptr && is_time_column(*dataset, name);
    };
    if (std::none_of(plan.steps.begin(), plan.steps.end(), is_made)) return plan;
    const auto write = [&](std::vector<planner::Filter>& filters) {
        for (auto& filter : filters) {
            if (filter.field == name) write_weekday(filter.value, calendar);
        }
    };
    write(plan.filters);
    if (plan.join) write(plan.join->filters);
    return plan;
}

}  // namespace parley::ask
