#pragma once
// Every name that the offers give to anything, findable in a question by its stems.

#include "planner/language/ideas.h"
#include "planner/language/words.h"
#include "planner/offer.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace parley::planner {

enum class Thing { vendor, dataset, metric, dimension, value };

// One name or synonym. item: the metric's, dataset's or dimension's position in its offer; value: the known value's.
struct Phrase {
    Thing thing = Thing::vendor;
    std::size_t offer = 0;
    std::size_t item = 0;
    std::size_t value = 0;
    bool is_name = false;     // The thing's own name, not a synonym.
    bool exact_case = false;  // "US", "AT": only as written.
    bool capital = false;     // "To Do": ordinary words unless written with a capital.
    std::string text;         // Lower case, as the manifest writes it.
    std::vector<std::string> stems;
    std::vector<int> ideas;  // Of each stem; 0 where only the word itself will do.
};

struct Hit {
    const Phrase* phrase = nullptr;
    std::size_t first = 0;  // Words of the question.
    std::size_t count = 0;
    double weight = 0;         // Of all its stems: rare ones weigh more.
    bool other_words = false;  // Said by words of the same meaning.
};

// An example question of an offer: each of its stems once.
struct Example {
    std::size_t offer = 0;
    double weight = 0;  // Of all its stems.
};

using Stems = std::unordered_set<std::string>;

// Made once for many questions, and then only read: safe from several threads. It holds no pointer to the offers.
class Lexicon {
public:
    Lexicon(std::span<const Offer> offers, Stemmer& stemmer);

    // Every phrase that stands in the words, long and short ones, overlapping ones too. `open[k]` false: not to be
    // used.
    std::vector<Hit> find(const Words& words, const std::vector<bool>& open) const;

    // A word that no offer knows takes the stem of the one known word near it; a short one only where the slip is
    // plain.
    void correct(Words& words, const std::vector<bool>& open) const;

    double weight(const std::string& stem) const;
    int idea(const std::string& stem) const { return ideas_.of(stem); }
    std::span<const std::size_t> metric_phrases_about(int idea) const;
    bool knows(const std::string& stem) const { return weights_.contains(stem); }
    // The same, or a metric has a word of the same meaning in its name.
    bool knows_meaning(const std::string& stem) const {
        return knows(stem) || !metric_phrases_about(idea(stem)).empty();
    }
    const std::vector<Phrase>& phrases() const { return phrases_; }

    // Positions of the metrics' phrases, and of the examples, that hold the stem.
    std::span<const std::size_t> metric_phrases_with(const std::string& stem) const;
    std::span<const std::size_t> examples_with(const std::string& stem) const;
    const std::vector<Example>& examples() const { return examples_; }

    // The stems of all names of a metric, and of its description.
    const Stems& names_of(std::size_t offer, std::size_t metric) const { return metrics_[offer][metric].names; }
    const Stems& description_of(std::size_t offer, std::size_t metric) const {
        return metrics_[offer][metric].description;
    }

private:
    struct MetricStems {
        Stems names;
        Stems description;
    };

    struct Question {
        const Words& words;
        const std::vector<bool>& open;
        std::vector<int> ideas;  // Of each word.
    };

    const std::string* nearest(const std::string& written) const;
    void correct_grouping(Word& word) const;
    void weigh(std::span<const Offer> offers);
    void describe_metrics(std::span<const Offer> offers, Stemmer& stemmer);
    void add_examples(std::span<const Offer> offers, Stemmer& stemmer);
    void add(Phrase phrase, const std::string& text, Stemmer& stemmer);
    void add_offer(const Offer& offer, std::size_t position, Stemmer& stemmer);
    void add_values(const Offer& offer, std::size_t position, std::size_t item, Stemmer& stemmer);
    std::optional<Hit> match(const Phrase& phrase, const Question& question, std::size_t at) const;

    Ideas ideas_;
    std::unordered_map<int, std::vector<std::size_t>> by_first_idea_;
    std::unordered_map<int, std::vector<std::size_t>> metric_phrases_about_;
    std::vector<Phrase> phrases_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_first_stem_;
    std::unordered_map<std::string, double> weights_;  // 1 for a stem of one metric, less the more of them have it.
    std::unordered_map<char, std::vector<std::string>> words_by_letter_;  // For typing errors.
    std::unordered_map<std::string, std::string> stem_of_;
    std::set<std::string> dimension_words_;
    std::unordered_map<std::string, std::vector<std::size_t>> metric_phrases_;  // By every stem they hold.
    std::vector<std::vector<MetricStems>> metrics_;                             // offer -> metric
    std::vector<Example> examples_;
    std::unordered_map<std::string, std::vector<std::size_t>> examples_with_;
};

}  // namespace parley::planner
