#include "base/text.h"
#include "narrate/story.h"

#include <algorithm>

namespace parley::narrate {
namespace {

// How many stand behind a number: the divisor of a rate, the values of a mean, else the number itself where it counts.
const Column* sample_of(const Subject& subject) {
    if (subject.per && subject.per->kind == Kind::count) return subject.per;
    if (subject.count) return subject.count;
    return subject.column->kind == Kind::count ? subject.column : nullptr;
}

void tell_sample(const Story& story, const Subject& subject, std::vector<Finding>& findings) {
    const Column* sample = sample_of(subject);
    if (!sample || !subject.metric || subject.metric->sample_min <= 0) return;
    std::optional<std::size_t> smallest;
    std::int64_t small = 0;
    for (std::size_t row = 0; row < story.table.rows(); ++row) {
        if (!sample->has(row) || !subject.column->has(row) || sample->integer(row) >= subject.metric->sample_min)
            continue;
        ++small;
        if (!smallest || sample->integer(row) < sample->integer(*smallest)) smallest = row;
    }
    if (!smallest) return;
    Sentence sentence(story);
    sentence.say("Only ")
        .cell(*sample, *smallest)
        .say(sample->integer(*smallest) == 1 ? " case stands" : " cases stand");
    sentence.say(" behind ").say(said(subject.column->name));
    if (!story.groups.empty()) sentence.say(" of ").group(*smallest);
    if (story.time) sentence.say(" in ").say(cell_text(story.table, *story.time, *smallest));
    if (small > 1)
        sentence.say(", and ")
            .count(small - 1, "count(rows with a small sample) - 1")
            .say(small == 2 ? " other row is" : " other rows are")
            .say(" small as well");
    sentence.say("; from ")
        .count(subject.metric->sample_min, "smallest sample of the metric")
        .say(" on it says something");
    findings.push_back(std::move(sentence).finish("caution"));
}

}  // namespace

void tell_cautions(const Story& story, std::vector<Finding>& findings) {
    for (const Subject& subject : story.subjects) tell_sample(story, subject, findings);
}

}  // namespace parley::narrate
