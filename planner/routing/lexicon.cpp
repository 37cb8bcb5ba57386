#include "planner/routing/lexicon.h"

#include "base/text.h"
#include "planner/language/paraphrases.h"
#include "planner/language/spelling.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace parley::planner {
namespace {

constexpr std::size_t short_value = 2;   // "US", "de": too like ordinary words to be found in lower case.
constexpr std::size_t typo_letters = 5;  // Shorter words are different words when a letter changes,
constexpr std::size_t short_typo_letters =
    3;                               // but where a grouping's name must stand, or letters only changed places.
constexpr double idea_weight = 0.7;  // "late issues" where the name is "overdue issues".
constexpr std::size_t long_typo_letters = 8;

// "per ownr", "by the bord": only the name of a grouping can stand here.
bool is_led_to_grouping(const Words& words, std::size_t at) {
    if (at > 0 && is_one_of(words, at - 1, {"the", "each", "every", "our"})) --at;
    return at > 0 && is_one_of(words, at - 1, {"by", "per", "each", "every"});
}

}  // namespace

Lexicon::Lexicon(std::span<const Offer> offers, Stemmer& stemmer) : ideas_(stemmer) {
    for (std::size_t k = 0; k < offers.size(); ++k) add_offer(offers[k], k, stemmer);
    weigh(offers);
    describe_metrics(offers, stemmer);
    add_examples(offers, stemmer);
}

void Lexicon::weigh(std::span<const Offer> offers) {
    std::unordered_map<std::string, std::set<std::pair<std::size_t, std::size_t>>> metrics_with;
    std::unordered_map<std::string, std::set<std::size_t>> offers_with;
    for (const auto& phrase : phrases_) {
        for (const auto& stem : phrase.stems) {
            if (phrase.thing == Thing::metric) metrics_with[stem].insert({phrase.offer, phrase.item});
            offers_with[stem].insert(phrase.offer);
        }
    }
    double documents = 1;
    for (const auto& offer : offers) documents += static_cast<double>(offer.metrics.size());
    for (const auto& entry : offers_with) {
        const auto metrics = metrics_with.find(entry.first);
        const std::size_t in_metrics = metrics == metrics_with.end() ? 0 : metrics->second.size();
        const auto times = static_cast<double>(std::max(in_metrics, entry.second.size()));
        weights_[entry.first] = std::log(1 + documents / times) / std::log(1 + documents);
    }
}

void Lexicon::describe_metrics(std::span<const Offer> offers, Stemmer& stemmer) {
    metrics_.resize(offers.size());
    for (std::size_t k = 0; k < offers.size(); ++k) {
        metrics_[k].resize(offers[k].metrics.size());
        for (std::size_t item = 0; item < offers[k].metrics.size(); ++item) {
            for (const auto& word : words_of(offers[k].metrics[item].description, stemmer)) {
                if (!is_stop_word(word.text)) metrics_[k][item].description.insert(word.stem);
            }
        }
    }
    for (std::size_t index = 0; index < phrases_.size(); ++index) {
        const Phrase& phrase = phrases_[index];
        if (phrase.thing != Thing::metric) continue;
        metrics_[phrase.offer][phrase.item].names.insert(phrase.stems.begin(), phrase.stems.end());
        for (const auto& stem : Stems(phrase.stems.begin(), phrase.stems.end())) {
            metric_phrases_[stem].push_back(index);
            if (const int idea = ideas_.of(stem)) metric_phrases_about_[idea].push_back(index);
        }
    }
}

void Lexicon::add_examples(std::span<const Offer> offers, Stemmer& stemmer) {
    for (std::size_t k = 0; k < offers.size(); ++k) {
        for (const auto& question : offers[k].examples) {
            std::set<std::string> stems;  // In order, for their weights are summed.
            for (const auto& word : words_of(question, stemmer)) {
                if (!is_stop_word(word.text)) stems.insert(word.stem);
            }
            Example example{k, 0};
            for (const auto& stem : stems) {
                example.weight += weight(stem);
                examples_with_[stem].push_back(examples_.size());
            }
            examples_.push_back(example);
        }
    }
}

std::span<const std::size_t> Lexicon::metric_phrases_with(const std::string& stem) const {
    const auto found = metric_phrases_.find(stem);
    return found == metric_phrases_.end() ? std::span<const std::size_t>() : found->second;
}

