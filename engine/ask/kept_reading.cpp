#include "ask/kept_reading.h"

#include "planner/check.h"
#include "planner/edit.h"
#include "vendors/told.h"

namespace parley::ask {
namespace {

Result<SecondReading> over(planner::Offer offer, Table rows, const planner::Plan& plan, const Json& change,
                           const planner::Context& context, const planner::Plan& first) {
    const std::vector<planner::Offer> offers{offer};
    const planner::Index index{std::span<const planner::Offer>(offers)};
    auto made =
        change.is_null() ? planner::checked(plan, index, context) : planner::edited(plan, change, index, context);
    if (!made) return std::move(made).error();
    made.value().steps = first.steps;  // With the tool and arguments that were really called.
    return SecondReading{std::move(made).value(), std::move(offer), std::move(rows)};
}

}  // namespace

// The plan was made over the rows as they came, or over a line for each month: its metric is only one form's.
Result<SecondReading> read_as_before(const planner::Plan& plan, const Json& change, const planner::Context& context,
                                     const planner::Plan& first, const analysis::Input& told) {
    if (auto lines = vendors::unpivoted(told.rows)) {
        auto offer = with_verified(vendors::offer_of_periods(*told.offer, *told.dataset, *lines), *told.offer);
        auto read = over(std::move(offer), std::move(*lines), plan, change, context, first);
        if (read) return read;
    }
    auto offer = with_verified(vendors::offer_of_table(*told.offer, *told.dataset, told.rows), *told.offer);
    return over(std::move(offer), told.rows, plan, change, context, first);
}

bool says_more_than_rows(const planner::Plan& plan) {
    const bool counts = plan.measures.empty() || plan.measures.front().aggregate == "count";
    return !counts || !plan.group_by.empty() || !plan.filters.empty() || plan.grain || plan.range;
}

}  // namespace parley::ask
