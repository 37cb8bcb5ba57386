#include "planner/routing/followups.h"

#include "base/text.h"
#include "planner/routing/refusals.h"
#include "planner/routing/shape.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

constexpr std::size_t short_words = 6;
constexpr std::size_t longest_follow_up = 14;

bool changes_something(const FollowUp& question) {
    const Reading& reading = question.reading;
    const auto& cues = reading.cues;
    return question.changes.any || reading.found || reading.comparison.count > 0 || cues.limit || cues.descending ||
           cues.grain || cues.trend || !cues.chart.empty() || !cues.chart_note.empty() || !cues.groups.empty() ||
           cues.aggregate;
}

// Of the plan's shape, or of nothing in particular.
bool is_of_no_subject(const Words& words, std::size_t at) {
    return is_stop_word(words[at].text) ||
           is_one_of(words, at,
                     {"change", "changes", "percent", "percentage", "growth",     "difference", "number", "numbers",
                      "share",  "shares",  "value",   "values",     "figure",     "figures",    "result", "results",
                      "ones",   "list",    "again",   "instead",    "split",      "breakdown",  "view",   "detailed",
                      "view",   "zoom",    "compare", "compared",   "comparison", "against",    "please", "thanks"});
}

// Every word is a date, a cue or a small word: it can only be about the plan before it.
bool says_only_changes(const Reading& reading) {
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (reading.is_open(k) && !is_of_no_subject(reading.words, k)) return false;
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

// "average instead of median", "as a rate": a number of the same rows that is called so, where the one before is not.
std::optional<Candidate> counted_otherwise(const FollowUp& question, const Candidate& before, const Lexicon& lexicon,
                                           std::span<const Offer> offers, const Context& context) {
    const Cues& cues = question.reading.cues;
    std::string word = cues.aggregate == "avg" ? "average" : cues.aggregate.value_or("");
    const auto says = [&](std::string_view text) {
        const Words& words = question.reading.words;
        return std::any_of(words.begin(), words.end(), [&](const Word& one) { return one.text == text; });
    };
    if (word.empty() && (says("rate") || says("share"))) word = says("rate") ? "rate" : "share";
    if (word.empty()) return std::nullopt;
    Stemmer stemmer;
    std::string wanted = word == "rate" || word == "share" ? "" : word;
    for (const auto& one : words_of(before.metric->name, stemmer)) {
        if (one.text != "average" && one.text != "median" && one.text != "mean" && one.text != "total" &&
            one.text != "number" && one.text != "of")
            wanted += cat(wanted.empty() ? "" : " ", one.text);
    }
    if (word == "rate" || word == "share") wanted += cat(" ", word);
    const Reading asked = read(cat(wanted, " ", before.offer->name), lexicon, context, stemmer);
    for (const auto& candidate : candidates(asked, lexicon, offers)) {
        if (candidate.offer != before.offer || candidate.metric == before.metric) continue;
        const Aggregate aggregate = candidate.metric->value.aggregate;
        const bool as_wished = word == "average"                   ? aggregate == Aggregate::mean
                               : word == "median"                  ? aggregate == Aggregate::median
                               : word == "rate" || word == "share" ? candidate.metric->per.has_value()
                                                                   : false;
        if (!as_wished || candidate.metric->dataset != before.metric->dataset || candidate.by_name <= 0) continue;
        if (!candidate.whole_name && !candidate.full_name) continue;
        Candidate found = candidate;
        found.whole_name = false;
        return found;
    }
    return std::nullopt;
}

bool has_all(const Candidate& candidate, const Plan& before) {
    const auto has = [&](const std::string& id) {
        const Dimension* dimension = candidate.offer->dimension(id);
        return dimension != nullptr && dimension->columns.contains(candidate.metric->dataset);
    };
    return std::all_of(before.group_by.begin(), before.group_by.end(), has) &&
           std::all_of(before.filters.begin(), before.filters.end(),
                       [&](const Filter& filter) { return has(filter.field); });
}

bool says_only_how(const Words& words, std::size_t at) {
    return is_one_of(words, at,
                     {"rate", "rates", "share", "number", "count", "total", "average", "mean", "median", "volume",
                      "amount", "percentage", "ratio", "list", "sum"});
}

// Words of the measure's name stand for it where nothing else of the question is left over: "and the revenue?" of
// deals.
bool is_named_in_part(const Reading& reading, const Candidate& candidate, const Lexicon& lexicon) {
    const auto& names = lexicon.names_of(candidate.offer_position,
                                         static_cast<std::size_t>(candidate.metric - candidate.offer->metrics.data()));
    std::size_t said = 0;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (!reading.is_open(k) || is_of_no_subject(reading.words, k)) continue;
        if (!names.contains(reading.words[k].stem)) return false;
        if (!says_only_how(reading.words, k)) ++said;
    }
    return said > 0;
}

