#include "planner/words/plan_words.h"

#include "base/text.h"
#include "planner/routing/build.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

constexpr std::size_t values_said_most = 6;  // Of one condition; more make no sentence.

std::string readable(std::string id) {
    std::replace(id.begin(), id.end(), '_', ' ');
    return id;
}

std::string number_word(int number) {
    constexpr std::array<std::string_view, 13> words{"no",    "one",   "two",  "three", "four",   "five",  "six",
                                                     "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    const bool small = number >= 0 && number < static_cast<int>(words.size());
    return small ? std::string(words[static_cast<std::size_t>(number)]) : cat(number);
}

std::string with_capital(std::string text) {
    const bool is_lower = !text.empty() && text[0] >= 'a' && text[0] <= 'z';
    const bool own_way = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';  // "iOS installs"
    if (is_lower && !own_way) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

const Offer* offer_of(std::span<const Offer> offers, const Step& step) {
    const Offer* found = nullptr;
    for (const auto& offer : offers) {
        if (offer.vendor != step.vendor) continue;
        if (found == nullptr || offer.connection == step.connection) found = &offer;
    }
    return found;
}

std::string vendor_name(std::span<const Offer> offers, const VendorId& vendor) {
    for (const auto& offer : offers) {
        if (offer.vendor == vendor) return offer.name;
    }
    return with_capital(readable(vendor.text));
}

std::string id_of(const std::string& metric) {
    return metric.substr(metric.find('.') + 1);
}

std::string metric_name(std::span<const Offer> offers, const VendorId& vendor, const std::string& metric) {
    for (const auto& offer : offers) {
        if (offer.vendor != vendor) continue;
        if (const Metric* found = offer.metric(id_of(metric))) return found->name;
    }
    return readable(id_of(metric));
}

std::string value_text(const Json& value, bool quoted) {
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (!value.is_string()) return dump(value);
    return quoted ? cat("\"", value.get<std::string>(), "\"") : value.get<std::string>();
}

std::string values_text(const Json& value, bool quoted) {
    if (!value.is_array()) return value_text(value, quoted);
    std::vector<std::string> said;
    for (const auto& one : value) {
        if (said.size() == values_said_most) break;
        said.push_back(value_text(one, quoted));
    }
    if (value.size() > said.size()) said.push_back(cat(value.size() - said.size(), " more"));
    return spoken_list(said, "or");
}

// One measure with the step that brings it.
struct Part {
    const Measure* measure = nullptr;
    const Step* step = nullptr;
    const Offer* offer = nullptr;    // Null: not among the offers.
    const Metric* metric = nullptr;  // Likewise.
};

class Speaker {
public:
    Speaker(const Plan& plan, std::span<const Offer> offers);

    std::vector<SlotWords> slots() const;
    std::string why() const;

private:
    Part part_of(const Measure& measure) const;
    std::string name_of_part(const Part& part) const;
    std::string source_of(const Part& part, const std::vector<Filter>& filters = {}) const;
    std::string measures() const;
    std::string joined() const;
    std::string dimension(const std::string& id) const;
    std::string groups() const;
    std::string grain() const;
    std::string range() const;
    std::string conditions(const std::vector<Filter>& filters) const;
    std::string filters() const;
    std::string compare() const;
    std::string order() const;
    std::string chart() const;
    std::optional<Timing> stock() const;

    const Plan& plan_;
    std::span<const Offer> offers_;
    std::vector<Part> parts_;
};

Speaker::Speaker(const Plan& plan, std::span<const Offer> offers) : plan_(plan), offers_(offers) {
    for (const auto& measure : plan.measures) parts_.push_back(part_of(measure));
}

// Two accounts of one vendor bring the same metric: the second one is the second account's.
Part Speaker::part_of(const Measure& measure) const {
    Part found{&measure, nullptr, nullptr, nullptr};
    for (const auto& step : plan_.steps) {
        if (measure.metric.rfind(step.vendor.text + ".", 0) != 0) continue;
        const Offer* offer = offer_of(offers_, step);
        const Metric* metric = offer == nullptr ? nullptr : offer->metric(id_of(measure.metric));
        if (metric != nullptr && metric->dataset != step.dataset) continue;
        const bool taken = std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) {
            return part.step == &step && part.measure->metric == measure.metric;
        });
        if (found.step == nullptr || !taken) found = {&measure, &step, offer, metric};
        if (!taken) break;
    }
    return found;
}

