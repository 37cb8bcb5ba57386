#include "planner/language/words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <libstemmer.h>

namespace parley::planner {
namespace {

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

constexpr std::array<std::string_view, 4> typographic_marks{"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C",
                                                            "\xE2\x80\x9D"};

// Typographic quotation marks become plain ones of the same length in bytes, so that positions stay true.
std::string plain_marks(std::string_view text) {
    std::string out(text);
    for (std::size_t k = 0; k + 3 <= out.size(); ++k) {
        const auto mark =
            std::find(typographic_marks.begin(), typographic_marks.end(), std::string_view(out).substr(k, 3));
        if (mark == typographic_marks.end()) continue;
        const bool single = mark - typographic_marks.begin() < 2;
        out.replace(k, 3, single ? "'  " : "\"  ");
        if (single && k + 3 < out.size() && is_word_byte(out[k + 3]))
            std::rotate(out.begin() + static_cast<std::ptrdiff_t>(k), out.begin() + static_cast<std::ptrdiff_t>(k) + 1,
                        out.begin() + static_cast<std::ptrdiff_t>(k) + 3);
    }
    return out;
}

// An apostrophe inside a word belongs to it ("don't"); a possessive s is dropped.
std::size_t end_of_word(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const bool inside = text[at] == '\'' && at + 1 < text.size() && is_word_byte(text[at + 1]);
        if (!is_word_byte(text[at]) && !inside) break;
        ++at;
    }
    return at;
}

void describe(Word& word, std::string_view written) {
    word.capital = std::any_of(written.begin(), written.end(), is_capital);  // "iOS" is a name, too.
    word.upper = written.size() >= 2 &&
                 std::none_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
                 word.capital;
    word.text = lower(written);
    if (word.text.size() > 2 && word.text.ends_with("'s")) word.text.resize(word.text.size() - 2);
}

// Forms that no rule for endings brings together: "deals we won" and "win rate".
std::string_view regular_form(std::string_view word) {
    struct Form {
        std::string_view irregular;
        std::string_view regular;
    };
    constexpr std::array<Form, 14> forms{{{"won", "win"},
                                          {"lost", "lose"},
                                          {"sold", "sell"},
                                          {"sent", "send"},
                                          {"bought", "buy"},
                                          {"spent", "spend"},
                                          {"built", "build"},
                                          {"broken", "break"},
                                          {"grew", "grow"},
                                          {"grown", "grow"},
                                          {"began", "begin"},
                                          {"begun", "begin"},
                                          {"written", "write"},
                                          {"people", "person"}}};
    const auto found =
        std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.irregular == word; });
    return found == forms.end() ? word : found->regular;
}

}  // namespace

Stemmer::Stemmer() : stemmer_(sb_stemmer_new("english", nullptr)) {}

void Stemmer::Close::operator()(sb_stemmer* stemmer) const {
    sb_stemmer_delete(stemmer);
}

const std::string& Stemmer::stem(const std::string& word) {
    const auto known = known_.find(word);
    if (known != known_.end()) return known->second;
    const std::string regular(regular_form(word));
    std::string out = regular;
    if (stemmer_) {
        const auto* letters = reinterpret_cast<const sb_symbol*>(regular.data());
        if (const auto* found = sb_stemmer_stem(stemmer_.get(), letters, static_cast<int>(regular.size()))) {
            out.assign(reinterpret_cast<const char*>(found),
                       static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
        }
    }
    return known_.emplace(word, std::move(out)).first->second;
}

void join_particles(Words& words) {
    constexpr std::array<std::string_view, 8> verbs{"sign", "click", "opt", "pay", "drop", "roll", "check", "turn"};
    constexpr std::array<std::string_view, 6> particles{"up", "out", "off", "back", "through", "over"};
    for (std::size_t k = 0; k + 1 < words.size(); ++k) {
        const bool verb = std::find(verbs.begin(), verbs.end(), words[k].stem) != verbs.end();
        if (!verb || words[k + 1].breaks) continue;
        std::string_view particle = words[k + 1].text;
        if (particle.ends_with('s')) particle.remove_suffix(1);
        if (std::find(particles.begin(), particles.end(), particle) == particles.end()) continue;
        words[k].stem += particle;
        words[k + 1].stem = words[k].stem;  // It stands for nothing by itself. What it is written like stays: a verb.
    }
}

Words words_of(std::string_view question, Stemmer& stemmer) {
    const std::string text = plain_marks(question);
    Words words;
    bool breaks = false;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (!is_word_byte(c)) {
            const bool quote = c == '"' || (c == '\'' && (quoted || text.find('\'', at + 1) != std::string::npos));
            if (quote) quoted = !quoted;
            const bool inside = at > 0 && at + 1 < text.size() && is_word_byte(text[at - 1]) &&
                                is_word_byte(text[at + 1]) && std::string_view(".:").find(c) != std::string_view::npos;
            if (!inside && std::string_view(",.;:?!()").find(c) != std::string_view::npos) breaks = true;
            ++at;
            continue;
        }
        const std::size_t end = end_of_word(text, at);
        Word word;
        describe(word, std::string_view(text).substr(at, end - at));
        word.stem = stemmer.stem(word.text);
        word.at = at;
        word.length = end - at;
        word.quoted = quoted;
        word.breaks = breaks && !words.empty();
        word.glued = !words.empty() && at == words.back().at + words.back().length + 1 &&
                     std::string_view("/.-@:#+&").find(text[at - 1]) != std::string_view::npos;
        words.push_back(std::move(word));
        breaks = false;
        at = end;
    }
    join_particles(words);
    return words;
}