// Another measure that is named: of the vendor before and with the same groupings, where there is one.
const Candidate* other_measure(const FollowUp& question, const Candidate& before, const Plan& plan,
                               const std::vector<Candidate>& ranked, const Lexicon& lexicon) {
    const Candidate* best = nullptr;
    int best_rank = 0;
    std::size_t longest = 0;
    const auto is_named = [&](const Candidate& candidate) {
        if (!candidate.whole_name || !candidate.offer->connected) return false;
        for (std::size_t k = candidate.first; k < candidate.first + candidate.count; ++k)
            if (!is_of_no_subject(question.reading.words, k)) return true;
        return false;  // "share in percent" is no number of shares.
    };
    for (const auto& candidate : ranked) {
        if (is_named(candidate)) longest = std::max(longest, candidate.count);
    }
    for (const auto& candidate : ranked) {
        const bool whole = is_named(candidate) && candidate.count > 0 && candidate.count == longest;
        const bool part = !whole && longest == 0 && candidate.offer == before.offer &&
                          (question.changes.marked || question.changes.names_metric) && candidate.by_name > 0 &&
                          is_named_in_part(question.reading, candidate, lexicon);
        const bool time = question.reading.cues.how_long && question.changes.narrows && candidate.by_name > 0 &&
                          candidate.offer == before.offer && is_duration(*candidate.metric);
        if (!candidate.offer->connected || (!whole && !part && !time)) continue;
        const bool same_vendor = candidate.offer == before.offer;
        // It stays with what is shown.
        if (question.changes.excludes || (question.changes.narrows && !same_vendor)) continue;
        const int rank = 1 + (whole ? 8 : 0) + (same_vendor ? 4 : 0) +
                         (same_vendor && has_all(candidate, plan) ? 2 : 0) +
                         (same_vendor && candidate.metric->dataset == before.metric->dataset ? 1 : 0);
        if (rank <= best_rank) continue;
        best = &candidate;
        best_rank = rank;
    }
    return best != nullptr && best->metric != before.metric ? best : nullptr;
}

// Nothing but a measure's name: "clicks". Behind an answer it is the same question about another measure.
bool is_bare_name(const Reading& reading, const Candidate& candidate, const Candidate& before) {
    constexpr std::size_t most = 3;
    return candidate.offer == before.offer && candidate.count == reading.words.size() && candidate.count <= most;
}

bool stands_alone(const FollowUp& question, const std::vector<Candidate>& ranked, const Candidate& before) {
    if (ranked.empty() || !ranked.front().whole_name) return false;
    if (question.changes.marked || question.changes.any || says_only_changes(question.reading)) return false;
    return !is_bare_name(question.reading, ranked.front(), before);
}

// Words that the vendor before has no name for.
std::size_t strangers(const Reading& reading, std::size_t offer) {
    std::size_t count = 0;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const bool known = std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
            return hit.phrase->offer == offer && hit.first <= k && hit.first + hit.count > k;
        });
        if (reading.is_open(k) && !known && !is_of_no_subject(reading.words, k)) ++count;
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

// "as a rate"
bool says_only_how_it_is_shown(const Reading& reading) {
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const bool how = says_only_how(reading.words, k) || is_of_no_subject(reading.words, k);
        if (reading.is_open(k) && !how) return false;
    }
    return true;
}

// What cannot be changed so is asked back with the plan before it, so that the talk goes on where it was.
Decision change_of(const FollowUp& question, const Candidate& before, const Context& context) {
    const Reading& reading = question.reading;
    const Slots slots = fill_slots(reading, before);
    Plan plan = changed(question, before, false, context);
    if (reading.cues.share && says_only_how_it_is_shown(reading) && !before.metric->per) {
        plan.notes.push_back(cat("no rate of ", before.metric->name, " is known: its values are shown"));
        return plan;
    }
    if (!slots.missing.empty()) return ask_which_grouping(before, slots.missing, plan);
    if (!is_same(plan, *context.previous) || strangers(reading, before.offer_position) == 0) return plan;
    if (!slots.missing_filter.empty()) return ask_without_filter(before, slots.missing_filter, plan);
    if (!slots.unclear_of.empty()) return ask_which_dimension(before, slots, plan);
    return changes_something(question) ? Decision(plan) : Decision(ask_which_change(before, *context.previous));
}

