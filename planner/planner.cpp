#include "planner/planner.h"

#include "base/limits.h"
#include "base/text.h"
#include "planner/language/intent.h"
#include "planner/routing/answerable.h"
#include "planner/routing/containers.h"
#include "planner/routing/definitions.h"
#include "planner/routing/followups.h"
#include "planner/routing/joins.h"
#include "planner/routing/refusals.h"
#include "planner/routing/undescribed.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr double as_good_name = 0.85;   // A second vendor whose name for it is this near the best one,
constexpr double as_good = 0.75;        // that fits about as well,
constexpr double coverage_apart = 0.1;  // and that explains as many of the words, is a real alternative.
constexpr double unconnected_better =
    1.4;  // So much better must an unconnected vendor fit before a connected one yields.

constexpr double explains_enough = 0.7;

constexpr double surely_data = 1.0;  // Of a sentence that may be a wish.
constexpr double hardly_data = -0.30;

bool can_be_asked(const Candidate& candidate) {
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    return dataset != nullptr && !dataset->tool.empty();
}

// Nobody knows its columns yet, so nothing in the question can be said to be missing.
bool is_undescribed(const Candidate& candidate) {
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    return dataset != nullptr && dataset->fields.empty() && groupings_of(*candidate.offer, *candidate.metric).empty();
}

struct Ranked {
    std::vector<Candidate> connected;
    std::vector<Candidate> unconnected;
    std::vector<Candidate> waiting;  // Connected, but the tool that gives it may not be called yet.
};

Ranked ranked(std::vector<Candidate> scored) {
    Ranked out;
    for (auto& candidate : scored) {
        if (!candidate.offer->connected)
            out.unconnected.push_back(std::move(candidate));
        else if (can_be_asked(candidate))
            out.connected.push_back(std::move(candidate));
        else
            out.waiting.push_back(std::move(candidate));
    }
    return out;
}

// What a name says without the words for how it is counted: "bounces" and "bounce rate" are of one thing.
std::vector<std::string> core_of(const std::string& name, Stemmer& stemmer) {
    const Words words = words_of(name, stemmer);
    std::vector<std::string> core;
    for (std::size_t k = 0; k < words.size(); ++k) {
        const bool counts =
            is_one_of(words, k,
                      {"rate", "rates", "share", "number", "count", "total", "average", "mean", "median", "volume",
                       "amount", "percentage", "ratio", "list", "size", "active", "new"});
        if (!counts && !is_filler(words[k].text)) core.push_back(words[k].stem);
    }
    std::sort(core.begin(), core.end());
    return core;
}

// It explains as much of the question as the best one.
bool fits_as_well(const Candidate& candidate, const Candidate& best) {
    return candidate.groups_fit >= best.groups_fit && candidate.values_hit >= best.values_hit &&
           candidate.coverage + coverage_apart >= best.coverage && (best.other_words || !candidate.other_words);
}

bool is_as_near(const Candidate& candidate, const Candidate& best) {
    return candidate.whole_name && candidate.score >= as_good * best.score &&
           candidate.by_name >= as_good_name * best.by_name;
}

// The other vendor calls the very number so, whatever synonym of it was said.
bool is_namesake(const Candidate& candidate, const Candidate& best) {
    return candidate.offer != best.offer && candidate.by_name > 0 &&
           lower(candidate.metric->name) == lower(best.metric->name) &&
           candidate.metric->per.has_value() == best.metric->per.has_value() &&
           candidate.groups_fit >= best.groups_fit && candidate.values_hit >= best.values_hit;
}

// The same measure at other vendors, as near to the words as the best one.
std::vector<Candidate> equals(const std::vector<Candidate>& connected) {
    std::vector<Candidate> out;
    if (connected.empty() || connected.front().vendor_named || !connected.front().whole_name) return out;
    const Candidate& best = connected.front();
    Stemmer stemmer;
    const auto core = core_of(best.phrase, stemmer);
    const bool bare = !core.empty() && best.count == core.size();  // Nobody said how it is counted.
    for (const auto& candidate : connected) {
        const bool namesake = is_namesake(candidate, best);
        if (!namesake && !fits_as_well(candidate, best)) continue;
        const bool new_vendor = std::none_of(out.begin(), out.end(), [&](const Candidate& kept) {
            return kept.offer->vendor == candidate.offer->vendor;
        });
        const bool alike =
            namesake || is_as_near(candidate, best) ||
            (bare && !candidate.other_words && candidate.by_name > 0 && core_of(candidate.phrase, stemmer) == core);
        if (alike && new_vendor) out.push_back(candidate);
    }
    return out;
}

