#pragma once
// A table and its plan -> findings and sentences. Every number shown is a cell or a declared formula. Pure.

#include "base/table.h"
#include "planner/offer.h"
#include "planner/plan.h"

#include <span>
#include <string>
#include <vector>

namespace parley::narrate {

// A number in a sentence: where it comes from.
struct Value {
    std::string text;                // As it stands in the sentence: "USD 48,210.00"
    OrderedJson value;               // As it stands in the table's JSON.
    std::optional<std::size_t> row;  // With column: the cell.
    std::string column;
    std::string formula;  // Else: "sum(open rate: value) / sum(open rate: per)"
};

struct Finding {
    std::string kind;  // total, top, bottom, trend, change, correlation, match, caution
    std::string text;
    std::vector<Value> values;
};

struct Narration {
    std::string text;  // The findings' sentences, the main one first.
    std::vector<Finding> findings;
    std::vector<std::string> notes;  // Incomplete data, partial periods, small samples, choices made in the plan.
};

Narration narrate(const Table& table, const planner::Plan& plan, std::span<const planner::Offer> offers,
                  const Calendar& calendar, Day today);

OrderedJson to_json(const Finding& finding);

// True where every number in `text` is the text of one of `values`, part of a date, or part of a quoted name. What
// fails is dropped by narrate() itself; tests and language models' sentences go through it as well.
bool all_numbers_traced(std::string_view text, const std::vector<Value>& values);

}  // namespace parley::narrate
