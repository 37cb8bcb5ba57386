#include "vendors/told.h"

#include "base/limits.h"
#include "base/text.h"
#include "policy/words.h"
#include "vendors/offer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace parley::vendors {
namespace {

// "price.totalAmount" -> "price total amount".
std::string spoken(const std::string& column) {
    const auto words = policy::words_of(column);
    return words.empty() ? column : join(words, " ");
}

// "customer.country" is also just "country".
std::string last_part(const std::string& column) {
    const auto dot = column.rfind('.');
    return dot == std::string::npos ? "" : spoken(column.substr(dot + 1));
}

// Of several times: when the row came to be, rather than when it was touched or will end.
int telling(const Column& column) {
    constexpr std::array<std::string_view, 8> first{"date",   "day",     "created", "occurred",
                                                    "placed", "ordered", "period",  "timestamp"};
    constexpr std::array<std::string_view, 8> last{"updated", "modified", "expires", "due",
                                                   "ends",    "end",      "deleted", "closed"};
    int score = 0;
    for (const auto& word : policy::words_of(column.name)) {
        if (std::find(first.begin(), first.end(), word) != first.end()) score += 2;
        if (std::find(last.begin(), last.end(), word) != last.end()) score -= 3;
    }
    return score;
}

std::string time_column(const Table& table) {
    const Column* best = nullptr;
    for (const auto& column : table.columns) {
        if (column.role != Role::time) continue;
        if (best == nullptr || telling(column) > telling(*best)) best = &column;
    }
    return best == nullptr ? "" : best->name;
}

// Shares cannot be added up; anything else is a sum, of which the question may ask for another statistic.
planner::Metric measuring(const planner::Dataset& dataset, const Column& column) {
    const bool is_share = column.kind == Kind::ratio;
    planner::Metric metric;
    metric.id = id_of(column.name);
    metric.name = spoken(column.name);
    metric.description =
        cat(is_share ? "The mean of " : "The sum of ", column.name, " in what ", dataset.tool, " gives.");
    if (const std::string shorter = last_part(column.name); !shorter.empty()) metric.synonyms.push_back(shorter);
    metric.dataset = dataset.id;
    metric.value.aggregate = is_share ? planner::Aggregate::mean : planner::Aggregate::sum;
    metric.value.column = column.name;
    metric.kind = column.kind;
    metric.unit = column.kind == Kind::money ? "" : column.unit;
    return metric;
}

planner::Dimension grouping(const planner::Dataset& dataset, const Column& column) {
    planner::Dimension dimension;
    dimension.id = id_of(column.name);
    dimension.name = spoken(column.name);
    if (const std::string shorter = last_part(column.name); !shorter.empty()) dimension.synonyms.push_back(shorter);
    dimension.columns[dataset.id] = column.name;
    dimension.open_values = column.kind == Kind::text;
    return dimension;
}

// The first month of "2026-01", "Jan 2026", "2026 Q1", "2026"; nothing for any other name.
std::optional<Day> period_of(const std::string& name) {
    constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
    int year = 0, month = 0;
    std::string word;
    std::vector<std::string> parts;
    for (const char c : lower(name) + " ") {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            word += c;
        } else if (!word.empty()) {
            parts.push_back(std::move(word));
            word.clear();
        }
    }
    if (parts.empty() || parts.size() > 2) return std::nullopt;
    for (const auto& part : parts) {
        const bool digits = std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (digits && part.size() == 4 && year == 0) {
            year = std::stoi(part);
        } else if (digits && part.size() <= 2 && month == 0) {
            month = std::stoi(part);
        } else if (part.size() == 2 && part[0] == 'q' && part[1] >= '1' && part[1] <= '4' && month == 0) {
            month = (part[1] - '1') * 3 + 1;
        } else {
            const auto found = std::find_if(months.begin(), months.end(),
                                            [&](std::string_view short_name) { return part.starts_with(short_name); });
            if (found == months.end() || month != 0) return std::nullopt;
            month = static_cast<int>(found - months.begin()) + 1;
        }
    }
    if (year < 1990 || year > 2100 || month < 0 || month > 12) return std::nullopt;
    if (parts.size() == 2 && month == 0) return std::nullopt;
    return Day::of(year, month == 0 ? 1 : month, 1);
}

}  // namespace

planner::Offer offer_of_table(const planner::Offer& of, const planner::Dataset& dataset, const Table& table) {
    planner::Offer offer;
    offer.vendor = of.vendor;
    offer.connection = of.connection;
    offer.connected = of.connected;
    offer.name = of.name;
    offer.category = of.category;
    planner::Dataset told = dataset;
    told.fields.clear();
    told.time_field = time_column(table);
    offer.metrics.push_back(counting(dataset));
    offer.metrics.front().synonyms.push_back(dataset.name);
    std::set<std::string> ids{offer.metrics.front().id};
    for (const auto& column : table.columns) {
        told.fields.push_back({column.name, column.kind, column.role, column.unit, ""});
        const bool is_new = ids.insert(id_of(column.name)).second;
        if (!is_new) continue;  // "a.b" and "a_b": the first one has the name.
        if (column.role == Role::measure) offer.metrics.push_back(measuring(dataset, column));
        if (column.role == Role::dimension || column.role == Role::key)
            offer.dimensions.push_back(grouping(dataset, column));
    }
    offer.datasets.push_back(std::move(told));
    return offer;
}

planner::Offer offer_of_periods(const planner::Offer& of, const planner::Dataset& dataset, const Table& table) {
    planner::Offer offer = offer_of_table(of, dataset, table);
    offer.metrics.erase(offer.metrics.begin());
    for (auto& metric : offer.metrics) {
        if (metric.value.column != "value") continue;
        metric.name = dataset.name;
        metric.synonyms.insert(metric.synonyms.end(), dataset.synonyms.begin(), dataset.synonyms.end());
    }
    return offer;
}

std::optional<Table> unpivoted(const Table& table) {
    constexpr std::size_t periods_min = 3;
    struct Period {
        const Column* column;
        Day first;
    };
    std::vector<Period> periods;
    std::vector<const Column*> kept;
    for (const auto& column : table.columns) {
        const auto first = column.role == Role::measure ? period_of(column.name) : std::nullopt;
        const bool same = first && (periods.empty() || (column.kind == periods.front().column->kind &&
                                                        column.unit == periods.front().column->unit));
        if (same) {
            periods.push_back({&column, *first});
        } else {
            kept.push_back(&column);
        }
    }
    if (periods.size() < periods_min) return std::nullopt;
    if (table.rows() * periods.size() > static_cast<std::size_t>(limits::rows_per_table)) return std::nullopt;
    Table out;
    for (const Column* column : kept) out.columns.emplace_back(column->name, column->kind, column->role, column->unit);
    out.columns.emplace_back("period", Kind::day, Role::time);
    const Column& sample = *periods.front().column;
    out.columns.emplace_back("value", sample.kind, Role::measure, sample.unit);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (const auto& period : periods) {
            for (std::size_t k = 0; k < kept.size(); ++k) out.columns[k].add(kept[k]->cell(row));
            out.columns[kept.size()].add(std::int64_t{period.first.days});
            out.columns[kept.size() + 1].add(period.column->cell(row));
        }
    }
    out.completeness = table.completeness;
    return out;
}

}  // namespace parley::vendors