std::string Speaker::name_of_part(const Part& part) const {
    const auto& measure = *part.measure;
    const auto aggregate = aggregate_named(measure.aggregate);
    const bool own = part.metric == nullptr || part.metric->per || part.metric->value.aggregate == aggregate;
    std::string name = part.metric != nullptr ? part.metric->name : readable(id_of(measure.metric));
    if (!measure.field.empty()) name = measure.field;
    if (!aggregate || (own && measure.field.empty())) return name;
    switch (*aggregate) {
    case Aggregate::sum: return cat("sum of ", name);
    case Aggregate::count: return cat("number of ", name);
    case Aggregate::distinct: return cat("number of different ", name);
    case Aggregate::mean: return cat("average ", name);
    case Aggregate::median: return cat("median ", name);
    case Aggregate::minimum: return cat("smallest ", name);
    case Aggregate::maximum: return cat("largest ", name);
    }
    return name;
}

std::string Speaker::source_of(const Part& part, const std::vector<Filter>& filters) const {
    if (part.step == nullptr) return "";
    const Dataset* dataset = part.offer == nullptr ? nullptr : part.offer->dataset(part.step->dataset);
    std::string rows = dataset != nullptr ? dataset->name : readable(part.step->dataset);
    if (!filters.empty()) rows += cat(" where ", conditions(filters));
    return cat(part.offer != nullptr ? part.offer->name : vendor_name(offers_, part.step->vendor), " (", rows, ")");
}

std::string Speaker::joined() const {
    const Part& first = parts_.front();
    const Part& second = parts_.back();
    const std::string one = cat(name_of_part(first), " from ", source_of(first));
    const std::string other = cat(name_of_part(second), " from ", source_of(second));
    const std::string theirs = source_of(second, plan_.join->filters);
    const std::string key = dimension(plan_.join->on);
    const std::string_view period = plan_.join->whole ? ", whatever the period there" : "";
    const bool listed = std::find(plan_.group_by.begin(), plan_.group_by.end(), plan_.join->on) != plan_.group_by.end();
    switch (plan_.join->kind) {
    case Join::Kind::correlate: return cat("how ", one, " moves together with ", other, ", ", key, " by ", key);
    case Join::Kind::side_by_side:
        return cat(one, " beside ", other, grain_named(plan_.join->on) ? "" : cat(", by the same ", key));
    case Join::Kind::match:
        return cat(one, listed ? cat(" beside ", other) : "", ", only where ", theirs, " has the same ", key, period);
    case Join::Kind::without: return cat(one, ", only where ", theirs, " does not have the ", key, period);
    }
    return one;
}

std::string Speaker::measures() const {
    if (parts_.empty()) return "nothing";
    if (plan_.join && parts_.size() > 1) return joined();
    std::vector<std::string> said;
    for (std::size_t at = 0; at < parts_.size();) {
        std::vector<std::string> names;
        const Step* step = parts_[at].step;
        const std::string source = source_of(parts_[at]);
        for (; at < parts_.size() && parts_[at].step == step; ++at) names.push_back(name_of_part(parts_[at]));
        said.push_back(cat(spoken_list(names, "and"), source.empty() ? "" : " from ", source));
    }
    return spoken_list(said, "and");
}

std::string Speaker::dimension(const std::string& id) const {
    for (const auto& part : parts_) {
        const Dimension* found = part.offer == nullptr ? nullptr : part.offer->dimension(id);
        if (found != nullptr) return found->name;
    }
    return readable(id);
}

std::string Speaker::groups() const {
    std::vector<std::string> names;
    for (const auto& id : plan_.group_by) names.push_back(dimension(id));
    return names.empty() ? "" : cat("by ", spoken_list(names, "and"));
}

// What there is at one moment, in every measure; none where something is counted during the period.
std::optional<Timing> Speaker::stock() const {
    std::optional<Timing> found;
    for (const auto& part : parts_) {
        if (part.metric == nullptr || part.metric->per || part.metric->value.timing == Timing::during) return {};
        if (found && *found != part.metric->value.timing) return {};
        found = part.metric->value.timing;
    }
    return found;
}

std::string Speaker::grain() const {
    if (!plan_.grain) return "";
    const auto held = stock();
    if (!held) return cat("per ", name_of(*plan_.grain));
    return cat("at the ", *held == Timing::at_start ? "start" : "end", " of each ", name_of(*plan_.grain));
}

