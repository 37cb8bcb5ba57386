#include "planner/tables/table_cues.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace parley::planner {
namespace {

struct MarkWord {
    std::string_view phrase;
    std::string_view says;
};

// The first of these phrases that stands anywhere; earlier phrases of the list win.
std::optional<Cue> find(const Words& words, std::span<const MarkWord> meanings) {
    for (const auto& meaning : meanings) {
        for (std::size_t at = 0; at < words.size(); ++at) {
            if (stands_at(words, at, meaning.phrase))
                return Cue{at, length_of(meaning.phrase), std::string(meaning.says)};
        }
    }
    return std::nullopt;
}

void read_mark(const Words& words, TableCues& cues) {
    static constexpr std::array<MarkWord, 27> named{
        {{"pie", "arc"},           {"donut", "arc"},           {"doughnut", "arc"},    {"scatter", "point"},
         {"scatterplot", "point"}, {"scatterplots", "point"},  {"scattered", "point"}, {"scattergram", "point"},
         {"bubble", "point"},      {"dot plot", "point"},      {"xy chart", "point"},  {"xy plot", "point"},
         {"xyplot", "point"},      {"histogram", "bar"},       {"histograms", "bar"},  {"bar", "bar"},
         {"bars", "bar"},          {"barchart", "bar"},        {"barplot", "bar"},     {"column chart", "bar"},
         {"column graph", "bar"},  {"stacked columns", "bar"}, {"line", "line"},       {"lines", "line"},
         {"linechart", "line"},    {"area chart", "line"},     {"points", "point"}}};
    static constexpr std::array<MarkWord, 30> meant{
        {{"proportion", "arc"},    {"proportions", "arc"},     {"percentage", "arc"},     {"percentages", "arc"},
         {"correlation", "point"}, {"correlate", "point"},     {"correlated", "point"},   {"relationship", "point"},
         {"relation", "point"},    {"related", "point"},       {"relate", "point"},       {"outliers", "point"},
         {"cluster", "point"},     {"clusters", "point"},      {"over time", "line"},     {"across time", "line"},
         {"through time", "line"}, {"over the years", "line"}, {"over the year", "line"}, {"over years", "line"},
         {"with years", "line"},   {"trend", "line"},          {"trends", "line"},        {"timeline", "line"},
         {"time series", "line"},  {"evolution", "line"},      {"evolve", "line"},        {"evolved", "line"},
         {"changed over", "line"}, {"change over", "line"}}};
    if (const auto cue = find(words, named)) cues.mark = cue->says;
    if (const auto cue = find(words, meant)) cues.wished = cue->says;
    cues.histogram = holds_phrase(words, {"histogram", "histograms", "bins", "binned", "bin width", "buckets", "bucket",
                                          "distribution", "distributed", "frequency", "bin size", "intervals"});
    cues.stacked = holds_phrase(words, {"stacked", "stack", "stacking", "stacks"});
}

void read_aggregates(const Words& words, TableCues& cues) {
    static constexpr std::array<MarkWord, 27> names{{{"average", "mean"},      {"averages", "mean"},
                                                     {"averaged", "mean"},     {"avg", "mean"},
                                                     {"mean", "mean"},         {"sum", "sum"},
                                                     {"sums", "sum"},          {"summed", "sum"},
                                                     {"cumulative", "sum"},    {"total number", "count"},
                                                     {"total count", "count"}, {"total", "sum"},
                                                     {"totals", "sum"},        {"maximum", "max"},
                                                     {"maximal", "max"},       {"max", "max"},
                                                     {"minimum", "min"},       {"minimal", "min"},
                                                     {"min", "min"},           {"median", "median"},
                                                     {"number of", "count"},   {"numbers of", "count"},
                                                     {"how many", "count"},    {"amount of", "count"},
                                                     {"frequency", "count"},   {"count", "count"},
                                                     {"counts", "count"}}};
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const auto& name : names) {
            if (!stands_at(words, at, name.phrase)) continue;
            cues.aggregates.push_back({at, length_of(name.phrase), std::string(name.says)});
            at += length_of(name.phrase) - 1;
            break;
        }
    }
    // "for each city the highest latitude": said of groups, it is a number made of them.
    const bool grouped = holds_phrase(words, {"for each", "of each", "in each", "per", "each", "every", "for every"});
    const bool asks_which = !words.empty() && is_one_of(words, 0, {"which", "who"});
    for (std::size_t at = 0; at < words.size() && grouped && !asks_which; ++at) {
        const bool most = is_one_of(words, at, {"highest", "largest", "greatest", "biggest", "longest"});
        const bool least = is_one_of(words, at, {"lowest", "smallest", "shortest"});
        const bool order =
            is_one_of(words, at + 1, {"to", "first", "order"}) || (at > 0 && is_one_of(words, at - 1, {"to", "from"}));
        if ((most || least) && !order) cues.aggregates.push_back({at, 1, most ? "max" : "min"});
    }
    if (holds_phrase(words, {"count them", "counting", "counted"}) && cues.aggregates.empty())
        cues.aggregates.push_back({words.size(), 0, "count"});
}

