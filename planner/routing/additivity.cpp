#include "planner/routing/additivity.h"

#include "base/text.h"
#include "planner/routing/build.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

constexpr int days_of_a_month = 31;

// What the words ask to be done with the number, apart from what it is called.
struct Wish {
    bool total = false;          // "total", "overall", which may just stand there
    bool sum = false;            // "add up", "sum of": nothing else can be meant
    std::string average;         // The word: "average", "median"
    std::string_view statistic;  // As a measure's aggregate has it: "avg"
    bool steps = false;          // "daily", "monthly": the steps that are to be added up
};

// How often the word stands in the question more than in any one name of the number: "average" of "average order
// value" names it, and another one in front of it averages it.
bool says_beside_name(const Words& words, std::string_view text, const std::vector<Words>& names,
                      std::ptrdiff_t at_least = 0) {
    const auto times_in = [text](const Words& of) {
        return std::count_if(of.begin(), of.end(), [text](const Word& word) { return word.text == text; });
    };
    std::ptrdiff_t named = at_least;
    for (const auto& name : names) named = std::max(named, times_in(name));
    return times_in(words) > named;
}

// Without what is quoted, without people called Max, and without "5 min": names and units ask for nothing.
Words saying_words(std::string_view question, Stemmer& stemmer) {
    const Words words = words_of(question, stemmer);
    Words out;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool short_form = is_one_of(words, at, {"max", "min"});
        const bool counted = at > 0 && words[at - 1].text.find_first_not_of("0123456789.") == std::string::npos;
        const bool named = at > 0 && words[at].capital && !words[at].upper;
        if (words[at].quoted || (short_form && (counted || named))) continue;
        out.push_back(words[at]);
    }
    return out;
}

std::vector<Words> names_of(const Metric& metric, Stemmer& stemmer) {
    std::vector<Words> names{words_of(metric.name, stemmer)};
    for (const auto& synonym : metric.synonyms) names.push_back(words_of(synonym, stemmer));
    return names;
}

Wish wish_of(const Words& words, const Metric& metric, Stemmer& stemmer) {
    const auto names = names_of(metric, stemmer);
    struct Statistic {
        std::string_view word;
        std::string_view aggregate;
    };
    constexpr std::array<Statistic, 8> statistics{{{"average", "avg"},
                                                   {"avg", "avg"},
                                                   {"averages", "avg"},
                                                   {"median", "median"},
                                                   {"maximum", "max"},
                                                   {"max", "max"},
                                                   {"minimum", "min"},
                                                   {"min", "min"}}};
    Wish wish;
    wish.total = says_beside_name(words, "total", names) || says_beside_name(words, "totals", names);
    wish.sum =
        says_beside_name(words, "sum", names) || holds_word(words, {"sums", "summed", "cumulative", "altogether"}) ||
        holds_phrase(words,
                     {"add up", "adds up", "added up", "adding up", "add together", "added together", "running total"});
    for (const auto& statistic : statistics) {
        // An average may always be called one; called so twice it is an average of averages.
        const bool is_one =
            adding_of(metric) == Adding::averaged && statistic.aggregate == name_of(metric.value.aggregate);
        if (!says_beside_name(words, statistic.word, names, is_one ? 1 : 0)) continue;
        wish.average = std::string(statistic.word);
        wish.statistic = statistic.aggregate;
        break;
    }
    wish.steps = holds_word(words, {"daily", "weekly", "monthly", "quarterly", "yearly", "annual"});
    return wish;
}

bool is_longer_than_a_month(const Plan& plan) {
    const auto& range = plan.range;
    return range && (!range->start || !range->end || range->end->days - range->start->days > days_of_a_month);
}

std::string quoted(const Metric& metric) {
    return cat("\"", metric.name, "\"");
}

void add_note(std::string note, Plan& plan) {
    if (std::find(plan.notes.begin(), plan.notes.end(), note) == plan.notes.end())
        plan.notes.push_back(std::move(note));
}

