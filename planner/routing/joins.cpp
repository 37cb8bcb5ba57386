#include "planner/routing/joins.h"

#include "base/text.h"
#include "planner/keys.h"
#include "planner/routing/matches.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

struct Split {
    Join::Kind kind = Join::Kind::side_by_side;
    std::size_t left = 0;  // First word of the left side,
    std::size_t left_count = 0;
    std::size_t right = 0;
    std::size_t right_count = 0;
};

std::size_t length_of(std::string_view phrase) {
    return static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
}

std::optional<std::size_t> find(const Words& words, std::string_view phrase, std::size_t from) {
    for (std::size_t at = from; at < words.size(); ++at) {
        if (stands_at(words, at, phrase)) return at;
    }
    return std::nullopt;
}

Split around(Join::Kind kind, const Words& words, std::size_t first, std::size_t at, std::size_t length) {
    return {kind, first, at - first, at + length, words.size() - at - length};
}

// "correlation between A and B", "impact of A on B": the sides stand behind the noun.
std::optional<Split> behind_noun(const Words& words) {
    struct Form {
        std::string_view noun;
        std::string_view middle;
    };
    constexpr std::array<Form, 10> forms{{{"correlation between", "and"},
                                          {"correlation of", "with"},
                                          {"correlation of", "and"},
                                          {"relationship between", "and"},
                                          {"relation between", "and"},
                                          {"link between", "and"},
                                          {"connection between", "and"},
                                          {"impact of", "on"},
                                          {"effect of", "on"},
                                          {"influence of", "on"}}};
    for (const auto& form : forms) {
        const auto noun = find(words, form.noun, 0);
        if (!noun) continue;
        const std::size_t first = *noun + length_of(form.noun);
        if (const auto middle = find(words, form.middle, first)) {
            return around(Join::Kind::correlate, words, first, *middle, length_of(form.middle));
        }
    }
    if (is_one_of(words, 0, {"correlate"})) {
        for (const std::string_view middle : {"with", "and", "to", "against"}) {
            if (const auto at = find(words, middle, 1)) return around(Join::Kind::correlate, words, 1, *at, 1);
        }
    }
    return std::nullopt;
}

std::optional<Split> between_verb(const Words& words) {
    for (const std::string_view verb :
         {"correlate with", "correlates with", "correlated with", "correlate to", "correlated to", "relate to",
          "relates to", "related to", "linked to", "connected with", "depend on", "depends on", "go together with",
          "correlate", "affect", "affects", "influence", "influences"}) {
        const auto at = find(words, verb, 1);
        if (at && *at + length_of(verb) < words.size())
            return around(Join::Kind::correlate, words, 0, *at, length_of(verb));
    }
    return std::nullopt;
}

std::vector<Split> side_by_side(const Reading& reading) {
    std::vector<Split> splits;
    const bool compares =
        is_one_of(reading.words, 0, {"compare"}) || find(reading.words, "side by side", 0).has_value();
    for (const std::string_view word :
         {"versus", "vs", "against", "next to", "alongside", "compared with", "compared to", "and", "with", "to"}) {
        const bool weak = word == "and" || word == "with" || word == "to";
        for (auto at = find(reading.words, word, 1); at; at = find(reading.words, word, *at + 1)) {
            if (reading.uses[*at] == Use::date || (weak && word != "and" && !compares)) continue;
            const bool in_comparison = reading.comparison.count > 0 && *at >= reading.comparison.first &&
                                       *at < reading.comparison.first + reading.comparison.count;
            if (in_comparison || *at + length_of(word) >= reading.words.size()) continue;
            splits.push_back(around(Join::Kind::side_by_side, reading.words, 0, *at, length_of(word)));
        }
    }
    return splits;
}

// `only`: the vendor that this side is about, where the question says so elsewhere.
std::optional<Candidate> best_of(const Reading& side, const Lexicon& lexicon, std::span<const Offer> offers,
                                 std::optional<std::size_t> only = std::nullopt) {
    for (auto& candidate : candidates(side, lexicon, offers)) {
        if (only && candidate.offer_position != *only) continue;
        if (only && candidate.by_name <= 0) return std::nullopt;
        if (!only && !is_convincing(candidate)) return std::nullopt;
        if (candidate.offer->connected) return std::move(candidate);
    }
    return std::nullopt;
}

