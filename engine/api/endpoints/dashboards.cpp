#include "api/endpoints/endpoints.h"
#include "charts/chart.h"
#include "vault/crypto.h"

namespace parley::api {
namespace {

OrderedJson to_json(const store::Dashboard& dashboard) {
    return {{"id", dashboard.id.text}, {"name", dashboard.name}, {"created_at", to_text(dashboard.created_at)}};
}

// What a dashboard service needs to show a tile: the spec with its rows, and the answer it came from.
OrderedJson to_json(const store::Pin& pin) {
    OrderedJson out;
    out["id"] = pin.id.text;
    out["dashboard"] = pin.dashboard.text;
    out["title"] = pin.title;
    out["position"] = pin.position;
    out["refreshed_at"] = to_text(pin.refreshed_at);
    out["plan"] = pin.plan;
    out["chart"] = at_or_null(pin.answer, "chart");
    out["answer"] = pin.answer;
    return out;
}

}  // namespace

Result<Reply> list_dashboards(const Deps&, Call& call) {
    PARLEY_TRY(const auto dashboards, call.org->dashboards());
    OrderedJson items = OrderedJson::array();
    for (const auto& dashboard : dashboards) items.push_back(to_json(dashboard));
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

Result<Reply> create_dashboard(const Deps& deps, Call& call) {
    store::Dashboard dashboard{{vault::random_token(12)}, "", deps.clock.now()};
    PARLEY_TRY(dashboard.name, required_text(call.body, "name"));
    PARLEY_TRY([[maybe_unused]] Done saved, call.org->save_dashboard(dashboard));
    return Reply{201, to_json(dashboard), "", {}};
}

Result<Reply> get_dashboard(const Deps&, Call& call) {
    PARLEY_TRY(const auto dashboard, call.org->dashboard({call.at("id")}));
    PARLEY_TRY(const auto pins, call.org->pins(dashboard.id));
    OrderedJson body = to_json(dashboard);
    body["pins"] = OrderedJson::array();
    for (const auto& pin : pins) body["pins"].push_back(to_json(pin));
    return Reply{200, std::move(body), "", {}};
}

Result<Reply> delete_dashboard(const Deps&, Call& call) {
    PARLEY_TRY([[maybe_unused]] Done gone, call.org->remove_dashboard({call.at("id")}));
    return Reply{204, {}, "", {}};
}

Result<Reply> create_pin(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto answer, required_text(call.body, "answer"));
    PARLEY_TRY(const auto dashboard, required_text(call.body, "dashboard"));
    PARLEY_TRY(const auto pin,
               deps.asker.pin(*call.org, call.user, {answer}, {dashboard}, text_at(call.body, "title")));
    return Reply{201, to_json(pin), "", {}};
}

Result<Reply> get_pin(const Deps&, Call& call) {
    PARLEY_TRY(const auto pin, call.org->pin({call.at("id")}));
    return Reply{200, to_json(pin), "", {}};
}

Result<Reply> refresh_pin(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto pin, deps.asker.refresh(*call.org, call.user, {call.at("id")}));
    return Reply{200, to_json(pin), "", {}};
}

Result<Reply> delete_pin(const Deps&, Call& call) {
    PARLEY_TRY([[maybe_unused]] Done gone, call.org->remove_pin({call.at("id")}));
    return Reply{204, {}, "", {}};
}

}  // namespace parley::api
