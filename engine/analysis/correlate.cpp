#include "analysis/correlate.h"

#include <algorithm>
#include <cmath>

namespace parley::analysis {
namespace {

constexpr std::size_t points_min = 3;          // Two points always lie on a line.
constexpr std::int64_t lagged_points_min = 8;  // Of thirteen lags one fits few points by chance.
constexpr double clearly_stronger = 0.1;
constexpr double worth_telling = 0.5;

std::optional<double> number_of(const Frame& frame, const Figures& figures) {
    const Cell cell = outcome(*frame.sources.front().metric, frame.kind_of(0), figures.value, figures.per);
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*integer);
    const auto* real = std::get_if<double>(&cell);
    return real ? std::optional<double>(*real) : std::nullopt;
}

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

// Whole buckets only.
Correlation correlate(const Series& left, const Series& right, std::int64_t lag = 0) {
    std::vector<std::pair<double, double>> points;
    for (const auto& entry : left) {
        const auto other = right.find(entry.first + lag);
        if (other != right.end()) points.emplace_back(entry.second, other->second);
    }
    return pearson(points);
}

Series changes_of(const Series& series) {
    Series changes;
    for (const auto& [bucket, value] : series) {
        const auto before = series.find(bucket - 1);
        if (before != series.end()) changes.emplace(bucket, value - before->second);
    }
    return changes;
}

Cell coefficient_of(const Correlation& correlation) {
    return correlation.coefficient ? Cell(*correlation.coefficient) : Cell();
}

struct Row {
    std::vector<Cell> groups;
    Correlation correlation;
    std::optional<Lagged> lagged;
    Correlation changes;

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

Table table_of_rows(std::vector<Column> groups, const std::vector<Row>& rows) {
    Table table;
    table.columns = std::move(groups);
    const std::size_t first = table.columns.size();
    table.columns.emplace_back("correlation", Kind::number, Role::measure);
    table.columns.emplace_back("points", Kind::count, Role::key);
    table.columns.emplace_back("lag", Kind::count, Role::key);
    table.columns.emplace_back("best lag", Kind::count, Role::key);
    table.columns.emplace_back("best lag correlation", Kind::number, Role::key);
    table.columns.emplace_back("correlation of changes", Kind::number, Role::key);
    for (const Row& row : rows) {
        for (std::size_t group = 0; group < first; ++group) table.columns[group].add(row.groups[group]);
        std::vector<Cell> cells{coefficient_of(row.correlation), row.correlation.points, std::int64_t{0}};
        cells.push_back(row.lagged ? Cell(row.lagged->lag) : Cell());
        cells.push_back(row.lagged ? coefficient_of(row.lagged->correlation) : Cell());
        cells.push_back(coefficient_of(row.changes));
        for (std::size_t cell = 0; cell < cells.size(); ++cell) table.columns[first + cell].add(cells[cell]);
    }
    return table;
}

}  // namespace

std::optional<Lagged> best_lag(const Series& left, const Series& right) {
    const Correlation plain = correlate(left, right);
    const double strength = plain.coefficient ? std::fabs(*plain.coefficient) : 0;
    const std::int64_t furthest = std::min(lag_max, plain.points / 4);
    std::optional<Lagged> best;
    for (std::int64_t size = 1; size <= furthest; ++size) {
        for (const std::int64_t lag : {size, -size}) {
            const Correlation moved = correlate(left, right, lag);
            if (!moved.coefficient || moved.points < lagged_points_min) continue;
            const double own = std::fabs(*moved.coefficient);
            const double so_far =
                best ? std::fabs(*best->correlation.coefficient) : std::max(strength + clearly_stronger, worth_telling);
            if (own > so_far) best = Lagged{lag, moved};
        }
    }
    return best;
}

Correlation of_changes(const Series& left, const Series& right) {
    return correlate(changes_of(left), changes_of(right));
}

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
        rows.push_back({entry.first, correlate(entry.second, other), best_lag(entry.second, other),
                        of_changes(entry.second, other)});
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.strength() > b.strength(); });
    const int limit = first.plan.limit.value_or(0);
    if (limit > 0 && rows.size() > static_cast<std::size_t>(limit)) rows.resize(static_cast<std::size_t>(limit));

    return table_of_rows(group_columns(first), rows);
}

}  // namespace parley::analysis
