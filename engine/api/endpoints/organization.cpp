#include "api/endpoints/endpoints.h"
#include "base/money.h"
#include "base/text.h"

namespace parley::api {
namespace {

OrderedJson to_json(const store::Organization& organization) {
    OrderedJson out;
    out["id"] = organization.id.text;
    out["name"] = organization.name;
    out["tier"] = organization.tier;
    out["zone"] = organization.calendar.zone;
    out["week_start"] = organization.calendar.week_start;
    out["fiscal_year_month"] = organization.calendar.fiscal_year_month;
    out["currency"] = organization.currency;
    out["glossary"] = organization.glossary;
    return out;
}

Result<Done> check_glossary(const Json& glossary) {
    if (!glossary.is_object()) return Error{Fault::invalid, "\"glossary\" must be an object.", ""};
    for (const auto& [name, day] : at_or_null(glossary, "days").items()) {
        if (!day.is_string() || !Day::parse(day.get<std::string>())) {
            return Error{Fault::invalid, cat("glossary.days: \"", name, "\" needs a day in the form 2026-11-21."), ""};
        }
    }
    return Done{};
}

}  // namespace

Result<Reply> get_organization(const Deps&, Call& call) {
    PARLEY_TRY(const auto organization, call.org->settings());
    return Reply{200, to_json(organization), "", {}};
}

// Members that are missing stay as they are.
Result<Reply> put_organization(const Deps& deps, Call& call) {
    PARLEY_TRY(auto organization, call.org->settings());
    organization.name = text_at(call.body, "name", organization.name);
    auto& rules = organization.calendar;
    rules.zone = text_at(call.body, "zone", rules.zone);
    rules.week_start = static_cast<int>(integer_at(call.body, "week_start", rules.week_start));
    rules.fiscal_year_month = static_cast<int>(integer_at(call.body, "fiscal_year_month", rules.fiscal_year_month));
    organization.currency = text_at(call.body, "currency", organization.currency);
    if (call.body.contains("glossary")) organization.glossary = call.body["glossary"];
    PARLEY_TRY([[maybe_unused]] const auto calendar, Calendar::make(rules));
    if (!is_currency(organization.currency)) return Error{Fault::invalid, "\"currency\" must be an ISO 4217 code.", ""};
    PARLEY_TRY([[maybe_unused]] Done checked, check_glossary(organization.glossary));
    PARLEY_TRY([[maybe_unused]] Done saved,
               call.org->save_settings(
                   organization, {call.user, "settings", organization.id.text, Json::object(), deps.clock.now()}));
    return Reply{200, to_json(organization), "", {}};
}

}  // namespace parley::api
