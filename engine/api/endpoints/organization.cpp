#include "api/endpoints/endpoints.h"
#include "ask/definitions.h"
#include "base/money.h"
#include "base/text.h"

#include <algorithm>

namespace parley::api {
namespace {

// The document as it is kept, in two parts: what words mean, and what may answer.
OrderedJson to_json(const store::Organization& organization) {
    OrderedJson out;
    out["id"] = organization.id.text;
    out["name"] = organization.name;
    out["tier"] = organization.tier;
    out["zone"] = organization.calendar.zone;
    out["week_start"] = organization.calendar.week_start;
    out["fiscal_year_month"] = organization.calendar.fiscal_year_month;
    out["currency"] = organization.currency;
    Json glossary = organization.glossary;
    const Json verified = at_or_null(glossary, "verified");
    glossary.erase("verified");
    out["glossary"] = glossary;
    out["verified_only"] = flag_at(verified, "only", false);
    const Json& metrics = at_or_null(verified, "metrics");
    out["verified_metrics"] = metrics.is_array() ? metrics : Json::array();
    return out;
}

Result<Done> take_glossary(const Json& glossary, Json& document) {
    if (!glossary.is_object()) return Error{Fault::invalid, "\"glossary\" must be an object.", ""};
    for (const auto& [key, value] : glossary.items()) {
        if (key != "days" && key != "terms") {
            return Error{Fault::invalid, "\"glossary\" holds \"days\" and \"terms\", and nothing else.", ""};
        }
        document[key] = value;
    }
    return Done{};
}

// Whether the vendor or the connection is there, and has such a number.
Result<Done> check_number(const Deps& deps, Call& call, const std::string& name) {
    const std::size_t dot = name.find('.');
    const std::string owner = name.substr(0, dot);
    const std::string metric = name.substr(dot + 1);
    if (const vendors::Vendor* vendor = deps.catalogue.find(VendorId{owner})) {
        const auto& metrics = vendor->manifest.metrics;
        const bool known =
            std::any_of(metrics.begin(), metrics.end(), [&](const auto& one) { return one.id == metric; });
        if (known) return Done{};
        return Error{Fault::invalid, cat(vendor->manifest.name, " has no number \"", metric, "\"."), ""};
    }
    if (call.org->connection(ConnectionId{owner})) return Done{};
    return Error{Fault::invalid, cat("\"", name, "\" names neither a vendor nor a connection of the organization."),
                 ""};
}

// Only what is new is looked up: a vendor that is gone must not keep the rest from being saved.
Result<Done> check_numbers(const Deps& deps, Call& call, const ask::Definitions& now, const Json& before) {
    std::vector<std::string> names = now.verified;
    for (const auto& term : now.terms) {
        if (!term.metric.empty()) names.push_back(term.metric);
    }
    const std::string known = dump(before);
    for (const auto& name : names) {
        if (known.find(cat("\"", name, "\"")) != std::string::npos) continue;
        PARLEY_TRY([[maybe_unused]] Done found, check_number(deps, call, name));
    }
    return Done{};
}

// Members that are missing stay as they are.
Result<Done> take_definitions(const Deps& deps, Call& call, Json& document) {
    if (!call.body.contains("glossary") && !call.body.contains("verified_only") &&
        !call.body.contains("verified_metrics")) {
        return Done{};
    }
    const Json before = document;
    if (!document.is_object()) document = Json::object();
    if (!at_or_null(document, "verified").is_object()) document["verified"] = Json::object();
    if (call.body.contains("glossary")) {
        PARLEY_TRY([[maybe_unused]] Done taken, take_glossary(call.body["glossary"], document));
    }
    if (call.body.contains("verified_only")) {
        const Json& only = call.body["verified_only"];
        if (!only.is_boolean()) return Error{Fault::invalid, "\"verified_only\" must be true or false.", ""};
        document["verified"]["only"] = only;
    }
    if (call.body.contains("verified_metrics")) document["verified"]["metrics"] = call.body["verified_metrics"];
    PARLEY_TRY(const auto definitions, ask::definitions_from(document));
    PARLEY_TRY([[maybe_unused]] Done numbers, check_numbers(deps, call, definitions, before));
    document = ask::to_json(definitions);
    return Done{};
}

// A setting of another type is a mistake, and no setting that was left out.
Result<Done> check_types(const Json& body) {
    for (const char* name : {"name", "zone", "currency"}) {
        if (body.contains(name) && !body[name].is_string()) {
            return Error{Fault::invalid, cat("\"", name, "\" must be a text."), ""};
        }
    }
    struct Whole {
        const char* name;
        std::int64_t largest;
    };
    for (const auto& whole : {Whole{"week_start", 7}, Whole{"fiscal_year_month", 12}}) {
        if (!body.contains(whole.name)) continue;
        const Json& value = body[whole.name];
        const bool fits =
            value.is_number_integer() && value.get<std::int64_t>() >= 1 && value.get<std::int64_t>() <= whole.largest;
        if (fits) continue;
        return Error{Fault::invalid, cat("\"", whole.name, "\" must be a whole number from 1 to ", whole.largest, "."),
                     ""};
    }
    return Done{};
}

// What the audit keeps of it: which settings were given, and whether only verified numbers may answer now.
Json audited(const Call& call, const Json& document) {
    Json changed = Json::array();
    for (const char* name : {"name", "zone", "week_start", "fiscal_year_month", "currency", "glossary", "verified_only",
                             "verified_metrics"}) {
        if (call.body.contains(name)) changed.push_back(name);
    }
    return Json{{"changed", changed}, {"verified_only", flag_at(at_or_null(document, "verified"), "only", false)}};
}

}  // namespace

Result<Reply> get_organization(const Deps&, Call& call) {
    PARLEY_TRY(const auto organization, call.org->settings());
    return Reply{200, to_json(organization), "", {}};
}

// Members that are missing stay as they are.
Result<Reply> put_organization(const Deps& deps, Call& call) {
    PARLEY_TRY([[maybe_unused]] Done typed, check_types(call.body));
    PARLEY_TRY(auto organization, call.org->settings());
    organization.name = text_at(call.body, "name", organization.name);
    auto& rules = organization.calendar;
    rules.zone = text_at(call.body, "zone", rules.zone);
    rules.week_start = static_cast<int>(integer_at(call.body, "week_start", rules.week_start));
    rules.fiscal_year_month = static_cast<int>(integer_at(call.body, "fiscal_year_month", rules.fiscal_year_month));
    organization.currency = text_at(call.body, "currency", organization.currency);
    PARLEY_TRY([[maybe_unused]] const auto calendar, Calendar::make(rules));
    if (!is_currency(organization.currency)) return Error{Fault::invalid, "\"currency\" must be an ISO 4217 code.", ""};
    PARLEY_TRY([[maybe_unused]] Done taken, take_definitions(deps, call, organization.glossary));
    PARLEY_TRY([[maybe_unused]] Done saved,
               call.org->save_settings(organization, {call.user, "settings", organization.id.text,
                                                      audited(call, organization.glossary), deps.clock.now()}));
    return Reply{200, to_json(organization), "", {}};
}

}  // namespace parley::api
