#include "planner/routing/candidates.h"

#include "base/text.h"
#include "planner/routing/shape.h"

#include <algorithm>
#include <map>
#include <set>

namespace parley::planner {
namespace {

// Weights of the parts. A rare stem weighs about 1, so whole names outweigh anything that merely fits around them.
constexpr double whole_name_weight = 2.0;
constexpr double whole_name_bonus = 0.5;
constexpr double name_bonus = 0.05;
constexpr double as_written_bonus = 0.1;       // Not only by its stems: "issues open" and "issues opened".
constexpr double scattered_name_weight = 1.7;  // All words of a name, but not side by side.
constexpr double part_name_weight = 0.9;
constexpr double vendor_name_weight = 0.25;  // "Wix sites" where only Wix is named: the least that may be said.
constexpr double dataset_weight = 0.5;
constexpr double dimension_weight = 0.6;
constexpr double value_weight = 0.5;
constexpr double description_weight = 0.15;
constexpr double example_weight = 1.0;
constexpr double example_touches = 0.2;
constexpr double vendor_bonus = 3.0;
constexpr double vendor_topic_weight = 0.3;
constexpr double convincing = 0.75;
constexpr double coverage_least = 0.3;  // A part of a name says little where most words mean nothing here.

bool is_denied_at(const Words& words, std::size_t at) {
    while (at > 0 && is_one_of(words, at - 1, {"yet", "been", "being"})) --at;
    return at > 0 && is_one_of(words, at - 1, {"not", "isn't", "aren't", "wasn't", "weren't", "never"});
}

struct Scorer {
    const Reading& reading;
    const Lexicon& lexicon;
    // In order, because weights are summed over them: a hash table's order is nobody's promise.
    std::set<std::string> stems;                          // Of the open words that say something.
    std::set<std::string> all_stems;                      // Cue words too: names may hold them.
    std::set<int> ideas;                                  // What the open words mean,
    std::set<int> all_ideas;                              // and the cue words too.
    bool noun_open = false;                               // "everything late"
    std::map<std::size_t, std::vector<bool>> spoken_for;  // offer -> words that name something else than a metric
};

// "by country": what is grouped by is not what is measured.
bool is_grouped_by(const Reading& reading, const Hit& hit) {
    const auto begins = [&](std::size_t at) { return hit.first <= at + 1 && hit.first + hit.count > at; };
    const auto& groups = reading.cues.groups;
    return std::any_of(groups.begin(), groups.end(), begins);
}

// "top 10 error types", "which tables are largest": a ranked thing is not counted as well.
bool is_ranked(const Reading& reading, const Hit& hit) {
    const auto& subjects = reading.cues.subjects;
    return reading.cues.descending && std::any_of(subjects.begin(), subjects.end(), [&](std::size_t at) {
               return hit.first <= at + 1 && hit.first + hit.count > at;
           });
}

// "the carts table", "Delivery board": the dimension's word says what the name before it is, and counts nothing.
bool says_what_is_named(const Reading& reading, const Hit& hit) {
    if (hit.first == 0) return false;
    const Words& words = reading.words;
    const Word& last = words[hit.first + hit.count - 1];
    const Word& name = words[hit.first - 1];
    if (last.text.ends_with('s') || last.breaks || !reading.is_open(hit.first - 1) || is_stop_word(name.text))
        return false;
    if (is_one_of(words, hit.first - 1, {"how", "many", "number", "count", "average", "mean", "total"})) return false;
    const bool led =
        hit.first >= 2 && (is_one_of(words, hit.first - 2, {"the", "our", "my"}) ||
                           reading.text.substr(words[hit.first - 2].at, words[hit.first - 2].length).ends_with("'s"));
    return name.capital || name.quoted || led;
}

// For each offer the words that name the vendor, a grouping, or a value behind its dimension.
void find_spoken_for(Scorer& scorer) {
    const Reading& reading = scorer.reading;
    for (const auto& hit : reading.hits) {
        const Phrase& phrase = *hit.phrase;
        const bool names_vendor = phrase.thing == Thing::vendor && phrase.is_name;
        const bool grouping = phrase.thing == Thing::dimension && is_grouped_by(reading, hit);
        const bool value = phrase.thing == Thing::value && is_behind_its_dimension(reading, hit);
        const bool container = phrase.thing == Thing::dimension && says_what_is_named(reading, hit);
        if (!names_vendor && !grouping && !value && !container) continue;
        auto& words = scorer.spoken_for[phrase.offer];
        words.resize(reading.words.size());
        for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) words[k] = true;
    }
}

bool is_spoken_for(const Scorer& scorer, std::size_t offer, std::size_t word) {
    const auto found = scorer.spoken_for.find(offer);
    return found != scorer.spoken_for.end() && found->second[word];
}

// Whether the stem stands in the question, but only in words that name something else than a metric of the offer.
bool names_else(const Scorer& scorer, std::size_t offer, const std::string& stem) {
    if (!scorer.spoken_for.contains(offer)) return false;
    const Words& words = scorer.reading.words;
    bool stands = false;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (words[k].stem != stem || scorer.reading.uses[k] == Use::date) continue;  // Of the other side of a "vs".
        if (!is_spoken_for(scorer, offer, k)) return false;
        stands = true;
    }
    return stands;
}

