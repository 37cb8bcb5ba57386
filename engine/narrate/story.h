#pragma once
// What a table is about, in the words of its plan: subjects, steps of time, groups, and how to say them. Pure.

#include "narrate/narrate.h"

namespace parley::narrate {

// One measure: its column, its definition where the catalogue still has it, and what stands behind it.
struct Subject {
    const Column* column = nullptr;
    const planner::Metric* metric = nullptr;
    const Column* value = nullptr;  // Parts of a ratio.
    const Column* per = nullptr;
    const Column* count = nullptr;
    bool other_statistic = false;  // The plan asked for the average or the largest of what the metric adds up.

    bool is_stock() const;
    bool adds_up() const;     // Over groups: shares of a total mean something.
    bool counts_all() const;  // More rows can only make it larger: "at least".
};

struct Story {
    const Table& table;
    const planner::Plan& plan;
    const Calendar& calendar;
    Day today;
    std::vector<Subject> subjects;
    std::vector<std::string> measure_names;  // Of the plan, where a join leaves no column of their own.
    std::vector<std::string> vendor_names;   // Of the same.
    const Column* time = nullptr;
    std::optional<Grain> grain;
    std::vector<const Column*> groups;
    const Column* currency = nullptr;  // Where amounts of several cannot be compared.
    const Column* previous = nullptr;
    const Column* change = nullptr;
    const Column* change_ratio = nullptr;

    bool complete() const { return table.completeness.state == Completeness::State::complete; }
    bool whole(std::size_t row) const;                 // Its bucket is over, and the period holds all of it.
    std::string group_name(std::size_t row) const;     // Quoted: "DE", "pro"
    std::string period() const;                        // " from 1 Jul to 30 Sep 2026"; empty without one.
    std::string moment(const Subject& subject) const;  // Of a stock: " at the end of Q3 2026 (30 Sep 2026)"
    std::string conditions() const;                    // " for country "DE""

    // Rows that may be compared with each other: one list a currency, in the table's order.
    std::vector<std::vector<std::size_t>> lists() const;
};

Story read(const Table& table, const planner::Plan& plan, std::span<const planner::Offer> offers,
           const Calendar& calendar, Day today);

std::string in_quotes(std::string_view name);

// "MRR was", "refunds were": names of metrics come in both numbers.
std::string_view was(std::string_view name);
std::string_view is(std::string_view name);
std::string said(const std::string& name);  // A name of our own: quoted only where it holds digits.
std::string day_text(Day day);              // "30 Sep 2026"

// A sentence under way: what is said goes in, and each number with where it comes from.
class Sentence {
public:
    explicit Sentence(const Story& story) : story_(story) {}

    Sentence& say(std::string_view words);
    Sentence& cell(const Column& column, std::size_t row);
    Sentence& group(std::size_t row);  // The row's group; a name that is a number comes with its cell.
    Sentence& computed(std::string text, OrderedJson value, std::string formula);
    Sentence& share(double value, std::string formula);  // "41.3 %"
    Sentence& count(std::int64_t value, std::string formula);
    Finding finish(std::string kind) &&;  // With a capital in front and a full stop behind.

private:
    const Story& story_;
    Finding finding_;
};

// Findings of one kind of result each; they add to the list what there is to be said.
void tell_totals(const Story& story, std::vector<Finding>& findings);
void tell_groups(const Story& story, std::vector<Finding>& findings);
void tell_trend(const Story& story, std::vector<Finding>& findings);
void tell_changes(const Story& story, std::vector<Finding>& findings);
void tell_correlation(const Story& story, std::vector<Finding>& findings);
void tell_match(const Story& story, std::vector<Finding>& findings);   // Of a join by key: how many were found.
void tell_spread(const Story& story, std::vector<Finding>& findings);  // Of a histogram.
void tell_cautions(const Story& story, std::vector<Finding>& findings);

}  // namespace parley::narrate