// "how much money was that?", "how many are they?": the same things counted or valued.
std::optional<Candidate> valued_otherwise(const FollowUp& question, const Candidate& before, const Lexicon& lexicon) {
    const Reading& reading = question.reading;
    const bool points = std::any_of(reading.words.begin(), reading.words.end(), [](const Word& word) {
        return word.text == "that" || word.text == "it" || word.text == "they" || word.text == "those" ||
               word.text == "these" || word.text == "this";
    });
    if (!points || (!reading.cues.how_much && !reading.cues.how_many)) return std::nullopt;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const bool worth = is_one_of(reading.words, k, {"money", "worth", "value", "revenue"});
        if (reading.is_open(k) && !worth && !is_of_no_subject(reading.words, k)) return std::nullopt;
    }
    const Kind wanted = reading.cues.how_much ? Kind::money : Kind::count;
    if (before.metric->kind == wanted) return std::nullopt;
    const auto position = [&](const Metric& metric) {
        return static_cast<std::size_t>(&metric - before.offer->metrics.data());
    };
    const Stems& own = lexicon.names_of(before.offer_position, position(*before.metric));
    Candidate best;
    std::size_t most = 0;
    for (const auto& metric : before.offer->metrics) {
        const Aggregate aggregate = metric.value.aggregate;
        const bool plain = !metric.per && (aggregate == Aggregate::sum || aggregate == Aggregate::count);
        if (metric.dataset != before.metric->dataset || metric.kind != wanted || !plain) continue;
        const Stems& names = lexicon.names_of(before.offer_position, position(metric));
        const auto shared = static_cast<std::size_t>(
            std::count_if(names.begin(), names.end(), [&](const std::string& stem) { return own.contains(stem); }));
        if (shared <= most) continue;
        most = shared;
        best = before;
        best.metric = &metric;
        best.phrase = metric.name;
    }
    return most > 0 ? std::optional<Candidate>(best) : std::nullopt;
}

Refusal nothing_asked() {
    return {Reason::off_topic, "Gladly. Ask to change the answer above, or ask something new.", {}};
}

// "who won the world cup?": a sentence about people or things that nobody here knows.
bool asks_about_strangers(const FollowUp& question, const Candidate& before) {
    return !question.changes.marked && !question.changes.any &&
           is_one_of(question.asked.words, 0, {"who", "what", "when", "where", "how", "is", "are", "do", "does"}) &&
           strangers(question.asked, before.offer_position) > 1;
}

}  // namespace

std::optional<Decision> try_follow_up(const FollowUp& question, const Lexicon& lexicon, std::span<const Offer> offers,
                                      const Context& context) {
    const Reading& reading = question.reading;
    const Changes& changes = question.changes;
    if (context.previous == nullptr || question.asked.words.size() > longest_follow_up) return std::nullopt;
    const auto before = of_plan(*context.previous, offers);
    if (!before) return std::nullopt;
    if (changes.thanks) return nothing_asked();
    const auto ranked = reading.words.empty() ? std::vector<Candidate>{} : candidates(reading, lexicon, offers);
    if (const auto valued = valued_otherwise(question, *before, lexicon))
        return changed(question, *valued, true, context);
    if (stands_alone(question, ranked, *before) || asks_about_strangers(question, *before)) return std::nullopt;
    const bool marked = changes.marked || changes.any;
    const bool short_change = reading.words.size() <= short_words &&
                              (changes_something(question) || reading.words.size() <= 3 || !reading.hits.empty());
    if (!marked && !short_change && !says_only_changes(reading)) return std::nullopt;

    if (const Candidate* other = other_measure(question, *before, *context.previous, ranked, lexicon)) {
        // "by plan" may hold a metric's synonym: a grouping of the metric before comes first.
        // And so does a condition before a part of a measure's name: "only urgent ones".
        const Slots slots = fill_slots(reading, *before);
        const bool fits_before =
            !slots.group_by.empty() || ((!other->whole_name || changes.narrows) && !slots.filters.empty());
        const bool how_long = reading.cues.how_long && is_duration(*other->metric) && !is_duration(*before->metric);
        if (!fits_before || how_long || changes.names_metric) return changed(question, *other, true, context);
    }
    const auto named = named_offers(reading);
    if (!named.empty() && named.front() != before->offer_position) {
        const auto elsewhere = same_elsewhere(*before, named.front(), lexicon, offers, context);
        return elsewhere ? std::optional<Decision>(changed(question, *elsewhere, false, context)) : std::nullopt;
    }
    if (context.previous->measures.size() > 1) return changed_join(question, context);
    if (const auto otherwise = counted_otherwise(question, *before, lexicon, offers, context))
        return changed(question, *otherwise, true, context);
    const Slots slots = fill_slots(reading, *before);
    const bool as_share = reading.cues.share && says_only_how_it_is_shown(reading);
    const bool understood =
        as_share || changes_something(question) || !slots.group_by.empty() || !slots.filters.empty() || marked;
    // "visitors per browser" is a question of its own, "per browser" is not.
    const bool own_subject = !slots.missing.empty() && !marked && strangers(reading, before->offer_position) > 1;
    if (!understood || own_subject) return std::nullopt;
    return change_of(question, *before, context);
}

}  // namespace parley::planner