// Whether only words that name something else mean the idea: the person of "each person" speaks for no people.
bool means_else(const Scorer& scorer, std::size_t offer, int idea) {
    if (idea == 0 || !scorer.spoken_for.contains(offer)) return false;
    const Words& words = scorer.reading.words;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (scorer.lexicon.idea(words[k].stem) == idea && !is_spoken_for(scorer, offer, k)) return false;
    }
    return true;
}

// "everything late", "what is overdue", "the open ones": a pronoun stands for whatever the rows are.
bool leaves_noun_open(const Words& words) {
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (is_one_of(words, k, {"everything", "anything", "things", "stuff", "ones", "work"})) return true;
    }
    return false;
}

// "Tasks that are not done" says nothing of "done tasks".
bool is_denied(const Scorer& scorer, const Phrase& phrase, const std::string& stem) {
    const Words& words = scorer.reading.words;
    if (phrase.text.find("not ") != std::string::npos) return false;
    bool denied = false;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (words[k].stem != stem) continue;
        if (!is_denied_at(words, k)) return false;
        denied = true;
    }
    return denied;
}

Scorer make_scorer(const Reading& reading, const Lexicon& lexicon) {
    Scorer scorer{reading, lexicon, {}, {}, {}, {}, false, {}};
    scorer.noun_open = leaves_noun_open(reading.words);
    find_spoken_for(scorer);
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (reading.uses[k] == Use::date || reading.uses[k] == Use::bucket || reading.words[k].quoted) continue;
        if (!is_filler(reading.words[k].text)) scorer.all_stems.insert(reading.words[k].stem);
        if (reading.is_open(k) && !is_stop_word(reading.words[k].text)) scorer.stems.insert(reading.words[k].stem);
    }
    for (const auto& stem : scorer.stems) scorer.ideas.insert(lexicon.idea(stem));
    for (const auto& stem : scorer.all_stems) scorer.all_ideas.insert(lexicon.idea(stem));
    scorer.ideas.erase(0);
    scorer.all_ideas.erase(0);
    return scorer;
}

// How well the question says the stem of a phrase: 1 by itself, less by another word of the same meaning.
double said(const Scorer& scorer, const Phrase& phrase, const std::string& stem) {
    constexpr double other_word = 0.7;
    const bool long_name = phrase.stems.size() > 1;
    if (scorer.stems.contains(stem) || (long_name && scorer.all_stems.contains(stem))) return 1;
    const int idea = scorer.lexicon.idea(stem);
    if (idea == 0) return 0;
    return scorer.ideas.contains(idea) || (long_name && scorer.all_ideas.contains(idea)) ? other_word : 0;
}

bool names_vendor_at(const Scorer& scorer, std::size_t offer, std::size_t word) {
    return std::any_of(scorer.reading.hits.begin(), scorer.reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::vendor && hit.phrase->is_name && hit.phrase->offer == offer &&
               hit.first <= word && hit.first + hit.count > word;
    });
}

// A name made of nothing but the grouping's own words: the "tables" of "rows by table".
bool is_inside_spoken_for(const Scorer& scorer, const Hit& hit) {
    for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) {
        if (!is_spoken_for(scorer, hit.phrase->offer, k) && !is_stop_word(scorer.reading.words[k].text)) return false;
    }
    return true;
}