void note_sum(const Metric& metric, Plan& plan) {
    switch (adding_of(metric)) {
    case Adding::freely: return;
    case Adding::of_parts:
        add_note(cat(quoted(metric),
                     " is a ratio and is never added up: each is computed from its two parts, over all "
                     "that it stands for"),
                 plan);
        return;
    case Adding::counted_anew:
        add_note(cat(quoted(metric),
                     " counts each once, so that parts of it are never added up: it is counted anew "
                     "over all that is asked for"),
                 plan);
        return;
    case Adding::averaged:
        add_note(cat(quoted(metric), " is an average and is never added up: it is computed over all its rows"), plan);
        return;
    case Adding::extreme:
        add_note(cat(quoted(metric), " is one of many values and is never added up: it is taken from all its rows"),
                 plan);
        return;
    case Adding::not_over_time:
        if (plan.grain || !is_longer_than_a_month(plan)) return;
        add_note(cat(quoted(metric),
                     " is what there is at one time, and is never added up over time: it is shown as "
                     "it was at the ",
                     metric.value.timing == Timing::at_start ? "start" : "end", " of the period"),
                 plan);
        return;
    }
}

// What there was at the end of each month, added up, is no number of anything.
std::optional<Clarify> ask_about_stock(const Metric& metric, const Wish& wish, const Plan& plan) {
    const bool over_time = plan.grain || is_longer_than_a_month(plan) || wish.steps;
    if (adding_of(metric) != Adding::not_over_time || !wish.sum || !over_time || plan.measures.size() != 1)
        return std::nullopt;
    Clarify clarify;
    const bool at_start = metric.value.timing == Timing::at_start;
    clarify.question = cat(quoted(metric),
                           " is what there is at one time: added up over time, the same would count "
                           "again and again. Shall it be shown step by step, or once, at the ",
                           at_start ? "start" : "end", " of the period?");
    Plan steps = plan;
    if (!steps.grain) steps.grain = is_longer_than_a_month(plan) ? Grain::month : sensible_grain(plan.range);
    Plan once = plan;
    once.grain.reset();
    clarify.choices.push_back({cat(metric.name, " per ", name_of(*steps.grain)), std::move(steps)});
    clarify.choices.push_back(
        {cat(metric.name, " at the ", at_start ? "start" : "end", " of the period"), std::move(once)});
    return clarify;
}

void note_average(const Metric& metric, const Wish& wish, const Measure& measure, Plan& plan) {
    const Adding adding = adding_of(metric);
    if (wish.average.empty() || (measure.aggregate == wish.statistic && adding != Adding::averaged)) return;
    const bool mean = wish.statistic == "avg";
    if (adding == Adding::of_parts && mean) {
        add_note(cat(quoted(metric),
                     " is not the average of other ratios, which would weigh small ones like large "
                     "ones: it is computed from its two parts"),
                 plan);
        return;
    }
    if (adding == Adding::averaged && mean) {
        add_note(cat("averages are not averaged again: ", quoted(metric), " is computed over all its rows"), plan);
        return;
    }
    add_note(cat("\"", wish.average, "\" had no effect: ", quoted(metric), " is shown as it is defined"), plan);
}

// "Average gross volume per month" is no average of months.
void note_statistic(const Defined& found, const Measure& measure, Plan& plan) {
    const std::string name = name_of(measure, *found.metric);
    const Dataset* rows = found.offer->rows_of(*found.metric);
    // A field of a table that the customer made is said so already.
    if (name == found.metric->name || rows == nullptr || !measure.field.empty()) return;
    add_note(cat("\"", name, "\" is taken over single ", rows->name), plan);
}