const Candidate* runner_up(const std::vector<Candidate>& connected) {
    return connected.size() > 1 && connected[1].score > 0 ? &connected[1] : nullptr;
}

std::vector<const Offer*> named_but_unconnected(const Reading& reading, std::span<const Offer> offers) {
    std::vector<const Offer*> out;
    for (const std::size_t k : named_offers(reading)) {
        if (offers[k].connected) return {};
        out.push_back(&offers[k]);
    }
    return out;
}

// Words that ask how something is going without saying what.
bool asks_without_subject(const Reading& reading) {
    constexpr std::size_t longest = 9;
    if (reading.words.size() > longest) return false;
    bool asks = reading.found.has_value() || reading.comparison.count > 0;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const bool state = is_one_of(reading.words, k,
                                     {"better", "worse", "going", "doing", "performance", "performing", "numbers",
                                      "results", "improved", "improving", "dropped", "grown", "fallen"});
        const bool pointing = is_one_of(reading.words, k, {"it", "they", "things", "we", "that", "this"});
        asks = asks || state;
        if (!state && !pointing && reading.is_open(k) && !is_stop_word(reading.words[k].text)) return false;
    }
    return asks;
}

// It asks for a number, though for none that anybody here has.
bool asks_for_data(const Reading& reading) {
    const auto& cues = reading.cues;
    if (cues.how_many || cues.share || cues.grain || cues.aggregate || !cues.groups.empty()) return true;
    const bool question = is_one_of(reading.words, 0,
                                    {"what", "who", "where", "why", "is", "are", "can", "will", "when", "how", "do",
                                     "does", "tell", "what's", "help"});
    return !question && reading.found && reading.words.size() > 2;
}

bool fits_better_unconnected(const Ranked& all) {
    if (all.unconnected.empty()) return false;
    const Candidate& other = all.unconnected.front();
    if (!is_convincing(other) || other.other_words) return false;
    if (all.connected.empty() || !is_convincing(all.connected.front())) return other.by_name > 0;
    const Candidate& best = all.connected.front();
    // What the connected one explains as well is nearer than what would have to be connected first.
    const bool explains = best.by_name > 0 && best.coverage >= explains_enough && best.coverage >= other.coverage;
    const bool fits = other.values_hit + other.groups_fit >= best.values_hit + best.groups_fit;
    return other.whole_name && !best.full_name && !explains && fits && other.score > unconnected_better * best.score;
}

// The number is there by its whole name, but its tool waits for a review: nothing that is merely near answers for it.
const Candidate* waits_for_review(const Ranked& all) {
    if (all.waiting.empty()) return nullptr;
    const Candidate& other = all.waiting.front();
    if (!other.whole_name || other.other_words || !is_convincing(other)) return nullptr;
    if (all.connected.empty() || !is_convincing(all.connected.front())) return &other;
    const Candidate& best = all.connected.front();
    return !best.whole_name || other.by_name > unconnected_better * best.by_name ? &other : nullptr;
}

Decision without_candidate(const Reading& reading, const Ranked& all, std::span<const Offer> offers,
                           const Context& context) {
    const auto named = named_offers(reading);
    if (!named.empty())
        return ask_which_of_vendor(reading, offers[named.front()], named.front(), all.connected, context);
    if (asks_for_data(reading)) return refuse_unknown_data(all.connected, offers);
    return refuse_off_topic(all.connected, offers);
}

// A word that nothing of the vendor is called by: what is merely near would be believed to be what was asked for.
bool says_something_else(const Reading& reading, const Candidate& candidate, const Lexicon& lexicon) {
    const auto in_a_name = [&](const std::string& stem) {
        for (std::size_t metric = 0; metric < candidate.offer->metrics.size(); ++metric) {
            if (lexicon.names_of(candidate.offer_position, metric).contains(stem)) return true;
        }
        return false;
    };
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const bool is_hit = std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
            return hit.phrase->offer == candidate.offer_position && hit.first <= k && hit.first + hit.count > k;
        });
        const bool known = is_hit || in_a_name(reading.words[k].stem);
        if (reading.is_open(k) && !known && !is_stop_word(reading.words[k].text)) return true;
    }
    return false;
}

