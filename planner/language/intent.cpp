#include "planner/language/intent.h"

#include "base/text.h"
#include "planner/language/cues.h"
#include "planner/language/leads.h"
#include "planner/language/polite.h"
#include "planner/language/verbs.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

bool starts_object(const Words& words, std::size_t at) {
    if (at >= words.size() || words[at].breaks) return false;
    const Word& word = words[at];
    if (is_one_of(words, at, {"a",     "an",   "the",   "all",   "my",      "our",  "his",        "her",      "their",
                              "this",  "that", "these", "those", "them",    "it",   "him",        "me",       "us",
                              "every", "each", "any",   "some",  "another", "both", "everything", "everyone", "off",
                              "on",    "up",   "down",  "out",   "back",    "new",  "your",       "yourself"})) {
        return true;
    }
    const bool identifier = word.text.find('_') != std::string::npos || (word.text[0] >= '0' && word.text[0] <= '9');
    return word.quoted || word.capital || identifier;
}

// "send a summary to the team": whoever gets it is not the one who asks.
bool goes_elsewhere(const Words& words, std::size_t verb) {
    if (!is_one_of(words, verb, {"send", "share", "email", "forward", "post", "mail", "submit"})) return false;
    for (std::size_t k = verb + 2; k + 1 < words.size() && !words[k].breaks; ++k) {
        if (is_one_of(words, k, {"to"})) return !is_one_of(words, k + 1, {"me", "us"});
    }
    return false;
}

// The object is a picture or a list of what is known: a reading, whatever the verb.
bool object_is_shown(const Words& words, std::size_t verb) {
    if (goes_elsewhere(words, verb)) return false;
    const std::size_t end = std::min(words.size(), verb + 6);
    for (std::size_t k = verb + 1; k < end; ++k) {
        if (is_one_of(words, k, {"to", "from", "into", "for"}) && k > verb + 1) return false;
        if (is_shown_thing(words[k].text)) return true;
    }
    return false;
}

bool reads_for_me(const Words& words, std::size_t verb) {
    if (!is_one_of(words, verb, {"give", "send", "share", "print", "call", "email"})) return false;
    if (!is_one_of(words, verb + 1, {"me", "us"})) return false;
    if (words[verb].text == "give") {
        return !is_one_of(words, words.size() - 1, {"back", "refund"}) && !is_one_of(words, verb + 2, {"more"});
    }
    return is_one_of(words, verb + 2, {"the", "last", "this", "all", "our"});
}

// "set up", "sign up", "opt out", "check in", "get rid of": verbs of two words.
bool is_double_verb(const Words& words, std::size_t at) {
    constexpr std::array<std::string_view, 25> doubles{
        "put in",   "send in",   "take back", "hand in", "set up",     "sign up",   "opt out", "get rid",  "check me",
        "top up",   "fill out",  "fill in",   "sign me", "take care",  "let go",    "spin up", "tick off", "kick off",
        "clean up", "reach out", "write to",  "tidy up", "order more", "clear out", "get back"};
    return std::any_of(doubles.begin(), doubles.end(), [&](std::string_view two) { return stands_at(words, at, two); });
}

// "unsubscribe rate by list", "cancel rate last month", "close rates": the name of a measure.
bool is_noun_here(const Words& words, std::size_t at) {
    return at + 1 < words.size() && !words[at + 1].breaks &&
           is_one_of(words, at + 1,
                     {"rate", "rates", "count", "counts", "volume", "ratio",  "share", "trend", "requests", "events",
                      "by",   "per",   "in",    "of",     "vs",     "versus", "last",  "since", "this",     "over"});
}

// "deploy success rate", "opt-out rate by list": what is measured stands behind the verb, before anything that could be
// its object.
bool names_a_measure(const Words& words, std::size_t at) {
    for (std::size_t k = at + 1; k < std::min(words.size(), at + 4) && !words[k].breaks; ++k) {
        if (is_one_of(words, k, {"the", "a", "an", "all", "my", "our", "this", "that", "these", "those", "to", "it"}))
            return false;
        if (!is_one_of(words, k,
                       {"rate", "rates", "count", "counts", "volume", "ratio", "share", "time", "times", "success",
                        "frequency", "duration", "velocity", "trend"}))
            continue;
        return k + 1 >= words.size() || words[k + 1].breaks ||
               is_one_of(words, k + 1,
                         {"in",   "by",   "per", "for",    "of",       "on",  "at",     "last",   "this",    "since",
                          "over", "rate", "vs",  "versus", "compared", "and", "across", "during", "between", "trend"});
    }
    return false;
}

