#include "base/text.h"
#include "narrate/story.h"

#include <cmath>

namespace parley::narrate {
namespace {

constexpr std::int64_t points_wanted = 12;  // Below it chance alone often looks like a strong link.

std::string pair_of(const Story& story) {
    return story.measure_names.size() == 2 ? join(story.measure_names, " and ") : "the two measures";
}

}  // namespace

void tell_correlation(const Story& story, std::vector<Finding>& findings) {
    const Column& correlation = *story.table.find("correlation");
    const Column* points = story.table.find("points");
    if (!correlation.has(0)) {
        Sentence sentence(story);
        sentence.say("No correlation of ")
            .say(pair_of(story))
            .say(" can be given: there are too few whole steps of time, or one side never moves");
        findings.push_back(std::move(sentence).finish("caution"));
        return;
    }
    Sentence sentence(story);
    sentence.say(pair_of(story)).say(story.conditions());
    const double strength = correlation.real(0);
    sentence.say(strength > 0   ? " moved together"
                 : strength < 0 ? " moved against each other"
                                : " did not move together");
    if (!story.groups.empty()) sentence.say(story.table.rows() > 1 ? " most for " : " for ").group(0);
    sentence.say(": r = ").cell(correlation, 0);
    const std::string unit = story.plan.join ? story.plan.join->on : "step";
    if (points) sentence.say(" over ").cell(*points, 0).say(" ").say(unit).say(points->integer(0) == 1 ? "" : "s");
    findings.push_back(std::move(sentence.say(". This is a correlation, not a cause")).finish("correlation"));
    if (!points || points->integer(0) >= points_wanted) return;
    Sentence caution(story);
    caution.say("With only ").cell(*points, 0).say(" points, chance alone can look like this");
    findings.push_back(std::move(caution).finish("caution"));
}

}  // namespace parley::narrate
