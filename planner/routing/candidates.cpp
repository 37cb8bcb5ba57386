#include "planner/routing/candidates.h"

#include "base/text.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace parley::planner {
namespace {

// Weights of the parts. A rare stem weighs about 1, so whole names outweigh anything that merely fits around them.
constexpr double whole_name_weight = 2.0;
constexpr double whole_name_bonus = 0.5;
constexpr double scattered_name_weight = 1.7;  // All words of a name, but not side by side.
constexpr double part_name_weight = 0.9;
constexpr double dataset_weight = 0.5;
constexpr double dimension_weight = 0.6;
constexpr double value_weight = 0.5;
constexpr double description_weight = 0.15;
constexpr double example_weight = 1.0;
constexpr double vendor_bonus = 3.0;
constexpr double vendor_topic_weight = 0.3;
constexpr double grouping_bonus = 0.7;
constexpr double grouping_missing = -1.2;
constexpr double kind_bonus = 0.35;
constexpr double convincing = 0.75;
constexpr double coverage_least = 0.3;  // A part of a name says little where most words mean nothing here.

struct Scorer {
    const Reading& reading;
    const Lexicon& lexicon;
    std::unordered_set<std::string> stems;      // Of the open words that say something.
    std::unordered_set<std::string> all_stems;  // Cue words too: names may hold them.
};

Scorer make_scorer(const Reading& reading, const Lexicon& lexicon) {
    Scorer scorer{reading, lexicon, {}, {}};
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (reading.uses[k] == Use::date || reading.words[k].quoted) continue;
        if (!is_stop_word(reading.words[k].text)) scorer.all_stems.insert(reading.words[k].stem);
        if (reading.is_open(k) && !is_stop_word(reading.words[k].text)) scorer.stems.insert(reading.words[k].stem);
    }
    return scorer;
}

void score_phrase(const Scorer& scorer, const Phrase& phrase, Candidate& candidate) {
    double all = 0;
    double found = 0;
    std::size_t matched = 0;
    for (const auto& stem : phrase.stems) {
        const double weight = scorer.lexicon.weight(stem);
        all += weight;
        if (!scorer.stems.contains(stem) && !(phrase.stems.size() > 1 && scorer.all_stems.contains(stem))) continue;
        found += weight;
        ++matched;
    }
    if (matched == 0 || candidate.whole_name) return;
    const bool scattered = matched == phrase.stems.size();
    const double score = scattered ? scattered_name_weight * found : part_name_weight * found * (found / all);
    if (score <= candidate.by_name) return;
    candidate.by_name = score;
    candidate.phrase = phrase.text;
}

void take_whole_name(const Hit& hit, Candidate& candidate) {
    const double score = whole_name_weight * hit.weight + whole_name_bonus + (hit.phrase->is_name ? 0.05 : 0);
    if (candidate.whole_name && score <= candidate.by_name) return;
    if (!candidate.whole_name && score < candidate.by_name) return;
    candidate.whole_name = true;
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
        if (hit.phrase->offer != candidate.offer_position || inside(hit, candidate)) continue;
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
            if (hit.phrase->thing == Thing::dimension) ++candidate.dimensions_hit;
            break;
        }
        }
        auto& kept = best[{static_cast<int>(hit.phrase->thing), hit.phrase->item}];
        kept = std::max(kept, weight);
    }
    for (const auto& entry : best) candidate.by_context += entry.second;
}

double example_score(const Scorer& scorer, std::size_t offer) {
    double asked = 0;
    for (const auto& stem : scorer.stems) asked += scorer.lexicon.weight(stem);
    if (asked <= 0) return 0;
    double best = 0;
    for (const auto& example : scorer.lexicon.examples(offer)) {
        double common = 0;
        double all = asked;
        for (const auto& stem : std::set<std::string>(example.begin(), example.end())) {
            const double weight = scorer.lexicon.weight(stem);
            if (scorer.stems.contains(stem))
                common += weight;
            else
                all += weight;
        }
        best = std::max(best, common / all);
    }
    return example_weight * best;
}

// A grouping that the question asks for: whether the metric has it.
void score_groups(const Scorer& scorer, Candidate& candidate) {
    std::vector<std::size_t> wished = scorer.reading.cues.groups;
    wished.insert(wished.end(), scorer.reading.cues.subjects.begin(), scorer.reading.cues.subjects.end());
    for (const std::size_t at : wished) {
        bool known = false;
        bool fits = false;
        for (const auto& hit : scorer.reading.hits) {
            if (hit.phrase->thing != Thing::dimension || hit.first > at + 1 || hit.first + hit.count <= at) continue;
            known = true;
            if (hit.phrase->offer != candidate.offer_position) continue;
            fits = fits || candidate.offer->dimensions[hit.phrase->item].columns.contains(candidate.metric->dataset);
        }
        if (fits)
            candidate.by_shape += grouping_bonus;
        else if (known)
            candidate.by_shape += grouping_missing;
    }
}

void score_kind(const Scorer& scorer, Candidate& candidate) {
    const auto& cues = scorer.reading.cues;
    const Metric& metric = *candidate.metric;
    if (cues.how_many && metric.kind == Kind::count) candidate.by_shape += kind_bonus;
    if (cues.share && metric.per) candidate.by_shape += kind_bonus;
    if (cues.how_much && metric.kind == Kind::money) {
        candidate.by_shape += kind_bonus + (metric.additive_over_time() ? kind_bonus : 0);
    }
    if (cues.aggregate == "avg" && metric.value.aggregate == Aggregate::mean) candidate.by_shape += kind_bonus;
}

