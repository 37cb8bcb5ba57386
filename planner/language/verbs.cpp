#include "planner/language/verbs.h"

#include "base/text.h"
#include "planner/language/spelling.h"

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

constexpr std::array<std::string_view, 63> more_verbs{
    "unassign",  "uninstall", "unlock",   "unmute",   "unsync",       "untag",     "update",    "upgrade",    "upload",
    "void",      "withdraw",  "wipe",     "dial",     "erase",        "delay",     "expire",    "apply",      "redeem",
    "unpublish", "unarchive", "prolong",  "schedule", "text",         "message",   "initiate",  "alert",      "nudge",
    "escalate",  "promote",   "demote",   "bin",      "ditch",        "scrap",     "toss",      "ping",       "snooze",
    "whitelist", "blacklist", "rotate",   "truncate", "backfill",     "provision", "resize",    "crop",       "unlink",
    "waive",     "reimburse", "finalize", "finalise", "postpone",     "pin",       "unpin",     "shelve",     "prune",
    "allowlist", "chase",     "thank",    "warn",     "congratulate", "apologize", "apologise", "compensate", "upsell"};

// The same words are nouns or adjectives of the trade: they need an object behind them, or a request before them.
constexpr std::array<std::string_view, 55> doubtful_verbs{
    "bill",   "book",  "call",    "charge", "close",  "comment", "copy",   "credit", "discount", "draft", "drop",
    "flag",   "give",  "invoice", "issue",  "label",  "lend",    "log",    "move",   "name",     "open",  "order",
    "play",   "post",  "print",   "put",    "record", "refund",  "return", "run",    "save",     "set",   "share",
    "ship",   "shut",  "skip",    "start",  "stop",   "switch",  "tag",    "take",   "test",     "email", "undo",
    "reward", "swipe", "hand",    "bring",  "lift",   "bump",    "double", "halve",  "contact",  "enter", "shift"};

// Their object is something to look at: "make a chart", "send me the numbers", "give me".
constexpr std::array<std::string_view, 26> shown_things{
    "chart",    "graph",   "plot",  "table",      "report",     "dashboard", "list",       "breakdown",     "summary",
    "overview", "bar",     "line",  "pie",        "comparison", "histogram", "sense",      "visualization", "diagram",
    "numbers",  "figures", "stats", "statistics", "difference", "ranking",   "percentage", "trend"};

// Verbs that only bring something before the eyes. What else is wished for changes something.
constexpr std::array<std::string_view, 85> reading_verbs{
    "show",       "list",      "tell",      "know",      "see",       "find",      "check",     "look",
    "understand", "compare",   "view",      "display",   "plot",      "chart",     "calculate", "count",
    "explain",    "hear",      "read",      "figure",    "learn",     "identify",  "analyse",   "analyze",
    "break",      "summarise", "summarize", "determine", "pull",      "describe",  "draw",      "graph",
    "visualise",  "visualize", "rank",      "sort",      "group",     "filter",    "search",    "write",
    "track",      "fetch",     "retrieve",  "provide",   "obtain",    "extract",   "compute",   "measure",
    "estimate",   "predict",   "forecast",  "evaluate",  "review",    "examine",   "inspect",   "investigate",
    "browse",     "verify",    "confirm",   "query",     "select",    "detail",    "define",    "clarify",
    "interpret",  "elaborate", "recommend", "suggest",   "advise",    "guess",     "answer",    "help",
    "discuss",    "monitor",   "lookup",    "quantify",  "benchmark", "correlate", "aggregate", "total",
    "average",    "segment",   "drill",     "zoom",      "double"};

}  // namespace

bool is_plain_verb(std::string_view word) {
    if (is_in(word, plain_verbs) || is_in(word, more_verbs)) return true;
    // "reassign", "republish": done again is done as well. "Return" and "record" only look like it.
    return word.size() > 5 && word.starts_with("re") && !is_in(word, doubtful_verbs) &&
           is_in(word.substr(2), plain_verbs);
}

bool is_slip_of_verb(std::string_view word) {
    constexpr std::array<std::string_view, 22> others{
        "chance", "resent", "extent", "lunch",   "summit", "covert", "crate",  "concert", "cancer", "purse",  "merger",
        "except", "events", "reset",  "reports", "export", "update", "amount", "assets",  "charge", "clears", "starts"};
    if (is_in(word, others) || is_write_verb(word)) return false;
    const auto is_slip = [&](std::string_view verb) {
        constexpr std::size_t shortest = 5;
        // "merg" lacks its end; "deleted" has another one.
        const bool form = word.starts_with(verb);
        return verb.size() >= shortest && !form && is_one_slip(word, verb);
    };
    return std::any_of(plain_verbs.begin(), plain_verbs.end(), is_slip) ||
           std::any_of(more_verbs.begin(), more_verbs.end(), is_slip);
}