bool is_stop_word(std::string_view word) {
    static constexpr std::array<std::string_view, 156> stops{
        "a",        "about",    "after",    "all",    "also",  "am",      "an",      "and",       "any",
        "are",      "as",       "at",       "be",     "been",  "before",  "being",   "best",      "between",
        "both",     "bring",    "but",      "by",     "can",   "come",    "could",   "did",       "do",
        "does",     "doing",    "each",     "every",  "few",   "find",    "for",     "from",      "further",
        "get",      "give",     "go",       "got",    "had",   "has",     "have",    "he",        "hello",
        "help",     "her",      "here",     "hi",     "his",   "how",     "i",       "if",        "in",
        "into",     "is",       "it",       "its",    "just",  "know",    "last",    "let",       "like",
        "list",     "look",     "many",     "me",     "more",  "most",    "much",    "my",        "need",
        "no",       "not",      "now",      "of",     "on",    "only",    "or",      "other",     "our",
        "out",      "over",     "per",      "please", "put",   "right",   "same",    "see",       "she",
        "should",   "show",     "so",       "some",   "such",  "tell",    "than",    "thanks",    "that",
        "the",      "their",    "them",     "then",   "there", "these",   "they",    "this",      "those",
        "through",  "to",       "too",      "top",    "under", "until",   "up",      "us",        "use",
        "still",    "very",     "want",     "was",    "we",    "were",    "what",    "what's",    "when",
        "where",    "which",    "while",    "who",    "why",   "will",    "with",    "within",    "would",
        "you",      "your",     "yours",    "i'd",    "i'm",   "it's",    "don't",   "that's",    "rn",
        "atm",      "tbh",      "fyi",      "btw",    "asap",  "whether", "curious", "wondering", "basically",
        "actually", "probably", "hopefully"};
    return std::find(stops.begin(), stops.end(), word) != stops.end();
}

bool is_filler(std::string_view word) {
    return is_stop_word(word) && word != "out" && word != "not" && word != "no" && word != "under" && word != "over";
}

bool is_one_of(const Words& words, std::size_t at, std::initializer_list<std::string_view> texts) {
    if (at >= words.size()) return false;
    return std::find(texts.begin(), texts.end(), words[at].text) != texts.end();
}

bool holds_word(const Words& words, std::initializer_list<std::string_view> texts) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (is_one_of(words, at, texts)) return true;
    }
    return false;
}

bool holds_phrase(const Words& words, std::initializer_list<std::string_view> phrases) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const auto phrase : phrases) {
            if (stands_at(words, at, phrase)) return true;
        }
    }
    return false;
}

bool is_swapped(std::string_view word, std::string_view name) {
    if (word.size() != name.size()) return false;
    std::size_t k = 0;
    while (k < word.size() && word[k] == name[k]) ++k;
    return k + 1 < word.size() && word[k] == name[k + 1] && word[k + 1] == name[k] &&
           word.substr(k + 2) == name.substr(k + 2);
}

std::size_t length_of(std::string_view phrase) {
    return static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
}

bool stands_at(const Words& words, std::size_t at, std::string_view phrase) {
    std::size_t from = 0;
    while (from <= phrase.size()) {
        const std::size_t end = std::min(phrase.find(' ', from), phrase.size());
        if (at >= words.size() || words[at].text != phrase.substr(from, end - from)) return false;
        ++at;
        from = end + 1;
    }
    return true;
}

std::string text_between(std::string_view question, const Words& words, std::size_t first, std::size_t count) {
    if (count == 0 || first + count > words.size()) return "";
    const Word& last = words[first + count - 1];
    return std::string(question.substr(words[first].at, last.at + last.length - words[first].at));
}

}  // namespace parley::planner
