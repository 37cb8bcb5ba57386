#pragma once
// A question cut into words with their stems, and where each of them stands.

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sb_stemmer;

namespace parley::planner {

// Snowball's English stemmer with a memory of its own. Not safe from several threads: one for each call of plan().
class Stemmer {
public:
    Stemmer();
    const std::string& stem(const std::string& word);  // `word` in lower case

private:
    struct Close {
        void operator()(sb_stemmer* stemmer) const;
    };
    std::unique_ptr<sb_stemmer, Close> stemmer_;
    std::unordered_map<std::string, std::string> known_;
};

struct Word {
    std::string text;  // Lower case, without a possessive 's.
    std::string stem;
    std::size_t at = 0;  // Bytes of the question.
    std::size_t length = 0;
    bool capital = false;  // It holds one.
    bool upper = false;    // All its letters are, and there are at least two.
    bool quoted = false;   // Between quotation marks.
    bool breaks = false;   // A comma, full stop, colon or the like stands before it.
    bool glued = false;    // Only a mark such as / . - @ parts it from the word before: "shop" of "acme/shop".
};

using Words = std::vector<Word>;

// Hyphens are blanks: "open-rate" is two words.
Words words_of(std::string_view text, Stemmer& stemmer);

// "sign up", "sign-ups" and "signups", "click through" and "clickthrough": a verb with its particle is one word. Done
// by words_of(), and again where words were put right.
void join_particles(Words& words);

// Words that carry no subject of their own: "the", "of", "our", "show".
bool is_stop_word(std::string_view word);

// Stop words that may be left out of a name. "out" and "not" may not: "sold out", "not joined".
bool is_filler(std::string_view word);

bool is_one_of(const Words& words, std::size_t at, std::initializer_list<std::string_view> texts);

// Whether the words at `at` are these, one after another ("by the", "how many").
bool stands_at(const Words& words, std::size_t at, std::string_view phrase);

// Whether one of the words, or of the phrases, stands anywhere among `words`.
bool holds_word(const Words& words, std::initializer_list<std::string_view> texts);
bool holds_phrase(const Words& words, std::initializer_list<std::string_view> phrases);

// How many words a phrase has: one more than blanks.
std::size_t length_of(std::string_view phrase);

// Two neighbouring letters changed places: "Ocotber", "devcie". One slip, which an edit distance counts as two.
bool is_swapped(std::string_view word, std::string_view name);

std::string text_between(std::string_view question, const Words& words, std::size_t first, std::size_t count);

}  // namespace parley::planner
