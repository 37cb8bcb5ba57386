#include "policy/prose.h"

#include "policy/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

namespace parley::policy {
namespace {

constexpr std::size_t read_bytes_max = 4'000;
constexpr std::size_t denial_words_max = 5;  // How far a "never" reaches.

constexpr std::array<std::string_view, 4> joiners{"or", "and", "then", "also"};
// "Use this to create", but not "people asking to join".
constexpr std::array<std::string_view, 13> purposes{"use",  "used",   "uses",    "using", "allow", "allows", "let",
                                                    "lets", "enable", "enables", "able",  "helps", "ability"};
constexpr std::array<std::string_view, 8> denials{"never", "not", "without", "cannot", "no", "neither", "nor", "don"};
constexpr std::array<std::string_view, 2> referrals{"choose", "prefer"};
// A later sentence that begins with one of these speaks of the arguments: "Accepts both forms."
constexpr std::array<std::string_view, 10> of_arguments{"set",  "type", "fill",     "apply",  "link",
                                                        "mark", "test", "complete", "accept", "reject"};

template <std::size_t size>
bool is_among(std::string_view word, const std::array<std::string_view, size>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// "updates" -> update, "pushes" -> push; empty for a word that is no third person.
std::string stem_of(const std::string& word, bool (*is_verb)(std::string_view)) {
    if (word.size() < 4 || word.back() != 's') return "";
    std::string stem = word.substr(0, word.size() - 1);
    if (is_verb(stem)) return stem;
    if (stem.back() == 'e') stem.pop_back();
    return is_verb(stem) ? stem : "";
}

bool is_write(const std::string& word) {
    return is_write_verb(word) || !stem_of(word, is_write_verb).empty();
}

// A sentence, or what stands between semicolons and colons, as words.
std::vector<std::vector<std::string>> clauses_of(std::string_view text) {
    std::vector<std::vector<std::string>> clauses;
    std::size_t start = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const char c = at < text.size() ? text[at] : '\n';
        const bool at_space = at + 1 >= text.size() || std::isspace(static_cast<unsigned char>(text[at + 1])) != 0;
        const bool ends =
            c == '\n' || c == ';' || (std::string_view(".!?:").find(c) != std::string_view::npos && at_space);
        if (!ends) continue;
        auto words = words_of(text.substr(start, at - start));
        if (!words.empty()) clauses.push_back(std::move(words));
        start = at + 1;
    }
    return clauses;
}

// "not only" denies nothing.
bool is_denied(const std::vector<std::string>& words, std::size_t at) {
    for (std::size_t before = at - std::min(at, denial_words_max); before < at; ++before) {
        const bool is_only = words[before] == "not" && before + 1 < words.size() && words[before + 1] == "only";
        if (is_among(words[before], denials) && !is_only) return true;
    }
    return false;
}

bool joins_a_write(const std::vector<std::string>& words, std::size_t at) {
    if (is_denied(words, at) || is_among(words.front(), referrals)) return false;
    if (is_among(words[at - 1], joiners)) return true;
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(at);
    return words[at - 1] == "to" &&
           std::any_of(words.begin(), end, [](const std::string& word) { return is_among(word, purposes); });
}

bool begins_with_write(const std::vector<std::string>& words, bool is_first) {
    if (is_first) return is_write(words.front());
    // Later on the bare verb is advice to the caller: "Set limit to 100."
    const std::string stem = stem_of(words.front(), is_write_verb);
    return !stem.empty() && !is_among(stem, of_arguments);
}

}  // namespace

bool speaks_of_writing(std::string_view description) {
    const auto clauses = clauses_of(description.substr(0, read_bytes_max));
    for (const auto& words : clauses) {
        if (begins_with_write(words, &words == &clauses.front())) return true;
        for (std::size_t at = 1; at < words.size(); ++at) {
            if (is_write(words[at]) && joins_a_write(words, at)) return true;
        }
    }
    return false;
}

bool begins_with_read(std::string_view description) {
    const auto words = words_of(description.substr(0, read_bytes_max));
    if (words.empty()) return false;
    const std::string& first = words.front();
    return first == "return" || first == "returns" || is_read_verb(first) || !stem_of(first, is_read_verb).empty();
}

}  // namespace parley::policy
