#include "analysis/histogram.h"

#include "base/money.h"
#include "base/result.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace parley::analysis {
namespace {

using planner::Aggregate;

// The column's values as people say them: money in major units, seconds as the minutes that the metric gives.
struct Scale {
    Kind kind = Kind::number;
    std::string unit;
    double factor = 1;  // Of what the column holds.
};

Scale scale_of(const Source& source, const Column& column, const std::string& code) {
    const planner::Metric& metric = *source.metric;
    Scale scale;
    scale.factor = static_cast<double>(metric.times) / static_cast<double>(metric.divided_by);
    if (source.money) {
        scale.kind = Kind::money;
        scale.unit = code;
        scale.factor /= std::pow(10.0, currency_exponent(code));
        return scale;
    }
    scale.kind = column.kind == Kind::count && metric.divided_by == 1 ? Kind::count : Kind::number;
    scale.unit = metric.unit;
    return scale;
}

// The next of 1, 2, 5, 10, 20, 50 ... that is not smaller.
double round_width(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (step * power >= least * 0.999) return step * power;
    }
    return 10 * power;
}

struct Ends {
    double low = 0;
    double high = 0;
    double median = 0;
    std::string code;
    bool any = false;
};

Source counted(const Source& source, const planner::Metric& metric, Aggregate aggregate) {
    Source made = source;
    made.metric = &metric;
    made.value.aggregate = aggregate;
    made.groups.clear();
    return made;
}

// Smallest, middle and largest value of the rows that count.
Result<Ends> ends_of(Database& database, const Source& source, const planner::Metric& metric, const Timeline& timeline,
                     const Setting& setting) {
    std::vector<Source> sources;
    for (const Aggregate aggregate : {Aggregate::minimum, Aggregate::maximum, Aggregate::median})
        sources.push_back(counted(source, metric, aggregate));
    const Currencies currencies = source.codes.size() > 1 ? Currencies::apart : Currencies::together;
    PARLEY_TRY(const Grid grid, make_grid(database, {sources, timeline, setting, false, currencies, nullptr}));
    Ends ends;
    std::set<std::string> codes;
    for (const auto& [key, figures] : grid) {
        if (figures.front().value.values == 0) continue;
        ends = {figures[0].value.as_real(), figures[1].value.as_real(), figures[2].value.as_real(), "", true};
        const auto* code = key.groups.empty() ? nullptr : std::get_if<std::string>(&key.groups.back());
        codes.insert(code ? *code : "");
    }
    if (codes.size() > 1) {
        return invalid(cat("The amounts are in ", join({codes.begin(), codes.end()}, ", "),
                           ", which have no ranges in common: ask for one currency."));
    }
    ends.code = currencies == Currencies::apart && !codes.empty() ? *codes.begin() : source.unit;
    if (ends.code.empty() && source.codes.size() == 1) ends.code = source.codes.front();
    return ends;
}

struct Ranges {
    double width = 1;
    std::int64_t first = 0;
    std::int64_t last = 0;

    std::int64_t at(double value) const {
        constexpr double slack = 1e-9;  // 0.3 is a little less than three times 0.1.
        return static_cast<std::int64_t>(std::floor(value / width + slack));
    }
    double start(std::int64_t range) const { return static_cast<double>(range) * width; }
};

Result<Ranges> ranges_of(const planner::Plan& plan, const Ends& ends, const Scale& scale) {
    constexpr double ranges_wished = 10;
    const double low = ends.low * scale.factor;
    const double high = ends.high * scale.factor;
    Ranges ranges;
    ranges.width = plan.bins->width.value_or(high > low ? round_width((high - low) / ranges_wished) : 1);
    if (scale.kind == Kind::count && !plan.bins->width) ranges.width = std::max(1.0, ranges.width);
    const double most = std::max(std::fabs(low), std::fabs(high)) / ranges.width;
    if (!(ranges.width > 0) || (high - low) / ranges.width >= static_cast<double>(bins_max) || most > 1e12) {
        return invalid(cat("Ranges of ", format_number(ranges.width, 2), " are too narrow for values from ",
                           format_number(low, 2), " to ", format_number(high, 2),
                           ": there would be more than anybody reads. Ask for wider ones."));
    }
    ranges.first = ranges.at(low);
    ranges.last = ranges.at(high);
    return ranges;
}