// "open pull requests", "empty datasets by folder": a state, and the things that are in it, without an article.
bool is_state_of_things(const Words& words, std::size_t at) {
    if (!is_one_of(words, at, {"open", "empty", "draft", "duplicate"})) return false;
    for (std::size_t k = at + 1; k < std::min(words.size(), at + 4) && !words[k].breaks; ++k) {
        if (is_one_of(words, k, {"the", "a", "an", "all", "my", "our", "this", "that", "these", "those", "up", "it"}))
            return false;
        const std::string& text = words[k].text;
        if (text.size() > 2 && text.ends_with('s') && !text.ends_with("ss")) return true;
    }
    return false;
}

// "drop-off in the funnel", "opt-outs by list": a hyphen makes a noun of the verb.
bool is_compound(const Words& words, std::size_t at) {
    return at + 1 < words.size() && words[at + 1].glued && words[at + 1].at == words[at].at + words[at].length + 1;
}

// "put gross volume next to what we spent", "lay the two side by side": numbers, and nothing that would be moved.
bool sets_side_by_side(const Words& words, std::size_t at) {
    if (!is_one_of(words, at, {"put", "place", "set", "lay", "hold", "stack", "line"})) return false;
    for (std::size_t k = at + 1; k < words.size(); ++k) {
        for (const std::string_view phrase :
             {"side by side", "next to", "beside", "alongside", "against", "next to each other", "on one chart",
              "on the same chart", "in one chart", "in one graph", "on one graph", "in one table", "on top of"})
            if (stands_at(words, k, phrase)) return true;
    }
    return false;
}

// "take the last 4 weeks", "make that the last 7 days": of what is shown.
bool chooses_a_period(const Words& words, std::size_t at) {
    if (!is_one_of(words, at, {"take", "use", "make", "give", "pick", "start", "run", "set"})) return false;
    std::size_t k = at + 1;
    while (is_one_of(words, k, {"it", "that", "this", "to", "for", "from", "the", "me", "us"})) ++k;
    // "make it 30 days"
    if (count_at(words, k) && k + 2 == words.size() && grain_word(words[k + 1].text)) return true;
    if (!is_one_of(words, k, {"last", "past", "previous", "current", "full", "whole"})) return false;
    for (std::size_t end = k + 1; end < std::min(words.size(), k + 4); ++end)
        if (grain_word(words[end].text)) return true;
    return false;
}

bool is_imperative(const Words& words, std::size_t at, bool asked) {
    if (at >= words.size() || words[at].quoted || sets_side_by_side(words, at) || chooses_a_period(words, at))
        return false;
    if (!asked && (names_a_measure(words, at) || is_state_of_things(words, at) || is_compound(words, at))) return false;
    if (stands_at(words, at, "thank you") || stands_at(words, at, "get back to me") ||
        stands_at(words, at, "order more often") || stands_at(words, at, "contact us") ||
        stands_at(words, at, "book value"))
        return false;
    const bool named = is_one_of(words, at + 2, {"top", "biggest", "largest", "best", "most", "worst", "smallest"}) ||
                       count_at(words, at + 2).has_value();
    if (is_one_of(words, at, {"name"}) && named) return false;  // "name the five biggest customers"
    if (is_double_verb(words, at) || stands_at(words, at, "follow up with")) return true;
    const std::string& word = words[at].text;
    if (!is_write_verb(word)) return false;
    if (object_is_shown(words, at) && is_one_of(words, at,
                                                {"make", "create", "give", "send", "add", "share", "print", "put",
                                                 "run", "update", "change", "turn", "include"})) {
        return false;
    }
    if (reads_for_me(words, at) || adds_together(words, at) || stands_at(words, at, "double check")) return false;
    if (stands_at(words, at, "drop off") && !is_one_of(words, at + 2, {"the", "a", "this", "my", "it"})) return false;
    if (is_one_of(words, at, {"bring"}) && is_one_of(words, at + 1, {"me", "us", "up"})) return false;
    if (asked) return true;
    if (is_noun_here(words, at)) return false;
    if (is_plain_verb(word)) return at + 1 < words.size();
    if (starts_object(words, at + 1)) return true;
    // "refund order 17", "issue invoice Globex": a noun, and behind it something that names one.
    return at + 2 < words.size() && words[at + 2].text.find_first_of("0123456789_") != std::string::npos &&
           !is_one_of(words, at + 1,
                      {"in", "by", "per", "for", "rate", "last", "since", "over", "from", "volume", "count"});
}

