#include "base/money.h"
#include "base/text.h"
#include "narrate/story.h"

#include <algorithm>
#include <cmath>

namespace parley::narrate {
namespace {

// The size of a change, for the word before it says the direction.
void say_size(const Story& story, Sentence& sentence, std::size_t row) {
    const Column& change = *story.change;
    switch (change.kind) {
    case Kind::money: {
        const std::int64_t size = std::abs(change.integer(row));
        const std::string code = story.table.currency_of(change, row);
        sentence.computed(format_money(size, code), major_units(size, code), "abs(change)");
        break;
    }
    case Kind::ratio: {
        const double points = std::fabs(change.real(row)) * 100;
        sentence.computed(format_number(points, 1), points, "abs(change) * 100").say(" percentage points");
        break;
    }
    case Kind::number: {
        const double size = std::fabs(change.real(row));
        sentence.computed(format_number(size, 2), size, "abs(change)");
        break;
    }
    case Kind::text: break;
    case Kind::count:
    case Kind::flag:
    case Kind::day:
    case Kind::time: sentence.count(std::abs(change.integer(row)), "abs(change)"); break;
    }
    if (change.kind == Kind::ratio || !story.change_ratio || !story.change_ratio->has(row)) return;
    sentence.say(" (").share(std::fabs(story.change_ratio->real(row)), "abs(change_ratio)").say(")");
}

void say_judgement(const Story& story, Sentence& sentence, bool up) {
    const Subject& subject = story.subjects.front();
    const planner::Better better = subject.metric ? subject.metric->better : planner::Better::neither;
    if (better == planner::Better::neither) return;
    sentence.say(up == (better == planner::Better::up) ? " (good)" : " (bad)");
}

std::string before_text(const Story& story) {
    return story.plan.compare == planner::Compare::previous_year ? " a year earlier" : " in the period before";
}

void tell_row(const Story& story, std::size_t row, std::vector<Finding>& findings) {
    const Subject& subject = story.subjects.front();
    Sentence sentence(story);
    if (!story.groups.empty()) sentence.group(row).say(": ");
    sentence.say(said(subject.column->name));
    if (story.time) sentence.say(" in ").say(cell_text(story.table, *story.time, row));
    if (!story.change->has(row)) {
        sentence.say(" cannot be compared: there is no number for it").say(before_text(story));
        findings.push_back(std::move(sentence).finish("caution"));
        return;
    }
    const double change = story.change->numeric(row);
    if (change == 0) {
        sentence.say(was(subject.column->name))
            .say("the same as")
            .say(before_text(story))
            .say(": ")
            .cell(*story.previous, row);
    } else {
        sentence.say(was(subject.column->name)).say(change > 0 ? "up " : "down ");
        say_size(story, sentence, row);
        sentence.say(" from ")
            .cell(*story.previous, row)
            .say(before_text(story))
            .say(" to ")
            .cell(*subject.column, row);
        say_judgement(story, sentence, change > 0);
    }
    findings.push_back(std::move(sentence).finish("change"));
}

// Of many rows those that moved most: one up, one down.
void tell_movers(const Story& story, const std::vector<std::size_t>& rows, std::vector<Finding>& findings) {
    std::optional<std::size_t> up;
    std::optional<std::size_t> down;
    for (const std::size_t row : rows) {
        if (!story.change->has(row)) continue;
        const double change = story.change->numeric(row);
        if (change > 0 && (!up || change > story.change->numeric(*up))) up = row;
        if (change < 0 && (!down || change < story.change->numeric(*down))) down = row;
    }
    if (up) tell_row(story, *up, findings);
    if (down) tell_row(story, *down, findings);
}

}  // namespace

void tell_changes(const Story& story, std::vector<Finding>& findings) {
    if (!story.change || !story.previous || story.subjects.size() != 1) return;
    for (const auto& rows : story.lists()) {
        if (!story.groups.empty()) {
            tell_movers(story, rows, findings);
        } else if (!story.time) {
            for (const std::size_t row : rows) tell_row(story, row, findings);
        } else {
            const auto last = std::find_if(rows.rbegin(), rows.rend(),
                                           [&](std::size_t row) { return story.whole(row) && story.change->has(row); });
            if (last != rows.rend()) tell_row(story, *last, findings);
        }
    }
}

}  // namespace parley::narrate
