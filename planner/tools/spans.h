#pragma once
// The parts of a question that can become arguments of a tool: what stands in quotation marks, numbers, dates, times,
// addresses, identifiers, names and places. Nothing else of a question ever becomes one, but for free text that a tool
// asks for.

#include "base/calendar.h"
#include "planner/language/words.h"
#include "planner/tools/places.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::planner {

struct Span {
    enum class Kind { quoted, number, date, time, url, email, id, name, place } kind = Kind::name;
    std::string text;               // As written.
    double number = 0;              // Of numbers.
    bool whole = true;              // The number has no decimals.
    std::string unit;               // "$", "%", or the word behind it: "passengers".
    std::optional<Day> start, end;  // Of dates; the end is exclusive.
    bool exact = false;             // Written with year, month and day.
    int minutes = 0;                // Of times, since midnight.
    std::optional<Place> place;
    std::string written;    // The place with what stands behind it: "Miami, Florida".
    std::string state;      // Said behind the place: "CA", or the country as written.
    std::size_t first = 0;  // Words.
    std::size_t count = 0;

    std::size_t next() const { return first + count; }
};

// From left to right, none over another.
std::vector<Span> find_spans(std::string_view question, const Words& words, Day today, const Calendar& calendar);

}  // namespace parley::planner
