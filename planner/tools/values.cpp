#include "planner/tools/values.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>

namespace parley::planner {
namespace {

using Form = ToolSlot::Form;

std::string two(int number) {
    return cat(number < 10 ? "0" : "", number);
}

// The date in the order that the description shows.
std::string written(const ToolSlot& slot, Day day, const std::optional<int>& minutes) {
    const std::string year = cat(day.year());
    std::string out;
    if (slot.says({"mm/dd/yyyy"}))
        out = cat(two(day.month()), "/", two(day.day()), "/", year);
    else if (slot.says({"mm-dd-yyyy"}))
        out = cat(two(day.month()), "-", two(day.day()), "-", year);
    else if (slot.says({"dd/mm/yyyy"}))
        out = cat(two(day.day()), "/", two(day.month()), "/", year);
    else if (slot.says({"dd-mm-yyyy"}))
        out = cat(two(day.day()), "-", two(day.month()), "-", year);
    else
        out = day.text();
    const bool with_time = slot.says({"hh:mm"}) && slot.says({"yyyy"});
    if (!with_time) return out;
    const int at = minutes.value_or(0);
    return cat(out, slot.says({"ddthh", "dd'T'hh", "t%h"}) ? "T" : " ", two(at / 60), ":", two(at % 60),
               slot.says({":ss"}) ? ":00" : "");
}

std::string place_text(const ToolSlot& slot, const Span& span) {
    const bool wants_state =
        slot.says({"city, state", "city, country", "city and state", "state names", "abbreviated"});
    const std::string city = span.place && !span.place->city.empty() ? std::string(span.place->city) : span.text;
    if (slot.has_name({"state"}) && !slot.has_name({"citi"})) {
        if (!span.state.empty()) return span.state;
        if (span.place && !span.place->state.empty()) return std::string(span.place->state);
    }
    if (slot.has_name({"countri"}) && span.place && !span.place->country.empty())
        return std::string(span.place->country);
    if (slot.parted_place) return city;
    if (!span.state.empty()) return wants_state || span.written.empty() ? cat(city, ", ", span.state) : span.written;
    if (!wants_state || !span.place) return city;
    if (!span.place->state.empty()) return cat(city, ", ", span.place->state);
    return slot.says({"country"}) ? cat(city, ", ", span.place->country) : city;
}

Json number_value(const ToolSlot& slot, const Span& span) {
    const bool integer = type_of(*slot.schema) == "integer";
    const bool share = span.unit == "%" && !integer &&
                       slot.says({"decimal", "0.0", "e.g. 0.", "0 to 1", "between 0 and 1", "fraction"});
    constexpr double exact_most = 9007199254740992.0;  // 2^53: beyond it a double no longer counts one by one.
    if (integer && std::abs(span.number) <= exact_most) return static_cast<std::int64_t>(std::llround(span.number));
    return share ? span.number / 100 : span.number;
}

// "Bang Sue District" for a district: the last word only says what it is.
std::string without_kind(const ToolQuestion& asked, const ToolSlot& slot, const Span& span) {
    if (span.kind == Span::Kind::quoted || span.count < 2) return span.text;
    const Word& last = asked.words[span.next() - 1];
    if (std::find(slot.name.begin(), slot.name.end(), last.stem) == slot.name.end()) return span.text;
    return std::string(text_between(asked.text, asked.words, span.first, span.count - 1));
}

std::string date_text(const ToolQuestion& asked, const ToolSlot& slot, const Span& span) {
    std::optional<int> minutes;
    for (const auto& other : asked.spans) {
        if (other.kind == Span::Kind::time) minutes = other.minutes;
    }
    const bool several = span.start && span.end && span.end->days - span.start->days > 1;
    const bool end = several && slot.has_name({"end", "to", "until", "checkout", "return"});
    const bool first = span.start && !end;
    return written(slot, first ? *span.start : span.end->plus(-1), minutes);
}

}  // namespace

Json value_of(const ToolQuestion& asked, const ToolSlot& slot, const Span& span) {
    switch (slot.form) {
    case Form::number: return number_value(slot, span);
    case Form::date: return date_text(asked, slot, span);
    case Form::time:
        return cat(two(span.minutes / 60), ":", two(span.minutes % 60), slot.says({"hh:mm:ss"}) ? ":00" : "");
    case Form::place: return span.kind == Span::Kind::quoted ? span.text : place_text(slot, span);
    case Form::text:
    case Form::query:
    case Form::flag:
    case Form::listed:
    case Form::url:
    case Form::email:
    case Form::id:
    case Form::list:
    case Form::object: return without_kind(asked, slot, span);
    }
    return nullptr;
}

}  // namespace parley::planner