// "rows with status = failed"
std::string conditions_text(const Term& term) {
    std::vector<std::string> parts;
    for (const auto& condition : term.where) {
        const Json& value = condition.value;
        std::string text = value.is_string() ? value.get<std::string>() : dump(value);
        if (value.is_array()) {
            std::vector<std::string> values;
            for (const auto& one : value) values.push_back(one.is_string() ? one.get<std::string>() : dump(one));
            text = join(values, ", ");
        }
        parts.push_back(cat(condition.column, " ", condition.op, " ", text));
    }
    return parts.empty() ? "all rows" : cat("rows with ", join(parts, " and "));
}

bool is_stock(const Metric& metric) {
    return !metric.per && metric.value.timing != Timing::during;
}

std::string_view quantity_of(const Metric& metric) {
    if (metric.kind == Kind::ratio) return "a share";
    if (metric.kind == Kind::money) return "an amount of money";
    return metric.kind == Kind::count ? "a number of things" : "";
}

// Numbers that stand side by side are compared by whoever reads them, whether they can be or not.
void note_unlike(const Defined& a, const Defined& b, Plan& plan) {
    if (plan.join && (plan.join->kind == Join::Kind::match || plan.join->kind == Join::Kind::without)) return;
    const auto first = quantity_of(*a.metric);
    const auto second = quantity_of(*b.metric);
    if (!first.empty() && !second.empty() && first != second &&
        !(plan.join && plan.join->kind == Join::Kind::correlate)) {
        add_note(cat(quoted(*a.metric), " is ", first, " and ", quoted(*b.metric), " ", second,
                     ": their course can be compared, not their size"),
                 plan);
    }
    if (is_stock(*a.metric) != is_stock(*b.metric)) {
        const Metric& stock = is_stock(*a.metric) ? *a.metric : *b.metric;
        const Metric& flow = is_stock(*a.metric) ? *b.metric : *a.metric;
        add_note(cat(quoted(stock), " is what there is at one time, ", quoted(flow), " what happens in between"), plan);
    }
    const bool same_rows =
        a.offer == b.offer && a.metric->dataset == b.metric->dataset && !a.metric->per && !b.metric->per;
    const std::string of_first = conditions_text(a.metric->value);
    const std::string of_second = conditions_text(b.metric->value);
    if (same_rows && of_first != of_second) {
        add_note(cat("by definition, ", quoted(*a.metric), " looks at ", of_first, " and ", quoted(*b.metric), " at ",
                     of_second),
                 plan);
    }
}

}  // namespace

Adding adding_of(const Metric& metric) {
    if (metric.per) return Adding::of_parts;
    switch (metric.value.aggregate) {
    case Aggregate::mean:
    case Aggregate::median: return Adding::averaged;
    case Aggregate::minimum:
    case Aggregate::maximum: return Adding::extreme;
    case Aggregate::sum:
    case Aggregate::count:
    case Aggregate::distinct: break;
    }
    if (metric.value.timing != Timing::during) return Adding::not_over_time;
    return metric.value.aggregate == Aggregate::distinct ? Adding::counted_anew : Adding::freely;
}

Decision mind_additivity(std::string_view question, std::span<const Offer> offers, Plan plan) {
    Stemmer stemmer;
    const Words words = saying_words(question, stemmer);
    std::vector<Defined> measured;
    const std::vector<Measure> measures = plan.measures;
    for (const auto& measure : measures) {
        const Defined found = definition_of(measure, plan, offers);
        if (found.metric == nullptr) continue;
        measured.push_back(found);
        const Wish wish = wish_of(words, *found.metric, stemmer);
        if (auto clarify = ask_about_stock(*found.metric, wish, plan)) return std::move(*clarify);
        if (wish.sum && wish.steps && adding_of(*found.metric) == Adding::counted_anew) plan.grain.reset();
        if (wish.sum || wish.total) note_sum(*found.metric, plan);
        note_average(*found.metric, wish, measure, plan);
        note_statistic(found, measure, plan);
    }
    if (measured.size() == 2) note_unlike(measured.front(), measured.back(), plan);
    return plan;
}

}  // namespace parley::planner