std::span<const std::size_t> Lexicon::metric_phrases_about(int idea) const {
    const auto found = metric_phrases_about_.find(idea);
    return found == metric_phrases_about_.end() ? std::span<const std::size_t>() : found->second;
}

std::span<const std::size_t> Lexicon::examples_with(const std::string& stem) const {
    const auto found = examples_with_.find(stem);
    return found == examples_with_.end() ? std::span<const std::size_t>() : found->second;
}

void Lexicon::add_offer(const Offer& offer, std::size_t position, Stemmer& stemmer) {
    const auto add_all = [&](Thing thing, std::size_t item, const std::string& name,
                             const std::vector<std::string>& synonyms) {
        add({thing, position, item, 0, true, false, false, "", {}, {}}, name, stemmer);
        for (const auto& synonym : synonyms)
            add({thing, position, item, 0, false, false, false, "", {}, {}}, synonym, stemmer);
    };
    add_all(Thing::vendor, 0, offer.name, offer.synonyms);
    // Proper names of the vendor's products mean the vendor.
    for (const auto& name : offer.names)
        add({Thing::vendor, position, 0, 0, true, false, false, "", {}, {}}, name, stemmer);
    for (std::size_t k = 0; k < offer.datasets.size(); ++k) {
        add_all(Thing::dataset, k, offer.datasets[k].name, offer.datasets[k].synonyms);
    }
    for (std::size_t k = 0; k < offer.metrics.size(); ++k) {
        add_all(Thing::metric, k, offer.metrics[k].name, offer.metrics[k].synonyms);
    }
    for (std::size_t k = 0; k < offer.dimensions.size(); ++k) {
        add_all(Thing::dimension, k, offer.dimensions[k].name, offer.dimensions[k].synonyms);
        add_values(offer, position, k, stemmer);
    }
}

void Lexicon::add_values(const Offer& offer, std::size_t position, std::size_t item, Stemmer& stemmer) {
    const auto& values = offer.dimensions[item].values;
    for (std::size_t k = 0; k < values.size(); ++k) {
        const auto exact = values[k].value.size() <= short_value;
        std::string readable = values[k].value;
        std::replace(readable.begin(), readable.end(), '_', ' ');
        add({Thing::value, position, item, k, true, exact, false, "", {}, {}}, readable, stemmer);
        if (readable != values[k].value)
            add({Thing::value, position, item, k, true, exact, false, "", {}, {}}, values[k].value, stemmer);
        for (const auto& synonym : values[k].synonyms) {
            add({Thing::value, position, item, k, false, synonym.size() <= short_value, false, "", {}, {}}, synonym,
                stemmer);
        }
    }
}

void Lexicon::add(Phrase phrase, const std::string& text, Stemmer& stemmer) {
    Words words = words_of(text, stemmer);
    rephrase(words, stemmer);
    const bool only_small =
        std::all_of(words.begin(), words.end(), [](const Word& word) { return is_filler(word.text); });
    phrase.capital = only_small;
    for (const auto& word : words) {
        if (is_filler(word.text) && !only_small) continue;
        phrase.stems.push_back(word.stem);
        if (word.text.size() <= short_typo_letters) continue;
        if (stem_of_.emplace(word.text, word.stem).second) words_by_letter_[word.text.front()].push_back(word.text);
        if (phrase.thing == Thing::dimension && &word == &words.back()) dimension_words_.insert(word.text);
    }
    if (phrase.stems.empty()) return;
    phrase.text = lower(text);
    by_first_stem_[phrase.stems.front()].push_back(phrases_.size());
    const bool named_alike = phrase.thing == Thing::metric || phrase.thing == Thing::dimension;
    for (const auto& stem : phrase.stems) phrase.ideas.push_back(named_alike ? ideas_.of(stem) : 0);
    if (phrase.ideas.front() != 0) by_first_idea_[phrase.ideas.front()].push_back(phrases_.size());
    phrases_.push_back(std::move(phrase));
}

double Lexicon::weight(const std::string& stem) const {
    const auto found = weights_.find(stem);
    return found == weights_.end() ? 1.0 : found->second;
}

