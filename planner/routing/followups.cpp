#include "planner/routing/followups.h"

#include "base/text.h"
#include "planner/keys.h"
#include "planner/routing/refusals.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr std::size_t short_words = 6;
constexpr std::size_t longest_words = 12;

// "by country instead", "klaviyo only", "the late ones only".
bool ends_as_follow_up(const Words& words) {
    return words.size() > 1 && is_one_of(words, words.size() - 1, {"only", "instead"});
}

bool is_marked_follow_up(const Words& words) {
    if (ends_as_follow_up(words)) return true;
    if (is_one_of(words, 0, {"and", "only", "now",   "instead", "same", "but",  "also",     "then", "just",
                             "ok",  "okay", "or",    "by",      "per",  "as",   "without",  "for",  "in",
                             "top", "why",  "split", "break",   "make", "with", "excluding"})) {
        return true;
    }
    return stands_at(words, 0, "what about") || stands_at(words, 0, "how about") ||
           stands_at(words, 0, "compare with") || stands_at(words, 0, "compare to") ||
           stands_at(words, 0, "compared to") || stands_at(words, 0, "compare it") || stands_at(words, 0, "show it") ||
           stands_at(words, 0, "show as") || stands_at(words, 0, "the same");
}

bool changes_something(const Reading& reading) {
    const auto& cues = reading.cues;
    return reading.found || reading.comparison.count > 0 || cues.limit || cues.descending || cues.grain || cues.trend ||
           !cues.chart.empty() || !cues.chart_note.empty() || !cues.groups.empty() || cues.aggregate;
}

// Every word is a date, a cue or a small word: it can only be about the plan before it.
bool says_only_changes(const Reading& reading) {
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (reading.is_open(k) && !is_stop_word(reading.words[k].text)) return false;
    }
    return true;
}

std::optional<Candidate> of_plan(const Plan& plan, std::span<const Offer> offers) {
    if (plan.measures.empty() || plan.steps.empty()) return std::nullopt;
    const std::string& name = plan.measures.front().metric;
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return std::nullopt;
    for (std::size_t k = 0; k < offers.size(); ++k) {
        if (!offers[k].connected || offers[k].vendor.text != name.substr(0, dot)) continue;
        if (offers[k].connection != plan.steps.front().connection) continue;
        Candidate candidate;
        candidate.offer = &offers[k];
        candidate.offer_position = k;
        candidate.metric = offers[k].metric(name.substr(dot + 1));
        if (candidate.metric == nullptr) return std::nullopt;
        candidate.phrase = candidate.metric->name;
        return candidate;
    }
    return std::nullopt;
}

// Another vendor with the same number: "klaviyo only".
std::optional<Candidate> same_elsewhere(const Candidate& before, std::size_t offer, const Lexicon& lexicon,
                                        std::span<const Offer> offers, const Context& context) {
    Stemmer stemmer;
    const Reading asked = read(cat(before.metric->name, " ", offers[offer].name), lexicon, context, stemmer);
    const auto ranked = candidates(asked, lexicon, offers);
    if (ranked.empty() || ranked.front().offer_position != offer || !ranked.front().offer->connected)
        return std::nullopt;
    if (ranked.front().by_name <= 0) return std::nullopt;
    Candidate found = ranked.front();
    found.whole_name = false;  // Its name does not stand in the question itself.
    return found;
}

bool has_dimension(const Candidate& candidate, const std::string& id) {
    const Dimension* dimension = candidate.offer->dimension(id);
    return dimension != nullptr && dimension->columns.contains(candidate.metric->dataset);
}

void still(Plan& plan, std::string_view what) {
    plan.notes.push_back(cat("still: ", what));
}

std::string filter_text(const Filter& filter) {
    if (filter.value.is_string()) return cat(filter.field, " ", filter.op, " ", filter.value.get<std::string>());
    return cat(filter.field, " ", filter.op, " ", dump(filter.value));
}

// "and for Mobile?": a name alone takes the place of the value that was asked for before; after "by project" it is one
// of the projects.
void replace_open_value(const Reading& reading, const Plan& before, std::vector<Filter>& filters) {
    if (filters.empty() && before.group_by.size() != 1) return;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const Word& word = reading.words[k];
        const bool name = word.quoted || (word.capital && k > 0);
        const bool known = std::any_of(reading.hits.begin(), reading.hits.end(),
                                       [&](const Hit& hit) { return hit.first <= k && hit.first + hit.count > k; });
        if (!reading.is_open(k) || !name || known || is_stop_word(word.text)) continue;
        std::size_t end = k + 1;
        while (end < reading.words.size() && reading.is_open(end) &&
               (reading.words[end].capital || reading.words[end].quoted))
            ++end;
        if (filters.empty()) filters.push_back({before.group_by.front(), "contains", ""});
        filters.back().value = text_between(reading.text, reading.words, k, end - k);
        return;
    }
}

