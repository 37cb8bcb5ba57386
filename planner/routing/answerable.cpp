#include "planner/routing/answerable.h"

#include "planner/language/intent.h"

#include <algorithm>
#include <set>

namespace parley::planner {
namespace {

// Log odds, learnt by learn/answerable.py.
constexpr Signs weights{-3.62, 2.00,  0.82,  1.17,  -2.19, 1.79,  0.72,  -0.73, 1.24, 0.21, 1.95, 0.53, 1.91, 1.16,
                        -1.85, -0.75, -0.22, -0.14, 0.31,  -0.54, -1.33, 0.47,  0.34, 0.17, 1.32, 1.21, 1.08};

double& at(Signs& signs, Sign sign) {
    return signs[static_cast<std::size_t>(sign)];
}

bool is_name_like(const Word& word) {
    return word.quoted || word.upper || word.capital || word.text.find_first_of("0123456789_") != std::string::npos;
}

void read_words(const Reading& reading, const Lexicon& lexicon, Signs& signs) {
    double all = 0;
    double known = 0;
    double strangers = 0;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const Word& word = reading.words[k];
        if (!reading.is_open(k) || is_stop_word(word.text)) continue;
        const bool is_known = lexicon.knows_meaning(word.stem);
        all += 1;
        if (is_known)
            known += 1;
        else if (!is_name_like(word) || (k == 0 && !word.upper && !word.quoted))
            strangers += 1;
    }
    at(signs, Sign::known) = all > 0 ? known / all : 1;
    at(signs, Sign::strangers) = std::min(strangers, 5.0) / 5;
}

// "..., revenue": the name is a clause of its own.
bool is_whole_clause(const Words& words, const Hit& hit) {
    const std::size_t end = hit.first + hit.count;
    return (hit.first == 0 || words[hit.first].breaks) && (end >= words.size() || words[end].breaks);
}

// "in Canva": an ordinary word that is also a vendor's name ("square root") seldom stands so.
bool is_named_as_place(const Words& words, const Hit& hit) {
    return hit.phrase->thing == Thing::vendor && hit.phrase->is_name && hit.first > 0 &&
           is_one_of(words, hit.first - 1, {"in", "at", "from", "on", "via", "through", "by"});
}

void read_best(const Reading& reading, const std::vector<Candidate>& ranked, Signs& signs) {
    for (const auto& hit : reading.hits) {
        if (hit.phrase->thing == Thing::vendor && hit.phrase->is_name) at(signs, Sign::vendor) = 1;
        if (hit.phrase->stems.size() > 1)
            at(signs, Sign::phrase) = std::max(
                at(signs, Sign::phrase), static_cast<double>(std::min<std::size_t>(hit.phrase->stems.size(), 3)) - 1);
    }
    for (const auto& hit : reading.hits) {
        if (is_named_as_place(reading.words, hit)) at(signs, Sign::vendor) = 2;
        if (hit.phrase->thing == Thing::metric && is_whole_clause(reading.words, hit)) at(signs, Sign::covered) = 2;
    }
    if (ranked.empty()) return;
    const Candidate& best = ranked.front();
    at(signs, Sign::coverage) = best.coverage;
    at(signs, Sign::name) = std::min(best.by_name, 4.0) / 4;
    at(signs, Sign::around) = std::min(best.by_context, 2.0) / 2;
    if (best.whole_name && best.coverage >= 0.6) at(signs, Sign::covered) = std::max(at(signs, Sign::covered), 1.0);
    if (!best.whole_name) return;
    bool as_written = false;
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        if (stands_at(reading.words, k, best.phrase)) as_written = true;
        std::string plural = best.phrase;  // No other form.
        if (plural.ends_with('s'))
            plural.pop_back();
        else
            plural.push_back('s');
        if (stands_at(reading.words, k, plural)) as_written = true;
    }
    at(signs, as_written ? Sign::as_written : Sign::other_form) = 1;
}

bool is_of_rows(const Hit& hit) {
    return hit.phrase->thing == Thing::dataset || hit.phrase->thing == Thing::dimension ||
           (hit.phrase->thing == Thing::metric && hit.phrase->stems.size() == 1);
}

