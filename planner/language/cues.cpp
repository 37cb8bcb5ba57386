#include "planner/language/cues.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

bool is_free(const Uses& uses, std::size_t first, std::size_t count) {
    for (std::size_t k = first; k < first + count; ++k) {
        if (k >= uses.size() || uses[k] != Use::open) return false;
    }
    return true;
}

void mark(Uses& uses, std::size_t first, std::size_t count, Use use = Use::cue) {
    for (std::size_t k = first; k < std::min(first + count, uses.size()); ++k) uses[k] = use;
}

std::optional<std::size_t> find(const Words& words, const Uses& uses, std::string_view phrase) {
    const std::size_t length = length_of(phrase);
    for (std::size_t at = 0; at + length <= words.size(); ++at) {
        if (is_free(uses, at, length) && stands_at(words, at, phrase)) return at;
    }
    return std::nullopt;
}

bool take(const Words& words, Uses& uses, std::string_view phrase) {
    const auto at = find(words, uses, phrase);
    if (at) mark(uses, *at, length_of(phrase));
    return at.has_value();
}

struct ChartName {
    std::string_view word;
    std::string_view type;  // Empty: not drawn by Parley.
};

constexpr std::array<ChartName, 17> drawn_names{{{"bar", "bar"},
                                                 {"curve", "line"},
                                                 {"bars", "bar"},
                                                 {"column", "bar"},
                                                 {"line", "line"},
                                                 {"lines", "line"},
                                                 {"table", "table"},
                                                 {"number", "number"},
                                                 {"kpi", "number"},
                                                 {"pie", ""},
                                                 {"donut", ""},
                                                 {"doughnut", ""},
                                                 {"scatter", ""},
                                                 {"area", ""},
                                                 {"histogram", ""},
                                                 {"heatmap", ""},
                                                 {"radar", ""}}};

// "as a bar chart", "bar chart", "as a table", "in a table", and "table" alone at the end.
void read_chart(const Words& words, Uses& uses, Cues& cues) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto name = std::find_if(drawn_names.begin(), drawn_names.end(),
                                       [&](const ChartName& c) { return c.word == words[at].text; });
        if (name == drawn_names.end() || !is_free(uses, at, 1)) continue;
        const bool chart_word = is_one_of(words, at + 1, {"chart", "graph", "plot", "diagram"});
        std::size_t first = at;
        while (first > 0 && is_one_of(words, first - 1, {"a", "an", "simple", "the", "daily", "weekly", "monthly"}))
            --first;
        const bool wished = first > 0 && is_one_of(words, first - 1, {"as", "in", "into", "draw"}) &&
                            (at + 1 >= words.size() || words[at + 1].breaks || chart_word);
        const bool alone = words.size() == 1 || (at + 1 == words.size() && words[at].breaks);
        if (!chart_word && !wished && !alone) continue;
        cues.chart = std::string(name->type);
        if (name->type.empty())
            cues.chart_note = cat("a ", name->word, " chart is not available; the data decide on another one");
        if (first > 0 && is_one_of(words, first - 1, {"as", "in", "into"})) --first;
        mark(uses, first, at - first + (chart_word ? 2 : 1));
    }
}

// "sorted by due date": an order, and no grouping.
bool names_an_order(const Words& words, std::size_t by) {
    return is_one_of(words, by - 1, {"sorted", "ordered", "ranked"});
}

