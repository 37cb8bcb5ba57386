#include "vendors/breakdown.h"

#include "base/text.h"

#include <algorithm>

namespace parley::vendors {
namespace {

constexpr std::string_view by = "-by-";  // No id of a dataset and no name of such a column holds a hyphen.

}  // namespace

Breakdown breakdown_named(std::string_view name) {
    const auto at = name.find(by);
    if (at == std::string_view::npos) return {std::string(name), {}};
    Breakdown breakdown{std::string(name.substr(0, at)), {}};
    for (const auto& column : split(name.substr(at + by.size()), '-')) breakdown.columns.emplace_back(column);
    return breakdown;
}

std::string to_text(const Breakdown& breakdown) {
    if (breakdown.columns.empty()) return breakdown.dataset;
    return cat(breakdown.dataset, by, join(breakdown.columns, "-"));
}

bool has_single_rows(const ManifestDataset& dataset) {
    const auto& fields = dataset.offer.fields;
    return std::any_of(fields.begin(), fields.end(),
                       [](const planner::Field& field) { return field.role == Role::key; });
}

bool is_on_demand(const ManifestDataset& dataset, std::string_view column) {
    return std::find(dataset.on_demand.begin(), dataset.on_demand.end(), column) != dataset.on_demand.end();
}

}  // namespace parley::vendors