void read_bin(const Words& words, TableCues& cues) {
    static constexpr std::array<MarkWord, 33> names{{{"day of the week", "weekday"},
                                                     {"day of week", "weekday"},
                                                     {"weekday", "weekday"},
                                                     {"weekdays", "weekday"},
                                                     {"by week day", "weekday"},
                                                     {"year interval", "year"},
                                                     {"by year", "year"},
                                                     {"by years", "year"},
                                                     {"per year", "year"},
                                                     {"each year", "year"},
                                                     {"every year", "year"},
                                                     {"yearly", "year"},
                                                     {"annual", "year"},
                                                     {"annually", "year"},
                                                     {"month interval", "month"},
                                                     {"by month", "month"},
                                                     {"by months", "month"},
                                                     {"per month", "month"},
                                                     {"each month", "month"},
                                                     {"every month", "month"},
                                                     {"monthly", "month"},
                                                     {"of month", "month"},
                                                     {"by quarter", "quarter"},
                                                     {"per quarter", "quarter"},
                                                     {"quarterly", "quarter"},
                                                     {"by week", "week"},
                                                     {"weekly", "week"},
                                                     {"per week", "week"},
                                                     {"by day", "day"},
                                                     {"each day", "day"},
                                                     {"daily", "day"},
                                                     {"over year", "year"},
                                                     {"over years", "year"}}};
    cues.bin = find(words, names);
}

constexpr std::array<std::string_view, 24> color_leads{"color by",       "colored by",
                                                       "colour by",      "coloured by",
                                                       "color coded by", "color marks by",
                                                       "color code by",  "coded by",
                                                       "colors by",      "color",
                                                       "colored",        "coloured",
                                                       "stacked by",     "stack by",
                                                       "stacked with",   "stacked on",
                                                       "stack",          "segmented by",
                                                       "legend",         "colors for each",
                                                       "color for each", "colored line for each",
                                                       "line for each",  "lines for each"};
constexpr std::array<std::string_view, 37> facet_leads{"split by",
                                                       "splits by",
                                                       "split",
                                                       "separated by",
                                                       "separate by",
                                                       "separately by",
                                                       "separated",
                                                       "separate",
                                                       "divided by",
                                                       "divide by",
                                                       "partitioned by",
                                                       "faceted by",
                                                       "facet by",
                                                       "facet on",
                                                       "faceting on",
                                                       "facet",
                                                       "facets",
                                                       "broken down by",
                                                       "broken out by",
                                                       "break down by",
                                                       "break it down by",
                                                       "broken by",
                                                       "breakdown by",
                                                       "break into",
                                                       "small multiples on",
                                                       "small multiples by",
                                                       "filtered by",
                                                       "one chart per",
                                                       "plot for each",
                                                       "plots for each",
                                                       "chart for each",
                                                       "charts for each",
                                                       "graph for each",
                                                       "each plot",
                                                       "categorized by",
                                                       "regarding",
                                                       "across different"};
