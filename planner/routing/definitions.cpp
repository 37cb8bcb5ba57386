#include "planner/routing/definitions.h"

#include "base/text.h"
#include "planner/routing/additivity.h"

#include <algorithm>

namespace parley::planner {
namespace {

bool asks_connection(const Plan& plan, const Offer& offer) {
    return std::any_of(plan.steps.begin(), plan.steps.end(),
                       [&](const Step& step) { return step.connection == offer.connection; });
}

// Connected vendors that have a verified number of the same name.
std::vector<const Offer*> verified_elsewhere(const Defined& refused, std::span<const Offer> offers) {
    std::vector<const Offer*> found;
    for (const auto& offer : offers) {
        const bool has = std::any_of(offer.metrics.begin(), offer.metrics.end(), [&](const Metric& metric) {
            const Dataset* rows = offer.rows_of(metric);
            const bool can_be_asked = rows != nullptr && !rows->tool.empty();
            return metric.verified && can_be_asked && lower(metric.name) == lower(refused.metric->name);
        });
        if (offer.connected && has) found.push_back(&offer);
    }
    return found;
}

Refusal refuse_unverified(const Plan& plan, std::span<const Offer> offers) {
    Refusal refusal{Reason::denied, unverified_text(plan, offers), {}};
    for (const auto& measure : plan.measures) {
        const Defined refused = definition_of(measure, plan, offers);
        if (refused.metric == nullptr || is_verified(measure, refused)) continue;
        for (const Offer* offer : verified_elsewhere(refused, offers)) {
            refusal.could.push_back(offer->vendor);
            refusal.text += cat(" ", offer->name, " has a verified number of this name.");
        }
        break;
    }
    return refusal;
}

Decision only_verified(Clarify clarify, std::span<const Offer> offers) {
    const auto unverified = [&](const Choice& choice) { return !is_verified(choice.plan, offers); };
    auto& choices = clarify.choices;
    if (choices.empty() || std::none_of(choices.begin(), choices.end(), unverified)) return clarify;
    const Plan first = choices.front().plan;
    choices.erase(std::remove_if(choices.begin(), choices.end(), unverified), choices.end());
    if (choices.empty()) return refuse_unverified(first, offers);
    clarify.question += " Numbers that are not verified are left out.";
    return clarify;
}

Decision only_verified(Decision decision, std::span<const Offer> offers) {
    if (auto* plan = std::get_if<Plan>(&decision)) {
        if (!is_verified(*plan, offers)) return refuse_unverified(*plan, offers);
    } else if (auto* clarify = std::get_if<Clarify>(&decision)) {
        return only_verified(std::move(*clarify), offers);
    }
    return decision;
}

std::string as_sentence(const std::string& note) {
    const bool ends = !note.empty() && std::string_view(".!?").find(note.back()) != std::string_view::npos;
    return cat(" ", note, ends ? "" : ".");
}

// A plan says in its notes what was read as what; a refusal and a question back say it behind their sentence.
void say_wording(const Wording& wording, Decision& decision) {
    if (auto* plan = std::get_if<Plan>(&decision)) {
        plan->notes.insert(plan->notes.begin(), wording.notes.begin(), wording.notes.end());
    } else if (auto* refusal = std::get_if<Refusal>(&decision)) {
        for (const auto& note : wording.notes) refusal->text += as_sentence(note);
    } else if (auto* clarify = std::get_if<Clarify>(&decision)) {
        for (const auto& note : wording.notes) clarify->question += as_sentence(note);
        for (auto& choice : clarify->choices) {
            choice.plan.notes.insert(choice.plan.notes.begin(), wording.notes.begin(), wording.notes.end());
        }
    }
}

bool measures_pinned(const GlossaryTerm& term, const Plan& plan, std::span<const Offer> offers) {
    return std::any_of(plan.measures.begin(), plan.measures.end(), [&](const Measure& measure) {
        const Defined found = definition_of(measure, plan, offers);
        return found.metric != nullptr && is_called_so(term.metric, *found.offer, *found.metric);
    });
}

// A pinned term is that number and no other: where another one was understood, it is asked back.
Decision mind_pins(const Wording& wording, std::span<const Offer> offers, Decision decision) {
    auto* plan = std::get_if<Plan>(&decision);
    if (plan == nullptr || plan->measures.empty()) return decision;
    for (const GlossaryTerm* term : wording.taken) {
        if (term->metric.empty() || measures_pinned(*term, *plan, offers)) continue;
        const Defined read = definition_of(plan->measures.front(), *plan, offers);
        const std::string name =
            read.metric == nullptr ? plan->measures.front().metric : cat(read.metric->name, " of ", read.offer->name);
        Clarify clarify;
        clarify.question = cat("The organization's glossary defines \"", term->word, "\" as ", term->metric,
                               ", but the question seems to ask for ", name, ". Is that what is meant?");
        clarify.choices.push_back({name, std::move(*plan)});
        return clarify;
    }
    return decision;
}

Decision add_up(const std::string& question, std::span<const Offer> offers, Decision decision) {
    if (auto* plan = std::get_if<Plan>(&decision)) return mind_additivity(question, offers, std::move(*plan));
    auto* clarify = std::get_if<Clarify>(&decision);
    if (clarify == nullptr) return decision;
    for (auto& choice : clarify->choices) {
        // One question back is enough: a choice keeps its plan where it would be another one.
        Decision minded = mind_additivity(question, offers, choice.plan);
        if (auto* plan = std::get_if<Plan>(&minded)) choice.plan = std::move(*plan);
    }
    return decision;
}

}  // namespace

Defined definition_of(const Measure& measure, const Plan& plan, std::span<const Offer> offers) {
    const auto dot = measure.metric.find('.');
    if (dot == std::string::npos) return {};
    const std::string_view vendor = std::string_view(measure.metric).substr(0, dot);
    const std::string_view id = std::string_view(measure.metric).substr(dot + 1);
    for (const auto& offer : offers) {
        if (offer.vendor.text != vendor || !asks_connection(plan, offer)) continue;
        if (const Metric* metric = offer.metric(id)) return {&offer, metric};
    }
    return {};
}

std::string name_of(const Measure& measure, const Metric& metric) {
    const auto asked = aggregate_named(measure.aggregate);
    if (metric.per || !asked || *asked == metric.value.aggregate) return metric.name;
    switch (*asked) {
    case Aggregate::mean: return cat("average ", metric.name);
    case Aggregate::median: return cat("median ", metric.name);
    case Aggregate::minimum: return cat("smallest ", metric.name);
    case Aggregate::maximum: return cat("largest ", metric.name);
    case Aggregate::sum:
    case Aggregate::count:
    case Aggregate::distinct: return metric.name;  // Never taken: what is defined otherwise is not added up.
    }
    return metric.name;
}

bool is_called_so(std::string_view name, const Offer& offer, const Metric& metric) {
    const auto dot = name.find('.');
    if (dot == std::string_view::npos || name.substr(dot + 1) != metric.id) return false;
    const std::string_view owner = name.substr(0, dot);
    return owner == offer.vendor.text || (!owner.empty() && owner == offer.connection.text);
}

bool is_verified(const Measure& measure, const Defined& found) {
    return found.metric != nullptr && found.metric->verified && measure.field.empty();
}

// Two servers that nobody described are one vendor: all that the measure's name may mean must be verified.
bool is_verified_everywhere(const Measure& measure, const Plan& plan, std::span<const Offer> offers) {
    const auto dot = measure.metric.find('.');
    return std::all_of(offers.begin(), offers.end(), [&](const Offer& offer) {
        if (offer.vendor.text != std::string_view(measure.metric).substr(0, dot) || !asks_connection(plan, offer))
            return true;
        const Metric* metric = offer.metric(std::string_view(measure.metric).substr(dot + 1));
        return metric == nullptr || metric->verified;
    });
}

bool is_verified(const Plan& plan, std::span<const Offer> offers) {
    return !plan.measures.empty() &&
           std::all_of(plan.measures.begin(), plan.measures.end(), [&](const Measure& measure) {
               const Defined found = definition_of(measure, plan, offers);
               return is_verified(measure, found) && is_verified_everywhere(measure, plan, offers);
           });
}

std::string unverified_text(const Plan& plan, std::span<const Offer> offers) {
    for (const auto& measure : plan.measures) {
        const Defined found = definition_of(measure, plan, offers);
        if (found.metric == nullptr) return cat("The number ", measure.metric, " is not there, so it is not verified.");
        if (is_verified(measure, found)) continue;
        if (!measure.field.empty()) {
            return cat("\"", measure.field, "\" is a column of a table that somebody made at ", found.offer->name,
                       ". Nobody has verified it, and this organization lets only verified numbers answer.");
        }
        const Dataset* dataset = found.offer->rows_of(*found.metric);
        // Many servers that nobody described are one vendor: of them the connection is named.
        const bool described = dataset != nullptr && !dataset->fields.empty();
        const std::string& owner = described ? found.offer->vendor.text : found.offer->connection.text;
        return cat("\"", found.metric->name, "\" of ", found.offer->name,
                   " is not verified, and this organization lets only verified numbers answer. Once somebody has "
                   "checked it, an administrator can add \"",
                   owner, ".", found.metric->id, "\" to the verified numbers in the organization's settings.");
    }
    return "The plan measures nothing that is verified.";
}

Decision settled(Decision decision, const Wording& wording, std::span<const Offer> offers, const Context& context) {
    decision = mind_pins(wording, offers, std::move(decision));
    if (context.verified_only) decision = only_verified(std::move(decision), offers);
    decision = add_up(wording.text, offers, std::move(decision));
    say_wording(wording, decision);
    return decision;
}

}  // namespace parley::planner
