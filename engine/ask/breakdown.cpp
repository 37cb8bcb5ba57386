#include "ask/breakdown.h"

#include "base/text.h"
#include "vendors/breakdown.h"

#include <algorithm>
#include <set>

namespace parley::ask {
namespace {

std::string column_of(const Asked& asked, const std::string& dimension_id) {
    const planner::Dimension* dimension = asked.offer.dimension(dimension_id);
    if (!dimension) return "";
    const auto column = dimension->columns.find(asked.dataset.offer.id);
    return column == dimension->columns.end() ? "" : column->second;
}

// What the plan computes from this dataset.
std::vector<const planner::Metric*> metrics_of(const Asked& asked) {
    std::vector<const planner::Metric*> found;
    const std::string prefix = asked.offer.vendor.text + ".";
    for (const auto& measure : asked.plan.measures) {
        if (!measure.metric.starts_with(prefix)) continue;
        const planner::Metric* metric = asked.offer.metric(measure.metric.substr(prefix.size()));
        if (metric && metric->dataset == asked.dataset.offer.id) found.push_back(metric);
    }
    return found;
}

void add_columns(const planner::Term& term, std::set<std::string>& columns) {
    columns.insert(term.column);
    for (const auto& condition : term.where) columns.insert(condition.column);
}

std::set<std::string> columns_used(const Asked& asked) {
    std::set<std::string> used;
    for (const auto& dimension : asked.plan.group_by) used.insert(column_of(asked, dimension));
    for (const auto& filter : asked.plan.filters) used.insert(column_of(asked, filter.field));
    for (const planner::Metric* metric : metrics_of(asked)) {
        add_columns(metric->value, used);
        if (metric->per) add_columns(*metric->per, used);
    }
    return used;
}

std::string spoken(const Asked& asked, const std::string& column) {
    for (const auto& dimension : asked.offer.dimensions) {
        const auto known = dimension.columns.find(asked.dataset.offer.id);
        if (known != dimension.columns.end() && known->second == column) return dimension.name;
    }
    return column;
}

bool is_grouped_by(const Asked& asked, const std::string& column) {
    return std::any_of(asked.plan.group_by.begin(), asked.plan.group_by.end(),
                       [&](const std::string& dimension) { return column_of(asked, dimension) == column; });
}

// A mean or a peak over rows of single values: over rows of several it would be one of something else.
const planner::Metric* never_added_up(const Asked& asked) {
    if (vendors::has_single_rows(asked.dataset)) return nullptr;
    for (const planner::Metric* metric : metrics_of(asked)) {
        using enum planner::Aggregate;
        const auto aggregate = metric->value.aggregate;
        if (aggregate != sum && aggregate != count && aggregate != distinct) return metric;
    }
    return nullptr;
}

Error cannot_add_up(const Asked& asked, const planner::Metric& metric, const std::string& column) {
    const std::string by = spoken(asked, column);
    return Error{Fault::invalid,
                 cat(asked.offer.name, " gives ", metric.name, " for one ", by,
                     " at a time, and those of several cannot be added up: ask by ", by, ", or for one alone."),
                 column};
}

// The metric itself names one value, and nothing else is computed from the rows.
bool names_one_value(const Asked& asked, const planner::Metric& metric, const std::string& column) {
    const auto& where = metric.value.where;
    return metrics_of(asked).size() == 1 && std::any_of(where.begin(), where.end(), [&](const auto& condition) {
               return condition.column == column && condition.op == "=";
           });
}

bool is_one_value(const planner::Filter& filter) {
    if (filter.op == "=") return !filter.value.is_array() || filter.value.size() == 1;
    return filter.op == "in" && filter.value.is_array() && filter.value.size() == 1;
}

Error too_many(const Asked& asked, const std::vector<std::string>& columns) {
    std::vector<std::string> names;
    for (const auto& column : columns) names.push_back(spoken(asked, column));
    const std::string last = names.back();
    names.pop_back();
    const int most = asked.dataset.breakdowns;
    return Error{Fault::invalid,
                 cat(asked.offer.name, " tells ", asked.dataset.offer.name, " apart by ",
                     most == 1 ? "one thing" : counted(most, "thing", "things"), " at a time, not by ",
                     join(names, ", "), " and ", last, " together."),
                 join(columns, " ")};
}

}  // namespace

Result<std::vector<std::string>> columns_on_demand(const Asked& asked) {
    const std::set<std::string> used = columns_used(asked);
    std::vector<std::string> columns;
    for (const auto& column : asked.dataset.on_demand) {
        if (used.contains(column)) columns.push_back(column);
    }
    if (columns.size() > static_cast<std::size_t>(asked.dataset.breakdowns)) return too_many(asked, columns);
    const planner::Metric* metric = never_added_up(asked);
    if (!metric) return columns;
    for (const auto& column : columns) {
        if (is_grouped_by(asked, column)) continue;
        bool is_one = names_one_value(asked, *metric, column);
        for (const auto& filter : asked.plan.filters) {
            if (column_of(asked, filter.field) != column) continue;
            is_one = is_one || is_one_value(filter) || filter.op == "contains";  // The latter is seen in the rows.
        }
        if (!is_one) return cannot_add_up(asked, *metric, column);
    }
    return columns;
}

Result<Done> check_added_up(const Asked& asked, const Table& rows) {
    const planner::Metric* metric = never_added_up(asked);
    if (!metric) return Done{};
    for (const auto& filter : asked.plan.filters) {
        const std::string name = column_of(asked, filter.field);
        const bool is_open = filter.op == "contains" && filter.value.is_string();
        if (!is_open || !vendors::is_on_demand(asked.dataset, name) || is_grouped_by(asked, name)) continue;
        const Column* column = rows.find(name);
        if (!column || column->kind != Kind::text) continue;
        const std::string part = lower(filter.value.get<std::string>());
        std::set<std::string> values;
        for (std::size_t row = 0; row < column->size(); ++row) {
            if (column->has(row) && lower(column->text(row)).find(part) != std::string::npos)
                values.insert(std::string(column->text(row)));
        }
        if (values.size() > 1) return cannot_add_up(asked, *metric, name);
    }
    return Done{};
}

}  // namespace parley::ask