// The name of the ranked dimension and of nothing more: "error types" of "top 10 error types".
bool is_ranked_dimension(const Scorer& scorer, const Hit& hit) {
    if (!is_ranked(scorer.reading, hit)) return false;
    return std::any_of(scorer.reading.hits.begin(), scorer.reading.hits.end(), [&](const Hit& other) {
        return other.phrase->thing == Thing::dimension && other.phrase->offer == hit.phrase->offer &&
               other.first <= hit.first && other.first + other.count >= hit.first + hit.count;
    });
}

// A metric that is called exactly like the ranked dimension counts its values; that is not what they are ranked by.
bool is_called_like_ranked(const Scorer& scorer, const Phrase& phrase) {
    return std::any_of(scorer.reading.hits.begin(), scorer.reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::dimension && hit.phrase->offer == phrase.offer &&
               hit.phrase->stems == phrase.stems && is_ranked(scorer.reading, hit);
    });
}

// What of a name stands in the question.
struct SaidWords {
    double all = 0;    // Weight of its stems,
    double found = 0;  // and of those that were said.
    std::size_t matched = 0;
    bool elsewhere = false;    // Some of them only in words that name something else.
    bool other_words = false;  // Some of them in other words of the same meaning.
};

SaidWords words_said(const Scorer& scorer, const Phrase& phrase, const Candidate& candidate) {
    SaidWords of;
    for (const auto& stem : phrase.stems) {
        // "Airtable tables" is "tables" where Airtable is named, and "completed issues by project" is about issues.
        if (names_else(scorer, candidate.offer_position, stem)) {
            ++of.matched;
            of.elsewhere = true;
            continue;
        }
        double share = is_denied(scorer, phrase, stem) ? 0 : said(scorer, phrase, stem);
        if (share > 0 && share < 1 && means_else(scorer, candidate.offer_position, scorer.lexicon.idea(stem)))
            share = 0;
        // "everything overdue" leaves open what the last word of "overdue tasks" would say.
        if (share <= 0 && of.found > 0 && &stem == &phrase.stems.back() && scorer.noun_open &&
            candidate.offer->connected) {
            ++of.matched;
            continue;
        }
        const double weight = scorer.lexicon.weight(stem);
        of.all += weight;
        if (share <= 0) continue;
        of.found += share * weight;
        of.other_words = of.other_words || share < 1;
        ++of.matched;
    }
    return of;
}

void score_phrase(const Scorer& scorer, const Phrase& phrase, Candidate& candidate) {
    if (candidate.whole_name || is_called_like_ranked(scorer, phrase)) return;
    const SaidWords of = words_said(scorer, phrase, candidate);
    if (of.found <= 0) {
        const bool vendor_only = of.elsewhere && candidate.vendor_named && candidate.by_name <= 0;
        if (vendor_only) candidate.by_name = vendor_name_weight;
        return;
    }
    // A name of one word is not said by another one.
    const bool scattered = of.matched == phrase.stems.size() && !(of.other_words && phrase.stems.size() == 1);
    const double score =
        scattered ? scattered_name_weight * of.found : part_name_weight * of.found * (of.found / of.all);
    if (score <= candidate.by_name) return;
    candidate.by_name = score;
    candidate.other_words = of.other_words;
    candidate.full_name = scattered && !of.elsewhere;
    candidate.phrase = phrase.text;
}

// Letter by letter, with the small words that a phrase may begin with.
bool stands_as_written(const Words& words, const Hit& hit) {
    constexpr std::size_t small_words = 3;
    const std::size_t earliest = hit.first > small_words ? hit.first - small_words : 0;
    for (std::size_t at = earliest; at <= hit.first; ++at) {
        if (stands_at(words, at, hit.phrase->text)) return true;
    }
    return false;
}

