#include "planner/language/intent.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

// Verbs that change something and are hardly ever nouns in a question about data.
constexpr std::array<std::string_view, 109> plain_verbs{
    "activate",    "add",        "adjust",  "allow",    "approve",    "archive",    "arrange",    "assign",
    "attach",      "authorize",  "ban",     "begin",    "block",      "buy",        "cancel",     "change",
    "clear",       "configure",  "connect", "convert",  "create",     "deactivate", "decline",    "decrease",
    "delete",      "deploy",     "deposit", "disable",  "discard",    "disconnect", "dismiss",    "downgrade",
    "duplicate",   "edit",       "empty",   "enable",   "enroll",     "erase",      "extend",     "fire",
    "fix",         "forward",    "freeze",  "grant",    "hide",       "hire",       "import",     "include",
    "increase",    "insert",     "install", "invite",   "kill",       "launch",     "lock",       "lower",
    "make",        "mark",       "merge",   "migrate",  "modify",     "mute",       "notify",     "onboard",
    "pay",         "pause",      "publish", "purge",    "push",       "raise",      "reactivate", "rebuild",
    "reduce",      "register",   "reject",  "remove",   "rename",     "renew",      "reopen",     "replace",
    "reply",       "reschedule", "reserve", "reset",    "resolve",    "respond",    "restart",    "restore",
    "resubscribe", "resume",     "retry",   "revert",   "revoke",     "roll",       "sell",       "send",
    "submit",      "subscribe",  "suspend", "swap",     "sync",       "terminate",  "transfer",   "trash",
    "trigger",     "turn",       "unblock", "unfreeze", "unsubscribe"};

constexpr std::array<std::string_view, 26> more_verbs{
    "unassign",  "uninstall", "unlock",  "unmute",   "unsync", "untag",   "update",   "upgrade", "upload",
    "void",      "withdraw",  "wipe",    "dial",     "erase",  "delay",   "expire",   "apply",   "redeem",
    "unpublish", "unarchive", "prolong", "schedule", "text",   "message", "initiate", "alert"};

// The same words are nouns or adjectives of the trade: they need an object behind them, or a request before them.
constexpr std::array<std::string_view, 46> doubtful_verbs{
    "bill",  "book",    "call",   "charge", "close",  "comment", "copy",  "credit", "discount", "draft", "drop", "flag",
    "give",  "invoice", "issue",  "label",  "lend",   "log",     "move",  "name",   "open",     "order", "play", "post",
    "print", "put",     "record", "refund", "return", "run",     "save",  "set",    "share",    "ship",  "shut", "skip",
    "start", "stop",    "switch", "tag",    "take",   "test",    "email", "undo",   "reward",   "swipe"};

// Their object is something to look at: "make a chart", "send me the numbers", "give me".
constexpr std::array<std::string_view, 26> shown_things{
    "chart",    "graph",   "plot",  "table",      "report",     "dashboard", "list",       "breakdown",     "summary",
    "overview", "bar",     "line",  "pie",        "comparison", "histogram", "sense",      "visualization", "diagram",
    "numbers",  "figures", "stats", "statistics", "difference", "ranking",   "percentage", "trend"};

