#include "narrate/story.h"

#include "base/money.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley::narrate {
namespace {

constexpr std::size_t name_bytes_max = 80;

const planner::Metric* metric_of(const std::string& name, std::span<const planner::Offer> offers) {
    for (const planner::Offer& offer : offers) {
        const std::string prefix = offer.vendor.text + ".";
        if (name.rfind(prefix, 0) != 0) continue;
        if (const planner::Metric* metric = offer.metric(name.substr(prefix.size()))) return metric;
    }
    return nullptr;
}

std::string vendor_of(const std::string& metric, std::span<const planner::Offer> offers) {
    for (const planner::Offer& offer : offers) {
        if (metric.rfind(offer.vendor.text + ".", 0) == 0) return said(offer.name);
    }
    return said(metric.substr(0, metric.find('.')));
}

bool is_other_statistic(const planner::Measure& measure, const planner::Metric* metric) {
    const auto asked = planner::aggregate_named(measure.aggregate);
    return metric && !metric->per && asked && *asked != metric->value.aggregate;
}

bool is_comparison(const std::string& name) {
    return name == "previous" || name == "change" || name == "change_ratio" ||
           name.find(": previous") != std::string::npos || name.find(": change") != std::string::npos;
}

// The bucket that the period is, if it is one: a quarter is said as "Q3 2026" and not as its days.
std::optional<std::string> label_of(const Calendar& calendar, Day start, Day end) {
    for (const Grain grain : {Grain::month, Grain::quarter, Grain::year}) {
        if (calendar.bucket(start, grain) == start && calendar.next(start, grain) == end)
            return calendar.label(start, grain);
    }
    return std::nullopt;
}

std::string days_text(Day start, Day last) {
    if (start == last) return cat(" on ", day_text(last));
    const std::string whole = day_text(start);
    const std::string first = start.year() == last.year() ? whole.substr(0, whole.size() - 5) : whole;
    return cat(" from ", first, " to ", day_text(last));
}

}  // namespace

bool Subject::is_stock() const {
    return metric && !metric->per && metric->value.timing != planner::Timing::during;
}

bool Subject::adds_up() const {
    return metric && !metric->per &&
           (metric->value.aggregate == planner::Aggregate::sum ||
            metric->value.aggregate == planner::Aggregate::count) &&
           !count && !other_statistic;
}

bool Subject::counts_all() const {
    return adds_up() || (metric && !metric->per && metric->value.aggregate == planner::Aggregate::distinct);
}

bool Story::whole(std::size_t row) const {
    if (!time || !grain || !time->has(row)) return false;
    const Day start{static_cast<std::int32_t>(time->integer(row))};
    const Day next = calendar.next(start, *grain);
    if (next > today) return false;
    const bool cut_before = plan.range && plan.range->start && start < *plan.range->start;
    const bool cut_behind = plan.range && plan.range->end && *plan.range->end < next;
    return !cut_before && !cut_behind;
}

std::string Story::group_name(std::size_t row) const {
    std::vector<std::string> names;
    for (const Column* group : groups)
        names.push_back(group->has(row) ? in_quotes(cell_text(table, *group, row)) : "(none)");
    return join(names, ", ");
}

std::string Story::period() const {
    if (!plan.range) return "";
    const auto& start = plan.range->start;
    const auto& end = plan.range->end;
    const Day last = std::min(end ? end->plus(-1) : today, today);
    if (!start) return cat(" up to ", day_text(end ? end->plus(-1) : today));
    if (last < *start) return end ? days_text(*start, end->plus(-1)) : cat(" from ", day_text(*start));
    return days_text(*start, last);
}

std::string Story::moment(const Subject& subject) const {
    const bool at_start = subject.metric && subject.metric->value.timing == planner::Timing::at_start;
    const auto start = plan.range ? plan.range->start : std::nullopt;
    const auto end = plan.range ? plan.range->end : std::nullopt;
    if (at_start) return start ? cat(" at the start of ", day_text(*start)) : "";
    if (!end || *end > today) return cat(" on ", day_text(today));
    const auto label = start ? label_of(calendar, *start, *end) : std::nullopt;
    if (label) return cat(" at the end of ", *label, " (", day_text(end->plus(-1)), ")");
    return cat(" at the end of ", day_text(end->plus(-1)));
}

std::string Story::conditions() const {
    std::vector<std::string> parts;
    for (const planner::Filter& filter : plan.filters) {
        std::vector<std::string> values;
        const auto add = [&](const Json& value) {
            const std::string text = value.is_string() ? value.get<std::string>() : dump(value);
            // A bare number is no name; the field's word makes it one.
            const bool is_name = value.is_string() && std::any_of(text.begin(), text.end(), [](char c) {
                                     return static_cast<unsigned char>(c) >= 0x80 ||
                                            std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ':';  // "09:00"
                                 });
            values.push_back(in_quotes(is_name ? text : cat(filter.field, " ", text)));
        };
        if (filter.value.is_array())
            std::for_each(filter.value.begin(), filter.value.end(), add);
        else
            add(filter.value);
        const bool clock = filter.value.is_string() && filter.value.get<std::string>().find(':') != std::string::npos;
        const std::string op = filter.op == "=" || filter.op == "in" ? ""
                               : filter.op == "!="                   ? "other than "
                               : clock && filter.op == ">="          ? "from "
                               : clock && filter.op == "<"           ? "before "
                                                                     : filter.op + " ";
        if (filter.op == "contains")
            parts.push_back(cat(filter.field, " with ", join(values, " or "), " in its name"));
        else
            parts.push_back(cat(filter.field, " ", op, join(values, " or ")));
    }
    return parts.empty() ? "" : cat(" for ", join(parts, " and "));
}

