#include "planner/routing/glossary.h"

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"
#include "planner/language/words.h"
#include "planner/routing/definitions.h"

#include <algorithm>
#include <array>
#include <set>

namespace parley::planner {
namespace {

// Letters that no line shows and that change how it reads: marks of direction, and blanks without width.
bool holds_hidden_letter(std::string_view text) {
    constexpr std::array<std::string_view, 15> hidden{"\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E",
                                                      "\xE2\x80\x8F", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAA",
                                                      "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE",
                                                      "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8"};
    return std::any_of(hidden.begin(), hidden.end(),
                       [&](std::string_view letter) { return text.find(letter) != std::string_view::npos; });
}

// "stripe.mrr": two names of letters, digits and a few marks.
bool names_metric(std::string_view text) {
    const auto is_name = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        });
    };
    const std::size_t dot = text.find('.');
    return dot != std::string_view::npos && is_name(text.substr(0, dot)) && is_name(text.substr(dot + 1));
}

bool says_nothing(const Words& words) {
    return std::all_of(words.begin(), words.end(),
                       [](const Word& word) { return is_stop_word(word.text) && !word.upper; });
}

Result<Done> check_members(const Json& term, const std::string& place) {
    if (!term.is_object()) return invalid(cat(place, " must be an object with \"word\" and \"means\" or \"metric\"."));
    for (const auto& [key, value] : term.items()) {
        const bool known = key == "word" || key == "means" || key == "definition" || key == "metric";
        if (!known) return invalid(cat(place, " has a member that a term does not have: \"", key.substr(0, 40), "\"."));
        if (!value.is_string()) return invalid(cat(place, ": \"", key, "\" must be a text."));
    }
    return Done{};
}

Result<Done> check_line(const std::string& text, std::size_t bytes_most, const std::string& place,
                        std::string_view member) {
    if (is_plain_line(text, bytes_most)) return Done{};
    return invalid(cat(place, ": \"", member, "\" must be one line of plain text, without < and >, of at most ",
                       bytes_most, " bytes."));
}

Result<GlossaryTerm> term_from(const Json& json, const std::string& place, Stemmer& stemmer) {
    PARLEY_TRY([[maybe_unused]] Done members, check_members(json, place));
    GlossaryTerm term{std::string(trim(text_at(json, "word"))), std::string(trim(text_at(json, "means"))),
                      std::string(trim(text_at(json, "definition"))), std::string(trim(text_at(json, "metric")))};
    PARLEY_TRY([[maybe_unused]] Done word, check_line(term.word, glossary_word_bytes, place, "word"));
    const Words words = words_of(term.word, stemmer);
    if (words.empty()) return invalid(cat(place, " needs a \"word\": the one that is to be read as something else."));
    const std::string named = cat("The glossary's \"", term.word, "\"");
    if (term.word.find('"') != std::string::npos) return invalid(cat(named, " must not hold quotation marks."));
    if (says_nothing(words)) return invalid(cat(named, " stands in too many questions to mean something of its own."));
    PARLEY_TRY([[maybe_unused]] Done means, check_line(term.means, glossary_means_bytes, named, "means"));
    PARLEY_TRY([[maybe_unused]] Done definition,
               check_line(term.definition, glossary_definition_bytes, named, "definition"));
    if (term.means.empty() && term.metric.empty()) {
        return invalid(cat(named, " needs \"means\", the words to read in its place, or \"metric\"."));
    }
    if (std::count(term.means.begin(), term.means.end(), '"') % 2 != 0) {
        return invalid(cat(named, ": a quotation mark in \"means\" is not closed."));
    }
    if (!term.metric.empty() && (term.metric.size() > glossary_metric_bytes || !names_metric(term.metric))) {
        return invalid(cat(named, ": \"metric\" must be a vendor's number such as stripe.gross_volume."));
    }
    return term;
}