// Stop words may stand between the words of a phrase. A metric or a dimension may be said in words of the same meaning.
std::optional<Hit> Lexicon::match(const Phrase& phrase, const Question& question, std::size_t at) const {
    const Words& words = question.words;
    Hit hit{&phrase, at, 0, 0, false};
    std::size_t next = at;
    for (std::size_t k = 0; k < phrase.stems.size(); ++k) {
        const auto same = [&] { return words[next].stem == phrase.stems[k]; };
        const auto alike = [&] { return phrase.ideas[k] != 0 && question.ideas[next] == phrase.ideas[k]; };
        while (k > 0 && next < words.size() && question.open[next] && !same() && !alike() &&
               is_stop_word(words[next].text))
            ++next;
        if (next >= words.size() || !question.open[next] || (k > 0 && words[next].breaks)) return std::nullopt;
        const bool by_itself = same();
        if (!by_itself && !alike()) return std::nullopt;
        hit.weight += (by_itself ? 1 : idea_weight) * weight(phrase.stems[k]);
        hit.other_words = hit.other_words || !by_itself;
        ++next;
    }
    if (phrase.exact_case && !words[at].upper) return std::nullopt;
    // There is one Box: "boxes" are things.
    const bool named = phrase.thing == Thing::vendor && phrase.is_name && phrase.stems.size() == 1;
    if (named && (words[at].text == phrase.text + "s" || words[at].text == phrase.text + "es")) return std::nullopt;
    if (phrase.capital && !words[at].capital && !words[at].quoted) return std::nullopt;
    hit.count = next - at;
    return hit;
}

std::vector<Hit> Lexicon::find(const Words& words, const std::vector<bool>& open) const {
    Question question{words, open, {}};
    for (const auto& word : words) question.ideas.push_back(word.quoted ? 0 : ideas_.of(word.stem));
    std::vector<Hit> hits;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (const auto begun = by_first_stem_.find(words[at].stem); begun != by_first_stem_.end()) {
            for (const std::size_t index : begun->second) {
                if (auto hit = match(phrases_[index], question, at)) hits.push_back(*hit);
            }
        }
        const auto alike = by_first_idea_.find(question.ideas[at]);
        if (alike == by_first_idea_.end()) continue;
        for (const std::size_t index : alike->second) {
            if (phrases_[index].stems.front() == words[at].stem) continue;  // Found above.
            if (auto hit = match(phrases_[index], question, at)) hits.push_back(*hit);
        }
    }
    return hits;
}

void Lexicon::correct(Words& words, const std::vector<bool>& open) const {
    for (std::size_t k = 0; k < words.size(); ++k) {
        Word& word = words[k];
        if (!open[k] || word.quoted || word.glued || is_stop_word(word.text)) continue;
        if (is_led_to_grouping(words, k)) {
            correct_grouping(word);
        } else if (!knows(word.stem)) {
            if (const std::string* meant = nearest(word.text)) word.stem = stem_of_.at(*meant);
        }
    }
}

// Only the name of a grouping can stand there, so that short words are told as well: "by bord".
void Lexicon::correct_grouping(Word& word) const {
    if (word.text.size() < short_typo_letters || dimension_words_.contains(word.text)) return;
    if (knows(word.stem) && word.text.size() < typo_letters + 1) return;
    for (const auto& name : dimension_words_) {
        if (name.front() != word.text.front() || !is_one_slip(word.text, name)) continue;
        word.stem = stem_of_.at(name);
        word.text = name;
        return;
    }
    if (knows(word.stem)) return;
    if (const std::string* meant = nearest(word.text)) word.stem = stem_of_.at(*meant);
}

const std::string* Lexicon::nearest(const std::string& written) const {
    if (written.size() < short_typo_letters + 1) return nullptr;
    const auto candidates = words_by_letter_.find(written.front());
    if (candidates == words_by_letter_.end()) return nullptr;
    const std::string* best = nullptr;
    int least = written.size() >= long_typo_letters ? 3 : 2;  // One letter off, two in long words.
    for (const auto& candidate : candidates->second) {
        const auto apart = std::max(candidate.size(), written.size()) - std::min(candidate.size(), written.size());
        if (apart > 2) continue;
        const bool plain = is_swapped(written, candidate) || lacks_inner_letter(written, candidate);
        if (!plain && std::min(candidate.size(), written.size()) < typo_letters) continue;
        const int distance = plain ? 1 : edit_distance(written, candidate);
        if (distance >= least) continue;
        least = distance;
        best = &candidate;
    }
    return best;
}

}  // namespace parley::planner
