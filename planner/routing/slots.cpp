#include "planner/routing/slots.h"

#include "planner/routing/conditions.h"
#include "planner/routing/day_parts.h"
#include "planner/routing/groupings.h"
#include "planner/routing/marked_names.h"
#include "planner/routing/names.h"
#include "planner/routing/opposites.h"
#include "planner/routing/sizes.h"

namespace parley::planner {
namespace {

void read_buckets(Draft& draft) {
    const Reading& reading = draft.reading;
    const auto& adverb = reading.cues.grain_adverb;
    // The "daily" of "daily active users" is part of the name.
    const bool is_value = adverb && draft.taken[*adverb];  // "monthly against yearly plans"
    if (!draft.slots.grain && !is_value && !(adverb && draft.in_metric_name(*adverb)))
        draft.slots.grain = reading.cues.grain;
    if (!draft.slots.grain) draft.slots.grain = reading.spread;
    // "Weekly complaint rate", where the number is not itself called weekly.
    const Candidate& candidate = draft.candidate;
    const bool leads = reading.found && !draft.taken.empty() && !draft.taken[0] && !draft.in_metric_name(0) &&
                       candidate.by_name > 0 && candidate.first >= 1 && candidate.first <= 2;
    if (!draft.slots.grain && leads) draft.slots.grain = reading.cues.leading_grain;
    draft.slots.trend = reading.cues.trend;
}

}  // namespace

// In this order, for what is understood first means nothing else: the grouping before the metric's own name, names
// that somebody gave after those that are listed.
Slots fill_slots(const Reading& reading, const Candidate& candidate) {
    Draft draft(reading, candidate);
    read_groupings(draft);
    if (candidate.whole_name) draft.take(candidate.first, candidate.count);
    read_day_parts(draft);
    read_opposites(draft);
    read_listed_values(draft);
    read_marked_names(draft);
    read_sizes(draft);
    read_open_values(draft);
    read_words_of_kind(draft);
    read_bare_names(draft);
    read_implied_grouping(draft);
    read_modifier(draft);
    read_unfit_values(draft);
    read_unfit_names(draft);
    note_unused_values(draft);
    note_unused_dimensions(draft);
    note_unknown_names(draft);
    read_buckets(draft);
    read_hourly(draft);
    return std::move(draft.slots);
}

std::vector<std::string> groupings_of(const Offer& offer, const Metric& metric) {
    std::vector<std::string> names;
    for (const auto& dimension : offer.dimensions) {
        if (dimension.columns.contains(metric.dataset)) names.push_back(dimension.name);
    }
    return names;
}

}  // namespace parley::planner