// "by", "per", "each" and their longer forms; what follows is a time bucket or begins a grouping.
void read_groups(const Words& words, Uses& uses, Cues& cues) {
    constexpr std::array<std::string_view, 19> leads{
        "broken down by", "split by", "grouped by", "group by",  "break it down by", "for each", "for every", "in each",
        "at every",       "at each",  "on each",    "from each", "of each",          "by",       "per",       "each",
        "every",          "across",   "from which"};
    for (std::size_t at = 0; at < words.size(); ++at) {
        // "Cycle over cycle", "sprint over sprint": each of them. "Month over month" is a comparison.
        const bool repeated = at > 0 && at + 1 < words.size() && is_one_of(words, at, {"over"}) &&
                              words[at - 1].stem == words[at + 1].stem && !grain_word(words[at + 1].text);
        if (repeated && is_free(uses, at - 1, 3)) {
            cues.groups.push_back(at + 1);
            mark(uses, at - 1, 2);
            continue;
        }
        // "Status breakdown of the board": by what stands before it, where that is a grouping.
        if (at > 0 && is_one_of(words, at, {"breakdown"}) && !is_stop_word(words[at - 1].text) && !words[at].breaks)
            cues.subjects.push_back(at - 1);
        for (const auto lead : leads) {
            const std::size_t length = length_of(lead);
            if (!is_free(uses, at, length) || !stands_at(words, at, lead)) continue;
            if (at > 0 && lead == "by" && names_an_order(words, at)) break;
            if (lead == "by" && (stands_at(words, at + 1, "number of") || stands_at(words, at + 1, "count of"))) {
                mark(uses, at, 1);  // "devs by number of commits": what they are ranked by.
                break;
            }
            std::size_t next = at + length;
            while (is_one_of(words, next, {"the", "our", "each", "every", "of", "single"})) ++next;
            if (next >= words.size()) break;
            if (uses[next] == Use::date) {
                // "Churn for each of the last 12 months": their step.
                for (std::size_t k = next; lead != "by" && k < words.size() && uses[k] == Use::date; ++k)
                    if (words[k].text.ends_with('s') && !cues.grain) cues.grain = grain_word(words[k].text);
                break;
            }
            if (words[next].breaks && next > at && lead != "by" && lead != "per") {
                mark(uses, at, length);  // "days since the last publish for each, oldest first"
                break;
            }
            if (is_one_of(words, next, {"one", "them", "those", "us"}) && lead != "by") {
                mark(uses, at, next + 1 - at);  // "The conversion of each one": what that is stands elsewhere.
                cues.who = cues.who || words[next].text == "us";
                break;
            }
            const auto grain = grain_word(words[next].text);
            if (grain) {
                cues.grain = grain;
                mark(uses, at, next + 1 - at, Use::bucket);
                if (stands_at(words, next + 1, "by") &&
                    grain_word(words[std::min(next + 2, words.size() - 1)].text) == grain) {
                    mark(uses, next + 1, 2, Use::bucket);
                }
            } else {
                cues.groups.push_back(next);
                mark(uses, at, next - at);  // "by each team member" says it once.
                // "Repo by repo" says the grouping twice, and no number.
                if (lead == "by" && at > 0 && words[at - 1].stem == words[next].stem) mark(uses, at - 1, 1);
            }
            break;
        }
    }
}

// "How many posts a month": "a" behind a noun is "per". "Half a year", "twice a week" and "for a month" are spans.
void read_each_step(const Words& words, Uses& uses, Cues& cues) {
    for (std::size_t at = 1; at + 1 < words.size() && !cues.grain; ++at) {
        if (!is_one_of(words, at, {"a"}) || words[at].breaks || !is_free(uses, at, 2)) continue;
        const auto grain = grain_named(words[at + 1].text);
        const std::string& before = words[at - 1].text;
        const bool noun = before.size() > 3 && before.ends_with('s') && !is_stop_word(before);
        if (!grain || !noun || is_one_of(words, at + 2, {"ago", "before", "earlier", "later", "after", "or"})) continue;
        cues.grain = grain;
        mark(uses, at, 2, Use::bucket);
    }
}

// "How has the backlog grown", "how did signups change": a course, where nothing is set beside it.
bool asks_how_it_went(const Words& words) {
    const bool how = is_one_of(words, 0, {"how"}) && is_one_of(words, 1, {"has", "have", "did", "is", "are"});
    if (!how) return false;
    for (std::size_t k = 2; k < words.size(); ++k) {
        if (is_one_of(words, k, {"vs", "versus", "compared", "against", "than"})) return false;
    }
    for (std::size_t k = 2; k < words.size(); ++k) {
        if (is_one_of(words, k, {"grown", "grow", "grew", "growing", "changed", "change", "changing", "moved", "move"}))
            return true;
    }
    return false;
}

