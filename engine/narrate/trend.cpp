#include "base/money.h"
#include "base/text.h"
#include "narrate/story.h"

#include <algorithm>
#include <cmath>

namespace parley::narrate {
namespace {

constexpr std::size_t steps_min = 3;  // From one step to the next is a change; a trend needs more.

std::vector<std::size_t> whole_rows(const Story& story, const Column& measure, const std::vector<std::size_t>& rows) {
    std::vector<std::size_t> whole;
    for (const std::size_t row : rows) {
        if (measure.has(row) && story.whole(row)) whole.push_back(row);
    }
    return whole;
}

std::string at_step(const Story& story, std::size_t row) {
    return cat(" (", cell_text(story.table, *story.time, row), ")");
}

std::string unit_word(const Story& story, std::size_t count) {
    return cat(name_of(*story.grain), count == 1 ? "" : "s");
}

void say_direction(Sentence& sentence, const Subject& subject, double first, double last) {
    const planner::Better better = subject.metric ? subject.metric->better : planner::Better::neither;
    const bool up = last > first;
    if (better == planner::Better::neither) return;
    sentence.say(up == (better == planner::Better::up) ? " (good)" : " (bad)");
}

// A Thursday against a Saturday says nothing about the month between them.
bool ends_are_alike(const Story& story, const Subject& subject, const std::vector<std::size_t>& rows) {
    constexpr std::int64_t days_of_week = 7;
    if (*story.grain != Grain::day || subject.is_stock()) return true;
    return (story.time->integer(rows.back()) - story.time->integer(rows.front())) % days_of_week == 0;
}

void tell_too_short(const Story& story, const Subject& subject, std::size_t steps, std::vector<Finding>& findings) {
    Sentence sentence(story);
    sentence.say("Only ")
        .count(static_cast<std::int64_t>(steps), "count(whole steps of time)")
        .say(cat(" whole ", unit_word(story, steps)));
    sentence.say(steps == 1 ? " of " : " of ")
        .say(said(subject.column->name))
        .say(steps == 1 ? " is" : " are")
        .say(" there: too few for a trend");
    findings.push_back(std::move(sentence).finish("caution"));
}

void tell_course(const Story& story, const Subject& subject, const std::vector<std::size_t>& rows,
                 std::vector<Finding>& findings) {
    const Column& measure = *subject.column;
    const double first = measure.numeric(rows.front());
    const double last = measure.numeric(rows.back());
    const auto by_value = [&](std::size_t a, std::size_t b) { return measure.numeric(a) < measure.numeric(b); };
    const std::size_t low = *std::min_element(rows.begin(), rows.end(), by_value);
    const std::size_t high = *std::max_element(rows.begin(), rows.end(), by_value);
    Sentence sentence(story);
    sentence.say(said(measure.name)).say(story.conditions());
    if (measure.numeric(low) == measure.numeric(high)) {
        sentence.say(" stayed at ").cell(measure, rows.front()).say(" in every whole ").say(name_of(*story.grain));
        sentence.say(cat(" from ", cell_text(story.table, *story.time, rows.front()), " to ",
                         cell_text(story.table, *story.time, rows.back())));
        findings.push_back(std::move(sentence).finish("trend"));
        return;
    }
    sentence.say(last > first ? " rose from " : last < first ? " fell from " : " began and ended at ");
    sentence.cell(measure, rows.front()).say(at_step(story, rows.front()));
    if (last != first) sentence.say(" to ").cell(measure, rows.back()).say(at_step(story, rows.back()));
    const bool alike = ends_are_alike(story, subject, rows);
    if (alike && last != first && first > 0 && measure.kind != Kind::ratio) {
        sentence.say(last > first ? ", up " : ", down ");
        sentence.share(std::fabs(last - first) / first, "abs(last - first) / first");
    }
    if (alike && last != first) say_direction(sentence, subject, first, last);
    findings.push_back(std::move(sentence).finish("trend"));

    Sentence range(story);
    range.say("Its highest was ")
        .cell(measure, high)
        .say(at_step(story, high))
        .say(", its lowest ")
        .cell(measure, low)
        .say(at_step(story, low));
    findings.push_back(std::move(range).finish("trend"));
}

// Flows only: a stock at twelve ends of months adds up to nothing.
void tell_sum(const Story& story, const Subject& subject, const std::vector<std::size_t>& rows,
              std::vector<Finding>& findings) {
    const Column& measure = *subject.column;
    if (!subject.adds_up() || subject.is_stock() || !measure.keeps_integers() || story.plan.limit) return;
    std::int64_t total = 0;
    std::size_t some = rows.front();
    for (const std::size_t row : rows) {
        if (!measure.has(row)) continue;
        if (__builtin_add_overflow(total, measure.integer(row), &total)) return;
        some = row;
    }
    const std::string code = measure.kind == Kind::money ? story.table.currency_of(measure, some) : "";
    const bool money = measure.kind == Kind::money;
    Sentence sentence(story);
    sentence.say(said(measure.name)).say(story.conditions()).say(" came to ").say(story.complete() ? "" : "at least ");
    if (money)
        sentence.computed(format_money(total, code), major_units(total, code), cat("sum(", measure.name, ")"));
    else
        sentence.count(total, cat("sum(", measure.name, ")"));
    sentence.say(" in total").say(story.period());
    findings.push_back(std::move(sentence).finish("total"));
}

void tell_running(const Story& story, const Subject& subject, const std::vector<std::size_t>& rows,
                  std::vector<Finding>& findings) {
    if (rows.empty() || !story.time->has(rows.back()) || !subject.column->has(rows.back())) return;
    const Day start{static_cast<std::int32_t>(story.time->integer(rows.back()))};
    if (story.calendar.next(start, *story.grain) <= story.today || start > story.today) return;
    Sentence sentence(story);
    sentence.say(cell_text(story.table, *story.time, rows.back()))
        .say(" is not over: ")
        .say(said(subject.column->name));
    sentence.say(subject.is_stock() ? is(subject.column->name) : was(subject.column->name))
        .cell(*subject.column, rows.back())
        .say(subject.is_stock() ? " now" : " so far");
    findings.push_back(std::move(sentence).finish("caution"));
}

// Many groups over time: who led in the last whole step.
void tell_leaders(const Story& story, const Subject& subject, const std::vector<std::size_t>& rows,
                  std::vector<Finding>& findings) {
    const auto whole = whole_rows(story, *subject.column, rows);
    if (whole.empty()) return;
    const std::int64_t last = story.time->integer(whole.back());
    std::vector<std::size_t> latest;
    for (const std::size_t row : whole) {
        if (story.time->integer(row) == last) latest.push_back(row);
    }
    const auto by_value = [&](std::size_t a, std::size_t b) {
        return subject.column->numeric(a) < subject.column->numeric(b);
    };
    const std::size_t high = *std::max_element(latest.begin(), latest.end(), by_value);
    const std::size_t low = *std::min_element(latest.begin(), latest.end(), by_value);
    Sentence sentence(story);
    sentence.group(high).say(" had the highest ").say(said(subject.column->name)).say(story.conditions());
    sentence.say(" in the last whole ")
        .say(name_of(*story.grain))
        .say(at_step(story, high))
        .say(": ")
        .cell(*subject.column, high);
    findings.push_back(std::move(sentence).finish("top"));
    if (low == high) return;
    Sentence other(story);
    other.group(low).say(" had the lowest: ").cell(*subject.column, low);
    findings.push_back(std::move(other).finish("bottom"));
}

}  // namespace

void tell_trend(const Story& story, std::vector<Finding>& findings) {
    for (const Subject& subject : story.subjects) {
        for (const auto& rows : story.lists()) {
            if (!story.groups.empty()) {
                tell_leaders(story, subject, rows, findings);
                continue;
            }
            const auto whole = whole_rows(story, *subject.column, rows);
            if (whole.size() >= steps_min) tell_course(story, subject, whole, findings);
            tell_sum(story, subject, rows, findings);
            if (whole.size() < steps_min) tell_too_short(story, subject, whole.size(), findings);
            tell_running(story, subject, rows, findings);
        }
    }
}

}  // namespace parley::narrate
