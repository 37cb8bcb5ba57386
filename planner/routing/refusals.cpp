#include "planner/routing/refusals.h"

#include "base/text.h"

#include <algorithm>
#include <set>

namespace parley::planner {
namespace {

constexpr std::size_t choices_most = 4;
constexpr std::size_t vendors_most = 3;

// "A, B and C"
std::string listed(const std::vector<std::string>& names, std::string_view last_word) {
    std::string out;
    for (std::size_t k = 0; k < names.size(); ++k) {
        if (k > 0) out += k + 1 == names.size() ? cat(" ", last_word, " ") : ", ";
        out += names[k];
    }
    return out;
}

std::string wish_text(const Reading& reading, const WriteWish& wish) {
    constexpr std::size_t longest = 120;
    std::string text = text_between(reading.text, reading.words, wish.first, wish.count);
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // Not inside a letter.
    return text.substr(0, end) + "...";
}

std::string capitalized(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

const Offer* target_of(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers) {
    const auto named = named_offers(reading);
    if (!named.empty()) return &offers[named.front()];
    const auto ranked = candidates(reading, lexicon, offers);
    for (const auto& candidate : ranked) {
        if (candidate.offer->connected && candidate.score > 0) return candidate.offer;
    }
    return ranked.empty() || ranked.front().score <= 0 ? nullptr : ranked.front().offer;
}

std::string nearest_example(const std::vector<Candidate>& ranked, std::span<const Offer> offers) {
    for (const auto& candidate : ranked) {
        if (candidate.offer->connected && candidate.score > 0 && !candidate.offer->examples.empty()) {
            return candidate.offer->examples.front();
        }
    }
    for (const auto& offer : offers) {
        if (offer.connected && !offer.examples.empty()) return offer.examples.front();
    }
    return "";
}

Plan plan_in(const Reading& reading, const Candidate& candidate, const Context& context, int days_or_months,
             bool months) {
    Plan plan = build_plan(reading, candidate, nullptr, context);
    Range range = default_range(months ? Grain::month : Grain::day, context);
    if (!months)
        range.start = range.end->plus(-days_or_months);
    else
        range.start = range.end->plus_months(-days_or_months);
    range.phrase = cat("last ", days_or_months, months ? " months" : " days");
    range.reading = range_text(range.start, range.end);
    plan.range = range;
    if (plan.grain) plan.grain = reading.cues.grain.value_or(sensible_grain(plan.range));
    plan.notes.clear();
    return plan;
}

// The plan by each of the first groupings that its rows have; one place is kept for the plan without any.
void add_groupings(const Candidate& candidate, const Plan& plain, Clarify& clarify) {
    for (const auto& dimension : candidate.offer->dimensions) {
        if (!dimension.columns.contains(candidate.metric->dataset) || clarify.choices.size() + 1 >= choices_most)
            continue;
        Plan plan = plain;
        plan.group_by = {dimension.id};
        clarify.choices.push_back({cat(candidate.metric->name, " by ", dimension.name), std::move(plan)});
    }
}

}  // namespace

Refusal refuse_write(const Reading& reading, const WriteWish& wish, const Lexicon& lexicon,
                     std::span<const Offer> offers) {
    Refusal refusal;
    refusal.reason = Reason::write;
    refusal.text = cat("\"", capitalized(wish_text(reading, wish)),
                       "\" asks for a change, and Parley only reads: it changes nothing in your tools.");
    if (const Offer* target = target_of(reading, lexicon, offers)) {
        refusal.could.push_back(target->vendor);
        refusal.text += cat(" That can be done in ", target->name, " itself.");
        if (target->connected && !target->examples.empty()) {
            refusal.text += cat(" What can be asked here: \"", target->examples.front(), "\"");
        }
    }
    return refusal;
}

Refusal refuse_no_source(const std::vector<Candidate>& unconnected) {
    std::vector<const Offer*> vendors;
    for (const auto& candidate : unconnected) {
        if (candidate.score < 0.7 * unconnected.front().score || vendors.size() == vendors_most) break;
        if (std::find(vendors.begin(), vendors.end(), candidate.offer) == vendors.end())
            vendors.push_back(candidate.offer);
    }
    return refuse_unnamed_source(vendors);
}

Refusal refuse_unnamed_source(const std::vector<const Offer*>& vendors) {
    Refusal refusal;
    refusal.reason = Reason::no_source;
    std::vector<std::string> names;
    for (const Offer* vendor : vendors) {
        refusal.could.push_back(vendor->vendor);
        names.push_back(vendor->name);
    }
    refusal.text = "None of the connected tools holds this.";
    if (!names.empty()) refusal.text += cat(" ", listed(names, "or"), " could answer it once connected.");
    return refusal;
}

Refusal refuse_unknown_data(const std::vector<Candidate>& ranked, std::span<const Offer> offers) {
    Refusal refusal = refuse_unnamed_source({});
    const std::string example = nearest_example(ranked, offers);
    if (!example.empty()) refusal.text += cat(" What can be asked, for example: \"", example, "\"");
    return refusal;
}

Refusal refuse_waiting(const Candidate& candidate) {
    return {Reason::no_source,
            cat(candidate.offer->name, " has \"", candidate.metric->name,
                "\", but the tool that gives it is not there or waits for review: see the connection's page."),
            {candidate.offer->vendor}};
}

Refusal refuse_off_topic(const std::vector<Candidate>& ranked, std::span<const Offer> offers) {
    Refusal refusal;
    refusal.reason = Reason::off_topic;
    const std::string example = nearest_example(ranked, offers);
    refusal.text = "This is not a question about the data of your connected tools.";
    if (example.empty())
        refusal.text += " No tool is connected yet: connect one first.";
    else
        refusal.text += cat(" What can be asked, for example: \"", example, "\"");
    return refusal;
}

Clarify ask_which_vendor(const Reading& reading, const std::vector<Candidate>& equals, const Context& context) {
    Clarify clarify;
    std::vector<std::string> names;
    for (const auto& candidate : equals) {
        if (clarify.choices.size() == choices_most) break;
        clarify.choices.push_back({cat(candidate.offer->name, ": ", candidate.metric->name),
                                   build_plan(reading, candidate, nullptr, context)});
        names.push_back(candidate.offer->name);
    }
    clarify.question = cat("More than one tool measures this: ", listed(names, "or"), "?");
    return clarify;
}

Clarify ask_which_grouping(const Candidate& candidate, const std::string& missing, const Plan& plain) {
    Clarify clarify;
    const auto names = groupings_of(*candidate.offer, *candidate.metric);
    clarify.question =
        cat(capitalized(candidate.metric->name), " of ", candidate.offer->name, " cannot be grouped by ", missing);
    clarify.question += names.empty() ? "; shall it be shown as one number?"
                                      : cat("; it can be grouped by ", listed(names, "or"), ". Which shall it be?");
    add_groupings(candidate, plain, clarify);
    Plan whole = plain;
    whole.group_by.clear();
    clarify.choices.push_back({cat(candidate.metric->name, " without a grouping"), std::move(whole)});
    return clarify;
}

Clarify ask_which_change(const Candidate& candidate, const Plan& before) {
    Clarify clarify;
    clarify.question = cat("What shall be changed about ", candidate.metric->name, " of ", candidate.offer->name,
                           "? It was not understood.");
    add_groupings(candidate, before, clarify);
    clarify.choices.push_back({cat(candidate.metric->name, " as before"), before});
    return clarify;
}

Clarify ask_without_filter(const Candidate& candidate, const std::string& missing, const Plan& plain) {
    Clarify clarify;
    const auto names = groupings_of(*candidate.offer, *candidate.metric);
    clarify.question = cat(capitalized(candidate.metric->name), " of ", candidate.offer->name,
                           " cannot be narrowed down to ", missing);
    clarify.question += names.empty() ? "." : cat("; its rows only have ", listed(names, "and"), ".");
    clarify.choices.push_back({cat(candidate.metric->name, " without this condition"), plain});
    return clarify;
}

Clarify ask_which_dimension(const Candidate& candidate, const Slots& slots, const Plan& plain) {
    Clarify clarify;
    std::vector<std::string> names;
    const std::string unclear = listed(slots.unclear, "and");
    for (const auto& id : slots.unclear_of) {
        if (clarify.choices.size() + 1 == choices_most) break;
        const std::string& name = candidate.offer->dimension(id)->name;
        Plan plan = plain;
        if (slots.unclear.size() == 1)
            plan.filters.push_back({id, "contains", slots.unclear.front()});
        else
            plan.filters.push_back({id, "in", slots.unclear});
        clarify.choices.push_back({cat(name, " ", unclear), std::move(plan)});
        names.push_back(name);
    }
    clarify.question = cat("What is \"", unclear, "\" here: ", listed(names, "or"), "?");
    clarify.choices.push_back({cat(candidate.metric->name, " without this condition"), plain});
    return clarify;
}

Clarify ask_when(const Reading& reading, const Candidate& candidate, const Context& context) {
    Clarify clarify;
    clarify.question = cat("When was \"", reading.event ? reading.event->name : "",
                           "\"? Its date is not known here; a named day can be set in the "
                           "organization's settings.");
    clarify.choices.push_back(
        {cat(candidate.metric->name, ", last 90 days"), plan_in(reading, candidate, context, 90, false)});
    clarify.choices.push_back(
        {cat(candidate.metric->name, ", last 12 months"), plan_in(reading, candidate, context, 12, true)});
    return clarify;
}

Clarify ask_which_of_vendor(const Reading& reading, const Offer& offer, std::size_t position,
                            const std::vector<Candidate>& ranked, const Context& context) {
    Clarify clarify;
    clarify.question = cat("Which number of ", offer.name, " is meant?");
    std::set<const Metric*> offered;
    const auto add = [&](const Metric& metric) {
        if (clarify.choices.size() == choices_most || !offered.insert(&metric).second) return;
        Candidate candidate;
        candidate.offer = &offer;
        candidate.metric = &metric;
        candidate.offer_position = position;
        clarify.choices.push_back({metric.name, build_plan(reading, candidate, nullptr, context)});
    };
    for (const auto& candidate : ranked) {
        if (candidate.offer == &offer) add(*candidate.metric);
    }
    for (const auto& metric : offer.metrics) add(metric);
    return clarify;
}

std::optional<Clarify> ask_which_metric(const Reading& reading, std::span<const Offer> offers, const Context& context) {
    Clarify clarify;
    clarify.question = "Which number is meant?";
    for (std::size_t k = 0; k < offers.size() && clarify.choices.size() < choices_most; ++k) {
        if (!offers[k].connected || offers[k].metrics.empty()) continue;
        Candidate candidate;
        candidate.offer = &offers[k];
        candidate.metric = &offers[k].metrics.front();
        candidate.offer_position = k;
        clarify.choices.push_back(
            {cat(offers[k].name, ": ", candidate.metric->name), build_plan(reading, candidate, nullptr, context)});
    }
    if (clarify.choices.empty()) return std::nullopt;
    return clarify;
}

}  // namespace parley::planner
