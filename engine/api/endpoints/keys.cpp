#include "api/endpoints/endpoints.h"
#include "api/endpoints/people.h"

namespace parley::api {
namespace {

OrderedJson to_json(const store::ApiKey& key) {
    OrderedJson out;
    out["id"] = key.id.text;
    out["name"] = key.name;
    out["role"] = key.role;
    out["user"] = key.user.text;
    out["created_at"] = to_text(key.created_at);
    out["expires_at"] = key.expires_at ? OrderedJson(to_text(*key.expires_at)) : OrderedJson(nullptr);
    return out;
}

}  // namespace

Result<Reply> create_key(const Deps& deps, Call& call) {
    People::KeyWish wish;
    PARLEY_TRY(wish.name, required_text(call.body, "name"));
    PARLEY_TRY(const auto role, wished_role(call.body));
    wish.role = role.value_or(wish.role);
    if (call.body.contains("expires_in_days")) {
        const Json& days = call.body["expires_in_days"];
        if (!days.is_number_integer()) {
            return Error{Fault::invalid, "\"expires_in_days\" must be a whole number of days.", ""};
        }
        wish.days = static_cast<int>(std::clamp<std::int64_t>(days.get<std::int64_t>(), 0, limits::key_days_max + 1));
    }
    PARLEY_TRY(const auto made, people_of(deps, call).make_key(wish));
    OrderedJson body = to_json(made.key);
    body["key"] = made.text;  // Here and never again.
    return Reply{201, std::move(body), "", {}};
}

Result<Reply> list_keys(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto keys, people_of(deps, call).keys());
    OrderedJson items = OrderedJson::array();
    for (const auto& key : keys) items.push_back(to_json(key));
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

Result<Reply> delete_key(const Deps& deps, Call& call) {
    PARLEY_TRY([[maybe_unused]] Done gone, people_of(deps, call).revoke_key({call.at("id")}));
    return Reply{204, {}, "", {}};
}

}  // namespace parley::api
