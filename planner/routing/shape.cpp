#include "planner/routing/shape.h"

#include "planner/routing/opposites.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr double grouping_bonus = 0.7;
constexpr double grouping_missing = -1.2;
constexpr double kind_bonus = 0.35;
constexpr double duration_bonus = 1.2;
constexpr double no_duration = -0.8;
constexpr double order_bonus = 0.6;
constexpr double dateless = -0.8;
constexpr double rows_bonus = 0.5;
constexpr double some_rows_bonus = 0.25;

bool names_dataset(const Reading& reading, const Candidate& candidate) {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::dataset && hit.phrase->offer == candidate.offer_position &&
               !hit.other_words && candidate.offer->datasets[hit.phrase->item].id == candidate.metric->dataset;
    });
}

// "pull requests by state": where no number is named, it is the number of them, and not the comments of each.
void score_rows(const Reading& reading, Candidate& candidate) {
    const Term& value = candidate.metric->value;
    const bool counts = value.aggregate == Aggregate::count && !candidate.metric->per;
    if (!counts || candidate.whole_name || !names_dataset(reading, candidate)) return;
    candidate.by_shape += value.where.empty() && value.time_column.empty() ? rows_bonus : some_rows_bonus;
}

bool is_subject(const Reading& reading, std::size_t at) {
    const auto& subjects = reading.cues.subjects;
    return std::find(subjects.begin(), subjects.end(), at) != subjects.end();
}

// "which tasks are overdue" asks for the rows themselves, where that is what they are called.
bool names_the_rows(const Reading& reading, const Candidate& candidate, std::size_t at) {
    if (candidate.whole_name && at >= candidate.first && at < candidate.first + candidate.count) return true;
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::dataset && hit.phrase->offer == candidate.offer_position &&
               hit.first <= at && hit.first + hit.count > at &&
               candidate.offer->datasets[hit.phrase->item].id == candidate.metric->dataset;
    });
}

// "Top merchants" by the number of different merchants would be ones throughout.
bool counts_different(const Candidate& candidate, const Dimension& dimension) {
    const Term& value = candidate.metric->value;
    return value.aggregate == Aggregate::distinct && dimension.columns.at(candidate.metric->dataset) == value.column;
}

// A grouping that the question asks for: whether the metric has it.
void score_groups(const Reading& reading, Candidate& candidate) {
    std::vector<std::size_t> wished = reading.cues.groups;
    wished.insert(wished.end(), reading.cues.subjects.begin(), reading.cues.subjects.end());
    for (const std::size_t at : wished) {
        bool known = false;
        std::size_t fits = 0;  // Words of the longest name of it.
        for (const auto& hit : reading.hits) {
            if (hit.phrase->thing != Thing::dimension || hit.first > at + 1 || hit.first + hit.count <= at) continue;
            known = true;
            if (hit.phrase->offer != candidate.offer_position) continue;
            const Dimension& dimension = candidate.offer->dimensions[hit.phrase->item];
            if (dimension.columns.contains(candidate.metric->dataset) && !counts_different(candidate, dimension))
                fits = std::max(fits, hit.count);
        }
        if (fits > 0) {
            candidate.by_shape += grouping_bonus;
            candidate.groups_fit += fits;
        } else if (known && !(is_subject(reading, at) && names_the_rows(reading, candidate, at)))
            candidate.by_shape += grouping_missing;
    }
}

// "largest" speaks of a size, "slowest" of a time, "cheapest" of a price.
bool order_speaks_for(const Reading& reading, const Lexicon& lexicon, const Candidate& candidate) {
    struct Meaning {
        std::string_view word;
        std::initializer_list<const char*> stems;
    };
    static constexpr std::initializer_list<const char*> sizes{"size", "volum", "storag", "amount", "valu"};
    static constexpr std::initializer_list<const char*> times{"time", "durat", "cycl", "length"};
    static constexpr std::initializer_list<const char*> prices{"price", "cost"};
    static const Meaning meanings[] = {{"largest", sizes},         {"biggest", sizes},         {"smallest", sizes},
                                       {"longest", times},         {"shortest", times},        {"slowest", times},
                                       {"fastest", times},         {"cheapest", prices},       {"priciest", prices},
                                       {"most expensive", prices}, {"least expensive", prices}};
    const auto& order = reading.cues.order_word;
    const auto position = static_cast<std::size_t>(candidate.metric - candidate.offer->metrics.data());
    const Stems& names = lexicon.names_of(candidate.offer_position, position);
    for (const auto& meaning : meanings) {
        if (meaning.word != order) continue;
        return std::any_of(meaning.stems.begin(), meaning.stems.end(),
                           [&](const char* stem) { return names.contains(stem); });
    }
    return false;
}

