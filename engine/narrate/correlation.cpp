#include "base/text.h"
#include "narrate/story.h"

#include <cmath>

namespace parley::narrate {
namespace {

constexpr double strong = 0.5;
constexpr double weak = 0.2;
constexpr std::int64_t points_wanted = 12;  // Below it chance alone often looks like a strong link.

std::string pair_of(const Story& story) {
    return story.measure_names.size() == 2 ? join(story.measure_names, " and ") : "the two measures";
}

std::string steps_of(const Story& story, std::int64_t count) {
    const std::string unit = story.plan.join ? story.plan.join->on : "step";
    return count == 1 ? unit : unit + "s";
}

// The answer is without a lag; a clearly better one is said, for a cause comes before its effect.
void tell_lag(const Story& story, std::vector<Finding>& findings) {
    const Column* lag = story.table.find("best lag");
    const Column* moved = story.table.find("best lag correlation");
    if (!lag || !moved || !lag->has(0) || !moved->has(0) || story.measure_names.size() != 2) return;
    const std::int64_t later = lag->integer(0);
    const bool turned = (moved->real(0) > 0) != (story.table.find("correlation")->real(0) > 0);
    Sentence sentence(story);
    sentence.say("It is closer with ").say(story.measure_names[later > 0 ? 1 : 0]).say(" ");
    if (later > 0)
        sentence.cell(*lag, 0);
    else
        sentence.count(-later, "-(best lag)");
    sentence.say(" ")
        .say(steps_of(story, std::abs(later)))
        .say(turned ? " later, the other way round: r = " : " later: r = ")
        .cell(*moved, 0);
    findings.push_back(std::move(sentence).finish("correlation"));
}

void tell_chance(const Story& story, std::vector<Finding>& findings) {
    const Column* points = story.table.find("points");
    if (!points || points->integer(0) >= points_wanted) return;
    Sentence caution(story);
    caution.say("With only ").cell(*points, 0).say(" points, chance alone can look like this");
    findings.push_back(std::move(caution).finish("caution"));
}

// Two series that only grow go together whatever they are of; their changes do not.
void tell_trend_of_both(const Story& story, std::vector<Finding>& findings) {
    const Column& correlation = *story.table.find("correlation");
    const Column* changes = story.table.find("correlation of changes");
    if (!changes || !changes->has(0) || std::fabs(correlation.real(0)) < strong) return;
    const bool same_way = (changes->real(0) > 0) == (correlation.real(0) > 0);
    if (same_way && std::fabs(changes->real(0)) >= weak) return;
    Sentence caution(story);
    caution.say("From one ")
        .say(steps_of(story, 1))
        .say(" to the next they hardly move together (r = ")
        .cell(*changes, 0)
        .say(" of the changes): both may only follow a trend of their own");
    findings.push_back(std::move(caution).finish("caution"));
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
    tell_lag(story, findings);
    tell_chance(story, findings);
    tell_trend_of_both(story, findings);
}

}  // namespace parley::narrate