// "from 1 Jul to 30 Sep 2026": the year once, the month once where it is the same.
std::string span_text(Day start, Day last) {
    const std::string end = range_text(last, last.plus(1));
    if (start == last) return cat("on ", end);
    const std::string from = range_text(start, start.plus(1));
    if (start.year() != last.year()) return cat("from ", from, " to ", end);
    const std::string month = from.substr(0, from.rfind(' '));
    return cat("from ", start.month() == last.month() ? cat(start.day()) : month, " to ", end);
}

std::string phrase_text(const Range& range) {
    const bool adds = !range.phrase.empty() && lower(range.phrase) != lower(range.reading);
    return adds ? cat(" (", range.phrase, ")") : "";
}

std::string Speaker::range() const {
    const auto held = stock();
    if (!plan_.range || (!plan_.range->start && !plan_.range->end)) {
        const bool known = std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.metric; });
        if (!known || parts_.empty() || plan_.grain) return "";
        const bool dated = std::any_of(parts_.begin(), parts_.end(),
                                       [](const Part& part) { return has_time(*part.offer, *part.metric); });
        const Dataset* rows = parts_.front().offer->dataset(parts_.front().metric->dataset);
        if (!dated) return rows != nullptr && !rows->open_fields ? "as it is today" : "";
        return held ? "as it is now" : "over all dates";
    }
    const Range& range = *plan_.range;
    const std::string phrase = phrase_text(range);
    const bool at_start = held == Timing::at_start;
    if (held && !plan_.grain && (at_start ? range.start : range.end)) {
        const Day on = at_start ? *range.start : range.end->plus(-1);
        return cat("as it stood at the ", at_start ? "start" : "end", " of ", range_text(on, on.plus(1)), phrase);
    }
    if (!range.start || !range.end) return cat(range_text(range.start, range.end), phrase);
    const std::string dated = parts_.empty() ? "" : parts_.front().measure->dated;
    return cat(span_text(*range.start, range.end->plus(-1)), phrase, dated.empty() ? "" : cat(", by \"", dated, "\""));
}

std::string Speaker::conditions(const std::vector<Filter>& filters) const {
    struct Op {
        std::string_view op, words;
    };
    constexpr std::array<Op, 8> ops{{{"=", " is "},
                                     {"!=", " is not "},
                                     {"in", " is "},
                                     {"<", " is below "},
                                     {"<=", " is at most "},
                                     {">", " is above "},
                                     {">=", " is at least "},
                                     {"contains", " contains "}}};
    std::vector<std::string> said;
    for (const auto& filter : filters) {
        const auto* op = std::find_if(ops.begin(), ops.end(), [&](const Op& one) { return one.op == filter.op; });
        const std::string_view words = op == ops.end() ? std::string_view(" is ") : op->words;
        said.push_back(cat(dimension(filter.field), words, values_text(filter.value, filter.op == "contains")));
    }
    return spoken_list(said, "and");
}

std::string Speaker::filters() const {
    return plan_.filters.empty() ? "" : cat("only where ", conditions(plan_.filters));
}

// As analysis compares: whole months with whole months, everything else with as many days.
std::string period_before(Day start, Day end) {
    if (start.day() == 1 && end.day() == 1) {
        const int months = (end.year() - start.year()) * 12 + end.month() - start.month();
        if (months == 1) return "the month before";
        if (months == 3 && start.month() % 3 == 1) return "the quarter before";
        if (months == 12 && start.month() == 1) return "the year before";
        return cat("the ", number_word(months), " months before");
    }
    const int days = end.days - start.days;
    if (days == 1) return "the day before";
    if (days == 7) return "the seven days before";
    return cat("the ", number_word(days), " days before");
}

std::string Speaker::compare() const {
    const bool whole = plan_.range && plan_.range->start && plan_.range->end;
    switch (plan_.compare) {
    case Compare::none: return "";
    case Compare::previous_year: return "compared with the same period a year before";
    case Compare::previous_period:
        if (!whole) return "each compared with the one before";
        return cat("compared with ", period_before(*plan_.range->start, *plan_.range->end));
    }
    return "";
}

