#include "api/endpoints/endpoints.h"
#include "base/text.h"
#include "connect/pins.h"

namespace parley::api {
namespace {

OrderedJson to_json(const store::Connection& connection) {
    OrderedJson out;
    out["id"] = connection.id.text;
    out["vendor"] = connection.vendor.text;
    out["name"] = connection.name;
    out["url"] = connection.url;
    out["state"] = store::name_of(connection.state);
    out["reason"] = connection.reason.empty() ? OrderedJson(nullptr) : OrderedJson(connection.reason);
    out["auth"] = connection.auth;
    out["created_by"] = connection.created_by.text;
    out["created_at"] = to_text(connection.created_at);
    out["updated_at"] = to_text(connection.updated_at);
    return out;
}

OrderedJson to_json(const store::ToolPin& pin) {
    OrderedJson out;
    out["name"] = pin.name;
    out["description"] = pin.description;
    out["verdict"] = pin.verdict;
    out["reason"] = pin.reason;
    out["change"] = pin.change.empty() ? OrderedJson(nullptr) : OrderedJson(pin.change);
    out["decided_by"] = pin.decided_by;
    out["hash"] = connect::definition_hash(connect::definition_of(pin));
    return out;
}

OrderedJson to_json(const std::vector<store::ToolPin>& pins) {
    OrderedJson out = OrderedJson::array();
    for (const auto& pin : pins) out.push_back(to_json(pin));
    return out;
}

Reply started(const connect::Started& started, int status) {
    OrderedJson body = to_json(started.connection);
    body["authorize_url"] = started.authorize_url.empty() ? OrderedJson(nullptr) : OrderedJson(started.authorize_url);
    return Reply{status, std::move(body), "", {}};
}

}  // namespace

Result<Reply> list_connections(const Deps&, Call& call) {
    PARLEY_TRY(const auto connections, call.org->connections());
    OrderedJson items = OrderedJson::array();
    for (const auto& connection : connections) items.push_back(to_json(connection));
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

Result<Reply> create_connection(const Deps& deps, Call& call) {
    connect::Begin wish;
    wish.vendor = {text_at(call.body, "vendor")};
    wish.url = text_at(call.body, "url");
    wish.name = text_at(call.body, "name");
    if (at_or_null(call.body, "parameters").is_object()) wish.parameters = call.body["parameters"];
    if (auto key = text_at(call.body, "api_key"); !key.empty()) wish.api_key = Secret(std::move(key));
    if (wish.vendor.text.empty() == wish.url.empty()) {
        return Error{Fault::invalid, "Name either a vendor or the url of an MCP server.", ""};
    }
    if (!wish.url.empty()) {
        PARLEY_TRY([[maybe_unused]] Done allowed, require(deps, call, policy::Act::connect_custom));
    }
    PARLEY_TRY(const auto begun, deps.connector.begin(*call.org, call.user, std::move(wish)));
    return started(begun, 201);
}

Result<Reply> get_connection(const Deps&, Call& call) {
    PARLEY_TRY(const auto connection, call.org->connection({call.at("id")}));
    return Reply{200, to_json(connection), "", {}};
}

Result<Reply> delete_connection(const Deps& deps, Call& call) {
    PARLEY_TRY([[maybe_unused]] Done gone, deps.connector.disconnect(*call.org, call.user, {call.at("id")}));
    return Reply{204, {}, "", {}};
}

Result<Reply> test_connection(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto health, deps.connector.test(*call.org, call.user, {call.at("id")}));
    OrderedJson body;
    body["server"] = health.server;
    body["ms"] = health.ms;
    body["tools"] = to_json(health.tools);
    body["warnings"] = health.warnings;
    return Reply{200, std::move(body), "", {}};
}

Result<Reply> reconnect_connection(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto connection, call.org->connection({call.at("id")}));
    if (connection.vendor.text == "custom") {
        PARLEY_TRY([[maybe_unused]] Done allowed, require(deps, call, policy::Act::connect_custom));
    }
    PARLEY_TRY(const auto begun, deps.connector.reconnect(*call.org, call.user, {call.at("id")}));
    return started(begun, 200);
}

Result<Reply> list_tools(const Deps&, Call& call) {
    PARLEY_TRY(const auto connection, call.org->connection({call.at("id")}));
    PARLEY_TRY(const auto pins, call.org->tools(connection.id));
    return Reply{200, {{"items", to_json(pins)}}, "", {}};
}

Result<Reply> review_tool(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto connection, call.org->connection({call.at("id")}));
    const Json& admit = at_or_null(call.body, "admit");
    if (!admit.is_boolean()) return Error{Fault::invalid, "\"admit\" must be true or false.", ""};
    connect::Decision decision;
    if (admit.get<bool>()) decision.word = connect::Decision::Word::admit;
    PARLEY_TRY(decision.hash, required_text(call.body, "hash"));
    PARLEY_TRY(const auto pins, deps.connector.review(*call.org, call.user, connection.id, call.at("tool"), decision));
    return Reply{200, {{"items", to_json(pins)}}, "", {}};
}

}  // namespace parley::api
