// Every example question of every vendor folder: what the planner makes of it holds when it is held against the
// catalogue, and nothing of it changes. So a check that is too strict shows here before it meets an edit or a model.
#include "base/text.h"
#include "kit/folder.h"
#include "planner/check.h"
#include "planner/proposal.h"
#include "vendors/catalogue.h"

#include <doctest/doctest.h>

using namespace parley;

namespace {

planner::Context context() {
    planner::Context made;
    CalendarRules rules;
    rules.zone = "Europe/Prague";
    made.calendar = Calendar::make(rules).value();
    made.today = Day::of(2026, 11, 21);
    return made;
}

// What became other than it was; empty: nothing.
std::string change_of(const planner::Plan& plan, const planner::Index& index) {
    const auto checked = planner::checked(plan, index, context());
    if (!checked) return checked.error().message;
    const Json before = sorted(planner::to_json(plan));
    const Json after = sorted(planner::to_json(checked.value()));
    return before == after ? "" : dump(Json::diff(before, after));
}

}  // namespace

TEST_CASE("kit: the plans of all example questions hold when they are checked") {
    const auto catalogue = vendors::Catalogue::read(PARLEY_SOURCE_DIR "/plugins/vendors");
    REQUIRE(catalogue);
    int plans = 0;
    for (const auto& vendor : catalogue.value().vendors()) {
        const std::vector<planner::Offer> offers{kit::connected_offer(vendor)};
        const planner::Index index(offers);
        for (const auto& question : offers.front().examples) {
            const auto decision = planner::plan(question, index, context());
            const auto* plan = std::get_if<planner::Plan>(&decision);
            if (plan == nullptr) continue;
            ++plans;
            CAPTURE(vendor.manifest.id.text);
            CAPTURE(question);
            CHECK(change_of(*plan, index) == "");
        }
    }
    CHECK(plans > 300);
}

TEST_CASE("kit: what a model would have to propose for an example question becomes the planner's own plan") {
    const auto catalogue = vendors::Catalogue::read(PARLEY_SOURCE_DIR "/plugins/vendors");
    REQUIRE(catalogue);
    int plans = 0;
    int same = 0;
    for (const auto& vendor : catalogue.value().vendors()) {
        const std::vector<planner::Offer> offers{kit::connected_offer(vendor)};
        const planner::Index index(offers);
        for (const auto& question : offers.front().examples) {
            const auto decision = planner::plan(question, index, context());
            const auto* plan = std::get_if<planner::Plan>(&decision);
            if (plan == nullptr) continue;
            ++plans;
            const auto proposed =
                planner::plan_from_proposal(planner::proposal_of(*plan, index), question, index, context());
            CAPTURE(vendor.manifest.id.text);
            CAPTURE(question);
            if (!proposed) {
                MESSAGE(vendor.manifest.id.text << ": " << question << " " << proposed.error().message);
                continue;
            }
            Json ours = sorted(planner::to_json(*plan));
            Json theirs = sorted(planner::to_json(proposed.value()));
            for (Json* json : {&ours, &theirs}) {
                json->erase("notes");
                for (auto& step : (*json)["steps"]) {
                    step.erase("why");
                    step.erase("considered");
                }
            }
            if (ours == theirs)
                ++same;
            else
                MESSAGE(vendor.manifest.id.text << ": " << question << " " << dump(Json::diff(ours, theirs)));
        }
    }
    CHECK(same >= plans * 9 / 10);
}