bool is_question_word(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"how",     "what",  "which", "who",     "when",  "where", "why",  "what's", "did",
                                 "does",    "do",    "has",   "have",    "was",   "were",  "is",   "are",    "whose",
                                 "show",    "list",  "tell",  "display", "count", "whats", "hows", "how's",  "wheres",
                                 "where's", "who's", "whos",  "when's",  "am",    "had",   "will"});
}

// "delte last year's designs", "aprove all pending ones": one slip away from a verb that changes something, where a
// sentence begins and an object follows.
bool is_misspelt_verb(const Words& words, std::size_t at, std::size_t end) {
    constexpr std::size_t shortest = 4;
    if (at + 2 > end || words[at].quoted || words[at].text.size() < shortest || is_stop_word(words[at].text))
        return false;
    if (is_write_verb(words[at].text) || is_reading(words, at, end) || is_question_word(words, at)) return false;
    const bool object = starts_object(words, at + 1) || is_one_of(words, at + 1, {"last", "old", "pending", "unused"});
    return object && is_slip_of_verb(words[at].text);
}

// "I want the invoice sent", "this campaign should be deleted", "can my limit be increased".
std::optional<std::size_t> passive_wish(const Words& words, std::size_t first, std::size_t end) {
    if (is_question_word(words, first)) return std::nullopt;
    const Start start = behind_leads(words, first);
    std::size_t at = first;
    const bool wish = is_one_of(words, at, {"i", "we"}) && is_one_of(words, at + 1, {"want", "need", "would", "wish"});
    const bool modal = is_one_of(words, at, {"can", "could", "would"});
    bool must = false;
    for (; at < end; ++at) {
        if (is_one_of(words, at, {"should", "must", "needs", "need"})) must = true;
        if ((stands_at(words, at, "be") || stands_at(words, at, "get")) && (must || modal || wish) &&
            is_participle(words, at + 1)) {
            return at + 1;
        }
    }
    // "For the quarter that just closed" tells which one.
    const bool told = end > first + 3 && (is_one_of(words, end - 2, {"just", "that", "which", "who", "was", "were"}) ||
                                          is_one_of(words, end - 3, {"that", "which", "who"}));
    if (wish && !told && end > first + 2 && is_participle(words, end - 1)) return end - 1;
    if (wish && start.at == first && is_one_of(words, end - 1, {"please"}) && is_participle(words, end - 2))
        return end - 2;
    return std::nullopt;
}

// Things that are wanted, not known: "I need a refund", "I'd be grateful if it disappeared".
std::optional<std::size_t> wanted_thing(const Words& words, std::size_t first, std::size_t end) {
    constexpr std::array<std::string_view, 16> things{
        "refund",      "reminder", "timer",  "alarm",   "reservation", "appointment", "cancellation", "copy",
        "replacement", "booking",  "ticket", "upgrade", "invoice",     "extension",   "transfer",     "duplicate"};
    for (const std::string_view lead : {"i need", "i want", "i would like", "i'd like", "can i get", "can i have",
                                        "get me", "we need", "we want", "we'd like", "can we get", "can we have"}) {
        if (!stands_at(words, first, lead)) continue;
        std::size_t at = first + length_of(lead);
        if (!is_one_of(words, at, {"a", "an", "another", "my"})) continue;
        for (++at; at < std::min(end, first + 8); ++at) {
            if (is_one_of(words, at, {"of", "for", "about", "with", "rate"})) break;
            if (is_in(words[at].text, things)) return at;
        }
    }
    // "everything finished belongs in the archive"
    for (std::size_t at = first + 1; at + 2 < end; ++at) {
        const bool put = is_one_of(words, at, {"belongs", "belong", "go", "goes"}) &&
                         is_one_of(words, at + 1, {"in", "into", "to", "on"});
        const std::size_t place = is_one_of(words, at + 2, {"the", "our"}) ? at + 3 : at + 2;
        if (put && !is_question_word(words, first) && is_one_of(words, place, {"archive", "trash", "bin", "blocklist"}))
            return at;
    }
    return std::nullopt;
}