bool is_size(const Metric& metric) {
    return metric.unit == "bytes" || metric.unit == "MB" || metric.unit == "GB" || metric.unit == "KB";
}

void score_kind(const Reading& reading, Candidate& candidate) {
    const auto& cues = reading.cues;
    const Metric& metric = *candidate.metric;
    if (cues.how_many && metric.kind == Kind::count) candidate.by_shape += kind_bonus;
    if (cues.how_long && is_duration(metric) && candidate.by_name > 0 && candidate.offer->connected)
        candidate.by_shape += duration_bonus;
    if (cues.how_big && is_size(metric) && candidate.by_name + candidate.by_context > 0 && candidate.offer->connected)
        candidate.by_shape += duration_bonus;
    // "How long does it take to finish an issue" is no number of issues.
    if (cues.how_long && metric.kind == Kind::count && !candidate.vendor_named) candidate.by_shape += no_duration;
    if (cues.share && metric.per) candidate.by_shape += kind_bonus;
    if (cues.how_much && metric.kind == Kind::money) {
        candidate.by_shape += kind_bonus + (metric.additive_over_time() ? kind_bonus : 0);
    }
    if (cues.aggregate == "avg" && metric.value.aggregate == Aggregate::mean) candidate.by_shape += kind_bonus;
}

// A period or a time bucket is asked for: rows without dates cannot give it.
void score_time(const Reading& reading, Candidate& candidate) {
    const bool dated = reading.found || reading.cues.grain || reading.cues.trend || reading.comparison.count > 0;
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    if (!dated || dataset == nullptr || !candidate.metric->value.time_column.empty()) return;
    if (candidate.whole_name || candidate.full_name) return;
    if (dataset->time_field.empty() && dataset->from_field.empty()) candidate.by_shape += dateless;
}

bool says_stem_of(const Reading& reading, const Hit& value, const Stems& names) {
    for (std::size_t k = value.first; k < value.first + value.count; ++k) {
        if (names.contains(reading.words[k].stem)) return true;
    }
    return false;
}

// "created issues: bugs vs stories": rows that know both, and no number that is of one of them alone.
void score_opposites(const Reading& reading, const Lexicon& lexicon, Candidate& candidate) {
    const auto position = static_cast<std::size_t>(candidate.metric - candidate.offer->metrics.data());
    const Stems& names = lexicon.names_of(candidate.offer_position, position);
    for (const Opposition& against : oppositions_of(reading)) {
        if (against.is_weak) continue;
        for (const Hit* left : values_before(reading, candidate.offer_position, against)) {
            const Dimension& of = candidate.offer->dimensions[left->phrase->item];
            if (!of.columns.contains(candidate.metric->dataset)) continue;
            for (const Hit* right : values_behind(reading, candidate.offer_position, against)) {
                if (left->phrase->item != right->phrase->item) continue;
                const bool one_alone = says_stem_of(reading, *left, names) != says_stem_of(reading, *right, names);
                candidate.by_shape += one_alone ? grouping_missing : grouping_bonus;
                return;
            }
        }
    }
}

}  // namespace

bool is_duration(const Metric& metric) {
    for (const char* unit : {"day", "hour", "minute", "second", "millisecond", "ms", "week"}) {
        if (metric.unit.starts_with(unit)) return true;
    }
    return false;
}

void score_shape(const Reading& reading, const Lexicon& lexicon, Candidate& candidate) {
    score_groups(reading, candidate);
    score_opposites(reading, lexicon, candidate);
    if (order_speaks_for(reading, lexicon, candidate)) candidate.by_shape += order_bonus;
    score_kind(reading, candidate);
    score_rows(reading, candidate);
    score_time(reading, candidate);
}

}  // namespace parley::planner
