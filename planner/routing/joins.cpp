#include "planner/routing/joins.h"

#include "base/limits.h"
#include "base/text.h"
#include "planner/keys.h"
#include "planner/routing/matches.h"
#include "planner/routing/refusals.h"
#include "planner/routing/splits.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

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

Grain join_grain(const Split& split, const Reading& reading, const std::optional<Range>& range) {
    if (reading.cues.grain) return *reading.cues.grain;
    if (split.grain) return *split.grain;
    return range ? sensible_grain(range) : Grain::month;
}

// Correlating needs points: a long range in months, not the whole of it as one.
void set_join(const Split& split, const Reading& reading, const Context& context, Plan& plan) {
    plan.range = make_range(reading, context);
    Grain grain = join_grain(split, reading, plan.range);
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
    const bool over_time = plan.grain || (plan.join && !joins_by_key(plan));
    if (!over_time && !plan.range) return;
    plan.notes.push_back(cat(side.metric->name, " has no dates at ", side.offer->name, ": it is ",
                             over_time ? "the same in every period" : "shown as it is today"));
}

// Rows that cannot be asked for without a period get one.
void give_needed_range(const Candidate& side, const Context& context, Plan& plan) {
    const Dataset* dataset = side.offer->rows_of(*side.metric);
    if (dataset != nullptr && dataset->needs_range && has_time(*side.offer, *side.metric))
        settle_time(side, context, plan);
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

// "emails delivered" and "messages delivered", "issues opened" and "issues closed": of one thing, counted alike.
bool are_alike(const Candidate& left, const Candidate& right) {
    if (left.metric->kind != right.metric->kind) return false;
    Stemmer stemmer;
    const Words own = words_of(left.metric->name, stemmer);
    const Words others = words_of(right.metric->name, stemmer);
    const auto says = [](const Words& words, std::size_t at) {
        return !is_stop_word(words[at].text) &&
               !is_one_of(words, at,
                          {"rate", "share", "number", "total", "average", "mean", "median", "new", "open", "count",
                           "amount", "value", "size", "volume", "net", "gross", "time"});
    };
    for (std::size_t k = 0; k < own.size(); ++k) {
        for (std::size_t other = 0; other < others.size(); ++other) {
            if (own[k].stem == others[other].stem && says(own, k)) return true;
        }
    }
    return false;
}

// "which is higher, A or B"
bool asks_which_is_more(const Words& words) {
    return is_one_of(words, 0, {"which", "what", "is"}) &&
           std::any_of(words.begin(), words.end(), [](const Word& word) {
               return word.text == "higher" || word.text == "bigger" || word.text == "larger" || word.text == "lower" ||
                      word.text == "smaller";
           });
}

// Two numbers beside each other say more than two lines: one is as it is today, both are of one thing, or one vendor
// has counted both in the period that was asked for.
bool are_two_numbers(const Reading& reading, const Candidate& left, const Candidate& right) {
    if (!has_time(*left.offer, *left.metric) || !has_time(*right.offer, *right.metric)) return true;
    return are_alike(left, right) || asks_which_is_more(reading.words) || (left.offer == right.offer && reading.found);
}

// Two measures without steps of time: by a grouping that both sides have, or as a total of each. It is no join then:
// the same period and the same rows of the answer are enough.
bool stands_without_time(const Split& split, const Reading& reading, const Slots& slots, const Candidate& left,
                         const Candidate& right) {
    if (split.kind == Join::Kind::correlate || reading.cues.grain || reading.cues.trend) return false;
    if (!slots.group_by.empty() || split.right_count == 0) return both_have(right, slots);
    return are_two_numbers(reading, left, right);
}

std::string identity_of(const Candidate& side, const Dimension& of) {
    const Dataset* rows = side.offer->rows_of(*side.metric);
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
    Slots slots = fill_slots(side_of(reading, split.left, split.left_count), left);
    plan.filters = slots.filters;
    plan.notes = slots.notes;
    if (slots.group_by.empty() && split.right_count > 0) take_groups_of_right(split, reading, left, right, slots);
    if (stands_without_time(split, reading, slots, left, right)) {
        plan.group_by = slots.group_by;
        plan.range = make_range(reading, context);
        note_range(reading, context, plan);
        give_needed_range(left, context, plan);
        give_needed_range(right, context, plan);
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

bool is_sure(const Candidate& side) {
    return side.by_name > 0 && (side.whole_name || side.vendor_named) && !is_weak_guess(side);
}

// "success rate, production vs preview": two values of one grouping of the left side's rows, and no two numbers.
bool are_values_of_one(const Split& split, const Reading& reading, const Candidate& left) {
    const auto value_where = [&](const auto& stands) {
        return std::find_if(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
            return hit.phrase->thing == Thing::value && hit.phrase->offer == left.offer_position && stands(hit);
        });
    };
    const auto right = value_where([&](const Hit& hit) { return hit.first == split.right; });
    if (right == reading.hits.end()) return false;
    const auto& of = left.offer->dimensions[right->phrase->item];
    if (!of.columns.contains(left.metric->dataset)) return false;
    const std::size_t end = split.left + split.left_count;
    return value_where([&](const Hit& hit) {
               return hit.first + hit.count == end && hit.phrase->item == right->phrase->item;
           }) != reading.hits.end();
}

std::optional<Plan> join_at(const Split& split, const Reading& reading, const Lexicon& lexicon,
                            std::span<const Offer> offers, const Context& context) {
    const Reading left_side = side_of(reading, split.left, split.left_count);
    auto [left, right] =
        sides_of(reading, left_side, side_of(reading, split.right, split.right_count), lexicon, offers);
    if (right && split.kind == Join::Kind::side_by_side && (!left || !left->whole_name)) {
        if (auto noun = with_noun_of(*right, split, reading, lexicon, offers, context)) left = std::move(noun);
    }
    if (!left || !right || same_metric(*left, *right)) return std::nullopt;
    if (split.kind == Join::Kind::side_by_side && are_values_of_one(split, reading, *left)) return std::nullopt;
    const bool may_be_else = split.kind == Join::Kind::side_by_side || split.is_weak;
    if (may_be_else && (!is_sure(*left) || !is_sure(*right))) return std::nullopt;
    Plan plan = join_plan(split, reading, *left, *right, context);
    if (split.kind == Join::Kind::correlate) group_by_left_dimension(left_side, *left, plan);
    return plan;
}

// "a correlation between A and B" where only one of them is known: half an answer would be taken for the whole.
std::optional<Decision> half_of(const Split& split, const Reading& reading, const Lexicon& lexicon,
                                std::span<const Offer> offers, const Context& context) {
    struct Side {
        std::size_t first, count;
    };
    const std::array<Side, 2> sides{{{split.left, split.left_count}, {split.right, split.right_count}}};
    for (std::size_t k = 0; k < sides.size(); ++k) {
        const Side& lost = sides.at(1 - k);
        const Reading known = side_of(reading, sides.at(k).first, sides.at(k).count);
        const auto found = best_of(known, lexicon, offers);
        const Reading other = side_of(reading, lost.first, lost.count);
        if (!found || !is_sure(*found) || best_of(other, lexicon, offers)) continue;
        std::vector<Candidate> elsewhere = candidates(other, lexicon, offers);
        if (!elsewhere.empty() && !elsewhere.front().offer->connected && is_convincing(elsewhere.front()))
            return refuse_no_source(elsewhere);
        Clarify clarify;
        clarify.question = cat("\"", text_between(reading.text, reading.words, lost.first, lost.count),
                               "\" is no number that is known here; shall ", found->metric->name, " of ",
                               found->offer->name, " be shown by itself?");
        clarify.choices.push_back(
            {cat(found->offer->name, ": ", found->metric->name), build_plan(known, *found, nullptr, context)});
        return clarify;
    }
    return std::nullopt;
}

// For each vendor that is named what the question is about, in their order. Empty where one of them has no such number.
std::vector<Candidate> one_of_each(const Reading& reading, const std::vector<std::size_t>& named,
                                   const Lexicon& lexicon, std::span<const Offer> offers) {
    const auto ranked = candidates(reading, lexicon, offers);
    std::vector<Candidate> best;
    for (const std::size_t vendor : named) {
        const auto found = std::find_if(ranked.begin(), ranked.end(), [&](const Candidate& candidate) {
            return candidate.offer_position == vendor && is_convincing(candidate) && candidate.by_name > 0;
        });
        if (found == ranked.end() || !found->offer->connected) return {};
        best.push_back(*found);
    }
    return best;
}

bool says_all_together(const Reading& reading) {
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (is_one_of(reading.words, k, {"total", "together", "combined", "sum", "overall", "altogether"})) return true;
    }
    return reading.cues.share;
}

// What a third and a fourth vendor count stands beside the first two.
bool add_further(const Candidate& further, const Slots& slots, Plan& plan) {
    if (joins_by_key(plan) || !both_have(further, slots)) return false;
    plan.join.reset();  // Steps of time alone put them together.
    plan.steps.push_back(make_step(further, why_text(further, nullptr)));
    plan.measures.push_back(make_measure(further, Cues{}));
    return true;
}

// "payments by PayPal and by Square", "refunds at PayPal, Stripe and Square": one measure, asked of several vendors.
std::optional<Plan> same_of_vendors(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                    const Context& context) {
    const auto named = named_offers(reading);
    if (named.size() < 2 || named.size() > static_cast<std::size_t>(limits::steps_per_plan)) return std::nullopt;
    const auto best = one_of_each(reading, named, lexicon, offers);
    if (best.size() != named.size()) return std::nullopt;
    Split split;
    split.left_count = reading.words.size();
    Plan plan = join_plan(split, reading, best[0], best[1], context);
    const Slots slots = fill_slots(reading, best.front());
    for (std::size_t k = 2; k < best.size(); ++k) {
        if (!add_further(best[k], slots, plan)) return std::nullopt;
    }
    if (says_all_together(reading) && !plan.grain)
        plan.notes.push_back("what several vendors count stands beside each other, and is not added up");
    return plan;
}

}  // namespace

std::optional<Decision> try_join(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                 const Context& context) {
    for (const auto& split : correlations(reading.words)) {
        if (auto plan = join_at(split, reading, lexicon, offers, context)) return plan;
        if (!split.is_told) continue;
        if (auto half = half_of(split, reading, lexicon, offers, context)) return half;
    }
    for (const auto& split : supposed_links(reading.words)) {
        if (auto plan = join_at(split, reading, lexicon, offers, context)) return plan;
    }
    if (auto matched = try_match(reading, lexicon, offers, context)) return matched;
    for (const auto& split : beside_each_other(reading)) {
        if (auto plan = join_at(split, reading, lexicon, offers, context)) return plan;
    }
    return same_of_vendors(reading, lexicon, offers, context);
}

}  // namespace parley::planner