std::shared_ptr<const Column> places_of(const Column& values, const Ranges& ranges, const Scale& scale) {
    auto places = std::make_shared<Column>(std::string(joined_key), Kind::text, Role::dimension);
    places->reserve(values.size());
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (values.has(row))
            places->add(cat(ranges.at(values.numeric(row) * scale.factor)));
        else
            places->add_null();
    }
    return places;
}

int decimals_of(double width) {
    int decimals = 0;
    for (double rest = width; decimals < 6 && std::fabs(rest - std::round(rest)) > 1e-6; rest *= 10) ++decimals;
    return decimals;
}

Cell end_cell(double value, const Scale& scale) {
    if (scale.kind == Kind::money)
        return static_cast<std::int64_t>(std::llround(value * std::pow(10.0, currency_exponent(scale.unit))));
    if (scale.kind == Kind::count) return static_cast<std::int64_t>(std::llround(value));
    return value;
}

Table empty_table(const Source& source, const Scale& scale) {
    std::string name = source.value.column;
    std::replace(name.begin(), name.end(), '_', ' ');
    Table table;
    table.columns.emplace_back(name, Kind::text, Role::dimension);
    table.columns.emplace_back(lower(source.input->dataset->name), Kind::count, Role::measure);
    for (const char* const end : {"from", "to", "median"})
        table.columns.emplace_back(end, scale.kind, Role::key, scale.unit);
    if (scale.kind == Kind::count) table.columns.back().kind = Kind::number;  // Two middle values have a half.
    return table;
}

}  // namespace

Result<Table> histogram_of(Database& database, const planner::Plan& plan, const Source& source,
                           const Timeline& timeline, const Setting& setting) {
    planner::Metric metric = *source.metric;
    metric.per.reset();  // The values themselves are looked at, not what they are divided by.
    const Column* values = source.column(source.value.column);
    if (source.value.column.empty() || (values && values->kind == Kind::text))
        return invalid(cat(metric.name, " has no sizes that could be spread over ranges."));
    if (source.empty() || values == nullptr) return empty_table(source, Scale{});
    PARLEY_TRY(const Ends ends, ends_of(database, source, metric, timeline, setting));
    const Scale scale = scale_of(source, *values, ends.code);
    Table table = empty_table(source, scale);
    if (!ends.any) return table;
    PARLEY_TRY(const Ranges ranges, ranges_of(plan, ends, scale));

    Source placed = counted(source, metric, Aggregate::count);
    placed.key = places_of(*values, ranges, scale);
    placed.groups = {std::string(joined_key)};
    const std::vector<Source> alone{std::move(placed)};
    PARLEY_TRY(const Grid grid, make_grid(database, {alone, timeline, setting, false, Currencies::together, nullptr}));
    std::map<std::string, std::int64_t> counts;
    for (const auto& [key, figures] : grid) {
        const auto* place = std::get_if<std::string>(&key.groups.front());
        if (place != nullptr) counts[*place] = figures.front().value.values;
    }
    const int decimals = decimals_of(ranges.width);
    const std::string lead = scale.kind == Kind::money && !scale.unit.empty() ? cat(scale.unit, " ") : "";
    for (std::int64_t range = ranges.first; range <= ranges.last; ++range) {
        const double from = ranges.start(range);
        const double to = ranges.start(range + 1);
        table.columns[0].add(cat(lead, format_number(from, decimals), " to ", format_number(to, decimals)));
        const auto count = counts.find(cat(range));
        table.columns[1].add(count == counts.end() ? std::int64_t{0} : count->second);
        table.columns[2].add(end_cell(from, scale));
        table.columns[3].add(end_cell(to, scale));
        if (scale.kind == Kind::money)
            table.columns[4].add(end_cell(ends.median * scale.factor, scale));
        else
            table.columns[4].add(ends.median * scale.factor);
    }
    return table;
}

}  // namespace parley::analysis