void read_grain(const Words& words, Uses& uses, Cues& cues) {
    struct Name {
        std::string_view phrase;
        Grain grain;
    };
    constexpr std::array<Name, 12> names{{{"day by day", Grain::day},
                                          {"week by week", Grain::week},
                                          {"month by month", Grain::month},
                                          {"quarter by quarter", Grain::quarter},
                                          {"year by year", Grain::year},
                                          {"day over day", Grain::day},
                                          {"daily", Grain::day},
                                          {"weekly", Grain::week},
                                          {"monthly", Grain::month},
                                          {"quarterly", Grain::quarter},
                                          {"yearly", Grain::year},
                                          {"annually", Grain::year}}};
    for (const auto& name : names) {
        const auto at = find(words, uses, name.phrase);
        // "monthly recurring revenue" is a name: an adverb of time stands at an end or behind its noun.
        const bool noun = at && (*at == 0 || is_one_of(words, *at - 1, {"the", "a", "an", "our"}));
        const bool counts =
            at && is_one_of(words, *at + 1, {"number", "count", "total", "sum", "average", "share", "figures"});
        const bool adverb = at && (length_of(name.phrase) > 1 || !noun || counts || words.size() == 1);
        if (at == std::optional<std::size_t>(0) && length_of(name.phrase) == 1 && words.size() > 1) {
            cues.leading_grain = name.grain;
            mark(uses, 0, 1);  // A name may hold it all the same.
        }
        if (!adverb || cues.grain) continue;  // "daily users by month": what stands behind "by" is meant.
        cues.grain = name.grain;
        if (length_of(name.phrase) == 1) cues.grain_adverb = at;
        if (length_of(name.phrase) > 1 || *at + 1 == words.size() || words[*at + 1].breaks)
            mark(uses, *at, length_of(name.phrase));
    }
    cues.hourly = find(words, uses, "hourly");
    read_each_step(words, uses, cues);
    if (asks_how_it_went(words)) cues.trend = true;
    for (const std::string_view phrase :
         {"over time", "trend", "trends", "trended", "develop", "developed", "evolve", "evolved", "development of",
          "evolution of", "time series", "going up", "going down"}) {
        const auto at = find(words, uses, phrase);
        if (!at) continue;
        // "On branch develop": a name, where nobody asks how something developed.
        const bool verb = phrase == "develop" || phrase == "evolve";
        if (verb && !is_one_of(words, 0, {"how", "did", "does", "do", "show", "see"})) continue;
        cues.trend = true;
        if (phrase != "trend" && phrase != "trends") take(words, uses, phrase);
    }
}

struct OrderName {
    std::string_view phrase;
    bool descending;
    bool change;
};

constexpr std::array<OrderName, 46> order_names{{{"growing fastest", true, true},
                                                 {"grew fastest", true, true},
                                                 {"grew most", true, true},
                                                 {"grew the most", true, true},
                                                 {"growing most", true, true},
                                                 {"fastest growing", true, true},
                                                 {"increased most", true, true},
                                                 {"increased the most", true, true},
                                                 {"biggest increase", true, true},
                                                 {"fell most", false, true},
                                                 {"fell the most", false, true},
                                                 {"dropped the most", false, true},
                                                 {"dropped most", false, true},
                                                 {"declined the most", false, true},
                                                 {"biggest drop", false, true},
                                                 {"most expensive", true, false},
                                                 {"least expensive", false, false},
                                                 {"highest", true, false},
                                                 {"most", true, false},
                                                 {"largest", true, false},
                                                 {"biggest", true, false},
                                                 {"greatest", true, false},
                                                 {"best", true, false},
                                                 {"strongest", true, false},
                                                 {"descending", true, false},
                                                 {"lowest", false, false},
                                                 {"least", false, false},
                                                 {"fewest", false, false},
                                                 {"smallest", false, false},
                                                 {"worst", false, false},
                                                 {"weakest", false, false},
                                                 {"quietest", false, false},
                                                 {"bottom", false, false},
                                                 {"ascending", false, false},
                                                 {"shortest", false, false},
                                                 {"fastest", false, false},
                                                 {"cheapest", false, false},
                                                 {"slowest", true, false},
                                                 {"longest", true, false},
                                                 {"priciest", true, false},
                                                 {"hardest", true, false},
                                                 {"hottest", true, false},
                                                 {"richest", true, false},
                                                 {"steepest", true, false},
                                                 {"loudest", true, false},
                                                 {"top", true, false}}};

// "noisiest", "flakiest", "busiest": adjectives that no list holds.
bool is_superlative(const Word& word) {
    return !word.quoted && word.text.size() > 5 && word.text.ends_with("iest") && word.text != "earliest";
}

