#include "planner/routing/splits.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace parley::planner {
namespace {

std::optional<std::size_t> find(const Words& words, std::string_view phrase, std::size_t from) {
    for (std::size_t at = from; at < words.size(); ++at) {
        if (stands_at(words, at, phrase)) return at;
    }
    return std::nullopt;
}

// From `first` to the word at `at`, and from behind the phrase to `end`.
Split around(Join::Kind kind, std::size_t first, std::size_t at, std::size_t length, std::size_t end) {
    return {kind, first, at - first, at + length, end - at - length, false, false, std::nullopt};
}

Split told(Split split) {
    split.is_told = true;
    return split;
}

Split weak(Split split, std::optional<Grain> grain = std::nullopt) {
    split.is_weak = true;
    split.grain = grain;
    return split;
}

// "correlation between A and B", "impact of A on B": the sides stand behind the noun.
std::optional<Split> behind_noun(const Words& words) {
    struct Form {
        std::string_view noun;
        std::string_view middle;
    };
    constexpr std::array<Form, 26> forms{{{"correlation between", "and"},
                                          {"correlation of", "with"},
                                          {"correlation of", "and"},
                                          {"correlation of", "to"},
                                          {"relationship between", "and"},
                                          {"relationship of", "to"},
                                          {"relation between", "and"},
                                          {"relation of", "to"},
                                          {"link between", "and"},
                                          {"links between", "and"},
                                          {"connection between", "and"},
                                          {"association between", "and"},
                                          {"dependency between", "and"},
                                          {"interplay of", "and"},
                                          {"interplay between", "and"},
                                          {"pattern between", "and"},
                                          {"tie between", "and"},
                                          {"impact of", "on"},
                                          {"effect of", "on"},
                                          {"effects of", "on"},
                                          {"influence of", "on"},
                                          {"dependence of", "on"},
                                          {"impact that", "has on"},
                                          {"effect that", "has on"},
                                          {"impact", "has on"},
                                          {"effect", "has on"}}};
    for (const auto& form : forms) {
        const auto noun = find(words, form.noun, 0);
        if (!noun) continue;
        const std::size_t first = *noun + length_of(form.noun);
        const auto middle = find(words, form.middle, first + 1);
        if (middle && *middle + length_of(form.middle) < words.size())
            return told(around(Join::Kind::correlate, first, *middle, length_of(form.middle), words.size()));
    }
    if (is_one_of(words, 0, {"correlate"})) {
        for (const std::string_view middle : {"with", "and", "to", "against"}) {
            if (const auto at = find(words, middle, 1); at && *at + 1 < words.size())
                return told(around(Join::Kind::correlate, 1, *at, 1, words.size()));
        }
    }
    return std::nullopt;
}

std::optional<Split> between_verb(const Words& words) {
    constexpr std::array<std::string_view, 7> plain{"correlate with",  "correlates with", "correlated with",
                                                    "correlate to",    "correlated to",   "correlation with",
                                                    "go together with"};
    constexpr std::array<std::string_view, 29> others{"relate to",
                                                      "relates to",
                                                      "related to",
                                                      "linked to",
                                                      "linked with",
                                                      "connected with",
                                                      "connected to",
                                                      "tied to",
                                                      "in relation to",
                                                      "in connection with",
                                                      "depend on",
                                                      "depends on",
                                                      "goes together with",
                                                      "correlate",
                                                      "affect",
                                                      "affects",
                                                      "influence",
                                                      "influences",
                                                      "have an effect on",
                                                      "has an effect on",
                                                      "have an impact on",
                                                      "has an impact on",
                                                      "have an influence on",
                                                      "make a difference to",
                                                      "make a difference for",
                                                      "have any effect on",
                                                      "have any impact on",
                                                      "impact",
                                                      "impacts"};
    const auto at_verb = [&](std::string_view verb) -> std::optional<Split> {
        const auto at = find(words, verb, 1);
        if (!at || *at + length_of(verb) >= words.size()) return std::nullopt;
        return around(Join::Kind::correlate, 0, *at, length_of(verb), words.size());
    };
    for (const std::string_view verb : plain) {
        if (auto split = at_verb(verb)) return told(*split);
    }
    for (const std::string_view verb : others) {
        if (auto split = at_verb(verb)) return verb.starts_with("impact") ? weak(*split) : *split;
    }
    return std::nullopt;
}

std::optional<Grain> plural_grain(const Words& words, std::size_t at) {
    if (at >= words.size() || !words[at].text.ends_with('s')) return std::nullopt;
    std::string_view word = words[at].text;
    word.remove_suffix(1);
    return grain_named(word);
}

// Behind "does", "are", "do we see whether": something is asked that may be so or not. The first word of what it is
// about.
std::optional<std::size_t> behind_question(const Words& words) {
    constexpr std::size_t furthest = 8;
    for (std::size_t at = 0; at < std::min(furthest, words.size()); ++at) {
        const bool opens =
            at == 0 || words[at].breaks ||
            is_one_of(words, at - 1, {"whether", "if", "how", "and", "or", "so", "check", "see", "tell"});
        const bool asks = is_one_of(
            words, at,
            {"does", "do", "did", "is", "are", "was", "were", "has", "have", "can", "could", "will", "would"});
        if (opens && asks && !is_one_of(words, at + 1, {"we", "i", "you", "they", "there", "it"})) return at + 1;
        if (is_one_of(words, at, {"whether"}) || (at > 0 && is_one_of(words, at, {"if"}))) return at + 1;
    }
    return std::nullopt;
}

// What may stand between them where a yes or no is asked for.
constexpr std::array<std::string_view, 78> ways{"move with",
                                                "moves with",
                                                "go up with",
                                                "goes up with",
                                                "go down with",
                                                "goes down with",
                                                "rise with",
                                                "rises with",
                                                "fall with",
                                                "falls with",
                                                "grow with",
                                                "grows with",
                                                "drop with",
                                                "drops with",
                                                "dip with",
                                                "dips with",
                                                "increase with",
                                                "increases with",
                                                "come with",
                                                "comes with",
                                                "go along with",
                                                "goes along with",
                                                "go with",
                                                "goes with",
                                                "go hand in hand with",
                                                "coincide with",
                                                "coincides with",
                                                "line up with",
                                                "keep pace with",
                                                "keep up with",
                                                "hang together with",
                                                "followed by",
                                                "lead to",
                                                "leads to",
                                                "led to",
                                                "result in",
                                                "results in",
                                                "translate into",
                                                "translate to",
                                                "translates into",
                                                "turn into",
                                                "turns into",
                                                "show up in",
                                                "react to",
                                                "reacts to",
                                                "respond to",
                                                "responds to",
                                                "suffer from",
                                                "suffers from",
                                                "benefit from",
                                                "benefits from",
                                                "matter for",
                                                "do anything for",
                                                "do anything to",
                                                "bring",
                                                "brings",
                                                "mean",
                                                "means",
                                                "cause",
                                                "causes",
                                                "drive",
                                                "drives",
                                                "hurt",
                                                "hurts",
                                                "boost",
                                                "boosts",
                                                "lift",
                                                "raise",
                                                "reduce",
                                                "predict",
                                                "predicts",
                                                "trigger",
                                                "follow",
                                                "follows",
                                                "track",
                                                "move",
                                                "moved",
                                                "driven by"};

// "on days with many B", "when B is high", "after B".
constexpr std::array<std::string_view, 9> moments{"when",  "whenever", "while",      "if",       "as",
                                                  "after", "with",     "because of", "following"};

bool says_how_much(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"many",  "more",  "few",    "fewer", "less", "much",   "high",  "higher", "low",
                                 "lower", "lots",  "a",      "lot",   "big",  "bigger", "large", "larger", "most",
                                 "a lot", "heavy", "strong", "above", "slow", "slower", "long",  "longer"});
}