template <std::size_t count>
bool holds(const std::array<std::string_view, count>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_plain_verb(std::string_view word) {
    return holds(plain_verbs, word) || holds(more_verbs, word);
}

bool is_write_verb(std::string_view word) {
    return is_plain_verb(word) || holds(doubtful_verbs, word);
}

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

// The object is a picture or a list of what is known: a reading, whatever the verb.
bool object_is_shown(const Words& words, std::size_t verb) {
    const std::size_t end = std::min(words.size(), verb + 6);
    for (std::size_t k = verb + 1; k < end; ++k) {
        if (is_one_of(words, k, {"to", "from", "into", "for"}) && k > verb + 1) return false;
        if (holds(shown_things, words[k].text)) return true;
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
    constexpr std::array<std::string_view, 11> doubles{"set up",   "sign up",   "opt out",  "get rid",
                                                       "check me", "top up",    "fill out", "fill in",
                                                       "sign me",  "take care", "let go"};
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

bool is_imperative(const Words& words, std::size_t at, bool asked) {
    if (at >= words.size() || words[at].quoted) return false;
    if (!asked && (names_a_measure(words, at) || is_state_of_things(words, at))) return false;
    if (is_double_verb(words, at)) return true;
    const std::string& word = words[at].text;
    if (!is_write_verb(word)) return false;
    if (object_is_shown(words, at) && is_one_of(words, at,
                                                {"make", "create", "give", "send", "add", "share", "print", "put",
                                                 "run", "update", "change", "turn", "include"})) {
        return false;
    }
    if (reads_for_me(words, at)) return false;
    if (asked) return true;
    if (is_noun_here(words, at)) return false;
    if (is_plain_verb(word)) return at + 1 < words.size();
    if (starts_object(words, at + 1)) return true;
    // "refund order 17", "issue invoice Globex": a noun, and behind it something that names one.
    return at + 2 < words.size() && words[at + 2].text.find_first_of("0123456789_") != std::string::npos &&
           !is_one_of(words, at + 1,
                      {"in", "by", "per", "for", "rate", "last", "since", "over", "from", "volume", "count"});
}

struct Lead {
    std::string_view phrase;
    bool asks;  // What follows is a request, so a doubtful verb counts too.
};

// Words before the verb of a request. Those that introduce a question ("how do i") are not here on purpose.
constexpr std::array<Lead, 52> leads{{{"please", true},
                                      {"pls", true},
                                      {"plz", true},
                                      {"kindly", true},
                                      {"hi", false},
                                      {"hey", false},
                                      {"hello", false},
                                      {"ok", false},
                                      {"okay", false},
                                      {"now", false},
                                      {"then", false},
                                      {"and", false},
                                      {"so", false},
                                      {"just", false},
                                      {"also", false},
                                      {"can you", true},
                                      {"could you", true},
                                      {"would you", true},
                                      {"will you", true},
                                      {"can we", true},
                                      {"could we", true},
                                      {"can i", true},
                                      {"could i", true},
                                      {"may i", true},
                                      {"i want to", true},
                                      {"i wanna", true},
                                      {"i need to", true},
                                      {"i need you to", true},
                                      {"i want you to", true},
                                      {"i would like to", true},
                                      {"i'd like to", true},
                                      {"i'd like you to", true},
                                      {"we need to", true},
                                      {"we want to", true},
                                      {"i have to", true},
                                      {"i gotta", true},
                                      {"i wish to", true},
                                      {"i would like you to", true},
                                      {"let's", true},
                                      {"lets", true},
                                      {"let us", true},
                                      {"go ahead and", true},
                                      {"help me to", true},
                                      {"help me", true},
                                      {"you should", true},
                                      {"you can", true},
                                      {"i must", true},
                                      {"make sure to", true},
                                      {"don't forget to", true},
                                      {"is it possible to", true},
                                      {"i am hoping you can", true},
                                      {"i should", true}}};

std::size_t length_of(std::string_view phrase) {
    return static_cast<std::size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
}

struct Start {
    std::size_t at = 0;
    bool asked = false;
};

Start behind_leads(const Words& words, std::size_t at) {
    Start start{at, false};
    for (bool moved = true; moved;) {
        moved = false;
        std::size_t longest = 0;
        for (const auto& lead : leads) {
            const std::size_t length = length_of(lead.phrase);
            if (length <= longest || !stands_at(words, start.at, lead.phrase)) continue;
            longest = length;
            start.asked = start.asked || lead.asks;
        }
        if (longest > 0) {
            start.at += longest;
            moved = true;
        }
    }
    return start;
}

bool is_question_word(const Words& words, std::size_t at) {
    return is_one_of(
        words, at, {"how",  "what", "which", "who", "when", "where", "why",  "what's", "did",  "does",    "do",   "has",
                    "have", "was",  "were",  "is",  "are",  "whose", "show", "list",   "tell", "display", "count"});
}

bool is_participle(const Words& words, std::size_t at) {
    if (at >= words.size()) return false;
    const std::string& text = words[at].text;
    if (is_one_of(words, at, {"sent", "set", "paid", "put", "frozen", "sold", "shut", "given", "taken", "made"}))
        return true;
    if (text.size() < 5 || !text.ends_with("ed")) return false;
    for (const std::size_t cut : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
        if (is_write_verb(text.substr(0, text.size() - cut))) return true;
    }
    return text.ends_with("ied") && is_write_verb(text.substr(0, text.size() - 3) + "y");
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
    if (wish && end > first + 2 && is_participle(words, end - 1)) return end - 1;
    if (wish && start.at == first && is_one_of(words, end - 1, {"please"}) && is_participle(words, end - 2))
        return end - 2;
    return std::nullopt;
}

// Things that are wanted, not known: "I need a refund", "I'd be grateful if it disappeared".
std::optional<std::size_t> wanted_thing(const Words& words, std::size_t first, std::size_t end) {
    constexpr std::array<std::string_view, 14> things{
        "refund",      "reminder", "timer",  "alarm",   "reservation", "appointment", "cancellation",
        "replacement", "booking",  "ticket", "upgrade", "invoice",     "extension",   "transfer"};
    for (const std::string_view lead :
         {"i need", "i want", "i would like", "i'd like", "can i get", "can i have", "get me"}) {
        if (!stands_at(words, first, lead)) continue;
        std::size_t at = first + length_of(lead);
        if (!is_one_of(words, at, {"a", "an", "another", "my"})) continue;
        for (++at; at < std::min(end, first + 8); ++at) {
            if (is_one_of(words, at, {"of", "for", "about", "with", "rate"})) break;
            if (holds(things, words[at].text)) return at;
        }
    }
    for (const std::string_view lead : {"i'd be grateful if", "i would be grateful if", "it would be great if",
                                        "would you mind", "i'd appreciate it if", "do me a favor and"}) {
        if (stands_at(words, first, lead) && !is_one_of(words, first + length_of(lead), {"telling", "showing"})) {
            const std::size_t at = first + length_of(lead);
            return is_one_of(words, at + 1, {"could", "can", "tell", "told", "show", "showed"}) &&
                           !is_write_verb(words[std::min(at + 2, words.size() - 1)].text)
                       ? std::nullopt
                       : std::optional<std::size_t>(at);
        }
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
        if (holds(asking_words, words[k].text)) return true;
    }
    return false;
}

constexpr std::array<std::string_view, 49> reading_verbs{
    "show",      "list",      "tell",    "know",     "see",      "find",      "check",     "look",      "understand",
    "compare",   "view",      "display", "plot",     "chart",    "calculate", "count",     "explain",   "hear",
    "read",      "let",       "figure",  "learn",    "identify", "analyse",   "analyze",   "break",     "summarise",
    "summarize", "determine", "pull",    "describe", "draw",     "graph",     "visualise", "visualize", "rank",
    "sort",      "group",     "filter",  "search",   "write",    "track",     "remind",    "notify",    "inform",
    "report",    "fetch",     "give",    "get"};

// A clause may begin behind a mark, or behind "and" and "then" when what stands there cannot be a noun.
bool may_begin(const Words& words, std::size_t at) {
    if (at == 0 || words[at].breaks) return true;
    return is_one_of(words, at - 1, {"and", "then"}) && is_write_verb(words[at].text) &&
           is_one_of(words, at + 1,
                     {"them", "it", "him", "her", "everyone", "the", "all", "an", "a", "me", "those", "these"});
}

std::size_t clause_end(const Words& words, std::size_t first) {
    std::size_t end = first + 1;
    while (end < words.size() && !words[end].breaks) ++end;
    return end;
}

}  // namespace

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
        const Start start = behind_leads(words, at);
        const bool asks = start.at > at && asks_something(words, start.at, end);
        if (!asks && is_imperative(words, start.at, start.asked)) {
            return WriteWish{words[start.at].text, start.at, words.size() - start.at};
        }
        if (const auto verb = passive_wish(words, at, end)) return WriteWish{words[*verb].text, at, end - at};
        if (const auto thing = wanted_thing(words, at, end)) return WriteWish{words[*thing].text, at, end - at};
        if (is_one_of(words, end - 1, {"please"}) && end > at + 2 && is_imperative(words, at, true) &&
            !is_question_word(words, at)) {
            return WriteWish{words[at].text, at, end - at};
        }
    }
    return std::nullopt;
}

bool may_be_wish(const Words& words) {
    if (words.empty() || is_manual_question(words) || asks_something(words, 0, words.size())) return false;
    const Start start = behind_leads(words, 0);
    const std::string first = start.at < words.size() ? words[start.at].text : "";
    if (start.asked)
        return !holds(reading_verbs, first) || (first == "get" && !is_one_of(words, start.at + 1, {"the"}));
    if (is_question_word(words, 0)) return false;
    if (names_a_measure(words, start.at) || is_state_of_things(words, start.at)) return false;
    if (is_one_of(words, start.at, {"i", "i'm", "i've", "i'd", "my", "we"})) return true;
    return words.size() > 3 &&
           (is_write_verb(first) ||
            is_one_of(words, start.at, {"tell", "get", "place", "throw", "cross", "correct", "have", "use", "go"})) &&
           !is_one_of(words, start.at + 1, {"me", "us", "by", "per", "in", "rate", "of"});
}

bool is_write_wish(std::string_view text) {
    Stemmer stemmer;
    const auto words = words_of(text, stemmer);
    return find_write_wish(words) || may_be_wish(words);
}

}  // namespace parley::planner
