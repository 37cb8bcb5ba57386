#include "planner/language/polite.h"

#include "planner/language/verbs.h"

#include <algorithm>

namespace parley::planner {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

bool is_pleasant(const Words& words, std::size_t at) {
    return is_one_of(words, at,
                     {"great",   "nice",     "lovely", "good",    "cool",   "helpful",   "awesome", "fantastic",
                      "perfect", "better",   "best",   "amazing", "superb", "wonderful", "happy",   "happier",
                      "glad",    "grateful", "neat",   "sweet",   "swell",  "brilliant", "handy",   "useful"});
}

bool is_small_adverb(const Words& words, std::size_t at) {
    return is_one_of(words, at,
                     {"only", "also", "always", "never", "just", "really", "please", "now", "then", "no", "longer",
                      "all", "instead", "again"});
}

// "closing" of "close", "shipping" of "ship".
bool is_gerund_of_write(const Words& words, std::size_t at) {
    if (at >= words.size()) return false;
    const std::string& text = words[at].text;
    if (text.size() < 6 || !text.ends_with("ing")) return false;
    const std::string stem = text.substr(0, text.size() - 3);
    const bool doubled = stem.size() > 2 && stem.back() == stem[stem.size() - 2];
    return is_write_verb(stem) || is_write_verb(stem + "e") ||
           (doubled && is_write_verb(stem.substr(0, stem.size() - 1)));
}

// Somebody wants to see or know something, which is no change: "if I could see", "if you told me".
bool is_about_knowing(const Words& words, std::size_t at, std::size_t end) {
    while (
        is_one_of(words, at, {"i", "we", "you", "one", "someone", "could", "can", "would", "also", "just", "please"}))
        ++at;
    return is_reading(words, at, end) ||
           is_one_of(words, at,
                     {"knew", "saw", "told", "showed", "gave", "listed", "explained", "broke", "had", "got"});
}

// "it would be lovely if", "I'd be happier if", "I'd appreciate it if": behind it stands what shall come true.
std::size_t behind_if(const Words& words, std::size_t first, std::size_t end) {
    constexpr std::size_t reach = 7;
    bool would = false;
    for (std::size_t k = first; k < std::min(end, first + reach); ++k) {
        would = would || is_one_of(words, k, {"would", "i'd", "it'd", "we'd", "that'd"});
        if (would && is_one_of(words, k, {"if"}) && k > first + 1) return k + 1;
    }
    return none;
}

// "let jane see the folder", "let everyone know"; not "let me see", "let's".
bool lets_somebody(const Words& words, std::size_t at, std::size_t end) {
    constexpr std::size_t letters = 3;  // "let's" is another word.
    if (!is_one_of(words, at, {"let"}) || words[at].length > letters || at + 2 >= end) return false;
    return !is_one_of(words, at + 1, {"me", "us", "him", "alone"}) && !words[at + 1].breaks;
}

// "mind closing PR 12?", "how about moving the sprint end", "would you mind archiving it"
std::size_t suggested(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first; k + 1 < std::min(end, first + 4); ++k) {
        const bool lead = is_one_of(words, k, {"mind"}) ||
                          (is_one_of(words, k, {"about"}) && k > first && is_one_of(words, k - 1, {"how", "what"}));
        if (lead && is_gerund_of_write(words, k + 1) && k + 2 < end) return k + 1;
    }
    return none;
}

// "the folder should only be visible to finance", "our store should be closed on sunday"
std::size_t should_be(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first + 1; k + 1 < end; ++k) {
        const bool ought = is_one_of(words, k, {"ought"}) && is_one_of(words, k + 1, {"to"});
        if (!ought && !is_one_of(words, k, {"should", "must", "shall"})) continue;
        if (stands_at(words, k + 1, "no longer")) return k;
        std::size_t at = ought ? k + 2 : k + 1;
        while (at < end && is_small_adverb(words, at)) ++at;
        if (is_one_of(words, at, {"go"}) &&
            is_one_of(words, at + 1, {"live", "out", "up", "down", "offline", "online"}))
            return at;
        if (stands_at(words, end - std::min<std::size_t>(end, 3), "from now on")) return k;
        if (!is_one_of(words, at, {"be"})) continue;
        ++at;
        while (at < end && is_small_adverb(words, at)) ++at;
        const bool state =
            is_one_of(words, at,
                      {"visible", "private", "public", "available", "live", "online", "offline", "hidden", "higher",
                       "lower", "active", "inactive", "accessible", "called", "in", "on", "ours", "theirs", "gone"});
        if (at < end && (ought || state || is_participle(words, at))) return at;
    }
    return none;
}

// "could the invoice to Acme go out today", "can the page go live"
std::size_t may_it_go(const Words& words, std::size_t first, std::size_t end) {
    if (!is_one_of(words, first, {"can", "could", "may", "might"})) return none;
    for (std::size_t k = first + 2; k + 1 < end; ++k) {
        if (is_one_of(words, k, {"go"}) &&
            is_one_of(words, k + 1, {"out", "live", "up", "down", "offline", "online", "to", "into"}))
            return k;
    }
    return none;
}

