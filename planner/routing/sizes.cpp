#include "planner/routing/sizes.h"

#include "base/text.h"
#include "planner/check_filters.h"
#include "planner/language/thresholds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace parley::planner {
namespace {

struct Unit {
    std::string_view said;
    std::string_view of;  // What it measures.
    double in_smallest;   // Bytes, milliseconds.
};

constexpr double kilo = 1e3;
constexpr double second = 1e3;
constexpr double minute = 60 * second;
constexpr double hour = 60 * minute;
constexpr double day = 24 * hour;

constexpr std::array<Unit, 24> size_units{{{"bytes", "size", 1},
                                           {"kb", "size", kilo},
                                           {"mb", "size", kilo* kilo},
                                           {"gb", "size", kilo* kilo* kilo},
                                           {"tb", "size", kilo* kilo* kilo* kilo},
                                           {"ms", "time", 1},
                                           {"s", "time", second},
                                           {"sec", "time", second},
                                           {"secs", "time", second},
                                           {"second", "time", second},
                                           {"seconds", "time", second},
                                           {"min", "time", minute},
                                           {"mins", "time", minute},
                                           {"minute", "time", minute},
                                           {"minutes", "time", minute},
                                           {"h", "time", hour},
                                           {"hour", "time", hour},
                                           {"hours", "time", hour},
                                           {"day", "time", day},
                                           {"days", "time", day},
                                           {"week", "time", 7 * day},
                                           {"weeks", "time", 7 * day},
                                           {"points", "points", 1},
                                           {"pixels", "pixels", 1}}};

const Unit* unit_called(std::string_view name) {
    const auto found =
        std::find_if(size_units.begin(), size_units.end(), [&](const Unit& unit) { return unit.said == name; });
    return found == size_units.end() ? nullptr : &*found;
}

// How many of the column's units one of what was said is. None where they measure different things.
std::optional<double> factor(const Threshold& threshold, const Field& field) {
    const Unit* said = unit_called(threshold.unit);
    const Unit* own = unit_called(field.unit);
    if (said == nullptr) return own == nullptr || threshold.unit.empty() ? std::optional<double>(1) : std::nullopt;
    if (own == nullptr || own->of != said->of) return std::nullopt;
    return said->in_smallest / own->in_smallest;
}

bool is_of_size(const Field& field) {
    switch (field.kind) {
    case Kind::money:
    case Kind::count:
    case Kind::number: return true;
    case Kind::ratio:
    case Kind::text:
    case Kind::day:
    case Kind::time:
    case Kind::flag: return false;
    }
    return false;
}

// The words of the question around the number that a column is called by: "amount over 50", "more than 3 comments".
bool is_named(const Draft& draft, const Threshold& threshold, const Field& field) {
    Stemmer stemmer;
    std::string spread = field.name;
    std::replace(spread.begin(), spread.end(), '_', ' ');
    const Words names = words_of(spread, stemmer);
    const auto called = [&](std::size_t at) {
        return at < draft.words().size() && std::any_of(names.begin(), names.end(), [&](const Word& name) {
                   return name.stem == draft.words()[at].stem && !is_stop_word(name.text);
               });
    };
    const bool before = threshold.first > 0 && called(threshold.first - 1);
    const bool behind =
        threshold.behind < draft.words().size() && !draft.words()[threshold.behind].breaks && called(threshold.behind);
    return before || behind;
}

// The one column that is meant: named beside the number, else the only amount of money, else what is added up.
const Field* column_of(const Draft& draft, const Threshold& threshold, const Dataset& dataset) {
    std::vector<const Field*> named;
    std::vector<const Field*> amounts;
    for (const Field& field : dataset.fields) {
        if (!is_of_size(field) || !factor(threshold, field)) continue;
        if (threshold.money && field.kind != Kind::money) continue;
        if (is_named(draft, threshold, field)) named.push_back(&field);
        if (threshold.unit.empty() ? field.kind == Kind::money : unit_called(field.unit) != nullptr)
            amounts.push_back(&field);
    }
    if (named.size() == 1) return named.front();
    const Field* summed = dataset.field(draft.candidate.metric->value.column);
    if (summed != nullptr && std::find(amounts.begin(), amounts.end(), summed) != amounts.end()) return summed;
    // "More than 3 orders" counts things, and is no amount.
    const bool counts = !threshold.money && threshold.unit.empty() && threshold.behind < draft.words().size() &&
                        !draft.words()[threshold.behind].breaks && draft.words()[threshold.behind].text.ends_with('s');
    return amounts.size() == 1 && !counts ? amounts.front() : nullptr;
}

// "Is the open rate above 20", "did we spend over 5k": the number is what is asked for.
bool asks_whether(const Words& words) {
    return is_one_of(words, 0, {"is", "are", "was", "were", "did", "do", "does", "has", "have", "will", "can"});
}

// 50000 and not 50000.0.
Json written(double value) {
    constexpr double exact_most = 9e15;
    if (std::trunc(value) == value && std::fabs(value) < exact_most) return static_cast<std::int64_t>(value);
    return value;
}

}  // namespace

void read_sizes(Draft& draft) {
    if (asks_whether(draft.words())) return;
    const Dataset* dataset = draft.candidate.offer->rows_of(*draft.candidate.metric);
    if (dataset == nullptr || dataset->fields.empty()) return;
    for (const Threshold& threshold : read_thresholds(draft.reading.text, draft.words(), draft.reading.uses)) {
        const std::string said = text_between(draft.reading.text, draft.words(), threshold.first, threshold.count);
        const Field* column = column_of(draft, threshold, *dataset);
        draft.take(threshold.first, threshold.count);
        if (column == nullptr) {
            draft.slots.missing_filter = cat("\"", said, "\"");
            continue;
        }
        const double times = *factor(threshold, *column);
        draft.slots.filters.push_back({column->name, threshold.op, written(threshold.value * times)});
        if (threshold.until) draft.slots.filters.push_back({column->name, "<=", written(*threshold.until * times)});
        std::string name = column->name;
        std::replace(name.begin(), name.end(), '_', ' ');
        draft.slots.notes.push_back(cat("\"", said, "\" is about the ", name, " of each row"));
    }
}

}  // namespace parley::planner