void take_whole_name(const Scorer& scorer, const Hit& hit, Candidate& candidate) {
    const Words& words = scorer.reading.words;
    double weight = 0;
    for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) {
        const bool small = is_stop_word(words[k].text) && hit.phrase->stems.size() > 1;
        if (!small && (hit.count > 1 ? !names_vendor_at(scorer, hit.phrase->offer, k)
                                     : !is_spoken_for(scorer, hit.phrase->offer, k)))
            weight += scorer.lexicon.weight(words[k].stem);
    }
    // "variants per product" is the name of a mean, "variants by product" a grouping; and "conversations by hour" say
    // no duration.
    const bool per = hit.phrase->text.find(" per ") != std::string::npos;
    for (std::size_t k = hit.first; (per || hit.other_words) && k < hit.first + hit.count; ++k) {
        if (is_one_of(words, k, {"by"})) return;
    }
    if (is_denied_at(words, hit.first) && hit.phrase->text.find("not ") == std::string::npos) return;
    // One word that only means the same is not the name: "consumption" alone is no "usage".
    if (hit.other_words && hit.phrase->stems.size() == 1) return;
    if (weight <= 0 || is_inside_spoken_for(scorer, hit) || is_ranked_dimension(scorer, hit)) return;
    const bool as_written = stands_as_written(words, hit);
    // Of "list growth" the word "growth" alone is a part.
    if (!as_written && hit.phrase->stems.size() == 1 && hit.phrase->text.find(' ') != std::string::npos) return;
    const double score = whole_name_weight * weight + (hit.other_words ? 0 : whole_name_bonus) +
                         (hit.phrase->is_name ? name_bonus : 0) + (as_written ? as_written_bonus : 0);
    if (candidate.whole_name && score <= candidate.by_name) return;
    if (!candidate.whole_name && score < candidate.by_name) return;
    candidate.whole_name = true;
    candidate.full_name = true;
    candidate.other_words = hit.other_words;
    candidate.by_name = score;
    candidate.first = hit.first;
    candidate.count = hit.count;
    candidate.phrase = hit.phrase->text;
}

bool inside(const Hit& hit, const Candidate& candidate) {
    return candidate.whole_name && hit.first >= candidate.first &&
           hit.first + hit.count <= candidate.first + candidate.count;
}

// Dataset, dimensions and values around the metric: each thing once, by its heaviest hit.
void score_context(const Scorer& scorer, Candidate& candidate) {
    std::map<std::pair<int, std::size_t>, double> best;
    for (const auto& hit : scorer.reading.hits) {
        if (hit.phrase->offer != candidate.offer_position || inside(hit, candidate) || hit.other_words) continue;
        double weight = 0;
        switch (hit.phrase->thing) {
        case Thing::metric: continue;
        case Thing::vendor: weight = hit.phrase->is_name ? 0 : vendor_topic_weight * hit.weight; break;
        case Thing::dataset:
            if (candidate.offer->datasets[hit.phrase->item].id == candidate.metric->dataset)
                weight = dataset_weight * hit.weight;
            break;
        case Thing::dimension:
        case Thing::value: {
            const auto& dimension = candidate.offer->dimensions[hit.phrase->item];
            if (!dimension.columns.contains(candidate.metric->dataset)) continue;
            weight = (hit.phrase->thing == Thing::value ? value_weight : dimension_weight) * hit.weight;
            ++(hit.phrase->thing == Thing::dimension ? candidate.dimensions_hit : candidate.values_hit);
            break;
        }
        }
        auto& kept = best[{static_cast<int>(hit.phrase->thing), hit.phrase->item}];
        kept = std::max(kept, weight);
    }
    for (const auto& entry : best) candidate.by_context += entry.second;
}

// For each offer its nearest example question.
std::vector<double> example_scores(const Scorer& scorer, std::size_t offers) {
    std::vector<double> best(offers, 0);
    std::map<std::size_t, double> common;
    double asked = 0;
    for (const auto& stem : scorer.stems) {
        const double weight = scorer.lexicon.weight(stem);
        asked += weight;
        for (const std::size_t example : scorer.lexicon.examples_with(stem)) common[example] += weight;
    }
    for (const auto& [position, weight] : common) {
        const Example& example = scorer.lexicon.examples()[position];
        const double all = asked + example.weight - weight;
        if (all > 0) best[example.offer] = std::max(best[example.offer], example_weight * weight / all);
    }
    return best;
}