// "busiest day", "quietest hour", "strongest month".
bool names_time(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"hour", "hours", "weekday", "weekdays"}) ||
           (at < words.size() && grain_word(words[at].text).has_value());
}

// How many rows: "top 10", "ten best", and "top" alone.
void read_limit(const Words& words, Uses& uses, Cues& cues, std::size_t at, std::size_t behind) {
    const bool cuts =
        is_one_of(words, at,
                  {"top", "bottom", "best", "worst", "lowest", "highest", "biggest", "largest", "smallest", "longest",
                   "shortest", "slowest", "fastest", "cheapest", "least", "most", "priciest"}) ||
        is_superlative(words[at]);
    if (const auto count = cuts && is_free(uses, behind, 1) ? count_at(words, behind) : std::nullopt) {
        cues.limit = count;
        mark(uses, behind, 1);
        cues.subjects.push_back(behind + 1);
    } else if (const auto before =
                   at > 0 && cuts && uses[at - 1] == Use::open ? count_at(words, at - 1) : std::nullopt) {
        cues.limit = before;
        mark(uses, at - 1, 1);
        cues.subjects.push_back(behind);
    } else if (is_one_of(words, at, {"top", "bottom"}) && behind == at + 1) {
        cues.top = true;
        cues.subjects.push_back(behind);
    } else if (is_one_of(words, at, {"best", "worst"}) || names_time(words, behind)) {
        cues.subjects.push_back(behind);
    }
}

// "top 10 ..." may stand before another word of order, which then says what comes first: "top 10 largest tables".
bool read_top_count(const Words& words, Uses& uses, Cues& cues) {
    for (const std::string_view lead : {"top", "bottom"}) {
        const auto at = find(words, uses, lead);
        if (!at || (*at > 0 && is_one_of(words, *at - 1, {"at", "on"}))) continue;
        const auto count = is_free(uses, *at + 1, 1) ? count_at(words, *at + 1) : std::nullopt;
        if (!count) continue;
        cues.descending = lead == "top";
        cues.limit = count;
        mark(uses, *at, 2);
        cues.subjects.push_back(*at + 2);
        return true;
    }
    return false;
}

// "most popular flags", "slowest queries", "best selling drinks": the thing in the plural behind the superlative, and
// behind one or two words that belong to it, is what is ranked. "Most deals" is a number.
void read_ranked(const Words& words, Cues& cues, std::size_t at, std::size_t behind) {
    if (cues.by_change || behind >= words.size() || words[behind].breaks) return;
    if (is_one_of(words, at, {"most", "least"}) && behind == at + 1) {
        const std::string& next = words[behind].text;
        const bool adjective = next.ends_with("ed") || next.ends_with("ive") || next.ends_with("ular") ||
                               next.ends_with("able") ||
                               is_one_of(words, behind, {"frequent", "common", "visited", "read", "sold", "bought"});
        if (!adjective) return;
        ++behind;
    }
    constexpr std::size_t reach = 3;
    for (std::size_t k = behind; k < std::min(words.size(), behind + reach); ++k) {
        if ((k > behind && words[k].breaks) || is_stop_word(words[k].text)) return;
        cues.ranked.push_back(k);
    }
}

void read_order(const Words& words, Uses& uses, Cues& cues) {
    const bool counted_already = read_top_count(words, uses, cues);
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool listed = std::any_of(order_names.begin(), order_names.end(),
                                        [&](const OrderName& name) { return name.phrase == words[at].text; });
        if (!is_superlative(words[at]) || listed || !is_free(uses, at, 1)) continue;
        cues.descending = true;
        cues.order_word = words[at].text;
        cues.order_at = at;
        mark(uses, at, 1);
        if (!counted_already) read_limit(words, uses, cues, at, at + 1);
        read_ranked(words, cues, at, at + 1);
        return;
    }
    for (const auto& name : order_names) {
        const auto at = find(words, uses, name.phrase);
        if (!at || stands_at(words, *at, "most recent") || (*at > 0 && is_one_of(words, *at - 1, {"at"}))) continue;
        cues.descending = name.descending;
        cues.by_change = cues.by_change || name.change;
        cues.by_quality = is_one_of(words, *at, {"best", "worst"});
        cues.order_word = name.phrase;
        cues.order_at = *at;
        const std::size_t behind = *at + length_of(name.phrase);
        mark(uses, *at, length_of(name.phrase));
        read_ranked(words, cues, *at, behind);
        if (!counted_already)
            read_limit(words, uses, cues, *at, behind);
        else if (std::find(cues.subjects.begin(), cues.subjects.end(), *at) != cues.subjects.end())
            cues.subjects.push_back(behind);
        return;
    }
}