void score_description(const Scorer& scorer, const std::unordered_set<std::string>& words, Candidate& candidate) {
    for (const auto& stem : scorer.stems) {
        if (words.contains(stem)) candidate.by_context += description_weight * scorer.lexicon.weight(stem);
    }
}

bool touches(const Candidate& candidate) {
    return candidate.by_name > 0 || candidate.by_context > 0 || candidate.by_example > 0.2;
}

std::vector<Candidate> all_pairs(std::span<const Offer> offers, const std::vector<std::size_t>& named) {
    std::vector<Candidate> found;
    for (std::size_t k = 0; k < offers.size(); ++k) {
        const bool vendor_named = std::find(named.begin(), named.end(), k) != named.end();
        if (!named.empty() && !vendor_named) continue;
        for (const auto& metric : offers[k].metrics) {
            Candidate candidate;
            candidate.offer = &offers[k];
            candidate.metric = &metric;
            candidate.offer_position = k;
            candidate.vendor_named = vendor_named;
            found.push_back(std::move(candidate));
        }
    }
    return found;
}

// Descriptions are long: they are stemmed for the few that are in question already.
void finish(const Scorer& scorer, std::vector<Candidate>& found, std::span<const Offer> offers) {
    std::vector<double> examples(offers.size(), -1);
    for (auto& candidate : found) {
        auto& example = examples[candidate.offer_position];
        if (example < 0) example = example_score(scorer, candidate.offer_position);
        candidate.by_example = example;
        score_context(scorer, candidate);
        if (!touches(candidate) && !candidate.vendor_named) continue;
        score_groups(scorer, candidate);
        score_kind(scorer, candidate);
        candidate.score = candidate.by_name + candidate.by_context + candidate.by_example + candidate.by_shape +
                          (candidate.vendor_named ? vendor_bonus : 0);
    }
}

void score_coverage(const Scorer& scorer, const std::unordered_set<std::string>& described, Candidate& candidate) {
    std::unordered_set<std::string> known = described;
    for (const auto& phrase : scorer.lexicon.phrases()) {
        const bool own = phrase.thing == Thing::metric && &candidate.offer->metrics[phrase.item] == candidate.metric;
        if (phrase.offer == candidate.offer_position && own) known.insert(phrase.stems.begin(), phrase.stems.end());
    }
    for (const auto& hit : scorer.reading.hits) {
        if (hit.phrase->offer != candidate.offer_position) continue;
        known.insert(hit.phrase->stems.begin(), hit.phrase->stems.end());
    }
    double asked = 0;
    double explained = 0;
    for (const auto& stem : scorer.stems) {
        const double weight = scorer.lexicon.weight(stem);
        asked += weight;
        if (known.contains(stem)) explained += weight;
    }
    candidate.coverage = asked > 0 ? explained / asked : 0;
}

void refine_best(const Scorer& scorer, std::vector<Candidate>& found) {
    constexpr std::size_t refined = 12;
    Stemmer stemmer;
    for (std::size_t k = 0; k < std::min(refined, found.size()); ++k) {
        std::unordered_set<std::string> words;
        for (const auto& word : words_of(found[k].metric->description, stemmer)) {
            if (!is_stop_word(word.text)) words.insert(word.stem);
        }
        const double before = found[k].by_context;
        score_description(scorer, words, found[k]);
        score_coverage(scorer, words, found[k]);
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
    auto found = all_pairs(offers, named_offers(reading));
    std::map<std::pair<std::size_t, const Metric*>, std::size_t> position;
    for (std::size_t k = 0; k < found.size(); ++k) position[{found[k].offer_position, found[k].metric}] = k;
    const auto of = [&](const Phrase& phrase) -> Candidate* {
        const auto entry = position.find({phrase.offer, &offers[phrase.offer].metrics[phrase.item]});
        return entry == position.end() ? nullptr : &found[entry->second];
    };
    for (const auto& hit : reading.hits) {
        if (hit.phrase->thing != Thing::metric) continue;
        if (Candidate* candidate = of(*hit.phrase)) take_whole_name(hit, *candidate);
    }
    for (const auto& phrase : lexicon.phrases()) {
        if (phrase.thing != Thing::metric) continue;
        if (Candidate* candidate = of(phrase)) score_phrase(scorer, phrase, *candidate);
    }
    finish(scorer, found, offers);
    std::stable_sort(found.begin(), found.end(), better);
    refine_best(scorer, found);
    std::stable_sort(found.begin(), found.end(), better);
    return found;
}

bool is_convincing(const Candidate& candidate) {
    if (!candidate.whole_name && !candidate.vendor_named && candidate.coverage < coverage_least) return false;
    const double without_vendor = candidate.score - (candidate.vendor_named ? vendor_bonus : 0);
    if (candidate.by_name + candidate.by_context <= 0 && !candidate.vendor_named) return false;
    return without_vendor >= convincing || (candidate.vendor_named && candidate.by_name + candidate.by_context > 0.2);
}

}  // namespace parley::planner