// A term with its words, cut once for all places of the question.
struct Entry {
    const GlossaryTerm* term = nullptr;
    Words words;
};

// Longest first: of "active user" and "user" the question's "active users" is the first.
std::vector<Entry> entries_of(const std::vector<GlossaryTerm>& glossary, Stemmer& stemmer) {
    std::vector<Entry> entries;
    for (const auto& term : glossary) {
        Entry entry{&term, words_of(term.word, stemmer)};
        if (!entry.words.empty()) entries.push_back(std::move(entry));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        if (a.words.size() != b.words.size()) return a.words.size() > b.words.size();
        return a.term->word.size() > b.term->word.size();
    });
    return entries;
}

bool is_plural_of(std::string_view many, std::string_view one) {
    if (many.size() <= one.size() || many.substr(0, one.size()) != one) return false;
    const std::string_view ending = many.substr(one.size());
    return ending == "s" || ending == "es";
}

// "IT" in capitals is a word of its own where "it" is none.
bool is_same(const Word& asked, const Word& term, bool last) {
    if (term.upper && is_stop_word(term.text) && !asked.upper) return false;
    if (asked.text == term.text) return true;
    return last && (is_plural_of(asked.text, term.text) || is_plural_of(term.text, asked.text));
}

// Part of a longer name: "gmv" of "acme/gmv" and of "gmv.example".
bool is_in_name(std::string_view question, const Words& words, std::size_t first, std::size_t end) {
    if (words[first].glued) return true;
    if (end >= words.size() || !words[end].glued) return false;
    return std::string_view(".@:#").find(question[words[end].at - 1]) != std::string_view::npos;
}

bool stands_here(const Entry& entry, std::string_view question, const Words& words, std::size_t at) {
    const std::size_t count = entry.words.size();
    if (at + count > words.size()) return false;
    for (std::size_t k = 0; k < count; ++k) {
        const Word& word = words[at + k];
        if (word.quoted || (k > 0 && word.breaks)) return false;
        if (!is_same(word, entry.words[k], k + 1 == count)) return false;
    }
    return !is_in_name(question, words, at, at + count);
}

bool holds_words(const std::string& text, const std::string& part, Stemmer& stemmer) {
    const Words words = words_of(text, stemmer);
    const Words wanted = words_of(part, stemmer);
    return std::search(words.begin(), words.end(), wanted.begin(), wanted.end(),
                       [](const Word& a, const Word& b) { return a.stem == b.stem; }) != words.end();
}

// Connected ones first: a vendor that could be connected has the same number.
Defined find_pinned(const GlossaryTerm& term, std::span<const Offer> offers) {
    Defined unconnected;
    for (const auto& offer : offers) {
        for (const auto& metric : offer.metrics) {
            if (!is_called_so(term.metric, offer, metric)) continue;
            if (offer.connected) return {&offer, &metric};
            if (unconnected.offer == nullptr) unconnected = {&offer, &metric};
        }
    }
    return unconnected;
}

Refusal refuse_missing(const GlossaryTerm& term, const Defined& pinned) {
    Refusal refusal;
    refusal.reason = Reason::no_source;
    refusal.text = cat("\"", term.word, "\" is defined as ", term.metric, " in the organization's glossary, ");
    if (pinned.offer != nullptr) {
        refusal.could.push_back(pinned.offer->vendor);
        refusal.text += cat("which ", pinned.offer->name, " has: connect it first.");
    } else {
        refusal.text += "and no tool has that number: the glossary must be set right in the organization's settings.";
    }
    return refusal;
}

// What stands in the term's place: the pinned number with its vendor, and further words.
std::string meaning_of(const GlossaryTerm& term, const Defined& pinned, Stemmer& stemmer) {
    if (pinned.metric == nullptr) return term.means;
    if (holds_words(term.means, pinned.metric->name, stemmer)) {
        const bool says_vendor = holds_words(term.means, pinned.offer->name, stemmer);
        return says_vendor ? term.means : cat(pinned.offer->name, " ", term.means);
    }
    return cat(pinned.offer->name, " ", pinned.metric->name, term.means.empty() ? "" : " ", term.means);
}

