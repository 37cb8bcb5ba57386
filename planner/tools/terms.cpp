#include "planner/tools/terms.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
// Where a name written in one goes on with a new word: aB, ABc, and between letters and digits.
bool begins_word(std::string_view text, std::size_t at) {
    const char before = text[at - 1];
    const char here = text[at];
    if (is_upper(here) && (is_lower(before) || is_digit(before))) return true;
    return is_upper(here) && is_upper(before) && at + 1 < text.size() && is_lower(text[at + 1]);
}

std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> out;
    std::string piece;
    const auto finish = [&] {
        if (!piece.empty()) out.push_back(lower(piece));
        piece.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool letter = is_upper(c) || is_lower(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (!letter || (!piece.empty() && begins_word(text, at))) finish();
        if (letter) piece += c;
    }
    finish();
    return out;
}

// "keywordexplorer" -> "keyword", "explorer". Both halves must be common words; the rarer half decides.
std::vector<std::string> parted(const std::string& word, const WordVectors& vectors) {
    constexpr std::size_t shortest = 7;
    constexpr std::size_t part_least = 3;
    constexpr std::size_t rank_most = 15000;
    if (word.size() < shortest || vectors.size() == 0 || vectors.rank(word)) return {word};
    std::size_t best = rank_most;
    std::size_t cut = 0;
    for (std::size_t k = part_least; k + part_least <= word.size(); ++k) {
        const auto left = vectors.rank(std::string_view(word).substr(0, k));
        const auto right = vectors.rank(std::string_view(word).substr(k));
        if (!left || !right || std::max(*left, *right) >= best) continue;
        best = std::max(*left, *right);
        cut = k;
    }
    if (cut == 0) return {word};
    return {word.substr(0, cut), word.substr(cut)};
}

bool says_nothing(const std::string& word) {
    static constexpr std::array<std::string_view, 26> more{
        "able",   "i've", "me",  "may", "might", "using", "could", "like", "want", "would", "looking", "i'm", "id",
        "really", "i'll", "etc", "e",   "g",     "s",     "t",     "don",  "m",    "re",    "ve",      "ll",  "d"};
    static constexpr std::array<std::string_view, 12> kept{"find",   "list", "top",   "best",    "last", "bring",
                                                           "before", "look", "after", "between", "over", "right"};
    if (std::find(kept.begin(), kept.end(), word) != kept.end()) return false;
    return is_stop_word(word) || (word != "id" && std::find(more.begin(), more.end(), word) != more.end());
}

// A sentence that asks says so with a mark, or with a word of asking near its beginning.
bool asks(std::string_view sentence) {
    if (sentence.find('?') != std::string_view::npos) return true;
    static constexpr std::array<std::string_view, 34> words{
        "please",  "can",     "could",     "provide", "give",    "fetch",     "find",     "show",  "get",
        "list",    "tell",    "help",      "need",    "want",    "like",      "retrieve", "what",  "which",
        "how",     "when",    "who",       "where",   "search",  "generate",  "create",   "check", "calculate",
        "convert", "compute", "recommend", "suggest", "compare", "translate", "book"};
    constexpr std::size_t reach = 5;
    std::size_t seen = 0;
    for (const auto& piece : pieces_of(sentence)) {
        if (std::find(words.begin(), words.end(), piece) != words.end()) return true;
        if (++seen == reach) break;
    }
    return false;
}

void add_schema(const Json& schema, SchemaText& out, int depth) {
    constexpr int depth_most = 4;
    if (depth > depth_most || !schema.is_object()) return;
    for (const auto& value : texts_at(schema, "enum")) out.descriptions += cat(" ", value);
    const Json& properties = at_or_null(schema, "properties");
    if (properties.is_object()) {
        for (const auto& [name, property] : properties.items()) {
            out.names += cat(" ", name);
            out.descriptions += cat(" ", text_at(property, "description"));
            add_schema(property, out, depth + 1);
        }
    }
    add_schema(at_or_null(schema, "items"), out, depth + 1);
}

}  // namespace

ToolWords terms_of(std::string_view text, Stemmer& stemmer, const WordVectors& vectors) {
    ToolWords out;
    for (const auto& piece : pieces_of(text)) {
        if (says_nothing(piece)) continue;
        for (const auto& part : parted(piece, vectors)) out.push_back({part, stemmer.stem(part)});
    }
    return out;
}

std::vector<Sentence> sentences_of(std::string_view question) {
    constexpr float background = 0.5F;
    std::vector<Sentence> out;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= question.size(); ++at) {
        const bool mark =
            at < question.size() && std::string_view(".?!\n").find(question[at]) != std::string_view::npos;
        const bool ends = at == question.size() ||
                          (mark && (at + 1 == question.size() || question[at + 1] == ' ' || question[at] == '\n'));
        if (!ends) continue;
        const auto text = question.substr(from, std::min(at + 1, question.size()) - from);
        from = at + 1;
        if (!trim(text).empty()) out.push_back({text, asks(text) ? 1.0F : background});
    }
    // "Any suggestions?" asks about what was said before it.
    constexpr std::size_t words_least = 8;
    std::size_t words = 0;
    for (const auto& sentence : out) {
        if (sentence.counts == 1) words += pieces_of(sentence.text).size();
    }
    for (auto& sentence : out) sentence.counts = words >= words_least ? sentence.counts : 1.0F;
    return out;
}

SchemaText text_of_schema(const Json& schema) {
    SchemaText out;
    add_schema(schema, out, 0);
    return out;
}

}  // namespace parley::planner