void read_subjects(const Words& words, const Uses& uses, Cues& cues) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!is_free(uses, at, 1)) continue;
        if (is_one_of(words, at, {"which", "wich"})) {
            // "which ten countries": so many of them.
            const auto count = is_free(uses, at + 1, 1) ? count_at(words, at + 1) : std::nullopt;
            if (count && cues.descending && !cues.limit) cues.limit = count;
            const std::size_t thing = count ? at + 2 : at + 1;
            cues.subjects.push_back(thing);
            constexpr std::size_t reach = 4;  // "which open feature flags"
            for (std::size_t k = thing; k < std::min(words.size(), at + reach) && !is_stop_word(words[k].text); ++k)
                cues.ranked.push_back(k);
        }
        const bool noun_behind = at + 1 < words.size() && !is_stop_word(words[at + 1].text);
        // "What plan brings ...", "at what hour do we ..."
        const bool opens = at == 0 || (at < 3 && is_one_of(words, at - 1, {"at", "on", "in", "during"}));
        if (opens && is_one_of(words, at, {"what"}) && noun_behind) cues.subjects.push_back(at + 1);
        const bool begins = at == 0 || words[at].breaks;
        if (!begins || !is_one_of(words, at, {"who"}) || is_one_of(words, at + 1, {"is", "was"})) continue;
        // "Who are the 5 merchants we paid most": what they are is said.
        std::size_t thing = at + 1;
        while (is_one_of(words, thing, {"are", "were", "the", "our"})) ++thing;
        const bool counted = thing > at + 1 && is_free(uses, thing, 1) && count_at(words, thing);
        if (counted && cues.descending && !cues.limit) cues.limit = count_at(words, thing);
        if (counted) ++thing;
        const bool named = thing > at + 2 && thing < words.size() && words[thing].text.ends_with('s');
        if (named) cues.subjects.push_back(thing);
        cues.who = cues.who || !named;
    }
    // "devs by number of commits"
    for (std::size_t at = 1; at + 2 < words.size() && at < 4; ++at) {
        const bool counted = stands_at(words, at, "by number of") || stands_at(words, at, "by count of");
        if (counted && words[at - 1].text.ends_with('s')) cues.subjects.push_back(at - 1);
    }
    // "customers who spent most", "products with the most variants"
    for (std::size_t at = 1; cues.descending && at < std::min<std::size_t>(words.size(), 4); ++at) {
        const bool clause = is_one_of(words, at, {"who", "that", "which"}) || stands_at(words, at, "with the");
        if (clause && !words[at].breaks) cues.ranked.push_back(at - 1);
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (is_one_of(words, at, {"where"}) && is_one_of(words, at + 1, {"do", "does", "did", "are"})) {
            for (std::size_t k = at + 2; k + 1 < words.size(); ++k)
                cues.origin = cues.origin ||
                              (is_one_of(words, k, {"come", "coming", "came"}) && is_one_of(words, k + 1, {"from"}));
        }
    }
    // "ten shoppers who left the most"
    // and "the 5 automations with the fewest".
    std::size_t lead = 0;
    for (std::size_t k = 1; k < std::min<std::size_t>(words.size(), 4); ++k) {
        // "Mailchimp: the ten subject lines", "box: 10 people with ..."
        if (words[k].breaks && (is_one_of(words, k, {"the"}) || (lead == 0 && count_at(words, k)))) lead = k;
    }
    while (lead < words.size() && is_one_of(words, lead, {"the", "our", "which", "show", "me", "list", "give"})) ++lead;
    if (cues.descending && !cues.limit && lead + 1 < words.size()) {
        const bool things = lead == 0 || words[lead + 1].text.ends_with('s') ||
                            is_one_of(words, lead + 1, {"people"}) ||
                            (lead + 2 < words.size() && words[lead + 2].text.ends_with('s'));
        if (const auto count = things && is_free(uses, lead, 1) ? count_at(words, lead) : std::nullopt) {
            cues.limit = count;
            cues.subjects.push_back(lead + 1);
            cues.ranked.push_back(lead + 1);
        }
    }
}