bool is_write_verb(std::string_view word) {
    return is_plain_verb(word) || is_in(word, doubtful_verbs);
}

bool adds_together(const Words& words, std::size_t at) {
    if (stands_at(words, at, "add together")) return true;
    return stands_at(words, at, "add up") && !is_one_of(words, at + 2, {"to"});
}

bool is_shown_thing(std::string_view word) {
    return is_in(word, shown_things);
}

bool is_participle(const Words& words, std::size_t at) {
    if (at >= words.size()) return false;
    const std::string& text = words[at].text;
    if (is_one_of(words, at,
                  {"sent", "set", "paid", "put", "frozen", "sold", "shut", "given", "taken", "made", "thrown", "gone",
                   "hidden", "withdrawn", "rebuilt", "cut", "bought"}))
        return true;
    if (text.size() < 5 || !text.ends_with("ed")) return false;
    for (const std::size_t cut : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
        if (is_write_verb(text.substr(0, text.size() - cut))) return true;
    }
    return text.ends_with("ied") && is_write_verb(text.substr(0, text.size() - 3) + "y");
}

// "tell me", but not "tell my bank": whoever is told decides.
bool is_telling(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"tell", "inform", "notify", "alert", "update", "message", "text", "email", "remind"});
}

bool tells_somebody_else(const Words& words, std::size_t at) {
    return is_telling(words, at) && at + 1 < words.size() && !words[at + 1].breaks &&
           (words[at + 1].capital ||
            (!is_one_of(words, at, {"tell", "remind"}) &&
             !is_one_of(words, at + 1, {"me", "us", "if", "whether", "about", "on", "when", "how"})) ||
            is_one_of(words, at + 1,
                      {"my", "our", "his", "her", "their", "them", "him", "everyone", "everybody", "people",
                       "customers", "the", "all"}));
}

bool is_indefinite(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"a", "an", "another", "some", "one", "two", "three", "more", "someone", "somebody"});
}

// The things that are known and not made: "get me a list", "i need an overview".
bool names_knowledge(const Words& words, std::size_t first, std::size_t end) {
    for (std::size_t k = first; k < std::min(end, first + 5); ++k) {
        if (is_in(words[k].text, shown_things) ||
            is_one_of(words, k, {"information", "info",    "details", "detail", "data",   "number",  "count",  "total",
                                 "average",     "amount",  "status",  "date",   "price",  "value",   "idea",   "view",
                                 "answer",      "picture", "rate",    "figure", "record", "records", "insight"}))
            return true;
    }
    return false;
}

// Whether the verb at `at` asks to be shown something.
bool is_reading(const Words& words, std::size_t at, std::size_t end) {
    if (at >= end) return false;
    if (adds_together(words, at)) return true;
    if (is_one_of(words, at, {"remind"}))
        return is_one_of(words, at + 1, {"me", "us"}) &&
               is_one_of(words, at + 2, {"of", "what", "how", "which", "who"});
    if (is_one_of(words, at, {"let"})) return is_one_of(words, at + 2, {"know", "see", "hear", "look", "find"});
    if (is_telling(words, at))
        return is_one_of(words, at, {"tell", "inform", "notify", "alert"}) && !tells_somebody_else(words, at);
    if (is_one_of(words, at, {"get", "have", "give", "send", "grab", "bring"})) {
        const bool for_me = is_one_of(words, at + 1, {"me", "us"});
        const std::size_t thing = for_me ? at + 2 : at + 1;
        if (words[at].text == "get" && thing < end && words[thing].text.ends_with("ed")) return false;  // "get paired"
        if (names_knowledge(words, thing, end)) return true;
        return words[at].text != "have" && !is_indefinite(words, thing) && !is_one_of(words, thing, {"my", "to", "on"});
    }
    if (is_one_of(words, at, {"find", "look", "search"})) {
        // "find me a hotel" obtains one; "find me the orders" reads.
        std::size_t thing = at + 1;
        bool for_me = false;
        while (thing < end && is_one_of(words, thing, {"for", "me", "us"}))
            for_me = is_one_of(words, thing++, {"me", "us"});
        return !for_me || !is_indefinite(words, thing) || names_knowledge(words, thing, end);
    }
    return is_in(words[at].text, reading_verbs);
}

}  // namespace parley::planner