constexpr std::array<std::string_view, 23> group_leads{
    "grouped by", "group by", "groups by",    "for each",      "for every",    "of each", "in each", "from each",
    "by",         "per",      "across",       "over",          "versus",       "vs",      "against", "each",
    "every",      "among",    "of different", "for different", "in different", "within",  "based on"};

// "by", "per", "for each" begin a grouping; "colored by" and "split by" a second one.
void read_groups(const Words& words, TableCues& cues) {
    const auto take = [&](std::size_t& at, const auto& phrases, std::vector<std::size_t>& out, bool taken) {
        const auto found = std::find_if(phrases.begin(), phrases.end(),
                                        [&](std::string_view lead) { return stands_at(words, at, lead); });
        if (found == phrases.end()) return false;
        for (std::size_t k = at; k < at + length_of(*found); ++k) cues.taken[k] = taken;
        at += length_of(*found) - 1;
        out.push_back(at + 1);
        return true;
    };
    for (std::size_t at = 0; at < words.size(); ++at) {
        // "For each country, show ...": said first, it parts the whole.
        const bool opens =
            (at == 0 || words[at].breaks) && (stands_at(words, at, "for each") || stands_at(words, at, "for every"));
        if (opens) cues.facets.push_back(at + 2);
        if (take(at, color_leads, cues.colors, true) || take(at, facet_leads, cues.facets, true)) continue;
        take(at, group_leads, cues.by, false);
    }
}

bool is_number(const Word& word) {
    return !word.text.empty() && word.text.front() >= '0' && word.text.front() <= '9';
}

std::size_t end_of_clause(const Words& words, std::size_t from) {
    std::size_t end = from + 1;
    while (end < words.size() && !words[end].breaks) ++end;
    return end;
}

// From the word that opens a condition to the end of its clause, where a comparison or a value stands in between.
void read_conditions(const Words& words, TableCues& cues) {
    constexpr std::size_t reach = 9;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool relative =
            is_one_of(words, at, {"whose", "who", "where", "with", "that", "having", "has", "have", "which", "their"});
        if (!relative) continue;
        if (is_one_of(words, at, {"with"}) && is_one_of(words, at + 1, {"a", "an"}) &&
            !is_one_of(words, at + 2, {"price", "higher", "salary"}))
            continue;
        for (std::size_t k = at + 1; k < std::min(words.size(), at + reach); ++k) {
            if (words[k].breaks && !is_number(words[k])) break;
            const auto value_behind = [&](std::size_t far) {
                for (std::size_t n = k + 1; n <= k + far && n < words.size(); ++n) {
                    if (is_number(words[n]) || words[n].quoted) return true;
                }
                return false;
            };
            const bool compares =
                (is_one_of(words, k, {"above",   "below",  "higher", "lower", "greater", "bigger", "larger",
                                      "smaller", "less",   "more",   "older", "younger", "before", "after",
                                      "between", "equals", "equal",  "over",  "under",   "least",  "exceeds"}) &&
                 value_behind(4)) ||
                is_one_of(words, k, {"contain", "contains", "letter", "letters", "null", "not"}) ||
                (is_one_of(words, k, {"is", "are", "as", "name"}) && k + 1 < words.size() &&
                 (words[k + 1].quoted || is_number(words[k + 1]) || words[k + 1].capital));
            if (!compares) continue;
            std::size_t end = k + 1;
            while (
                end < words.size() && !(words[end].breaks && !is_number(words[end]) && !words[end].quoted) &&
                !is_one_of(words, end, {"show", "find", "return", "draw", "give", "plot", "visualize", "list", "and"}))
                ++end;
            // "between 8000 and 12000", "D or S"
            if (end < words.size() && words[end].text == "and" && end + 1 < words.size() &&
                (is_number(words[end + 1]) || is_one_of(words, k, {"between"}) ||
                 is_one_of(words, end + 1, {"commission", "department"})))
                end = end_of_clause(words, end);
            cues.conditions.push_back({at, end});
            at = end - 1;
            break;
        }
    }
}