// "(on) days with many", "the weeks with": the step of time, and the first word behind it.
struct Steps {
    Grain grain = Grain::day;
    std::size_t at = 0;
    std::size_t behind = 0;
};

std::optional<Steps> steps_at(const Words& words, std::size_t at) {
    std::size_t noun = at;
    while (is_one_of(words, noun, {"on", "in", "after", "during", "the", "those"})) ++noun;
    const auto grain = plural_grain(words, noun);
    if (!grain || !is_one_of(words, noun + 1, {"with", "when", "of", "where", "that", "in"})) return std::nullopt;
    std::size_t behind = noun + 2;
    while (is_one_of(words, behind, {"have", "had", "which", "a", "lot", "lots", "of"}) || says_how_much(words, behind))
        ++behind;
    // "in months with discounts" narrows down; "with many" weighs.
    if (behind == noun + 2 && !is_one_of(words, noun + 1, {"with", "when"})) return std::nullopt;
    return Steps{*grain, at, behind};
}

void add_days(const Words& words, std::size_t first, std::vector<Split>& splits) {
    // "do days with more A bring more B"
    if (const auto steps = steps_at(words, first)) {
        for (std::size_t k = steps->behind + 1; k + 1 < words.size(); ++k) {
            const bool middle = is_one_of(words, k, {"bring", "have", "see", "show", "get", "bring", "also", "mean"});
            if (middle)
                splits.push_back(weak(around(Join::Kind::correlate, steps->behind, k, 1, words.size()), steps->grain));
        }
    }
    for (std::size_t k = first + 1; k + 2 < words.size(); ++k) {
        const auto steps = steps_at(words, k);
        if (!steps || steps->behind >= words.size()) continue;
        splits.push_back(weak(around(Join::Kind::correlate, first, k, steps->behind - k, words.size()), steps->grain));
    }
}

