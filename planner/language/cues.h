#pragma once
// What a question says about the shape of its answer: how many rows, in which order, per which time bucket, compared
// with what, drawn how. Nothing in here knows what can be asked.

#include "base/calendar.h"
#include "planner/language/words.h"
#include "planner/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

// What a word of the question has been taken for. Words of dates and time buckets name nothing else; words of cues may.
enum class Use { open, date, cue, bucket };  // bucket: "by month"
using Uses = std::vector<Use>;

struct Cues {
    std::optional<int> limit;
    bool top = false;                // "top drivers": an order, and a cut that nobody numbered
    std::optional<bool> descending;  // lowest: false; highest, most: true
    bool by_quality = false;         // best, worst: the metric knows which way that is
    bool by_change = false;          // "grew most"
    std::string order_word;          // "largest", "cheapest": may say what is measured
    std::optional<std::size_t> order_at;
    std::optional<Grain> grain;               // "by month", "weekly"
    std::optional<Grain> leading_grain;       // "Weekly" at the very beginning, where a name may begin as well.
    std::optional<std::size_t> grain_adverb;  // Where "daily" stands: it may be part of a name
    std::optional<std::size_t> hourly;        // Where that word stands.
    bool trend = false;                       // "over time": the range's length decides on the grain
    bool how_many = false;
    bool how_much = false;
    bool how_long = false;
    bool how_big = false;  // "how heavy are the folders": bytes, and not a number of them
    bool share = false;
    std::optional<std::string> aggregate;  // "avg", "median", "max", "min"
    std::string chart;                     // A type that Parley draws
    std::string chart_note;                // Another one was asked for
    std::string excluded;                  // "excluding refunds": said to have had no effect
    std::size_t excluded_first = 0;        // Its words.
    std::size_t excluded_count = 0;
    std::vector<std::size_t> groups;  // Words at which a grouping begins: the one behind "by", "per", "for each"
    bool who = false;                 // "who has the most ...": grouped by the people of the rows
    std::vector<std::size_t>
        ranked;           // Words at which a ranked thing may begin: "biggest open deals", "most used features"
    bool origin = false;  // "where do they come from": grouped by what names a place or a source
    std::vector<std::size_t> subjects;  // The same behind "which" and "top 10": grouped by where it is a dimension
};

// Marks the words it has understood as Use::cue. Words already used are left alone.
Cues read_cues(const Words& words, Uses& uses);

struct Comparison {
    Compare with = Compare::none;
    std::optional<Grain> unit;  // "month over month"
    std::size_t first = 0;      // The words that say it: "compared with a year earlier"
    std::size_t count = 0;
};

Comparison read_comparison(const Words& words);

// "month" and "months": a step of time.
std::optional<Grain> grain_word(std::string_view word);

// "ten", "20": how many rows. None for what is no such number.
std::optional<int> count_at(const Words& words, std::size_t at);

}  // namespace parley::planner
