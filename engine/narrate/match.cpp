#include "base/text.h"
#include "narrate/story.h"
#include "planner/keys.h"

namespace parley::narrate {
namespace {

// "Stripe's failed payments"
std::string side(const Story& story, std::size_t at) {
    return cat(story.measure_names[at], " in ", story.vendor_names[at]);
}

// What has no key cannot be looked up, and what was not read cannot be found: both are said.
void tell_limits(const Story& story, std::vector<Finding>& findings) {
    const planner::Join& join = *story.plan.join;
    const Column& lost = *story.table.find("rows without key");
    if (lost.integer(0) > 0) {
        Sentence sentence(story);
        sentence.cell(lost, 0)
            .say(lost.integer(0) == 1 ? " row of " : " rows of ")
            .say(side(story, 0))
            .say(lost.integer(0) == 1 ? " has no " : " have no ")
            .say(planner::key_name(join.on, false))
            .say(" and could not be looked up");
        findings.push_back(std::move(sentence).finish("caution"));
    }
    if (join.kind != planner::Join::Kind::without || story.complete()) return;
    Sentence sentence(story);
    sentence.say("Not all rows were read: some of those that are missing may be there after all");
    findings.push_back(std::move(sentence).finish("caution"));
}

}  // namespace

void tell_match(const Story& story, std::vector<Finding>& findings) {
    const Column* keys = story.table.find("keys");
    const Column* found = story.table.find("keys found");
    if (!keys || !found || !planner::joins_by_key(story.plan) || story.measure_names.size() != 2) return;
    const std::int64_t all = keys->integer(0);
    const std::int64_t both = found->integer(0);
    const bool misses = story.plan.join->kind == planner::Join::Kind::without;
    const std::string name = planner::key_name(story.plan.join->on, all != 1);
    Sentence sentence(story);
    if (misses)
        sentence.count(all - both, "keys - keys found");
    else
        sentence.cell(*found, 0);
    sentence.say(" of ").cell(*keys, 0).say(" ").say(name).say(" of ").say(side(story, 0));
    const std::int64_t told = misses ? all - both : both;
    sentence.say(told == 1 ? " was" : " were").say(misses ? " not found among " : " found among ").say(side(story, 1));
    const std::int64_t rest = all - told;
    if (rest > 0) {
        sentence.say("; ");
        if (misses)
            sentence.cell(*found, 0);
        else
            sentence.count(rest, "keys - keys found");
        sentence.say(rest == 1 ? " was" : " were").say(misses ? "" : " not");
    }
    findings.push_back(std::move(sentence).finish("match"));
    tell_limits(story, findings);
}

}  // namespace parley::narrate
