#include "analysis/correlate.h"

#include <cmath>

namespace parley::analysis {
namespace {

constexpr std::size_t points_min = 3;  // Two points always lie on a line.

std::optional<double> number_of(const Frame& frame, const Figures& figures) {
    const Cell cell = outcome(*frame.sources.front().metric, frame.kind_of(0), figures.value, figures.per);
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*integer);
    const auto* real = std::get_if<double>(&cell);
    return real ? std::optional<double>(*real) : std::nullopt;
}

using Series = std::map<std::int64_t, double>;  // By bucket; whole buckets only.

std::map<std::vector<Cell>, Series> series_of(const Frame& frame, const Grid& grid) {
    std::map<std::vector<Cell>, Series> all;
    for (const auto& entry : grid) {
        Series& series = all[entry.first.groups];
        const Bucket& bucket = frame.timeline.buckets[static_cast<std::size_t>(entry.first.bucket)];
        const auto number = number_of(frame, entry.second.front());
        if (bucket.whole && number) series.emplace(entry.first.bucket, *number);
    }
    return all;
}

Correlation correlate(const Series& left, const Series& right) {
    std::vector<std::pair<double, double>> points;
    for (const auto& entry : left) {
        const auto other = right.find(entry.first);
        if (other != right.end()) points.emplace_back(entry.second, other->second);
    }
    return pearson(points);
}

struct Row {
    std::vector<Cell> groups;
    Correlation correlation;

    double strength() const { return correlation.coefficient ? std::fabs(*correlation.coefficient) : -1; }
};

std::vector<Column> group_columns(const Frame& frame) {
    std::vector<Column> columns;
    const Source& source = frame.sources.front();
    for (std::size_t group = 0; group < source.groups.size(); ++group) {
        const Column* own = source.column(source.groups[group]);
        columns.emplace_back(frame.plan.group_by[group], own ? own->kind : Kind::text, Role::dimension,
                             own ? own->unit : "");
    }
    const bool named =
        std::find(frame.plan.group_by.begin(), frame.plan.group_by.end(), "currency") != frame.plan.group_by.end();
    if (frame.currencies == Currencies::apart && !named) columns.emplace_back("currency", Kind::text, Role::dimension);
    return columns;
}

}  // namespace

Correlation pearson(const std::vector<std::pair<double, double>>& points) {
    Correlation result{std::nullopt, static_cast<std::int64_t>(points.size())};
    if (points.size() < points_min) return result;
    double mean_x = 0;
    double mean_y = 0;
    for (const auto& point : points) {
        mean_x += point.first;
        mean_y += point.second;
    }
    mean_x /= static_cast<double>(points.size());
    mean_y /= static_cast<double>(points.size());
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (const auto& point : points) {
        const double dx = point.first - mean_x;
        const double dy = point.second - mean_y;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    if (xx <= 0 || yy <= 0) return result;
    result.coefficient = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
    return result;
}

Result<Table> correlation_table(const Frame& first, const Grid& first_grid, const Frame& second,
                                const Grid& second_grid) {
    const auto others = series_of(second, second_grid);
    if (others.size() > 1) {
        return Error{Fault::invalid,
                     "The second measure comes in several currencies: filter by one to correlate with it.", ""};
    }
    const Series nothing_there;
    const Series& other = others.empty() ? nothing_there : others.begin()->second;
    std::vector<Row> rows;
    for (const auto& entry : series_of(first, first_grid))
        rows.push_back({entry.first, correlate(entry.second, other)});
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.strength() > b.strength(); });
    const int limit = first.plan.limit.value_or(0);
    if (limit > 0 && rows.size() > static_cast<std::size_t>(limit)) rows.resize(static_cast<std::size_t>(limit));

    Table table;
    table.columns = group_columns(first);
    const std::size_t groups = table.columns.size();
    table.columns.emplace_back("correlation", Kind::number, Role::measure);
    table.columns.emplace_back("points", Kind::count, Role::key);
    table.columns.emplace_back("lag", Kind::count, Role::key);
    for (const Row& row : rows) {
        for (std::size_t group = 0; group < groups; ++group) table.columns[group].add(row.groups[group]);
        table.columns[groups].add(row.correlation.coefficient ? Cell(*row.correlation.coefficient) : Cell());
        table.columns[groups + 1].add(row.correlation.points);
        table.columns[groups + 2].add(std::int64_t{0});
    }
    return table;
}

}  // namespace parley::analysis