// What rows are called, where it is asked for by "which", or stands in the plural.
void read_things(const Reading& reading, Signs& signs) {
    const Words& words = reading.words;
    std::set<std::size_t> things;
    for (const auto& hit : reading.hits) {
        if (!is_of_rows(hit) || hit.other_words) continue;
        const std::size_t last = hit.first + hit.count - 1;
        if (words[last].text.ends_with('s') && !words[last].text.ends_with("ss")) things.insert(last);
        const auto& subjects = reading.cues.subjects;
        const bool asked = std::any_of(subjects.begin(), subjects.end(), [&](std::size_t subject) {
            return hit.first <= subject + 1 && last >= subject;
        });
        if (asked) at(signs, Sign::asked_for) = 1;
    }
    at(signs, Sign::things) = static_cast<double>(std::min<std::size_t>(things.size(), 3));
    at(signs, Sign::ranked) = reading.cues.descending.has_value() || reading.cues.limit.has_value() || reading.cues.top;
}

void read_shape(const Reading& reading, Signs& signs) {
    const Cues& cues = reading.cues;
    const Words& words = reading.words;
    at(signs, Sign::period) = reading.found.has_value();
    at(signs, Sign::bucket) = cues.grain || !cues.groups.empty() || cues.trend;
    at(signs, Sign::counted) = cues.how_many || cues.share || cues.aggregate ||
                               holds_word(words, {"rate", "ratio", "percentage", "total", "number", "count"});
    at(signs, Sign::compared) =
        reading.comparison.count > 0 || holds_word(words, {"vs", "versus", "against", "compared"});
    at(signs, Sign::ours) = holds_word(words, {"we", "our", "us", "ours", "we've"});
}

// Behind "can you tell me", "I'd like to see", "I need": how it is asked for says nothing about what is asked.
std::size_t core_of(const Words& words) {
    std::size_t at = behind_request(words);
    if (is_one_of(words, at, {"show", "tell", "give", "send", "get", "see", "know", "find", "have", "look", "check"})) {
        const std::size_t behind = is_one_of(words, at + 1, {"me", "us", "out", "at"}) ? at + 2 : at + 1;
        if (behind < words.size()) at = behind;
    }
    for (const std::string_view thing : {"a chart of", "a list of", "a breakdown of", "the number of", "a table of"}) {
        if (stands_at(words, at, thing)) return std::min(at + 3, words.size() - 1);
    }
    return at;
}

void read_frame(const Reading& reading, Signs& signs) {
    const Words words(reading.words.begin() + static_cast<std::ptrdiff_t>(core_of(reading.words)), reading.words.end());
    at(signs, Sign::mine) = holds_word(words, {"i", "my", "me", "i'm", "i've", "i'd", "mine", "myself"});
    at(signs, Sign::advice) =
        holds_phrase(words, {"how do i",     "how do you", "how do we",    "how do they", "how to",  "how can",
                             "how should",   "how would",  "should i",     "should you",  "way to",  "way of",
                             "way for",      "ways to",    "ways for",     "best time",   "what to", "what if",
                             "what happens", "need to be", "does it mean", "do you"});
    at(signs, Sign::place) = holds_word(words, {"where", "where's", "near", "nearby", "nearest", "closest", "local"});
    at(signs, Sign::moment) = holds_word(words, {"when", "when's"}) ||
                              holds_phrase(words, {"what time", "what year", "what day", "how long", "how old"});
    at(signs, Sign::yes_or_no) = is_one_of(words, 0,
                                           {"is", "are", "am", "do", "does", "did", "can", "could", "will", "would",
                                            "has", "have", "was", "were", "should"});
    at(signs, Sign::identity) = stands_at(words, 0, "what is") || stands_at(words, 0, "what are") ||
                                stands_at(words, 0, "what's") || stands_at(words, 0, "what was");
    at(signs, Sign::search) =
        is_one_of(reading.words, behind_request(reading.words),
                  {"find", "look", "search", "read", "recommend", "check", "explain", "locate"}) ||
        is_one_of(words, 0, {"about"});
    at(signs, Sign::fragment) = is_fragment(words);
}

}  // namespace

Signs signs_of(const Reading& reading, const Lexicon& lexicon, const std::vector<Candidate>& ranked) {
    Signs signs{};
    at(signs, Sign::one) = 1;
    read_words(reading, lexicon, signs);
    read_best(reading, ranked, signs);
    read_things(reading, signs);
    read_shape(reading, signs);
    read_frame(reading, signs);
    return signs;
}

double how_answerable(const Reading& reading, const Lexicon& lexicon, const std::vector<Candidate>& ranked) {
    const Signs signs = signs_of(reading, lexicon, ranked);
    double sum = 0;
    for (std::size_t k = 0; k < signs.size(); ++k) sum += signs[k] * weights[k];
    return sum;
}

}  // namespace parley::planner