bool same_metric(const Candidate& a, const Candidate& b) {
    return a.offer == b.offer && a.metric == b.metric;
}

Grain join_grain(const Reading& reading, const std::optional<Range>& range) {
    if (reading.cues.grain) return *reading.cues.grain;
    return range ? sensible_grain(range) : Grain::month;
}

// Correlating needs points: a long range in months, not the whole of it as one.
void set_join(const Split& split, const Reading& reading, const Context& context, Plan& plan) {
    plan.range = make_range(reading, context);
    Grain grain = join_grain(reading, plan.range);
    if (!plan.range) {
        plan.range = default_range(grain, context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
    note_range(reading, context, plan);
    plan.join = Join{split.kind, std::string(name_of(grain))};
    plan.grain.reset();
    if (split.kind == Join::Kind::side_by_side)
        plan.grain = grain;
    else
        plan.notes.push_back("what goes together need not cause the other: a correlation says nothing about causes");
}

// Beside a measure with dates, one without them cannot be drawn over time: said here, refused when it is run.
void note_undated(const Candidate& side, Plan& plan) {
    if (has_time(*side.offer, *side.metric)) return;
    plan.notes.push_back(
        cat(side.metric->name, " has no dates at ", side.offer->name, ": it is the same in every period"));
}

// Whether the rows of both sides can be split by the groupings and narrowed down by the conditions.
bool both_have(const Candidate& side, const Slots& slots) {
    const auto has = [&](const std::string& id) {
        const Dimension* of = side.offer->dimension(id);
        return of != nullptr && of->columns.contains(side.metric->dataset);
    };
    return std::all_of(slots.group_by.begin(), slots.group_by.end(), has) &&
           std::all_of(slots.filters.begin(), slots.filters.end(),
                       [&](const Filter& filter) { return has(filter.field); });
}

// Two measures without steps of time: by a grouping that both sides have, or one measure of two vendors as a total of
// each. It is no join then: the same period and the same rows of the answer are enough.
bool stands_without_time(const Split& split, const Reading& reading, const Slots& slots, const Candidate& right) {
    if (split.kind == Join::Kind::correlate || reading.cues.grain || reading.cues.trend) return false;
    const bool one_measure = split.right_count == 0;
    return (one_measure || !slots.group_by.empty()) && both_have(right, slots);
}

std::string identity_of(const Candidate& side, const Dimension& of) {
    const Dataset* rows = side.offer->dataset(side.metric->dataset);
    const Field* field = rows == nullptr ? nullptr : rows->field(of.columns.at(rows->id));
    return field == nullptr ? "" : field->identity;
}

// What both sides' rows can be put together by where one of them is split by `id`: what its column is known by, what
// people or companies are known by, or a dimension of the other side by the same name.
std::optional<std::string> key_of_group(const Candidate& grouped, const Candidate& other, const std::string& id) {
    const Dimension* of = grouped.offer->dimension(id);
    if (of == nullptr || !of->columns.contains(grouped.metric->dataset)) return std::nullopt;
    std::vector<std::string> keys;
    if (auto identity = identity_of(grouped, *of); !identity.empty()) keys.push_back(std::move(identity));
    for (auto& key : keys_for(of->name)) keys.push_back(std::move(key));
    keys.push_back(of->id);
    keys.push_back(lower(of->name));
    for (const auto& synonym : of->synonyms) keys.push_back(lower(synonym));
    return shared_key({grouped.offer, grouped.metric->dataset}, {other.offer, other.metric->dataset}, keys);
}

// "revenue by company next to support tickets by company", "spend by team next to deals won by team": the groupings
// need not be called the same.
std::optional<std::string> key_of_sides(const Split& split, const Reading& reading, const Candidate& left,
                                        const Candidate& right, const Slots& slots) {
    if (split.kind == Join::Kind::correlate || reading.cues.grain || reading.cues.trend) return std::nullopt;
    if (slots.group_by.size() == 1) return key_of_group(left, right, slots.group_by.front());
    if (!slots.group_by.empty() || split.right_count == 0) return std::nullopt;
    const Slots said = fill_slots(part_of(reading, split.right, split.right_count), right);
    if (said.group_by.size() != 1) return std::nullopt;
    return key_of_group(right, left, said.group_by.front());
}

// "A vs B by currency": said behind the right side, and meant for both.
void take_groups_of_right(const Split& split, const Reading& reading, const Candidate& left, const Candidate& right,
                          Slots& slots) {
    if (split.kind == Join::Kind::correlate) return;
    Slots said = fill_slots(part_of(reading, split.right, split.right_count), right);
    said.filters.clear();
    if (both_have(left, said)) slots.group_by = std::move(said.group_by);
}

// A grouping of the one side that the other does not have cannot be kept over both.
void note_lost_groups(const Slots& slots, const Candidate& left, Plan& plan) {
    for (const auto& id : slots.group_by) {
        if (std::find(plan.group_by.begin(), plan.group_by.end(), id) != plan.group_by.end()) continue;
        plan.notes.push_back(cat("it is not split by ", left.offer->dimension(id)->name,
                                 ": two measures beside each other are shown over time"));
    }
}

void set_sides(const Split& split, const Reading& reading, const Candidate& left, const Candidate& right,
               const Context& context, Plan& plan) {
    Slots slots = fill_slots(part_of(reading, split.left, split.left_count), left);
    plan.filters = slots.filters;
    plan.notes = slots.notes;
    if (slots.group_by.empty() && split.right_count > 0) take_groups_of_right(split, reading, left, right, slots);
    if (stands_without_time(split, reading, slots, right)) {
        plan.group_by = slots.group_by;
        plan.range = make_range(reading, context);
        note_range(reading, context, plan);
        return;
    }
    if (auto key = key_of_sides(split, reading, left, right, slots)) {
        plan.group_by = {*key};
        plan.join = Join{Join::Kind::side_by_side, std::move(*key)};
        plan.range = make_range(reading, context);
        note_range(reading, context, plan);
        return;
    }
    if (split.kind == Join::Kind::correlate) plan.group_by = slots.group_by;
    note_lost_groups(slots, left, plan);
    set_join(split, reading, context, plan);
}

Plan join_plan(const Split& split, const Reading& reading, const Candidate& left, const Candidate& right,
               const Context& context) {
    Plan plan;
    plan.steps.push_back(make_step(left, why_text(left, nullptr)));
    const bool same_rows = left.offer == right.offer && left.metric->dataset == right.metric->dataset;
    if (!same_rows) plan.steps.push_back(make_step(right, why_text(right, nullptr)));
    plan.measures.push_back(make_measure(left, reading.cues));
    plan.measures.push_back(make_measure(right, reading.cues));
    set_sides(split, reading, left, right, context, plan);
    note_undated(left, plan);
    note_undated(right, plan);
    plan.compare = reading.comparison.with;
    plan.chart = reading.cues.chart;
    if (!reading.cues.chart_note.empty()) plan.notes.push_back(reading.cues.chart_note);
    return plan;
}

// "themes correlate with churn": the left side is a dimension, grouped by although nobody said "by".
void group_by_left_dimension(const Reading& left_side, const Candidate& left, Plan& plan) {
    if (!plan.group_by.empty() || left.whole_name) return;
    for (const auto& hit : left_side.hits) {
        if (hit.phrase->thing != Thing::dimension || hit.phrase->offer != left.offer_position || hit.other_words)
            continue;
        const auto& dimension = left.offer->dimensions[hit.phrase->item];
        const bool filtered = std::any_of(plan.filters.begin(), plan.filters.end(),
                                          [&](const Filter& filter) { return filter.field == dimension.id; });
        if (filtered || !dimension.columns.contains(left.metric->dataset)) continue;
        plan.group_by.push_back(dimension.id);
        return;
    }
}

// "created vs completed issues": the noun of the right side belongs to the left one too.
std::optional<Candidate> with_noun_of(const Candidate& right, const Split& split, const Reading& reading,
                                      const Lexicon& lexicon, std::span<const Offer> offers, const Context& context) {
    if (!right.whole_name || right.count < 2 || right.first != split.right || split.left_count == 0)
        return std::nullopt;
    Stemmer stemmer;
    const std::string left = text_between(reading.text, reading.words, split.left, split.left_count);
    const std::string noun = text_between(reading.text, reading.words, right.first + 1, right.count - 1);
    const Reading asked = read(cat(left, " ", noun, " ", right.offer->name), lexicon, context, stemmer);
    for (auto& candidate : candidates(asked, lexicon, offers)) {
        if (candidate.offer != right.offer || candidate.metric == right.metric || !candidate.whole_name) continue;
        if (candidate.first + candidate.count != split.left_count + right.count - 1) return std::nullopt;
        candidate.first = split.left + split.left_count - 1;
        candidate.count = 1;
        return std::move(candidate);
    }
    return std::nullopt;
}

struct Sides {
    std::optional<Candidate> left, right;
};

Sides sides_of(const Reading& reading, const Reading& left, Reading right, const Lexicon& lexicon,
               std::span<const Offer> offers) {
    const auto named = named_offers(reading);
    if (named.size() != 2 || !named_offers(left).empty())
        return {best_of(left, lexicon, offers), best_of(right, lexicon, offers)};
    // "A with B, Klaviyo against Stripe": the first is asked of the one, the second of the other.
    right.hits.erase(std::remove_if(right.hits.begin(), right.hits.end(),
                                    [](const Hit& hit) { return hit.phrase->thing == Thing::vendor; }),
                     right.hits.end());
    return {best_of(left, lexicon, offers, named.front()), best_of(right, lexicon, offers, named.back())};
}

std::optional<Plan> join_at(const Split& split, const Reading& reading, const Lexicon& lexicon,
                            std::span<const Offer> offers, const Context& context) {
    const Reading left_side = part_of(reading, split.left, split.left_count);
    auto [left, right] =
        sides_of(reading, left_side, part_of(reading, split.right, split.right_count), lexicon, offers);
    if (right && split.kind == Join::Kind::side_by_side && (!left || !left->whole_name)) {
        if (auto noun = with_noun_of(*right, split, reading, lexicon, offers, context)) left = std::move(noun);
    }
    if (!left || !right || same_metric(*left, *right)) return std::nullopt;
    const bool sure = left->by_name > 0 && right->by_name > 0 && (right->whole_name || right->vendor_named) &&
                      (left->whole_name || left->vendor_named) && !is_weak_guess(*left) && !is_weak_guess(*right);
    if (split.kind == Join::Kind::side_by_side && !sure) return std::nullopt;
    Plan plan = join_plan(split, reading, *left, *right, context);
    if (split.kind == Join::Kind::correlate) group_by_left_dimension(left_side, *left, plan);
    return plan;
}

// "payments by PayPal and by Square": one measure, asked of two vendors.
std::optional<Plan> same_of_two_vendors(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                        const Context& context) {
    const auto named = named_offers(reading);
    if (named.size() != 2) return std::nullopt;
    std::vector<Candidate> best;
    for (const auto& candidate : candidates(reading, lexicon, offers)) {
        const bool first = best.empty() || best.front().offer != candidate.offer;
        if (best.size() < 2 && first && candidate.offer->connected && is_convincing(candidate) &&
            candidate.by_name > 0) {
            best.push_back(candidate);
        }
    }
    if (best.size() != 2) return std::nullopt;
    if (best.front().offer_position != named.front()) std::swap(best.front(), best.back());
    Split split;
    split.left_count = reading.words.size();
    return join_plan(split, reading, best.front(), best.back(), context);
}

}  // namespace

std::optional<Decision> try_join(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                 const Context& context) {
    auto split = behind_noun(reading.words);
    if (!split) split = between_verb(reading.words);
    if (split) return join_at(*split, reading, lexicon, offers, context);
    if (auto matched = try_match(reading, lexicon, offers, context)) return matched;
    for (const auto& candidate : side_by_side(reading)) {
        if (auto plan = join_at(candidate, reading, lexicon, offers, context)) return plan;
    }
    return same_of_two_vendors(reading, lexicon, offers, context);
}

}  // namespace parley::planner