// "Urgent issues with high priority" is empty by definition: the condition is asked of the number's plain sibling.
bool contradicts_itself(const Reading& reading, const Candidate& candidate) {
    const Slots slots = fill_slots(reading, candidate);
    return std::any_of(slots.filters.begin(), slots.filters.end(), [&](const Filter& filter) {
        const Dimension* of = candidate.offer->dimension(filter.field);
        if (of == nullptr || filter.op != "=" || !of->columns.contains(candidate.metric->dataset)) return false;
        const auto& where = candidate.metric->value.where;
        return std::any_of(where.begin(), where.end(), [&](const Condition& own) {
            return own.column == of->columns.at(candidate.metric->dataset) && own.op == "=" &&
                   own.value != filter.value;
        });
    });
}

const Candidate& consistent(const Reading& reading, const Candidate& best, const std::vector<Candidate>& connected) {
    if (best.metric->value.where.empty() || !contradicts_itself(reading, best)) return best;
    for (const auto& other : connected) {
        const bool sibling = other.offer == best.offer && other.metric->dataset == best.metric->dataset &&
                             other.metric->value.aggregate == best.metric->value.aggregate && !other.metric->per;
        if (sibling && !contradicts_itself(reading, other)) return other;
    }
    return best;
}

// "Link errors by type", where other rows of the vendor hold the same number told apart so.
const Candidate& with_grouping(const Reading& reading, const Candidate& best, const std::vector<Candidate>& connected) {
    if (reading.cues.groups.empty() || !fill_slots(reading, best).group_by.empty()) return best;
    const auto is_same_number = [&](const Metric& other) {
        if (other.kind != best.metric->kind || other.dataset == best.metric->dataset) return false;
        Stemmer stemmer;
        const Words own = words_of(best.metric->name, stemmer);
        return std::all_of(own.begin(), own.end(), [&](const Word& word) {
            return is_filler(word.text) || contains_word(other.name, word.text);
        });
    };
    for (const auto& other : connected) {
        if (other.offer != best.offer || !is_same_number(*other.metric)) continue;
        const Slots slots = fill_slots(reading, other);
        if (!slots.group_by.empty() && slots.missing.empty()) return other;
    }
    return best;
}

// "Fees by location": where the fees have no location, the average ticket of each is no answer to it.
const Candidate& named_outright(const Candidate& best, const std::vector<Candidate>& connected) {
    if (best.whole_name) return best;
    const auto named = std::find_if(connected.begin(), connected.end(), [&](const Candidate& other) {
        return other.whole_name && !other.other_words && (is_unnamed(best) || other.by_name > best.by_name);
    });
    return named == connected.end() ? best : *named;
}

Decision single(const Reading& reading, const Index& index, std::vector<Candidate> scored, const Context& context) {
    const Lexicon& lexicon = index.lexicon();
    const auto offers = index.offers();
    const auto missing_vendors = named_but_unconnected(reading, offers);
    const Ranked all = ranked(std::move(scored));
    if (!missing_vendors.empty()) return refuse_unnamed_source(missing_vendors);
    if (asks_without_subject(reading)) {
        if (auto clarify = ask_which_metric(reading, offers, context)) return std::move(*clarify);
    }
    if (const Candidate* waiting = waits_for_review(all)) return refuse_waiting(*waiting);
    if (fits_better_unconnected(all)) return refuse_no_source(all.unconnected);
    if (all.connected.empty() || !is_convincing(all.connected.front()))
        return without_candidate(reading, all, offers, context);

    const Candidate& nearest = nearest_tool(reading, all.connected, index);
    const Candidate& named = named_outright(nearest, all.connected);
    const Candidate& best = consistent(reading, with_grouping(reading, named, all.connected), all.connected);
    const auto alike = equals(all.connected);
    if (alike.size() > 1) return ask_which_vendor(reading, alike, context);
    const bool is_choice = best.offer->metrics.size() > 1 && best.dimensions_hit == 0 && best.groups_fit == 0;
    if (is_choice && is_weak_guess(best) && says_something_else(reading, best, lexicon))
        return ask_which_of_vendor(reading, *best.offer, best.offer_position, all.connected, context);
    Plan plan = build_plan(reading, best, runner_up(all.connected), context);
    add_runners_up(all.connected, plan);
    if (is_undescribed(best)) return plan;
    const Slots slots = fill_slots(reading, best);
    if (!slots.missing.empty()) return ask_which_grouping(best, slots.missing, plan);
    if (!slots.missing_filter.empty()) return ask_without_filter(best, slots.missing_filter, plan);
    if (!slots.unclear_of.empty()) return ask_which_dimension(best, slots, plan);
    if (reading.event) return ask_when(reading, best, context);
    return plan;
}