// "have Jan's tasks moved to Petra", "would love to have it closed"
std::size_t have_done(const Words& words, std::size_t first, std::size_t end) {
    std::size_t at = first;
    while (is_one_of(words, at, {"i", "we", "i'd", "we'd", "would", "want", "like", "love", "to", "please", "rather"}))
        ++at;
    if (!is_one_of(words, at, {"have"}) || is_one_of(words, at + 1, {"we", "i", "you", "they", "there", "any"}))
        return none;
    for (std::size_t k = at + 2; k < end; ++k) {
        if (is_one_of(words, k, {"that", "which", "who"})) return none;
        if (is_participle(words, k)) return k;
        if (is_one_of(words, k, {"go"}) && is_one_of(words, k + 1, {"out", "live"})) return k;
    }
    return none;
}

// "Petra needs access to the board", "the headline needs fixing"
std::size_t needs(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first + 1; k + 1 < end; ++k) {
        if (!is_one_of(words, k, {"needs", "need", "wants"}) || is_one_of(words, k - 1, {"that", "which", "who"}))
            continue;
        if (is_one_of(words, k + 1, {"access"}) && is_one_of(words, k + 2, {"to"})) return k + 1;
        constexpr std::size_t reach = 5;  // "needs edit rights on", "needs a paid seat"
        for (std::size_t w = k + 1; w < std::min(end, k + reach) && !words[w].breaks; ++w) {
            if (is_one_of(words, w, {"rights", "permission", "permissions", "seat", "login"})) return w;
        }
        if (is_gerund_of_write(words, k + 1)) return k + 1;
    }
    return none;
}

// "get PR 482 into main": brought somewhere, and not before the eyes.
std::size_t gets_into(const Words& words, std::size_t first, std::size_t end) {
    std::size_t at = first;
    while (is_one_of(words, at, {"please", "pls", "can", "could", "you", "we", "let's"})) ++at;
    if (!is_one_of(words, at, {"get", "bring"})) return none;
    for (std::size_t k = at + 2; k + 1 < end; ++k) {
        if (is_one_of(words, k, {"into", "onto", "live", "online"}) && !is_one_of(words, k + 1, {"account"})) return at;
    }
    return none;
}

// "ask Petra to review PR 12"
bool asks_somebody_to(const Words& words, std::size_t first, std::size_t end) {
    if (!is_one_of(words, first, {"ask", "tell", "remind", "get"}) || first + 3 >= end) return false;
    if (words[first + 1].capital) return is_one_of(words, first + 2, {"to"}) || is_one_of(words, first + 3, {"to"});
    if (!is_one_of(words, first, {"ask", "get"}) ||
        !is_one_of(words, first + 1, {"everyone", "everybody", "all", "someone", "somebody", "them", "him", "her"}))
        return false;
    for (std::size_t k = first + 2; k + 1 < end; ++k) {
        if (is_one_of(words, k, {"to"})) return true;
    }
    return false;
}

bool asks(const Words& words, std::size_t first) {
    return is_one_of(words, first,
                     {"which", "who", "what", "how", "where", "when", "why", "whose", "how's", "what's", "does",
                      "do",    "did", "is",   "are", "was",   "were", "has", "show",  "list",  "count"});
}

}  // namespace

std::optional<std::size_t> polite_wish(const Words& words, std::size_t first, std::size_t end) {
    if (const std::size_t at = suggested(words, first, end); at != none) return at;
    if (asks(words, first)) return std::nullopt;
    if (const std::size_t wished = behind_if(words, first, end); wished != none && wished < end)
        return is_about_knowing(words, wished, end) ? std::nullopt : std::optional<std::size_t>(wished);
    if (lets_somebody(words, first, end) || asks_somebody_to(words, first, end)) return first;
    for (const auto read : {should_be, may_it_go, have_done, needs, gets_into}) {
        if (const std::size_t at = read(words, first, end); at != none) return at;
    }
    return std::nullopt;
}

bool may_be_polite_wish(const Words& words, std::size_t first, std::size_t end) {
    if (asks(words, first) || end < first + 4) return false;
    const bool pleasant = is_pleasant(words, end - 1) && is_one_of(words, end - 2, {"be"}) &&
                          is_one_of(words, end - 3, {"would", "i'd", "it'd", "that'd"});
    if (pleasant) return !names_knowledge(words, first, end);
    for (std::size_t k = first + 1; k + 2 < end; ++k) {
        if (is_one_of(words, k, {"should", "must"}) &&
            is_one_of(words, k + 1,
                      {"get", "have", "receive", "see", "go", "use", "become", "say", "read", "end", "cost"}))
            return true;
    }
    return false;
}

}  // namespace parley::planner
