#include "narrate/narrate.h"

#include "base/text.h"
#include "narrate/story.h"

#include <algorithm>

namespace parley::narrate {
namespace {

bool has_values(const Story& story) {
    return std::any_of(story.subjects.begin(), story.subjects.end(), [&](const Subject& subject) {
        const auto& present = subject.column->present();
        return std::find(present.begin(), present.end(), 1) != present.end();
    });
}

std::string subjects_text(const Story& story) {
    std::vector<std::string> names;
    for (const Subject& subject : story.subjects) names.push_back(said(subject.column->name));
    return names.empty() ? "this question" : join(names, " and ");
}

void tell_nothing(const Story& story, std::vector<Finding>& findings) {
    Sentence sentence(story);
    sentence.say("No data for ").say(subjects_text(story)).say(story.conditions()).say(story.period());
    findings.push_back(std::move(sentence).finish("caution"));
}

// A list that nothing is on: the counts alone say it.
bool is_nothing_but_match(const Story& story) {
    return story.table.find("keys found") && story.subjects.size() == 1 && !story.time && story.groups.empty() &&
           (story.subjects.front().column->name == "in both" || story.subjects.front().column->name == "missing");
}

std::vector<Finding> findings_of(const Story& story) {
    std::vector<Finding> findings;
    const bool single = !story.time && story.groups.empty();
    if (story.table.rows() == 0)
        tell_nothing(story, findings);
    else if (planner::is_histogram(story.plan))
        tell_spread(story, findings);
    else if (story.table.find("correlation"))
        tell_correlation(story, findings);
    else if (!has_values(story) && !single)
        tell_nothing(story, findings);
    else {
        tell_match(story, findings);
        if (is_nothing_but_match(story)) return findings;
        if (story.time)
            tell_trend(story, findings);
        else if (single)
            tell_totals(story, findings);
        else
            tell_groups(story, findings);
        tell_changes(story, findings);
        tell_cautions(story, findings);
    }
    return findings;
}

// Told with the numbers already where the running bucket is the last row; here for a single number.
bool runs_on(const Story& story) {
    return story.plan.range && story.plan.range->end && *story.plan.range->end > story.today.plus(1) &&
           story.plan.range->start && *story.plan.range->start <= story.today;
}

std::vector<std::string> notes_of(const Story& story) {
    std::vector<std::string> notes = story.plan.notes;
    const auto said_already = [&](std::string_view words) {
        return std::any_of(notes.begin(), notes.end(),
                           [&](const std::string& note) { return note.find(words) != std::string::npos; });
    };
    const Completeness& completeness = story.table.completeness;
    const std::string why = completeness.why.empty() ? "" : cat(": ", completeness.why);
    switch (completeness.state) {
    case Completeness::State::complete: break;
    case Completeness::State::truncated:
        notes.push_back(cat("Not all data were read", why, ". Totals are at least what is shown."));
        break;
    case Completeness::State::unknown:
        notes.push_back(cat("It is not known whether all data were read", why, ". Totals are at least what is shown."));
        break;
    }
    if (runs_on(story) && !said_already("not over")) {
        notes.push_back(cat("The period is not over: it is counted up to and including ", day_text(story.today), "."));
    }
    if (story.currency) notes.emplace_back("Amounts of different currencies are shown apart and never added up.");
    return notes;
}

}  // namespace

Narration narrate(const Table& table, const planner::Plan& plan, std::span<const planner::Offer> offers,
                  const Calendar& calendar, Day today) {
    const Story story = read(table, plan, offers, calendar, today);
    Narration narration;
    std::vector<std::string> sentences;
    for (Finding& finding : findings_of(story)) {
        if (!all_numbers_traced(finding.text, finding.values)) continue;  // Rather silent than wrong.
        sentences.push_back(finding.text);
        narration.findings.push_back(std::move(finding));
    }
    narration.text = join(sentences, " ");
    narration.notes = notes_of(story);
    return narration;
}

OrderedJson to_json(const Finding& finding) {
    OrderedJson values = OrderedJson::array();
    for (const Value& value : finding.values) {
        OrderedJson from = OrderedJson::object();
        if (value.row) {
            from["row"] = *value.row;
            from["column"] = value.column;
        } else {
            from["formula"] = value.formula;
        }
        values.push_back({{"text", value.text}, {"value", value.value}, {"from", std::move(from)}});
    }
    return {{"kind", finding.kind}, {"text", finding.text}, {"values", std::move(values)}};
}

}  // namespace parley::narrate
