#include "kit/questions.h"

#include "base/text.h"

namespace parley::kit {
namespace {

// Empty where the plan begins at the vendor.
std::string complaint(const planner::Decision& decision, const VendorId& vendor) {
    if (const auto* plan = std::get_if<planner::Plan>(&decision)) {
        if (plan->steps.empty()) return "is planned without a step";
        const VendorId& asked = plan->steps.front().vendor;
        return asked == vendor ? "" : cat("is planned to ", asked.text);
    }
    if (const auto* clarify = std::get_if<planner::Clarify>(&decision)) {
        return cat("is asked back: ", clarify->question);
    }
    const auto& refusal = std::get<planner::Refusal>(decision);
    return cat("is refused (", planner::name_of(refusal.reason), "): ", refusal.text);
}

}  // namespace

std::vector<Lost> lost_questions(const vendors::Vendor& vendor, const planner::Index& connected, Day today) {
    const planner::Context context{Calendar(), today, {}, nullptr};
    std::vector<Lost> lost;
    for (std::size_t k = 0; k < vendor.manifest.ask.size(); ++k) {
        std::string why = complaint(planner::plan(vendor.manifest.ask[k], connected, context), vendor.manifest.id);
        if (!why.empty()) lost.push_back({k, std::move(why)});
    }
    return lost;
}

}  // namespace parley::kit