std::vector<std::vector<std::size_t>> Story::lists() const {
    std::vector<std::pair<Cell, std::vector<std::size_t>>> found;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const Cell code = currency ? currency->cell(row) : Cell();
        auto list = std::find_if(found.begin(), found.end(), [&](const auto& entry) { return entry.first == code; });
        if (list == found.end()) list = found.insert(found.end(), {code, {}});
        list->second.push_back(row);
    }
    std::vector<std::vector<std::size_t>> lists;
    for (auto& entry : found) lists.push_back(std::move(entry.second));
    return lists;
}

Story read(const Table& table, const planner::Plan& plan, std::span<const planner::Offer> offers,
           const Calendar& calendar, Day today) {
    Story story{table, plan, calendar, today, {}, {}, {}, nullptr, plan.grain, {}, nullptr, nullptr, nullptr, nullptr};
    for (const planner::Measure& measure : plan.measures) {
        const planner::Metric* metric = metric_of(measure.metric, offers);
        story.measure_names.push_back(said(metric ? metric->name : measure.metric));
        story.vendor_names.push_back(vendor_of(measure.metric, offers));
    }
    const Column* currency = nullptr;
    bool money_by_row = false;
    for (const Column& column : table.columns) {
        if (column.role == Role::time && !story.time)
            story.time = &column;
        else if (column.role == Role::dimension && column.name == "currency")
            currency = &column;
        else if (column.role == Role::dimension)
            story.groups.push_back(&column);
        if (column.role != Role::measure) continue;
        money_by_row = money_by_row || (column.kind == Kind::money && column.unit.empty());
        if (is_comparison(column.name)) continue;
        Subject subject;
        subject.column = &column;
        const std::size_t at = story.subjects.size();
        if (at < plan.measures.size()) {
            subject.metric = metric_of(plan.measures[at].metric, offers);
            subject.other_statistic = is_other_statistic(plan.measures[at], subject.metric);
        }
        subject.value = table.find(column.name + ": value");
        subject.per = table.find(column.name + ": per");
        subject.count = table.find(column.name + ": count");
        story.subjects.push_back(subject);
    }
    if (currency && money_by_row)
        story.currency = currency;
    else if (currency)
        story.groups.push_back(currency);
    if (story.time && !story.grain) story.grain = grain_named(story.time->unit);
    story.previous = table.find("previous");
    story.change = table.find("change");
    story.change_ratio = table.find("change_ratio");
    return story;
}

std::string_view was(std::string_view name) {
    return is(name) == " are " ? " were " : " was ";
}

std::string_view is(std::string_view name) {
    name = name.substr(0, name.find(" of "));  // "the number of orders" is one number.
    const bool plural = name.size() > 1 && name.back() == 's' && name[name.size() - 2] != 's';
    return plural ? " are " : " is ";
}

std::string in_quotes(std::string_view name) {
    std::string text(name.substr(0, name_bytes_max));
    while (!text.empty() && !is_valid_utf8(text)) text.pop_back();
    for (char& c : text) {
        if (c == '"')
            c = '\'';
        else if (static_cast<unsigned char>(c) < 0x20)
            c = ' ';
    }
    return cat("\"", text, text.size() < name.size() ? "..." : "", "\"");
}

std::string said(const std::string& name) {
    const bool digits = std::any_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? in_quotes(name) : name;
}

std::string day_text(Day day) {
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return cat(day.day(), " ", months[static_cast<std::size_t>(day.month() - 1)], " ", day.year());
}

Sentence& Sentence::say(std::string_view words) {
    finding_.text += words;
    return *this;
}

Sentence& Sentence::cell(const Column& column, std::size_t row) {
    std::string text = cell_text(story_.table, column, row);
    finding_.text += text;
    finding_.values.push_back({std::move(text), cell_json(story_.table, column, row), row, column.name, ""});
    return *this;
}

Sentence& Sentence::group(std::size_t row) {
    say(story_.group_name(row));
    for (const Column* column : story_.groups) {
        if (!column->has(row)) continue;
        std::string text = cell_text(story_.table, *column, row);
        const bool is_said = finding_.text.find(text) != std::string::npos;
        if (!is_said || all_numbers_traced(in_quotes(text), {})) continue;
        finding_.values.push_back({std::move(text), cell_json(story_.table, *column, row), row, column->name, ""});
    }
    return *this;
}

Sentence& Sentence::computed(std::string text, OrderedJson value, std::string formula) {
    finding_.text += text;
    finding_.values.push_back({std::move(text), std::move(value), std::nullopt, "", std::move(formula)});
    return *this;
}

Sentence& Sentence::share(double value, std::string formula) {
    return computed(cat(format_number(value * 100, 1), " %"), value, std::move(formula));
}

Sentence& Sentence::count(std::int64_t value, std::string formula) {
    return computed(format_count(value), value, std::move(formula));
}

Finding Sentence::finish(std::string kind) && {
    std::string& text = finding_.text;
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    if (!text.empty() && text.back() != '.') text += '.';
    finding_.kind = std::move(kind);
    return std::move(finding_);
}

}  // namespace parley::narrate
