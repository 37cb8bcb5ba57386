#include "planner/routing/sayings.h"

#include "planner/routing/plan_parts.h"

#include <algorithm>

namespace parley::planner {
namespace {

using Texts = std::initializer_list<std::string_view>;

bool is_made_of(const Words& words, Texts texts) {
    for (std::size_t k = 0; k < words.size(); ++k)
        if (!is_one_of(words, k, texts)) return false;
    return !words.empty();
}

// "which ones?", "list them", "who are they?"
void read_row_list(const Words& words, Changes& out) {
    if (!is_made_of(words,
                    {"and",   "which", "ones",    "one",    "list",     "show",    "me",      "them",      "those",
                     "these", "they",  "are",     "what",   "name",     "names",   "give",    "the",       "all",
                     "who",   "is",    "it",      "that",   "their",    "details", "exactly", "see",       "by",
                     "us",    "made",  "created", "opened", "reported", "wrote",   "filed",   "submitted", "raised",
                     "owns",  "has",   "handles", "closed", "sent",     "did",     "works",   "on",        "paid"}))
        return;
    const bool things = holds_word(words, {"them", "those", "these", "they", "list", "ones"});
    out.makers = holds_word(words, {"made", "created", "opened", "reported", "wrote", "filed", "submitted", "raised"});
    const bool verb =
        out.makers || holds_word(words, {"owns", "has", "handles", "closed", "sent", "did", "works", "paid"});
    if (verb && !holds_word(words, {"who"})) return;
    out.people = holds_word(words, {"who"});
    out.lists = out.people || holds_word(words, {"which", "details", "names"}) ||
                (things && holds_word(words, {"list", "show", "what", "name", "see"}));
    if (holds_word(words, {"by", "that"}) && !holds_word(words, {"who", "which"})) out.lists = false;
}

// "why?", "what drove that?"
bool asks_why(const Words& words) {
    return is_made_of(words,
                      {"what",     "why",      "how",     "come",   "is",     "was",    "that",  "this", "it",
                       "there",    "so",       "drove",   "drives", "caused", "causes", "then",  "here", "did",
                       "explains", "happened", "changed", "behind", "the",    "reason", "cause", "and",  "but",
                       "though",   "for",      "these",   "those",  "much",   "many",   "high",  "low",  "few"}) &&
           (stands_at(words, 0, "how come") ||
            holds_word(words, {"why", "drove", "drives", "caused", "causes", "explains", "happened", "reason", "cause",
                               "behind", "changed"}));
}

// "how was this computed?", "where does that number come from?"
bool asks_how_made(const Words& words) {
    if (!is_made_of(words,
                    {"where",    "does",       "do",        "did",     "that",     "this",    "these",    "those",
                     "it",       "number",     "numbers",   "value",   "values",   "come",    "comes",    "from",
                     "how",      "was",        "is",        "are",     "were",     "you",     "get",      "got",
                     "explain",  "mean",       "means",     "what",    "included", "include", "the",      "a",
                     "computed", "calculated", "calculate", "compute", "derived",  "defined", "measured", "figure",
                     "figures",  "and",        "there",     "exactly", "they",     "made",    "up",       "data"}))
        return false;
    const bool origin = holds_word(words, {"where"}) && holds_word(words, {"from"});
    const bool way = holds_word(words, {"how"}) && holds_word(words, {"get", "got", "made"});
    return origin || way ||
           holds_word(words, {"explain", "mean", "means", "included", "include", "computed", "calculated", "calculate",
                              "compute", "derived", "defined", "measured"});
}

void read_order(const Plan& before, const Words& words, Changes& out) {
    const bool turned = holds_word(words, {"reverse", "reversed", "flip", "opposite"}) ||
                        (holds_word(words, {"other"}) && holds_word(words, {"round", "around"}));
    out.reversed = turned && is_made_of(words, {"reverse", "reversed", "it", "the", "order", "flip", "other", "way",
                                                "round", "around", "in", "opposite", "and", "now", "them"});
    if (before.group_by.empty()) return;
    out.by_name = says_only(words, {"alphabetically", "alphabetical", "a to z"}) ||
                  (is_made_of(words, {"sort", "sorted", "order", "ordered", "it", "them", "by", "name", "names", "the",
                                      "alphabetically", "alphabetical", "in"}) &&
                   holds_word(words, {"name", "names", "alphabetically", "alphabetical"}));
}

// What no plan can say yet.
std::string unavailable_thing(const Words& words) {
    if (says_only(words, {"cumulative", "cumulatively", "running total", "accumulated"})) return "a running total";
    if (says_only(words, {"percentages", "percent", "percentage", "as shares", "shares of the total"}))
        return "shares of the whole";
    return "";
}

}  // namespace

bool says_only(const Words& words, Texts phrases) {
    for (const auto phrase : phrases) {
        const std::size_t length = length_of(phrase);
        for (std::size_t k = 0; k + length <= words.size(); ++k) {
            if (!stands_at(words, k, phrase)) continue;
            bool alone = true;
            for (std::size_t w = 0; w < words.size(); ++w) {
                const bool inside = w >= k && w < k + length;
                alone = alone && (inside || is_stop_word(words[w].text) ||
                                  is_one_of(words, w, {"number", "figure", "value", "result", "one", "again", "data"}));
            }
            if (alone) return true;
        }
    }
    return false;
}

bool says_thanks(const Words& words) {
    return is_made_of(words,
                      {"thanks", "thank",     "great", "cool", "nice", "perfect",   "awesome", "cheers",  "ok",
                       "okay",   "excellent", "super", "good", "thx",  "brilliant", "amazing", "helpful", "wonderful",
                       "bye",    "you",       "very",  "much", "so",   "a",         "lot",     "that's",  "that",
                       "is",     "was",       "all",   "for",  "now",  "job",       "work",    "it",      "got",
                       "really", "the",       "this",  "help", "to",   "know",      "well",    "done"}) &&
           holds_word(words,
                      {"thanks", "thank", "great", "cool", "nice", "perfect", "awesome", "cheers", "ok", "okay", "thx",
                       "excellent", "super", "good", "brilliant", "amazing", "helpful", "wonderful", "bye"});
}

bool is_put_as_follow_up(const Words& words) {
    if (words.size() > 1 && is_one_of(words, words.size() - 1, {"only", "instead"})) return true;
    if (is_one_of(words, 0, {"and", "only", "now",   "instead", "same", "but",  "also",     "then", "just",
                             "ok",  "okay", "or",    "by",      "per",  "as",   "without",  "for",  "in",
                             "top", "why",  "split", "break",   "make", "with", "excluding"})) {
        return true;
    }
    for (const std::string_view lead :
         {"what about", "how about", "compare with", "compare to", "compared to", "compare it", "show it", "show as",
          "the same", "how does that compare", "how does this compare", "is that more", "is that less", "is it more"})
        if (stands_at(words, 0, lead)) return true;
    return false;
}

void be_brief(LeftOver& rest) {
    constexpr std::string_view leads[] = {
        "can i see",    "could i see", "can we see",      "could we see", "can i get", "can i have",   "could we have",
        "could i have", "can you",     "could you",       "would you",    "can i",     "can we",       "i want to see",
        "i want it",    "i want",      "i'd like to see", "i'd like it",  "i'd like",  "i would like", "i need it",
        "let me see",   "let's see",   "let's",           "lets",         "ok",        "okay",         "hmm",
        "hm",           "well",        "great",           "good",         "cool",      "nice",         "please",
        "pls",          "actually",    "sorry",           "wait",         "thanks",    "yes",          "perfect",
        "simply",       "rather"};
    const auto size = [&] { return rest.words().size(); };
    for (bool again = true; again && size() > 1;) {
        // "no, by country", but "no split"
        again = is_one_of(rest.words(), 0, {"no", "so"}) && rest.words()[1].breaks;
        if (again) rest.cut(0, 1);
        for (const auto lead : leads) {
            if (!stands_at(rest.words(), 0, lead) || length_of(lead) >= size()) continue;
            rest.cut(0, length_of(lead));
            again = true;
            break;
        }
    }
    while (size() > 1 && is_one_of(rest.words(), size() - 1, {"please", "pls", "thanks", "then", "though", "thx"}))
        rest.cut(size() - 1, 1);
    if (size() > 2 && stands_at(rest.words(), size() - 2, "for me")) rest.cut(size() - 2, 2);
}

void read_sayings(const Plan& before, LeftOver& rest, Changes& out) {
    const Words& words = rest.words();
    read_row_list(words, out);
    out.asks_why = !out.lists && asks_why(words);
    out.explains = !out.lists && !out.asks_why && asks_how_made(words);
    read_order(before, words, out);
    out.unavailable = unavailable_thing(words);
    const bool said =
        out.lists || out.asks_why || out.explains || out.reversed || out.by_name || !out.unavailable.empty();
    if (!said) return;
    out.any = true;
    rest.cut(0, rest.words().size());
}

void read_beside(LeftOver& rest, Changes& out) {
    const auto is = [&](std::size_t k, Texts texts) { return is_one_of(rest.words(), k, texts); };
    const auto size = [&] { return rest.words().size(); };
    if (!is(0, {"put", "show", "set", "add", "place", "lay", "draw", "plot", "with", "have", "include"})) return;
    for (std::size_t k = 2; k < size(); ++k) {
        std::size_t end = k;
        if (stands_at(rest.words(), k, "next to") || stands_at(rest.words(), k, "on top")) end = k + 2;
        if (is(k, {"beside", "besides", "alongside"})) end = k + 1;
        if (stands_at(rest.words(), k, "for comparison") || stands_at(rest.words(), k, "as comparison") ||
            stands_at(rest.words(), k, "in comparison"))
            end = k + 2;
        if (end == k) continue;
        while (end < size() && !rest.words()[end].breaks && (is_pronoun(rest.words(), end) || is(end, {"of"}))) ++end;
        rest.cut(k, end - k);
        rest.cut(0, 1);
        rest.lead("vs");
        out.any = true;
        return;
    }
}

namespace {

// "which ones failed?", "which of them are overdue?"
std::size_t behind_which_ones(const Words& words) {
    if (!is_one_of(words, 0, {"which"})) return 0;
    std::size_t end = 0;
    if (is_one_of(words, 1, {"ones"})) end = 2;
    if (is_one_of(words, 1, {"of"}) && is_pronoun(words, 2)) end = 3;
    while (end > 0 && is_one_of(words, end, {"are", "were", "is", "was", "have", "had", "been", "got", "did"})) ++end;
    return end;
}

// "restrict that to the Enterprise pipeline", "narrow it down to France", "filter for open ones"
std::size_t behind_restriction(const Words& words) {
    std::size_t at = 0;
    while (is_one_of(words, at, {"and", "now", "then", "but", "just"})) ++at;
    if (!is_one_of(words, at, {"restrict", "limit", "narrow", "filter", "reduce", "confine", "focus"})) return 0;
    ++at;
    while (is_pronoun(words, at) || is_one_of(words, at, {"down", "the", "results", "list", "chart", "table"})) ++at;
    return is_one_of(words, at, {"to", "for", "on", "by"}) ? at + 1 : 0;
}

}  // namespace

void read_restriction(const Reading& asked, LeftOver& rest, Changes& out) {
    const Words& words = rest.words();
    std::size_t end = behind_which_ones(words);
    if (end == 0) end = behind_restriction(words);
    const bool open = end > 0 && end < words.size() && asked.uses[rest.original(end)] == Use::open;
    if (open && !asked.cues.descending && !count_at(words, end)) {
        rest.cut(0, end);
        rest.lead("only");
        out.narrows = true;
        out.any = true;
        return;
    }
    // "only those touching the invoices table"
    if (words.size() > 3 && is_one_of(words, 0, {"only", "just"}) && is_one_of(words, 1, {"those", "these", "the"}) &&
        !is_one_of(words, 2, {"ones"}) && words[2].text.ends_with("ing"))
        out.narrows = true;
}

void read_same_elsewhere(const Reading& asked, const Shown& shown, LeftOver& rest, Changes& out) {
    const Words& words = rest.words();
    if (!is_one_of(words, 0, {"and"}) || !is_one_of(words, 1, {"on", "in", "for", "at", "from"})) return;
    std::size_t first = 2;
    while (is_article(words, first)) ++first;
    const std::string& dataset = shown.before->steps.front().dataset;
    for (const auto& hit : asked.hits) {
        if (hit.phrase->thing != Thing::dimension || hit.phrase->offer != shown.position || hit.other_words) continue;
        const std::size_t behind = first + hit.count;
        if (rest.position_of(hit.first) != first || behind >= words.size()) continue;
        if (!shown.offer->dimensions[hit.phrase->item].columns.contains(dataset)) continue;
        const bool open = asked.uses[rest.original(behind)] == Use::open;
        if (!words[behind].capital && !words[behind].quoted && !open) continue;
        rest.cut(0, 2);
        rest.lead("only");
        out.narrows = true;
        out.any = true;
        return;
    }
}

bool read_repetition(LeftOver& rest, Changes& out) {
    for (const std::string_view lead :
         {"do the same for", "do the same with", "do the same in", "do that for", "do this for", "repeat that for",
          "same thing for", "the same thing for", "same thing but", "same again for"}) {
        if (!stands_at(rest.words(), 0, lead)) continue;
        rest.cut(0, length_of(lead) - 1);  // "for" stays.
        out.any = true;
        return true;
    }
    return false;
}

void read_total(const Plan& before, LeftOver& rest, Changes& out) {
    if (before.group_by.empty() && !before.grain) return;
    if (!says_only(rest.words(),
                   {"overall", "in total", "altogether", "all together", "grand total", "one number", "single number",
                    "total", "as a whole", "combined", "in sum", "all in all", "summed up", "aggregated"}))
        return;
    rest.cut(0, rest.words().size());
    out.groups_go = true;
    out.any = true;
}

void read_limit(const Reading& asked, const Plan& before, LeftOver& rest, Changes& out) {
    const auto is = [&](std::size_t k, Texts texts) { return is_one_of(rest.words(), k, texts); };
    const auto size = [&] { return rest.words().size(); };
    if (size() == 0) return;
    std::size_t end = size();
    while (end > 1 && is(end - 1, {"ones", "rows", "of", "them", "results", "entries", "lines", "only", "instead"}))
        --end;
    const auto number = count_at(rest.words(), end - 1);
    if (!number || asked.uses[rest.original(end - 1)] == Use::date) return;
    std::size_t first = end - 1;
    while (first > 0 && !rest.words()[first].breaks &&
           is(first - 1, {"only", "just", "the", "first", "show", "me", "make", "it", "and", "give", "to", "limit",
                          "list", "now", "about"}))
        --first;
    const bool said = first + 1 < end;
    if ((first > 0 && !rest.words()[first].breaks) || (!said && size() > 1) || asked.cues.limit) return;
    if (before.group_by.empty() && !before.grain) return;
    out.limit = number;
    rest.cut(first, size() - first);
    out.any = true;
}

}  // namespace parley::planner
