#include "vendors/time_parts.h"

#include "base/text.h"
#include "vendors/breakdown.h"

#include <algorithm>

namespace parley::vendors {
namespace {

bool can_tell(TimePart part, const ManifestDataset& described, const planner::Dataset& dataset) {
    if (dataset.open_fields || dataset.time_field.empty() || !has_single_rows(described)) return false;
    const planner::Field* time = dataset.field(dataset.time_field);
    if (time == nullptr || dataset.field(name_of(part)) != nullptr) return false;
    return time->kind == Kind::time || (time->kind == Kind::day && part == TimePart::weekday);
}

planner::Dimension dimension_of(TimePart part) {
    planner::Dimension dimension;
    dimension.id = std::string(name_of(part));
    dimension.has_order = true;
    if (part == TimePart::hour) {
        dimension.name = "hour of the day";
        dimension.synonyms = {"hour", "time of day"};
    } else {
        dimension.name = "weekday";
        dimension.synonyms = {"day of the week"};
    }
    return dimension;
}

planner::Field field_of(TimePart part, const std::string& time) {
    planner::Field field;
    field.name = std::string(name_of(part));
    field.description = cat("Of \"", time, "\", in the organization's time zone.");
    field.part_of = time;
    return field;
}

}  // namespace

std::string_view name_of(TimePart part) {
    switch (part) {
    case TimePart::hour: return "hour";
    case TimePart::weekday: return "weekday";
    }
    return "";
}

void add_time_parts(const Manifest& manifest, planner::Offer& offer) {
    for (const TimePart part : {TimePart::hour, TimePart::weekday}) {
        if (offer.dimension(name_of(part)) != nullptr) continue;
        planner::Dimension dimension = dimension_of(part);
        for (auto& dataset : offer.datasets) {
            const auto described = manifest.datasets.find(dataset.id);
            if (described == manifest.datasets.end() || !can_tell(part, described->second, dataset)) continue;
            dataset.fields.push_back(field_of(part, dataset.time_field));
            dimension.columns.emplace(dataset.id, std::string(name_of(part)));
        }
        if (!dimension.columns.empty()) offer.dimensions.push_back(std::move(dimension));
    }
}

}  // namespace parley::vendors