void score_description(const Scorer& scorer, const Stems& described, Candidate& candidate) {
    for (const auto& stem : scorer.stems) {
        if (described.contains(stem)) candidate.by_context += description_weight * scorer.lexicon.weight(stem);
    }
}

bool touches(const Candidate& candidate) {
    return candidate.by_name > 0 || candidate.by_context > 0 || candidate.by_example > example_touches;
}

// The metrics that anything in the question speaks for, in the order of the offers. Where vendors are named, only
// theirs, and all of these.
class Pairs {
public:
    Pairs(std::span<const Offer> offers, std::vector<std::size_t> named)
        : offers_(offers), named_(std::move(named)), positions_(offers.size()) {}

    Candidate* of(std::size_t offer, std::size_t metric) {
        if (!named_.empty() && !is_named(offer)) return nullptr;
        // A table that the customer made is asked for by its name alone (containers.h).
        const Dataset* dataset = offers_[offer].rows_of(offers_[offer].metrics[metric]);
        if (dataset != nullptr && dataset->open_fields) return nullptr;
        auto& positions = positions_[offer];
        if (positions.empty()) positions.assign(offers_[offer].metrics.size(), none);
        if (positions[metric] == none) {
            positions[metric] = found_.size();
            Candidate candidate;
            candidate.offer = &offers_[offer];
            candidate.metric = &offers_[offer].metrics[metric];
            candidate.offer_position = offer;
            candidate.vendor_named = is_named(offer);
            found_.push_back(std::move(candidate));
        }
        return &found_[positions[metric]];
    }

    void add_all_of(std::size_t offer) {
        for (std::size_t metric = 0; metric < offers_[offer].metrics.size(); ++metric) of(offer, metric);
    }

    void add_named() {
        for (const std::size_t offer : named_) add_all_of(offer);
    }

    std::vector<Candidate> in_order() && {
        std::sort(found_.begin(), found_.end(), [](const Candidate& a, const Candidate& b) {
            return std::pair(a.offer_position, a.metric) < std::pair(b.offer_position, b.metric);
        });
        return std::move(found_);
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    bool is_named(std::size_t offer) const { return std::find(named_.begin(), named_.end(), offer) != named_.end(); }

    std::span<const Offer> offers_;
    std::vector<std::size_t> named_;
    std::vector<std::vector<std::size_t>> positions_;  // offer -> metric -> where it stands in found_
    std::vector<Candidate> found_;
};

void score_names(const Scorer& scorer, Pairs& pairs) {
    for (const auto& hit : scorer.reading.hits) {
        if (hit.phrase->thing != Thing::metric) continue;
        if (Candidate* candidate = pairs.of(hit.phrase->offer, hit.phrase->item))
            take_whole_name(scorer, hit, *candidate);
    }
    std::vector<std::size_t> touched;
    for (const auto& stem : scorer.all_stems) {
        const auto with = scorer.lexicon.metric_phrases_with(stem);
        touched.insert(touched.end(), with.begin(), with.end());
    }
    for (const int idea : scorer.all_ideas) {
        const auto about = scorer.lexicon.metric_phrases_about(idea);
        touched.insert(touched.end(), about.begin(), about.end());
    }
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (const std::size_t index : touched) {
        const Phrase& phrase = scorer.lexicon.phrases()[index];
        if (Candidate* candidate = pairs.of(phrase.offer, phrase.item)) score_phrase(scorer, phrase, *candidate);
    }
}

std::vector<Candidate> touched_pairs(const Scorer& scorer, std::span<const Offer> offers,
                                     const std::vector<double>& examples) {
    Pairs pairs(offers, named_offers(scorer.reading));
    score_names(scorer, pairs);
    for (const auto& hit : scorer.reading.hits) {
        if (hit.phrase->thing != Thing::metric) pairs.add_all_of(hit.phrase->offer);
    }
    for (std::size_t offer = 0; offer < offers.size(); ++offer) {
        if (examples[offer] > example_touches) pairs.add_all_of(offer);
    }
    pairs.add_named();
    return std::move(pairs).in_order();
}

void finish(const Scorer& scorer, std::vector<Candidate>& found, const std::vector<double>& examples) {
    for (auto& candidate : found) {
        candidate.by_example = examples[candidate.offer_position];
        score_context(scorer, candidate);
        if (!touches(candidate) && !candidate.vendor_named) continue;
        score_shape(scorer.reading, scorer.lexicon, candidate);
        candidate.by_vendor = candidate.vendor_named ? vendor_bonus : 0;
        candidate.score =
            candidate.by_name + candidate.by_context + candidate.by_example + candidate.by_shape + candidate.by_vendor;
    }
}

std::size_t position_of(const Candidate& candidate) {
    return static_cast<std::size_t>(candidate.metric - candidate.offer->metrics.data());
}

void score_coverage(const Scorer& scorer, Candidate& candidate) {
    const Stems& names = scorer.lexicon.names_of(candidate.offer_position, position_of(candidate));
    const Stems& described = scorer.lexicon.description_of(candidate.offer_position, position_of(candidate));
    Stems around;
    for (const auto& hit : scorer.reading.hits) {
        if (hit.phrase->offer != candidate.offer_position) continue;
        around.insert(hit.phrase->stems.begin(), hit.phrase->stems.end());
    }
    double asked = 0;
    double explained = 0;
    for (const auto& stem : scorer.stems) {
        const double weight = scorer.lexicon.weight(stem);
        asked += weight;
        const int idea = scorer.lexicon.idea(stem);
        const auto alike = [&](const std::string& other) { return idea != 0 && scorer.lexicon.idea(other) == idea; };
        if (names.contains(stem) || described.contains(stem) || around.contains(stem) ||
            std::any_of(names.begin(), names.end(), alike))
            explained += weight;
    }
    candidate.coverage = asked > 0 ? explained / asked : 0;
}

// Descriptions say little, and coverage only matters for the best.
void refine_best(const Scorer& scorer, std::vector<Candidate>& found) {
    constexpr std::size_t refined = 12;
    for (std::size_t k = 0; k < std::min(refined, found.size()); ++k) {
        const double before = found[k].by_context;
        score_description(scorer, scorer.lexicon.description_of(found[k].offer_position, position_of(found[k])),
                          found[k]);
        score_coverage(scorer, found[k]);
        found[k].score += found[k].by_context - before;
    }
}

bool better(const Candidate& a, const Candidate& b) {
    return a.score > b.score;
}

}  // namespace

