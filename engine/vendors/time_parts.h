#pragma once
// Parts of a row's time that every vendor's single rows can be told apart by, though no vendor gives them: the hour of
// the day and the weekday, in the organization's zone.

#include "planner/offer.h"
#include "vendors/manifest.h"

#include <string_view>

namespace parley::vendors {

enum class TimePart { hour, weekday };
std::string_view name_of(TimePart part);  // What the column is called: "hour", "weekday".

// The dimensions and columns for all datasets of the offer whose rows are single things with a time of their own. None
// where the manifest has a column or a grouping of that name. Rows that are totals of a stretch of time have no hour.
void add_time_parts(const Manifest& manifest, planner::Offer& offer);

}  // namespace parley::vendors