bool is_manual_question(const Words& words) {
    for (const std::string_view lead :
         {"how do i", "how can i", "how to", "how do we", "how can we", "how would i", "how does one", "how should i",
          "where do i", "where can i", "what happens if"}) {
        if (stands_at(words, 0, lead)) return true;
    }
    return false;
}

constexpr std::array<std::string_view, 14> asking_words{"what",      "what's", "how",     "which", "when",
                                                        "where",     "why",    "whether", "who",   "if",
                                                        "wondering", "wonder", "curious", "know"};

bool asks_something(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first; k < end; ++k) {
        if (is_in(words[k].text, asking_words)) return true;
    }
    return false;
}

// A clause may begin behind a mark, or behind "and" and "then" when what stands there cannot be a noun.
bool may_begin(const Words& words, std::size_t at) {
    if (at == 0 || words[at].breaks) return true;
    if (!is_one_of(words, at - 1, {"and", "then"}) || !is_write_verb(words[at].text)) return false;
    const bool each = is_one_of(words, at + 1, {"each", "every"}) && is_plain_verb(words[at].text) &&
                      !is_one_of(words, at + 2, {"day", "week", "month", "quarter", "year"});
    return each || is_one_of(words, at + 1,
                             {"them", "it", "him", "her", "everyone", "the", "all", "an", "a", "me", "those", "these"});
}

std::size_t clause_end(const Words& words, std::size_t first) {
    std::size_t end = first + 1;
    while (end < words.size() && !words[end].breaks) ++end;
    return end;
}

// "can you check", "what is": the clause asks to be told something.
bool asks_to_be_told(const Words& words, std::size_t first, std::size_t end) {
    const Start start = behind_leads(words, first);
    if (start.at >= end) return false;
    if (start.asked) return is_reading(words, start.at, end);
    return is_question_word(words, start.at) || is_reading(words, start.at, end);
}

bool is_asked_later(const Words& words, std::size_t end) {
    while (end < words.size()) {
        const std::size_t next = clause_end(words, end);
        if (asks_to_be_told(words, end, next)) return true;
        end = next;
    }
    return false;
}

// "I need to move a meeting. Can you check ...": what the sentence says first only explains what it asks last.
bool is_statement(const Words& words, std::size_t first) {
    return is_one_of(words, first, {"i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'd", "my", "our"});
}

// "can someone look at it", "I need someone to": done by people, whatever the verb.
bool asks_somebody(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first + 1; k + 1 < std::min(end, first + 5); ++k) {
        if (is_one_of(words, k, {"someone", "somebody", "anyone", "anybody"}) &&
            is_one_of(words, k - 1, {"can", "could", "will", "would", "need", "want", "get", "have", "please"}))
            return !is_telling(words, k + 1) && !is_one_of(words, k + 1, {"explain", "show"});
    }
    return false;
}

// "zip the bag", "call me Mike": only a verb stands right before an article or a pronoun.
bool has_object(const Words& words, std::size_t at, std::size_t end) {
    if (at + 1 >= end || (is_stop_word(words[at].text) && !is_one_of(words, at, {"put", "use", "bring"}))) return false;
    if (!is_one_of(
            words, at + 1,
            {"the", "a", "an", "my", "your", "his", "her", "their", "me", "it", "them", "him", "us", "yourself"}))
        return false;
    return !is_one_of(
        words, at + 2,
        {"last", "past", "previous", "day", "week", "month", "quarter", "year", "same", "hour", "minute"});
}

// "don't be connected to it anymore", "be more quiet"; not "don't include refunds".
bool is_command(const Words& words, std::size_t at, std::size_t end) {
    std::size_t verb = at;
    if (is_one_of(words, at, {"don't", "never", "dont"})) verb = at + 1;
    if (stands_at(words, at, "do not")) verb = at + 2;
    if (verb >= end) return false;
    if (verb == at) return is_one_of(words, at, {"be"}) && at + 1 < end;
    return !is_reading(words, verb, end) &&
           !is_one_of(words, verb, {"include", "count", "use", "add", "consider", "need", "want", "worry", "mind"});
}