void add_ways(const Words& words, std::size_t first, std::vector<Split>& splits) {
    for (const std::string_view way : ways) {
        const auto at = find(words, way, first + 1);
        if (at && *at + length_of(way) < words.size())
            splits.push_back(weak(around(Join::Kind::correlate, first, *at, length_of(way), words.size())));
    }
    for (const std::string_view moment : moments) {
        const auto at = find(words, moment, first + 1);
        const std::size_t behind = at ? *at + length_of(moment) : words.size();
        if (behind >= words.size()) continue;
        const bool weighed = says_how_much(words, behind) || moment == "because of";
        if (weighed || (moment != "with" && moment != "after" && moment != "if"))
            splits.push_back(weak(around(Join::Kind::correlate, first, *at, length_of(moment), words.size())));
    }
}

// "do A and B move together", "how do A and B relate", "are A and B linked"
void add_pairs(const Words& words, std::size_t first, std::vector<Split>& splits) {
    for (const std::string_view verb : {"move together",
                                        "go together",
                                        "rise together",
                                        "fall together",
                                        "grow together",
                                        "correlate",
                                        "correlated",
                                        "hang together",
                                        "go hand in hand",
                                        "move in step",
                                        "run in parallel",
                                        "develop alike",
                                        "move alike",
                                        "related",
                                        "relate",
                                        "linked",
                                        "connected",
                                        "tied",
                                        "in sync",
                                        "belong together",
                                        "interact",
                                        "play together",
                                        "influence each other",
                                        "affect each other",
                                        "depend on each other"}) {
        const auto end = find(words, verb, first + 2);
        if (!end) continue;
        for (std::size_t k = first + 1; k + 1 < *end; ++k) {
            if (!is_one_of(words, k, {"and"})) continue;
            splits.push_back(weak(around(Join::Kind::correlate, first, k, 1, *end)));
        }
    }
}

// "when deploys go up, do errors rise", "on days with many deploys, do errors rise", "if A drops, does B"
void add_condition(const Words& words, std::vector<Split>& splits) {
    std::size_t first = 0;
    std::optional<Grain> grain;
    if (const auto steps = steps_at(words, 0)) {
        first = steps->behind;
        grain = steps->grain;
    } else if (is_one_of(words, 0, {"when", "whenever", "if", "as", "once", "with"})) {
        first = 1;
    } else {
        return;
    }
    for (std::size_t k = first + 1; k + 1 < words.size(); ++k) {
        if (!is_one_of(words, k, {"does", "do", "did", "is", "are", "was", "were", "will", "what", "how"})) continue;
        if (!words[k].breaks && is_one_of(words, k, {"is", "are", "was", "were"})) continue;
        splits.push_back(weak(around(Join::Kind::correlate, first, k, 1, words.size()), grain));
    }
}

// "the more A, the more B"
void add_the_more(const Words& words, std::vector<Split>& splits) {
    const auto compares = [&](std::size_t at) {
        return is_one_of(words, at, {"the"}) && at + 1 < words.size() &&
               (is_one_of(words, at + 1, {"more", "less", "fewer"}) ||
                (words[at + 1].text.size() > 4 && words[at + 1].text.ends_with("er")));
    };
    for (std::size_t left = 0; left + 3 < words.size(); ++left) {
        if (!compares(left)) continue;
        for (std::size_t right = left + 3; right + 2 < words.size(); ++right) {
            if (compares(right))
                splits.push_back(weak(around(Join::Kind::correlate, left + 2, right, 2, words.size())));
        }
        return;
    }
}

