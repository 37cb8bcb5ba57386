#include "base/text.h"
#include "narrate/story.h"

#include <algorithm>
#include <cmath>

namespace parley::narrate {
namespace {

// "the number of orders", "MRR"
std::string subject_name(const Subject& subject) {
    const std::string name = said(subject.column->name);
    const bool counted = subject.column->kind == Kind::count && name.rfind("number of", 0) != 0;
    return counted ? cat("the number of ", name) : name;
}

std::string when(const Story& story, const Subject& subject) {
    if (subject.is_stock()) return story.moment(subject);
    return story.period();
}

bool parts_are_counts(const Subject& subject) {
    return subject.value && subject.per && subject.value->kind == Kind::count && subject.per->kind == Kind::count;
}

void tell_one(const Story& story, const Subject& subject, std::vector<Finding>& findings) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < story.table.rows(); ++row) {
        if (subject.column->has(row)) rows.push_back(row);
    }
    Sentence sentence(story);
    if (rows.empty()) {
        sentence.say("No ")
            .say(said(subject.column->name))
            .say(" can be given")
            .say(story.conditions())
            .say(when(story, subject));
        sentence.say(subject.metric && subject.metric->per ? ": there is nothing to divide by"
                                                           : ": no row has a value");
        findings.push_back(std::move(sentence).finish("total"));
        return;
    }
    const bool now =
        subject.is_stock() && (!story.plan.range || !story.plan.range->end || *story.plan.range->end > story.today);
    const std::string name = subject_name(subject);
    sentence.say(name).say(story.conditions()).say(now ? is(name) : was(name));
    if (!story.complete() && subject.counts_all()) sentence.say("at least ");
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (at > 0) sentence.say(at + 1 == rows.size() ? " and " : ", ");
        sentence.cell(*subject.column, rows[at]);
    }
    if (rows.size() == 1 && parts_are_counts(subject) && subject.per->has(rows[0])) {
        sentence.say(" (").cell(*subject.value, rows[0]).say(" of ").cell(*subject.per, rows[0]).say(")");
    }
    findings.push_back(std::move(sentence.say(when(story, subject))).finish("total"));
}

struct Ranked {
    std::size_t top = 0;
    std::size_t bottom = 0;
    std::size_t rows = 0;
    double total = 0;
    bool all_positive = true;
};

Ranked rank(const Column& measure, const std::vector<std::size_t>& rows) {
    Ranked ranked;
    for (const std::size_t row : rows) {
        if (!measure.has(row)) continue;
        const double value = measure.numeric(row);
        if (ranked.rows == 0 || value > measure.numeric(ranked.top)) ranked.top = row;
        if (ranked.rows == 0 || value <= measure.numeric(ranked.bottom)) ranked.bottom = row;
        ranked.total += value;
        ranked.all_positive = ranked.all_positive && value >= 0;
        ++ranked.rows;
    }
    return ranked;
}

// What is shown adds up to everything only where nothing was cut off or lost.
bool knows_total(const Story& story, const Subject& subject, const Ranked& ranked) {
    return subject.adds_up() && !story.plan.limit && story.complete() && ranked.all_positive && ranked.total > 0;
}

void tell_extreme(const Story& story, const Subject& subject, const Ranked& ranked, std::size_t row,
                  std::vector<Finding>& findings) {
    const bool top = row == ranked.top;
    Sentence sentence(story);
    sentence.group(row).say(top ? " had the highest " : " had the lowest ").say(said(subject.column->name));
    sentence.say(story.conditions()).say(when(story, subject)).say(": ").cell(*subject.column, row);
    if (knows_total(story, subject, ranked)) {
        const std::string& name = subject.column->name;
        sentence.say(" (")
            .share(subject.column->numeric(row) / ranked.total, cat(name, " / sum(", name, ")"))
            .say(" of the total)");
    } else if (parts_are_counts(subject) && subject.per->has(row)) {
        sentence.say(" (").cell(*subject.value, row).say(" of ").cell(*subject.per, row).say(")");
    }
    findings.push_back(std::move(sentence).finish(top ? "top" : "bottom"));
}

}  // namespace

void tell_totals(const Story& story, std::vector<Finding>& findings) {
    for (const Subject& subject : story.subjects) tell_one(story, subject, findings);
}

void tell_groups(const Story& story, std::vector<Finding>& findings) {
    for (const Subject& subject : story.subjects) {
        for (const auto& rows : story.lists()) {
            const Ranked ranked = rank(*subject.column, rows);
            if (ranked.rows == 0) continue;
            const bool ascending =
                story.plan.order && story.plan.order->by == "measure" && !story.plan.order->descending;
            const bool cut = story.plan.limit.has_value();
            if (subject.column->numeric(ranked.top) == subject.column->numeric(ranked.bottom) && ranked.rows > 1) {
                Sentence sentence(story);
                sentence.say("All ")
                    .count(static_cast<std::int64_t>(ranked.rows), "count(rows)")
                    .say(" groups had the same ");
                sentence.say(said(subject.column->name))
                    .say(when(story, subject))
                    .say(": ")
                    .cell(*subject.column, ranked.top);
                findings.push_back(std::move(sentence).finish("top"));
                continue;
            }
            // The end that was asked for comes first; the other one is known only where nothing was cut off.
            const std::size_t first = ascending ? ranked.bottom : ranked.top;
            const std::size_t last = ascending ? ranked.top : ranked.bottom;
            tell_extreme(story, subject, ranked, first, findings);
            if (ranked.rows > 1 && !cut) tell_extreme(story, subject, ranked, last, findings);
        }
    }
}

}  // namespace parley::narrate
