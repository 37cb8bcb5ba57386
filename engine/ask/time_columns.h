#pragma once
// The hour and the weekday of each row, where a plan tells rows apart by them. Pure.

#include "base/calendar.h"
#include "base/table.h"
#include "planner/offer.h"
#include "planner/plan.h"

#include <string_view>

namespace parley::ask {

// Adds the columns "hour" ("08:00") and "weekday" ("1 Monday", counted from the day that weeks start with) that the
// plan groups or filters by and that the dataset has from its time. Of the number's own time, where it has one beside
// the rows'. A row without a time has neither.
void add_time_columns(const planner::Plan& plan, const planner::Step& step, const planner::Offer& offer,
                      const Calendar& calendar, Table& rows);

// The plan with the names of weekdays in its conditions as the column writes them: "Saturday" -> "6 Saturday". A plan
// keeps the plain name, which lives on when the organization's week begins on another day.
planner::Plan over_time_columns(planner::Plan plan, const planner::Offer& offer, const Calendar& calendar);

// Whether the column is made here, so that no tool can be asked to filter by it.
bool is_time_column(const planner::Dataset& dataset, std::string_view column);

}  // namespace parley::ask
