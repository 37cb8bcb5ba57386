#include "ask/second_reading.h"

#include "base/text.h"
#include "planner/fields.h"
#include "vendors/told.h"

#include <algorithm>
#include <vector>

namespace parley::ask {
namespace {

// The rows as they came, and before them what is made of a table with a column for each month.
struct Form {
    Table rows;
    bool by_period = false;
};

std::vector<Form> forms_of(const Table& rows) {
    std::vector<Form> forms;
    if (auto lines = vendors::unpivoted(rows)) forms.push_back({std::move(*lines), true});
    forms.push_back({rows, false});
    return forms;
}

bool counts_all(const planner::Plan& plan) {
    return plan.measures.front().aggregate == "count" && plan.group_by.empty() && plan.filters.empty() && !plan.grain &&
           !plan.range;
}

// "Show the orders" wants the orders and not their number. Periods count only where time was asked for.
bool says_more(const planner::Plan& plan, const Form& form, std::string_view question) {
    if (plan.steps.size() != 1 || plan.measures.empty()) return false;
    if (form.by_period) return plan.grain || plan.range;
    return !counts_all(plan) || planner::asks_for_count(question);
}

}  // namespace

planner::Offer with_verified(planner::Offer offer, const planner::Offer& before) {
    for (auto& metric : offer.metrics) {
        const planner::Metric* known = before.metric(metric.id);
        metric.verified = known != nullptr && known->verified;
    }
    return offer;
}

std::optional<SecondReading> read_again(std::string_view question, const planner::Context& context,
                                        const planner::Plan& first, const analysis::Input& told) {
    for (auto& form : forms_of(told.rows)) {
        const auto make_offer = form.by_period ? vendors::offer_of_periods : vendors::offer_of_table;
        const std::vector<planner::Offer> offers{
            with_verified(make_offer(*told.offer, *told.dataset, form.rows), *told.offer)};
        planner::Decision decision = planner::plan(question, offers, context);
        auto* plan = std::get_if<planner::Plan>(&decision);
        if (plan == nullptr || !says_more(*plan, form, question)) continue;
        plan->steps = first.steps;  // With the tool and arguments that were really called.
        return SecondReading{std::move(*plan), offers.front(), std::move(form.rows)};
    }
    return std::nullopt;
}

Result<SecondReading> read_fields(const planner::Plan& first, analysis::Input told) {
    planner::Offer offer = vendors::offer_of_table(*told.offer, *told.dataset, told.rows);
    for (planner::Metric metric : told.offer->metrics) {
        if (metric.dataset != told.dataset->id) continue;
        metric.name = "rows";
        offer.metrics.push_back(std::move(metric));
    }
    PARLEY_TRY(auto fitted, planner::fit_to_fields(first, std::move(offer)));
    return SecondReading{std::move(fitted.plan), std::move(fitted.offer), std::move(told.rows)};
}

}  // namespace parley::ask