void read_aggregate(const Words& words, const Uses& uses, Cues& cues) {
    struct Name {
        std::string_view word;
        std::string_view aggregate;
    };
    constexpr std::array<Name, 10> names{{{"average", "avg"},
                                          {"avg", "avg"},
                                          {"mean", "avg"},
                                          {"median", "median"},
                                          {"typical", "median"},
                                          {"maximum", "max"},
                                          {"max", "max"},
                                          {"peak", "max"},
                                          {"minimum", "min"},
                                          {"min", "min"}}};
    for (const auto& name : names) {
        if (find(words, uses, name.word)) cues.aggregate = std::string(name.aggregate);
    }
    cues.how_many = find(words, uses, "how many") || find(words, uses, "number of") || find(words, uses, "count of");
    for (const std::string_view phrase : {"how long", "how slow", "how fast", "how quickly", "how soon"}) {
        if (find(words, uses, phrase)) cues.how_long = true;
    }
    for (const std::string_view phrase :
         {"how much", "money", "spend", "spent", "paid us", "brought", "earn", "earned", "amount"}) {
        if (find(words, uses, phrase)) cues.how_much = true;
    }
    for (const std::string_view phrase : {"share", "rate", "percentage", "percent", "ratio", "part of", "proportion"}) {
        if (find(words, uses, phrase)) cues.share = true;
    }
}

// What is left out is no subject: "revenue, excluding refunds" is about revenue.
// "how big is", "how much space do the folders take up": of each of the things that are named in the plural.
void read_size(const Words& words, Cues& cues) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const std::string_view phrase : {"how big", "how large", "how heavy", "how much space", "how much room",
                                              "how much storage", "how much disk"}) {
            if (!stands_at(words, at, phrase)) continue;
            cues.how_big = true;
            std::size_t thing = at + length_of(phrase);
            while (
                is_one_of(words, thing, {"is", "are", "do", "does", "did", "were", "space", "the", "our", "my", "all"}))
                ++thing;
            const bool plural =
                thing < words.size() && words[thing].text.ends_with('s') && words[thing].text.size() > 3;
            if (plural) cues.subjects.push_back(thing);
            return;
        }
    }
}

void read_exclusion(const Words& words, Uses& uses, Cues& cues) {
    for (std::size_t at = 1; at + 1 < words.size(); ++at) {
        if (!is_free(uses, at, 1) || !is_one_of(words, at, {"excluding", "without", "except", "minus", "excl"}))
            continue;
        std::size_t end = at + 1;
        while (end < words.size() && end <= at + 3 && !words[end].breaks && uses[end] == Use::open &&
               !is_one_of(words, end, {"by", "per", "in", "for", "since", "as"})) {
            ++end;
        }
        for (std::size_t k = at; k < end; ++k) cues.excluded += cat(k > at ? " " : "", words[k].text);
        cues.excluded_first = at;
        cues.excluded_count = end - at;
        mark(uses, at, end - at);
        return;
    }
}

}  // namespace

std::optional<int> count_at(const Words& words, std::size_t at) {
    if (at >= words.size()) return std::nullopt;
    constexpr std::array<std::string_view, 12> names{"one",   "two",   "three", "four", "five",   "six",
                                                     "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
    const std::string& text = words[at].text;
    const auto found = std::find(names.begin(), names.end(), text);
    if (found != names.end()) return static_cast<int>(found - names.begin()) + 1;
    if (text == "twenty") return 20;
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr int rows_most = 1000;
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && value >= 1 && value <= rows_most ? std::optional<int>(value) : std::nullopt;
}

Cues read_cues(const Words& words, Uses& uses) {
    Cues cues;
    read_exclusion(words, uses, cues);
    read_chart(words, uses, cues);
    read_aggregate(words, uses, cues);
    read_size(words, cues);
    read_groups(words, uses, cues);
    read_grain(words, uses, cues);
    read_order(words, uses, cues);
    read_subjects(words, uses, cues);
    return cues;
}

}  // namespace parley::planner