bool is_in_comparison(const Reading& reading, std::size_t at) {
    const auto& comparison = reading.comparison;
    return comparison.count > 0 && at >= comparison.first && at < comparison.first + comparison.count;
}

// A word that says how much, or which way it goes; it names nothing.
bool is_of_movement(std::string_view word) {
    static constexpr std::array<std::string_view, 61> words{
        "more",    "fewer",    "less",      "many",     "much",    "high",     "higher",  "low",     "lower",
        "longer",  "long",     "short",     "shorter",  "bigger",  "larger",   "smaller", "better",  "worse",
        "slow",    "slower",   "faster",    "dip",      "dips",    "drop",     "drops",   "fall",    "falls",
        "rise",    "rises",    "rising",    "go",       "goes",    "going",    "up",      "down",    "climb",
        "climbs",  "increase", "increases", "decrease", "grow",    "grows",    "spike",   "spikes",  "pile",
        "piles",   "often",    "days",      "weeks",    "months",  "number",   "amount",  "numbers", "change",
        "changes", "suffer",   "jump",      "jumps",    "improve", "improves", "too"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_in_name(const Reading& side, std::size_t word) {
    return std::any_of(side.hits.begin(), side.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::metric && hit.count > 1 && !hit.other_words && hit.first <= word &&
               hit.first + hit.count > word;
    });
}

}  // namespace

std::vector<Split> correlations(const Words& words) {
    std::vector<Split> splits;
    if (auto split = behind_noun(words)) splits.push_back(*split);
    if (auto split = between_verb(words)) splits.push_back(*split);
    return splits;
}

std::vector<Split> supposed_links(const Words& words) {
    std::vector<Split> splits;
    add_the_more(words, splits);
    add_condition(words, splits);
    const auto first = behind_question(words);
    if (!first) return splits;
    add_days(words, *first, splits);
    add_pairs(words, *first, splits);
    add_ways(words, *first, splits);
    return splits;
}

std::vector<Split> beside_each_other(const Reading& reading) {
    const Words& words = reading.words;
    std::vector<Split> splits;
    const bool overlays = is_one_of(words, 0, {"overlay", "superimpose", "lay"});  // "overlay A on B"
    const bool compares = is_one_of(words, 0, {"compare", "plot", "overlay", "chart", "graph", "put"}) || overlays ||
                          find(words, "side by side", 0).has_value();
    for (const std::string_view word : {"versus",
                                        "vs",
                                        "against",
                                        "next to",
                                        "alongside",
                                        "beside",
                                        "besides",
                                        "together with",
                                        "compared with",
                                        "compared to",
                                        "as opposed to",
                                        "in comparison with",
                                        "in comparison to",
                                        "relative to",
                                        "plus",
                                        "and",
                                        "with",
                                        "to",
                                        "or",
                                        "on",
                                        "over",
                                        "onto"}) {
        const bool weak = word == "and" || word == "with" || word == "to" || word == "or";
        if ((word == "on" || word == "over" || word == "onto") && !overlays) continue;
        for (auto at = find(words, word, 1); at; at = find(words, word, *at + 1)) {
            if (reading.uses[*at] == Use::date || (weak && word != "and" && word != "or" && !compares)) continue;
            if (word == "or" && !compares && !is_one_of(words, 0, {"which", "what", "is", "are", "do", "did", "does"}))
                continue;
            if (is_in_comparison(reading, *at) || *at + length_of(word) >= words.size()) continue;
            splits.push_back(around(Join::Kind::side_by_side, 0, *at, length_of(word), words.size()));
        }
    }
    return splits;
}

Reading side_of(const Reading& reading, std::size_t first, std::size_t count) {
    Reading side = part_of(reading, first, count);
    for (std::size_t k = first; k < first + count; ++k) {
        if (is_of_movement(side.words[k].text) && !is_in_name(side, k)) side.uses[k] = Use::cue;
    }
    return side;
}

}  // namespace parley::planner