std::string Speaker::order() const {
    const std::string count = plan_.limit ? number_word(*plan_.limit) : "";
    if (!plan_.order) {
        if (!plan_.limit) return "";
        return *plan_.limit == 1 ? "the first row only" : cat("the first ", count, " rows");
    }
    const auto& [by, down] = *plan_.order;
    const bool rate = !parts_.empty() && parts_.front().metric != nullptr && parts_.front().metric->per.has_value();
    std::string way;
    if (by == "measure")
        way = rate ? (down ? "highest" : "lowest") : (down ? "largest" : "smallest");
    else if (by == "change")
        way = down ? "fastest growing" : "fastest falling";
    else if (by == "time")
        way = down ? "latest" : "earliest";
    if (way.empty()) {
        const std::string limit = plan_.limit ? cat(", the first ", *plan_.limit == 1 ? "" : count + " ", "only") : "";
        return cat("in ", down ? "reverse order" : "the order", " of ", dimension(by), limit);
    }
    if (!plan_.limit) return cat(way, " first");
    return *plan_.limit == 1 ? cat("only the ", way) : cat("the ", count, " ", way, " first");
}

std::string Speaker::chart() const {
    if (is_histogram(plan_)) {
        const auto& width = plan_.bins->width;
        return width ? cat("spread over ranges of ", *width) : "spread over ranges of values";
    }
    if (plan_.chart.empty()) return "";
    if (plan_.chart == "bar") return "as bars";
    if (plan_.chart == "number") return "as one number";
    const bool vowel = std::string_view("aeiou").find(plan_.chart.front()) != std::string_view::npos;
    return cat(vowel ? "as an " : "as a ", plan_.chart);
}

std::vector<SlotWords> Speaker::slots() const {
    std::vector<SlotWords> out;
    const auto add = [&](std::string_view slot, std::string text) {
        if (!text.empty()) out.push_back({slot, std::move(text)});
    };
    add("measures", measures());
    add("group_by", groups());
    add("grain", grain());
    add("range", range());
    add("filters", filters());
    add("compare", compare());
    add("order", order());
    add("chart", chart());
    return out;
}

std::string parts_text(const Considered& one) {
    struct Name {
        std::string_view part, words;
    };
    constexpr std::array<Name, 5> names{{{"name", "for its name"},
                                         {"context", "for what stands around it"},
                                         {"example", "for a like example"},
                                         {"shape", "for the form of the question"},
                                         {"vendor", "because it is named"}}};
    std::vector<std::string> said;
    for (const auto& [part, value] : one.parts) {
        for (const auto& name : names) {
            if (name.part == part) said.push_back(cat(value, " ", name.words));
        }
    }
    return said.empty() ? "" : cat(": ", spoken_list(said, "and"));
}

std::string Speaker::why() const {
    std::string out;
    for (const auto& step : plan_.steps) {
        const std::string vendor = vendor_name(offers_, step.vendor);
        if (step.considered.empty()) {
            if (!step.why.empty()) out += cat(" Why ", vendor, ": ", step.why, ".");
            continue;
        }
        const auto name = [&](const Considered& one) { return metric_name(offers_, one.vendor, one.metric); };
        const Considered& chosen = step.considered.front();
        const bool goes_on = step.why.starts_with("follow-up: the same");
        out += cat(" Why ", vendor, ": ", goes_on ? "it goes on from the question before, where " : "", name(chosen),
                   goes_on ? " fitted" : " fits", " best, with ", chosen.score, " points", parts_text(chosen));
        std::vector<std::string> others;
        for (std::size_t at = 1; at < step.considered.size(); ++at) {
            const auto& other = step.considered[at];
            others.push_back(cat(vendor_name(offers_, other.vendor), " ", name(other), " with ", other.score));
        }
        if (!others.empty())
            out += cat("; ", others.size() == 1 ? "runner-up: " : "runners-up: ", spoken_list(others, "and"));
        out += ".";
    }
    return out;
}

}  // namespace

std::string spoken_list(const std::vector<std::string>& names, std::string_view last) {
    std::string out;
    for (std::size_t at = 0; at < names.size(); ++at) {
        if (at > 0) out += at + 1 == names.size() ? cat(" ", last, " ") : ", ";
        out += names[at];
    }
    return out;
}

std::vector<SlotWords> slots_in_words(const Plan& plan, std::span<const Offer> offers) {
    return Speaker(plan, offers).slots();
}

std::string say(const Plan& plan, std::span<const Offer> offers) {
    const Speaker speaker(plan, offers);
    std::vector<std::string> said;
    for (auto& slot : speaker.slots()) said.push_back(std::move(slot.text));
    return cat(with_capital(join(said, ", ")), ".", speaker.why());
}

}  // namespace parley::planner