// "for six people can I order one", "if I buy this can we ship it": the request stands inside.
bool is_inverted_request(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first + 1; k + 2 < end; ++k) {
        if (is_one_of(words, k, {"can", "could", "may"}) && is_one_of(words, k + 1, {"i", "we", "you"}) &&
            is_write_verb(words[k + 2].text) && !is_one_of(words, k - 1, {"how", "where", "what", "when", "which"}))
            return true;
    }
    return false;
}

// "someone will reserve a table", "the bill should be paid": a thing to be done, though nobody is asked.
bool is_intended(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first + 1; k + 1 < end; ++k) {
        if (!is_one_of(words, k, {"will", "should", "must", "gotta"})) continue;
        if (is_write_verb(words[k + 1].text) || (is_one_of(words, k + 1, {"be"}) && is_participle(words, k + 2)))
            return true;
    }
    return false;
}

bool is_bare_request(const Words& words, std::size_t first, std::size_t end) {
    if (is_one_of(words, first, {"need", "want", "wanna"}))
        return !is_one_of(words, first + 1, {"to"}) || !is_reading(words, first + 2, end);
    // "line chart pls": something to look at.
    for (std::size_t k = first; k < end; ++k) {
        if (is_shown_thing(words[k].text)) return false;
    }
    const bool begins = is_one_of(words, first, {"please", "pls", "kindly"});
    return begins || is_one_of(words, end - 1, {"please", "pls"});
}

// "setting up direct deposit"
bool is_gerund_of_wish(const Words& words, std::size_t at) {
    const std::string& text = words[at].text;
    if (text.size() < 6 || !text.ends_with("ing") || !starts_object(words, at + 1)) return false;
    const std::string stem = text.substr(0, text.size() - 3);
    return is_write_verb(stem) || is_write_verb(stem + "e") || is_write_verb(stem.substr(0, stem.size() - 1));
}

// Somebody speaks of oneself, asks nothing and wants to see nothing: "this would be great on my list".
bool is_personal(const Words& words, std::size_t first, std::size_t end) {
    bool personal = false;
    for (std::size_t k = first; k < end; ++k) {
        if (is_one_of(words, k, {"news", "info", "information", "status", "updates"})) return false;
        personal = personal || is_one_of(words, k, {"i", "you", "my", "i'm", "i'd", "i've", "your", "me"});
    }
    return personal && end > first + 3;
}

bool may_wish(const Words& words, std::size_t first, std::size_t end) {
    const Start start = behind_leads(words, first);
    if (asks_somebody(words, first, end) || may_be_polite_wish(words, first, end)) return true;
    if (start.at >= end) return false;
    if (start.asked) {
        const bool reports = words[start.at].text == "report" && is_statement(words, first);
        return reports || !is_reading(words, start.at, end);
    }
    if (stands_at(words, start.at, "have a") || stands_at(words, start.at, "have an")) return true;
    if (tells_somebody_else(words, start.at)) return true;
    if (is_question_word(words, start.at)) return false;
    if (names_a_measure(words, start.at) || is_state_of_things(words, start.at)) return false;
    if (is_compound(words, start.at) && is_write_verb(words[start.at].text)) return false;
    if (is_statement(words, start.at) && names_knowledge(words, start.at + 1, end)) return false;
    if (is_statement(words, start.at))
        return !is_one_of(words, start.at, {"our", "we"}) || is_one_of(words, start.at + 1, {"need", "want"});
    if (is_reading(words, start.at, end)) return false;
    if (is_command(words, start.at, end) || is_bare_request(words, first, end)) return true;
    if (has_object(words, start.at, end) || is_gerund_of_wish(words, start.at)) return true;
    if (is_intended(words, start.at, end) || is_inverted_request(words, start.at, end)) return true;
    if (is_personal(words, start.at, end)) return true;
    return end > start.at + 3 &&
           (is_write_verb(words[start.at].text) ||
            is_one_of(words, start.at, {"get", "place", "throw", "cross", "correct", "go"})) &&
           !is_one_of(words, start.at + 1, {"by", "per", "in", "rate", "of"});
}

// The verb itself asks, and not what stands behind it: "send them a message asking if ...".
bool verb_takes_object(const Words& words, std::size_t at) {
    return is_plain_verb(words[std::min(at, words.size() - 1)].text) && !object_is_shown(words, at) &&
           is_one_of(words, at + 1, {"a", "an", "the", "my", "our", "them", "him", "her", "it", "his", "their", "all"});
}

}  // namespace

