#include "planner/routing/spread.h"

#include "base/text.h"
#include "planner/routing/build.h"

#include <algorithm>
#include <charconv>

namespace parley::planner {
namespace {

struct SpreadWish {
    Bins bins;
    std::size_t first = 0;
    std::size_t count = 0;
};

std::optional<double> number_of(const Word& word) {
    std::string digits;
    for (const char c : word.text) {
        const bool part = (c >= '0' && c <= '9') || c == '.';
        if (part) digits += c;
        if (!part && c != ',' && c != '$') break;
    }
    double value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || read.ec != std::errc() || value <= 0) return std::nullopt;
    return word.text.ends_with('k') ? value * 1000 : value;
}

// "in buckets of 50", "in ranges of 1,000 euros".
std::optional<SpreadWish> ranges_at(const Words& words, std::size_t at) {
    const bool noun = is_one_of(words, at, {"buckets", "bins", "ranges", "bands", "brackets", "intervals"});
    if (!noun || !is_one_of(words, at + 1, {"of"})) return std::nullopt;
    std::size_t last = is_one_of(words, at + 2, {"eur", "usd", "gbp"}) ? at + 3 : at + 2;
    if (last >= words.size()) return std::nullopt;
    auto width = number_of(words[last]);
    for (; width && last + 1 < words.size(); ++last) {  // A comma between thousands parts the words.
        const Word& more = words[last + 1];
        const bool thousands =
            more.length == 3 && more.at == words[last].at + words[last].length + 1 && number_of(more);
        if (!thousands && more.text != "000") break;
        width = *width * 1000 + number_of(more).value_or(0);
    }
    return width ? std::optional(SpreadWish{{*width}, at, last + 1 - at}) : std::nullopt;
}

// "how are deal sizes spread", "how do order values distribute".
bool asks_how(const Words& words, std::size_t at) {
    return at >= 2 && is_one_of(words, 0, {"how"}) && is_one_of(words, at, {"spread", "distributed", "distribute"}) &&
           (at + 1 >= words.size() || words[at + 1].breaks || is_one_of(words, at + 1, {"out", "in", "for"}));
}

std::optional<SpreadWish> wish_of(const Words& words) {
    std::optional<SpreadWish> found;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (auto ranges = ranges_at(words, at)) return ranges;
        const bool said = is_one_of(words, at, {"distribution", "histogram", "histograms"}) || asks_how(words, at);
        if (said && !found) found = SpreadWish{{}, at, 1};
    }
    return found;
}

// "grade distribution" may be what something is called.
bool names_a_thing(const Reading& reading, const SpreadWish& wish, const Candidate& candidate) {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->offer == candidate.offer_position && hit.first <= wish.first &&
               wish.first < hit.first + hit.count;
    });
}

// "by sign-up month", "by week of registration", "by monthly cohort", "by cohort": what the groups of people are cut
// by.
std::optional<Grain> cohort_step(const Words& words) {
    for (std::size_t at = 1; at < words.size(); ++at) {
        const bool began =
            is_one_of(words, at, {"signup", "registration", "acquisition", "joining", "cohort", "cohorts"}) ||
            (is_one_of(words, at, {"sign"}) && is_one_of(words, at + 1, {"up"}));
        if (!began) continue;
        const std::size_t behind = words[at].text == "sign" ? at + 2 : at + 1;
        const std::size_t before = is_one_of(words, at - 1, {"of"}) && at > 1 ? at - 2 : at - 1;
        for (const std::size_t place : {behind, before}) {
            if (is_one_of(words, place, {"month", "monthly", "months"})) return Grain::month;
            if (is_one_of(words, place, {"week", "weekly", "weeks"})) return Grain::week;
            if (is_one_of(words, place, {"quarter", "quarterly"})) return Grain::quarter;
        }
        if (is_one_of(words, at, {"cohort", "cohorts"}) && is_one_of(words, at - 1, {"by", "per", "each"}))
            return Grain::month;
    }
    return std::nullopt;
}

}  // namespace

void read_cohorts(const Reading& reading, const Candidate& candidate, const Context& context, Plan& plan) {
    const auto step = cohort_step(reading.words);
    if (!step || plan.compare != Compare::none) return;
    const Metric& metric = *candidate.metric;
    const bool of_beginners = contains_word(metric.name, "retention") && has_time(*candidate.offer, metric);
    if (!of_beginners) {
        const bool own = contains_word(metric.name, "cohort") || contains_word(metric.name, "signups");
        if (!own && !plan.grain)
            plan.notes.push_back(cat("the rows of ", candidate.offer->name,
                                     " do not say when somebody began: nothing is told apart by it"));
        return;
    }
    plan.grain = step;
    if (!reading.found) {
        plan.range = default_range(*step, context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
    plan.notes.push_back(cat("each ", name_of(*step), " holds those who began in it"));
}

bool has_sizes(const Metric& metric) {
    if (metric.per && metric.per->aggregate != Aggregate::count) return false;  // A share of sums, not a mean of sizes.
    const Aggregate aggregate = metric.value.aggregate;
    return !metric.value.column.empty() && aggregate != Aggregate::count && aggregate != Aggregate::distinct;
}

void spread_values(const Reading& reading, const Candidate& candidate, Plan& plan) {
    const auto wish = wish_of(reading.words);
    if (!wish || names_a_thing(reading, *wish, candidate)) return;
    Plan spread = plan;
    spread.bins = wish->bins;
    if (!is_histogram(spread)) return;
    const Metric& metric = *candidate.metric;
    if (!has_sizes(metric)) {
        plan.notes.push_back(cat(metric.name, " of ", candidate.offer->name,
                                 " is no size of single rows that could be spread over ranges: it is shown as it is"));
        return;
    }
    spread.order.reset();
    spread.limit.reset();
    spread.chart.clear();
    const auto about_chart = [](const std::string& note) { return note.starts_with("a histogram chart"); };
    spread.notes.erase(std::remove_if(spread.notes.begin(), spread.notes.end(), about_chart), spread.notes.end());
    spread.notes.push_back("each range counts from its lower end up to its upper end, without it");
    plan = std::move(spread);
}

}  // namespace parley::planner
