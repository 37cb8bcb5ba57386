#pragma once
// A decision in one line, so that a table of questions can be read:
//   stripe.mrr:sum by country per month where country = "DE" in 2026-07-01..2026-10-01 order measure down limit 5

#include "base/text.h"
#include "planner/planner.h"

#include <string>

namespace parley::planner {

inline std::string compact(const Plan& plan) {
    std::string out;
    for (const auto& measure : plan.measures) {
        if (!out.empty()) out += " + ";
        out += cat(measure.metric, ":", measure.aggregate);
    }
    for (const auto& id : plan.group_by) out += cat(" by ", id);
    if (plan.grain) out += cat(" per ", name_of(*plan.grain));
    for (const auto& filter : plan.filters)
        out += cat(" where ", filter.field, " ", filter.op, " ", dump(filter.value));
    if (plan.range) {
        out += cat(" in ", plan.range->start ? plan.range->start->text() : "", "..",
                   plan.range->end ? plan.range->end->text() : "");
    }
    if (plan.compare == Compare::previous_period) out += " against previous_period";
    if (plan.compare == Compare::previous_year) out += " against previous_year";
    if (plan.order) out += cat(" order ", plan.order->by, plan.order->descending ? " down" : " up");
    if (plan.limit) out += cat(" limit ", *plan.limit);
    if (plan.join) {
        switch (plan.join->kind) {
        case Join::Kind::correlate: out += " correlate on "; break;
        case Join::Kind::side_by_side: out += " beside on "; break;
        case Join::Kind::match: out += " match on "; break;
        case Join::Kind::without: out += " without on "; break;
        }
        out += plan.join->on;
        if (plan.join->whole) out += " whole";
        for (const auto& filter : plan.join->filters)
            out += cat(" where ", filter.field, " ", filter.op, " ", dump(filter.value));
    }
    if (!plan.chart.empty()) out += cat(" as ", plan.chart);
    return out;
}

inline std::string compact(const Decision& decision) {
    if (const auto* plan = std::get_if<Plan>(&decision)) return compact(*plan);
    if (const auto* clarify = std::get_if<Clarify>(&decision)) {
        return cat("clarify with ", counted(static_cast<std::int64_t>(clarify->choices.size()), "choice", "choices"));
    }
    const auto& refusal = std::get<Refusal>(decision);
    std::string out = cat("refuse ", name_of(refusal.reason));
    for (const auto& vendor : refusal.could) out += cat(" ", vendor.text);
    return out;
}

}  // namespace parley::planner