bool asks_for_amusement(const Words& words) {
    constexpr std::array<std::string_view, 22> things{
        "joke",   "jokes", "poem",      "haiku", "recipe", "recipes", "story",      "song",
        "lyrics", "movie", "movies",    "film",  "book",   "novel",   "restaurant", "riddle",
        "trivia", "essay", "horoscope", "toast", "rap",    "limerick"};
    const std::size_t at = behind_request(words);
    if (is_one_of(words, at, {"translate", "proofread", "rephrase", "paraphrase"})) return true;
    if (!is_one_of(words, at,
                   {"tell", "give", "write", "recommend", "suggest", "sing", "compose", "find", "share", "know"}))
        return false;
    constexpr std::size_t reach = 7;
    for (std::size_t k = at + 1; k < std::min(words.size(), at + reach); ++k) {
        const bool other = is_one_of(words, k, {"the", "our", "all", "many", "number", "of", "per", "by"});
        if (other || words[k].quoted) return false;
        if (is_in(words[k].text, things)) return true;
    }
    return false;
}

bool asks_for_instructions(const Words& words) {
    if (!is_manual_question(words)) return false;
    const std::size_t verb = std::min<std::size_t>(3, words.size() - 1);
    return is_write_verb(words[verb].text) || is_write_verb(words[verb - 1].text);
}

std::optional<WriteWish> find_write_wish(const Words& words) {
    if (words.empty() || is_manual_question(words)) return std::nullopt;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!may_begin(words, at)) continue;
        const std::size_t end = clause_end(words, at);
        if (is_statement(words, at) && is_asked_later(words, end)) continue;
        const Start start = behind_leads(words, at);
        const bool asks = start.at > at && asks_something(words, start.at, end) && !verb_takes_object(words, start.at);
        if (!asks && is_imperative(words, start.at, start.asked)) {
            return WriteWish{words[start.at].text, start.at, words.size() - start.at};
        }
        if (!asks && is_misspelt_verb(words, start.at, end)) return WriteWish{words[start.at].text, at, end - at};
        if (const auto verb = passive_wish(words, at, end)) return WriteWish{words[*verb].text, at, end - at};
        if (const auto thing = wanted_thing(words, at, end)) return WriteWish{words[*thing].text, at, end - at};
        if (const auto wished = polite_wish(words, at, end)) return WriteWish{words[*wished].text, at, end - at};
        if (is_one_of(words, end - 1, {"please"}) && end > at + 2 && is_imperative(words, at, true) &&
            !is_question_word(words, at)) {
            return WriteWish{words[at].text, at, end - at};
        }
    }
    return std::nullopt;
}

bool may_be_wish(const Words& words) {
    if (words.empty() || is_manual_question(words)) return false;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = clause_end(words, at);
        const bool told = asks_something(words, at, end) && !tells_somebody_else(words, behind_leads(words, at).at);
        if (!told && may_wish(words, at, end) && !is_asked_later(words, end)) return true;
        if (asks_to_be_told(words, at, end)) return false;
        at = end;
    }
    return false;
}

std::size_t behind_request(const Words& words) {
    std::size_t at = behind_leads(words, 0).at;
    for (const std::string_view lead :
         {"i need", "i want", "i'd like", "i would like", "we need", "we want", "we'd like"}) {
        if (stands_at(words, at, lead)) at += length_of(lead);
    }
    return words.empty() ? 0 : std::min(at, words.size() - 1);
}

bool is_fragment(const Words& words) {
    if (words.empty()) return false;
    const std::size_t end = clause_end(words, 0);
    const Start start = behind_leads(words, 0);
    if (start.at > 0 || is_question_word(words, 0) || is_statement(words, 0)) return false;
    if (is_one_of(words, 0, {"at", "if", "whether", "there", "it", "please", "get", "make", "create", "compare"}))
        return false;
    if (is_reading(words, 0, end) || is_write_verb(words[0].text) || may_wish(words, 0, end)) return false;
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (is_one_of(words, k, {"i", "you", "it", "your", "my", "me", "i'm", "i'd", "i've", "myself"})) return false;
    }
    return true;
}

bool is_write_wish(std::string_view text) {
    Stemmer stemmer;
    const auto words = words_of(text, stemmer);
    return find_write_wish(words) || may_be_wish(words);
}

}  // namespace parley::planner
