#include "ask/definitions.h"

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"
#include "planner/definitions.h"

#include <algorithm>

namespace parley::ask {
namespace {

Result<std::vector<planner::NamedDay>> days_from(const Json& days) {
    std::vector<planner::NamedDay> out;
    if (days.is_null()) return out;
    if (!days.is_object()) return invalid("\"glossary.days\" must be an object of names and days.");
    if (days.size() > named_days_most) return invalid(cat("The glossary may name at most ", named_days_most, " days."));
    for (const auto& [name, value] : days.items()) {
        if (trim(name).empty() || !planner::is_plain_line(name, limits::name_bytes)) {
            return invalid("glossary.days: the name of a day must be one line of plain text.");
        }
        const auto day = value.is_string() ? Day::parse(value.get<std::string>()) : Result<Day>(invalid(""));
        if (!day) return invalid(cat("glossary.days: \"", name, "\" needs a day in the form 2026-11-21."));
        out.push_back({name, day.value()});
    }
    return out;
}

bool names_number(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot != std::string::npos && dot > 0 && dot + 1 < name.size() && name.size() <= limits::name_bytes &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '-' || c == '.';
           });
}

Result<std::vector<std::string>> verified_from(const Json& names) {
    std::vector<std::string> out;
    if (names.is_null()) return out;
    if (!names.is_array()) return invalid("The verified numbers must be a list such as [\"stripe.mrr\"].");
    if (names.size() > verified_metrics_most) {
        return invalid(cat("At most ", verified_metrics_most, " numbers may be marked as verified."));
    }
    for (const Json& name : names) {
        if (!name.is_string() || !names_number(name.get<std::string>())) {
            return invalid("A verified number must be named with its vendor or connection, such as stripe.mrr.");
        }
        if (std::find(out.begin(), out.end(), name.get<std::string>()) == out.end()) out.push_back(name);
    }
    return out;
}

}  // namespace

Result<Definitions> definitions_from(const Json& document) {
    if (!document.is_object()) return invalid("\"glossary\" must be an object.");
    Definitions out;
    PARLEY_TRY(out.named_days, days_from(at_or_null(document, "days")));
    PARLEY_TRY(out.terms, planner::glossary_from(at_or_null(document, "terms")));
    const Json& verified = at_or_null(document, "verified");
    if (!verified.is_null() && !verified.is_object()) return invalid("\"glossary.verified\" must be an object.");
    const Json& only = at_or_null(verified, "only");
    if (!only.is_null() && !only.is_boolean())
        return invalid("Whether only verified numbers may answer is true or false.");
    out.verified_only = flag_at(verified, "only", false);
    PARLEY_TRY(out.verified, verified_from(at_or_null(verified, "metrics")));
    return out;
}

Json to_json(const Definitions& definitions) {
    Json out = Json::object();
    out["days"] = Json::object();
    for (const auto& named : definitions.named_days) out["days"][named.name] = named.day.text();
    out["terms"] = planner::to_json(definitions.terms);
    out["verified"] = Json{{"only", definitions.verified_only}, {"metrics", definitions.verified}};
    return out;
}

void mark_verified(const std::vector<std::string>& verified, connect::Access& access) {
    planner::Offer& offer = access.offer;
    for (auto& metric : offer.metrics) {
        const bool marked = std::any_of(verified.begin(), verified.end(), [&](const std::string& name) {
            const bool by_connection = name == cat(offer.connection.text, ".", metric.id);
            return by_connection || (access.vendor != nullptr && planner::is_called_so(name, offer, metric));
        });
        metric.verified = metric.verified || marked;
    }
}

Result<Done> check_verified(const planner::Plan& plan, std::span<const planner::Offer> offers) {
    if (planner::is_verified(plan, offers)) return Done{};
    return Error{Fault::denied, planner::unverified_text(plan, offers), ""};
}

void set_verified(Answer& answer, const planner::Plan& plan, std::span<const planner::Offer> offers) {
    if (!answer["plan"].is_object()) return;
    auto& measures = answer["plan"]["measures"];
    for (std::size_t at = 0; at < plan.measures.size() && at < measures.size(); ++at) {
        const auto found = planner::definition_of(plan.measures[at], plan, offers);
        measures[at]["verified"] = planner::is_verified(plan.measures[at], found);
    }
}

}  // namespace parley::ask