void carry_filters(const Reading& reading, const Candidate& candidate, const Slots& slots, const Plan& before,
                   Plan& plan) {
    std::vector<Filter> kept;
    for (const auto& filter : before.filters) {
        const bool replaced = std::any_of(slots.filters.begin(), slots.filters.end(),
                                          [&](const Filter& now) { return now.field == filter.field; });
        if (!replaced && has_dimension(candidate, filter.field)) kept.push_back(filter);
    }
    if (slots.filters.empty() && slots.group_by.empty()) {
        replace_open_value(reading, before, kept);
    }
    for (const auto& filter : kept) {
        const bool same = std::any_of(before.filters.begin(), before.filters.end(),
                                      [&](const Filter& old) { return filter_text(old) == filter_text(filter); });
        if (same) still(plan, filter_text(filter));
    }
    plan.filters = std::move(kept);
    plan.filters.insert(plan.filters.end(), slots.filters.begin(), slots.filters.end());
}

// A new breakdown takes the old one's place; "also" and "too" put it beside.
void carry_breakdown(const Reading& reading, const Candidate& candidate, const Slots& slots, const Plan& before,
                     Plan& plan) {
    bool beside = false;
    for (std::size_t k = 0; k < reading.words.size(); ++k)
        beside = beside || is_one_of(reading.words, k, {"also", "too", "additionally"});
    const bool new_groups = !slots.group_by.empty();
    const bool new_grain = slots.grain.has_value() || slots.trend;
    plan.group_by = slots.group_by;
    plan.grain = slots.grain;
    if (slots.trend && !plan.grain) plan.grain = sensible_grain(plan.range);
    if ((new_groups || new_grain) && !beside) return;
    for (const auto& id : before.group_by) {
        const bool there = std::find(plan.group_by.begin(), plan.group_by.end(), id) != plan.group_by.end();
        if (there || !has_dimension(candidate, id)) continue;
        plan.group_by.push_back(id);
        still(plan, cat("by ", candidate.offer->dimension(id)->name));
    }
    if (!plan.grain && before.grain) {
        plan.grain = before.grain;
        still(plan, cat("per ", name_of(*before.grain)));
    }
}

void carry_range(const Reading& reading, const Context& context, const Plan& before, Plan& plan) {
    plan.range = make_range(reading, context);
    const bool only_compared = reading.found && reading.found->length == 0;
    if ((!plan.range || only_compared) && before.range) {
        plan.range = before.range;
        still(plan, before.range->phrase.empty() ? before.range->reading : before.range->phrase);
    }
    plan.compare = reading.comparison.with != Compare::none ? reading.comparison.with : before.compare;
    if (plan.compare != Compare::none && !plan.range) {
        plan.range = default_range(Grain::month, context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
}

void carry_order(const Reading& reading, const Candidate& candidate, const Plan& before, Plan& plan) {
    set_order(reading.cues, *candidate.metric, plan);
    const bool grouped = !plan.group_by.empty() || plan.grain;
    if (!plan.order && grouped && reading.cues.limit) plan.order = Order{"measure", true};
    if (reading.cues.limit) plan.limit = reading.cues.limit;
    if (plan.order || plan.limit || plan.group_by != before.group_by || !grouped) return;
    plan.order = before.order;
    plan.limit = before.limit;
}

// "why so many in Launch?": the one that was named is split by the next thing that its rows have. What it is narrowed
// down to groups nothing any more.
void break_down_further(const Candidate& candidate, Plan& plan) {
    const auto filtered = [&](const std::string& id) {
        return std::any_of(plan.filters.begin(), plan.filters.end(), [&](const Filter& f) { return f.field == id; });
    };
    plan.group_by.erase(std::remove_if(plan.group_by.begin(), plan.group_by.end(), filtered), plan.group_by.end());
    if (!plan.group_by.empty() || plan.grain) return;
    for (const auto& dimension : candidate.offer->dimensions) {
        if (!dimension.columns.contains(candidate.metric->dataset) || filtered(dimension.id)) continue;
        plan.group_by.push_back(dimension.id);
        plan.order = Order{"measure", true};
        plan.notes.push_back(cat("to see why, it is split by ", dimension.name));
        return;
    }
}

Plan changed(const Reading& reading, const Candidate& candidate, bool new_metric, const Context& context) {
    const Plan& before = *context.previous;
    const Slots slots = fill_slots(reading, candidate);
    Plan plan;
    plan.steps.push_back(
        make_step(candidate, cat("follow-up: ", new_metric ? "another measure, " : "the same measure, ",
                                 candidate.offer->name, " ", candidate.metric->name)));
    plan.measures.push_back(make_measure(candidate, reading.cues));
    if (!new_metric) {
        auto& considered = plan.steps.front().considered;
        if (considered.empty()) considered = before.steps.front().considered;  // Why it was this one still holds.
        if (!reading.cues.aggregate) plan.measures.front().aggregate = before.measures.front().aggregate;
        still(plan, candidate.metric->name);
    }
    plan.notes.insert(plan.notes.end(), slots.notes.begin(), slots.notes.end());
    carry_range(reading, context, before, plan);
    carry_breakdown(reading, candidate, slots, before, plan);
    settle_time(candidate, context, plan);
    carry_filters(reading, candidate, slots, before, plan);
    carry_order(reading, candidate, before, plan);
    if (is_one_of(reading.words, 0, {"why"})) break_down_further(candidate, plan);
    plan.chart = !reading.cues.chart.empty() ? reading.cues.chart : before.chart;
    if (!reading.cues.chart_note.empty()) plan.notes.push_back(reading.cues.chart_note);
    const bool own_range = reading.found && plan.range && plan.range->phrase == reading.found->phrase;
    if (own_range) note_range(reading, context, plan);
    return plan;
}

// Two measures stay two: a follow-up of a joined plan changes its time, its drawing and nothing else.
Plan changed_join(const Reading& reading, const Context& context) {
    Plan plan = *context.previous;
    plan.notes.clear();
    still(plan, "the same two measures");
    if (auto range = make_range(reading, context))
        plan.range = std::move(range);
    else if (plan.range)
        still(plan, plan.range->phrase);
    if (reading.cues.grain && plan.join && joins_by_key(plan)) {
        plan.notes.emplace_back("it is no series: a step of time had no effect");
    } else if (reading.cues.grain) {
        if (!plan.join) plan.join = Join{};
        plan.join->on = std::string(name_of(*reading.cues.grain));
        if (plan.join->kind == Join::Kind::side_by_side) plan.grain = reading.cues.grain;
    }
    if (!reading.cues.chart.empty()) plan.chart = reading.cues.chart;
    note_range(reading, context, plan);
    return plan;
}

bool stands_alone(const Reading& reading, const std::vector<Candidate>& ranked) {
    if (ranked.empty() || !ranked.front().whole_name) return false;
    return !is_marked_follow_up(reading.words);
}

// Words that the vendor before has no name for.
std::size_t strangers(const Reading& reading, std::size_t offer) {
    std::size_t count = 0;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const bool known = std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
            return hit.phrase->offer == offer && hit.first <= k && hit.first + hit.count > k;
        });
        if (reading.is_open(k) && !known && !is_stop_word(reading.words[k].text)) ++count;
    }
    return count;
}