void note(const Entry& entry, const std::string& meaning, Wording& wording) {
    const auto& known = wording.taken;
    if (std::find(known.begin(), known.end(), entry.term) != known.end()) return;
    wording.taken.push_back(entry.term);
    wording.notes.push_back(
        cat("\"", entry.term->word, "\" is read as \"", meaning, "\", as the organization's glossary says"));
    if (!entry.term->definition.empty()) {
        wording.notes.push_back(cat(entry.term->word, ": ", entry.term->definition));
    }
}

}  // namespace

bool is_plain_line(std::string_view text, std::size_t bytes_most) {
    if (text.size() > bytes_most || !is_valid_utf8(text) || holds_hidden_letter(text)) return false;
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '<' || c == '>';
    });
}

Result<std::vector<GlossaryTerm>> glossary_from(const Json& terms) {
    if (terms.is_null()) return std::vector<GlossaryTerm>{};
    if (!terms.is_array()) return invalid("\"glossary.terms\" must be a list of terms.");
    if (terms.size() > glossary_terms_most) {
        return invalid(cat("The glossary may hold at most ", glossary_terms_most, " terms."));
    }
    Stemmer stemmer;
    std::vector<GlossaryTerm> out;
    std::set<std::string> known;
    for (const Json& json : terms) {
        PARLEY_TRY(auto term, term_from(json, cat("Term ", out.size() + 1, " of the glossary"), stemmer));
        if (!known.insert(lower(term.word)).second) {
            return invalid(cat("The glossary's \"", term.word, "\" stands there twice."));
        }
        out.push_back(std::move(term));
    }
    return out;
}

Json to_json(const std::vector<GlossaryTerm>& terms) {
    Json out = Json::array();
    for (const auto& term : terms) {
        Json entry{{"word", term.word}};
        if (!term.means.empty()) entry["means"] = term.means;
        if (!term.definition.empty()) entry["definition"] = term.definition;
        if (!term.metric.empty()) entry["metric"] = term.metric;
        out.push_back(std::move(entry));
    }
    return out;
}

Wording read_glossary(std::string_view question, std::span<const Offer> offers, const Context& context) {
    Wording wording;
    wording.text = std::string(question);
    const bool readable = question.size() <= limits::question_bytes && is_valid_utf8(question);
    if (context.glossary.empty() || !readable) return wording;
    Stemmer stemmer;
    const Words words = words_of(question, stemmer);
    const auto entries = entries_of(context.glossary, stemmer);
    std::string text;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < words.size();) {
        const auto entry = std::find_if(entries.begin(), entries.end(),
                                        [&](const Entry& one) { return stands_here(one, question, words, at); });
        if (entry == entries.end()) {
            ++at;
            continue;
        }
        const bool pins = !entry->term->metric.empty();
        const Defined pinned = pins ? find_pinned(*entry->term, offers) : Defined{};
        if (pins && (pinned.offer == nullptr || !pinned.offer->connected)) {
            wording.missing = refuse_missing(*entry->term, pinned);
            return wording;
        }
        const std::string meaning = meaning_of(*entry->term, pinned, stemmer);
        const Word& last = words[at + entry->words.size() - 1];
        text += cat(question.substr(copied, words[at].at - copied), meaning);
        copied = last.at + last.length;
        at += entry->words.size();
        note(*entry, meaning, wording);
    }
    text = cat(text, question.substr(copied));
    if (text.size() <= limits::question_bytes) {
        wording.text = std::move(text);
        return wording;
    }
    Wording plain;
    plain.text = std::string(question);
    plain.notes.push_back("with the meanings of the glossary the question would be too long: they were left out");
    return plain;
}

}  // namespace parley::planner