struct Direction {
    std::string_view phrase;
    bool descending;
};
constexpr std::array<Direction, 24> directions{{{"high to low", true},
                                                {"low to high", false},
                                                {"highest to lowest", true},
                                                {"lowest to highest", false},
                                                {"largest to smallest", true},
                                                {"smallest to largest", false},
                                                {"large to small", true},
                                                {"small to large", false},
                                                {"highest first", true},
                                                {"lowest first", false},
                                                {"most to least", true},
                                                {"least to most", false},
                                                {"descending", true},
                                                {"ascending", false},
                                                {"decreasing", true},
                                                {"increasing", false},
                                                {"desc", true},
                                                {"asc", false},
                                                {"ascend", false},
                                                {"descend", true},
                                                {"alphabetical", false},
                                                {"alphabetically", false},
                                                {"alphabetic", false},
                                                {"a to z", false}}};

// Where the clause of a direction begins: at a break before it or, without a comma, at its verb.
std::size_t order_begins(const Words& words, std::size_t at) {
    constexpr std::size_t reach = 14;
    std::size_t first = at;
    while (first > 0 && !words[first].breaks && at - first < reach) --first;
    for (std::size_t k = at; k > first; --k) {
        const bool verb = is_one_of(
            words, k,
            {"sort", "sorted", "sorting", "order", "ordered", "rank", "ranked", "sorts", "list", "display", "show"});
        if (verb && !is_one_of(words, k - 1, {"in", "descending", "ascending", "high", "low"})) return k;
    }
    return first == 0 && !is_one_of(words, 0, {"sort", "order", "rank"}) ? at : first;
}

void read_direction(const Words& words, TableCues& cues) {
    for (const auto& direction : directions) {
        for (std::size_t at = 0; at < words.size() && !cues.order; ++at) {
            if (!stands_at(words, at, direction.phrase)) continue;
            const std::size_t end = end_of_clause(words, at + length_of(direction.phrase) - 1);
            cues.order = Stretch{order_begins(words, at), end};
            cues.descending = direction.descending;
            if (direction.phrase.starts_with("alphabet")) cues.order_axis = "x";
        }
    }
}

// "and sort by the y axis from high to low please"
void read_order(const Words& words, TableCues& cues) {
    read_direction(words, cues);
    for (std::size_t k = 0; k < words.size(); ++k) {
        if (is_one_of(words, k,
                      {"asc", "desc", "ascending", "descending", "ascend", "descend", "high", "low", "sort", "sorted",
                       "rank", "axis"}))
            cues.taken[k] = true;
    }
    if (!cues.order) return;
    for (std::size_t k = cues.order->first; k < cues.order->end; ++k) {
        if (is_one_of(words, k, {"x", "bars", "bar", "names", "xaxis"})) cues.order_axis = "x";
        if (is_one_of(words, k, {"y", "yaxis"})) cues.order_axis = "y";
    }
}

void read_limit(const Words& words, TableCues& cues) {
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        if (!is_one_of(words, at, {"top", "first", "bottom"})) continue;
        int value = 0;
        const auto& text = words[at + 1].text;
        if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc() && value > 0)
            cues.limit = value;
    }
}

}  // namespace

TableCues read_table_cues(const Words& words) {
    TableCues cues;
    cues.taken.assign(words.size(), false);
    cues.time = holds_phrase(words, {"date", "dates", "day", "days", "daily", "month", "months", "monthly", "year",
                                     "years", "yearly", "annual", "time", "when", "timeline", "trend", "trends"});
    read_mark(words, cues);
    read_aggregates(words, cues);
    read_bin(words, cues);
    read_groups(words, cues);
    read_conditions(words, cues);
    read_order(words, cues);
    read_limit(words, cues);
    return cues;
}

}  // namespace parley::planner