// Everything of two plans but the words that explain them.
bool is_same(Plan a, Plan b) {
    for (Plan* plan : {&a, &b}) {
        plan->notes.clear();
        for (auto& step : plan->steps) {
            step.why.clear();
            step.considered.clear();
        }
    }
    return to_json(a) == to_json(b);
}

// What cannot be changed so is asked back with the plan before it, so that the talk goes on where it was.
Decision change_of(const Reading& reading, const Candidate& before, const Context& context) {
    const Slots slots = fill_slots(reading, before);
    Plan plan = changed(reading, before, false, context);
    if (!slots.missing.empty()) return ask_which_grouping(before, slots.missing, plan);
    if (!is_same(plan, *context.previous) || strangers(reading, before.offer_position) == 0) return plan;
    if (!slots.missing_filter.empty()) return ask_without_filter(before, slots.missing_filter, plan);
    if (!slots.unclear_of.empty()) return ask_which_dimension(before, slots, plan);
    return changes_something(reading) ? Decision(plan) : Decision(ask_which_change(before, *context.previous));
}

}  // namespace

std::optional<Decision> try_follow_up(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                      const Context& context) {
    if (context.previous == nullptr || reading.words.empty() || reading.words.size() > longest_words)
        return std::nullopt;
    const auto before = of_plan(*context.previous, offers);
    if (!before) return std::nullopt;
    const bool marked = is_marked_follow_up(reading.words);
    const auto ranked = candidates(reading, lexicon, offers);
    if (stands_alone(reading, ranked)) return std::nullopt;
    const bool short_change = reading.words.size() <= short_words &&
                              (changes_something(reading) || reading.words.size() <= 3 || !reading.hits.empty());
    if (!marked && !short_change && !says_only_changes(reading)) return std::nullopt;

    const bool another = !ranked.empty() && ranked.front().whole_name && ranked.front().offer->connected &&
                         ranked.front().metric != before->metric && ranked.front().count > 0;
    if (another) {
        // "by plan" may hold a metric's synonym: a grouping of the metric before comes first.
        const bool is_grouping = !fill_slots(reading, *before).group_by.empty();
        if (!is_grouping) return changed(reading, ranked.front(), true, context);
    }
    const auto named = named_offers(reading);
    if (!named.empty() && named.front() != before->offer_position) {
        const auto elsewhere = same_elsewhere(*before, named.front(), lexicon, offers, context);
        return elsewhere ? std::optional<Decision>(changed(reading, *elsewhere, false, context)) : std::nullopt;
    }
    if (context.previous->measures.size() > 1) return changed_join(reading, context);
    const Slots slots = fill_slots(reading, *before);
    const bool understood = changes_something(reading) || !slots.group_by.empty() || !slots.filters.empty() || marked;
    // "visitors per browser" is a question of its own, "per browser" is not.
    const bool own_subject = !slots.missing.empty() && !marked && strangers(reading, before->offer_position) > 1;
    if (!understood || own_subject) return std::nullopt;
    return change_of(reading, *before, context);
}

}  // namespace parley::planner