std::vector<std::size_t> named_offers(const Reading& reading) {
    std::vector<std::size_t> named;
    for (const auto& hit : reading.hits) {
        if (hit.phrase->thing != Thing::vendor || !hit.phrase->is_name) continue;
        // A vendor whose name is an ordinary word ("box", "square", "notion") is meant when nothing longer covers it.
        const bool covered = std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& other) {
            return other.count > hit.count && other.first <= hit.first &&
                   other.first + other.count >= hit.first + hit.count && other.phrase->thing != Thing::vendor &&
                   other.phrase->offer != hit.phrase->offer;
        });
        if (!covered && std::find(named.begin(), named.end(), hit.phrase->offer) == named.end()) {
            named.push_back(hit.phrase->offer);
        }
    }
    return named;
}

std::vector<Candidate> candidates(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers) {
    const Scorer scorer = make_scorer(reading, lexicon);
    const auto examples = example_scores(scorer, offers.size());
    auto found = touched_pairs(scorer, offers, examples);
    finish(scorer, found, examples);
    std::stable_sort(found.begin(), found.end(), better);
    refine_best(scorer, found);
    std::stable_sort(found.begin(), found.end(), better);
    return found;
}

bool is_unnamed(const Candidate& candidate) {
    return !candidate.whole_name && candidate.by_name <= vendor_name_weight;
}

bool is_weak_guess(const Candidate& candidate) {
    return candidate.vendor_named && is_unnamed(candidate) && candidate.by_context < dimension_weight;
}

bool is_convincing(const Candidate& candidate) {
    if (!candidate.whole_name && !candidate.vendor_named && candidate.coverage < coverage_least) return false;
    const double without_vendor = candidate.score - (candidate.vendor_named ? vendor_bonus : 0);
    if (candidate.by_name + candidate.by_context <= 0 && !candidate.vendor_named) return false;
    return without_vendor >= convincing || (candidate.vendor_named && candidate.by_name + candidate.by_context > 0.2);
}

}  // namespace parley::planner