// Hardly a word of it, or of how it is put, speaks of anything that is held here. Rows that nobody described may hold
// anything; a question that says nothing at all is asked back, and so is one to a vendor that it names.
bool is_stranger(const Reading& reading, const std::vector<Candidate>& scored, double sense) {
    if (!scored.empty() && is_undescribed(scored.front()) && scored.front().offer->dimensions.empty()) return false;
    return sense < hardly_data && !asks_without_subject(reading) && named_offers(reading).empty();
}

Refusal refuse_stranger(const Reading& reading, const std::vector<Candidate>& scored, std::span<const Offer> offers) {
    return asks_for_data(reading) ? refuse_unknown_data(scored, offers) : refuse_off_topic(scored, offers);
}

Refusal too_long() {
    return {Reason::off_topic, "The question is empty or too long: ask it in one or two sentences.", {}};
}

Refusal no_manual() {
    return {
        Reason::off_topic,
        "Parley answers questions about the data of your connected tools; how to work them stands in their own help.",
        {}};
}

Decision decide(std::string_view question, const Index& index, const Context& context) {
    const std::string_view text = trim(question);
    if (text.empty() || text.size() > limits::question_bytes || !is_valid_utf8(text)) return too_long();
    Stemmer stemmer;
    const Lexicon& lexicon = index.lexicon();
    const auto offers = index.offers();
    const Reading reading = read(text, lexicon, context, stemmer);
    if (reading.words.empty()) return too_long();

    if (asks_for_instructions(reading.words)) return no_manual();
    if (asks_for_amusement(reading.words)) return refuse_off_topic({}, offers);
    // "drop the filter", "make it monthly": behind an answer it is that answer that is changed.
    const Changes changes = read_changes(reading, offers, context);
    const Reading rest = read_rest(changes, lexicon, context, stemmer);
    const auto wish = find_write_wish(changes.any ? rest.words : reading.words);
    const bool only_a_name = changes.any && rest.words.size() == 1;  // "change it to delivered"
    if (wish && !only_a_name) return refuse_write(reading, *wish, lexicon, offers);
    const FollowUp follow_up{reading, rest, changes};
    if (auto changed = follow_own_table(follow_up, offers, context)) return std::move(*changed);
    if (auto changed = try_follow_up(follow_up, lexicon, offers, context)) return std::move(*changed);
    auto scored = candidates(reading, lexicon, offers);
    const double sense = how_answerable(reading, lexicon, scored);
    if (may_be_wish(reading.words) && sense < surely_data) {
        return refuse_write(reading, WriteWish{reading.words.front().text, 0, reading.words.size()}, lexicon, offers);
    }
    if (auto own = try_own_table(reading, lexicon, offers, context)) return std::move(*own);
    if (auto joined = try_join(reading, lexicon, offers, context)) return std::move(*joined);
    if (is_stranger(reading, scored, sense)) return refuse_stranger(reading, scored, offers);
    return single(reading, index, std::move(scored), context);
}

bool refuses_write(const Decision& decision) {
    const auto* refusal = std::get_if<Refusal>(&decision);
    return refusal != nullptr && refusal->reason == Reason::write;
}

}  // namespace

Decision plan(std::string_view question, const Index& index, const Context& context) {
    const Wording wording = read_glossary(question, index.offers(), context);
    Decision decision = decide(wording.text, index, context);
    if (wording.missing && !refuses_write(decision)) return *wording.missing;
    return given(settled(std::move(decision), wording, index.offers(), context), wording.text, index, context);
}

Decision plan(std::string_view question, std::span<const Offer> offers, const Context& context) {
    return plan(question, Index(offers), context);
}

bool asks_for_count(std::string_view question) {
    Stemmer stemmer;
    const Words words = words_of(question, stemmer);
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at].stem == "count" || stands_at(words, at, "how many") || stands_at(words, at, "number of"))
            return true;
    }
    return false;
}

}  // namespace parley::planner
