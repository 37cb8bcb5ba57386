#include "api/endpoints/endpoints.h"
#include "api/endpoints/people.h"
#include "base/text.h"

namespace parley::api {
namespace {

OrderedJson to_json(const store::Member& member) {
    OrderedJson out;
    out["id"] = member.id.text;
    out["email"] = member.email;
    out["name"] = member.name;
    out["role"] = member.role;
    out["has_signed_in"] = !member.subject.empty();
    out["created_at"] = to_text(member.created_at);
    return out;
}

Result<std::optional<std::string>> wished_text(const Json& body, const char* name) {
    if (!body.contains(name)) return std::optional<std::string>();
    if (!body[name].is_string()) return Error{Fault::invalid, cat("\"", name, "\" must be a text."), ""};
    return std::optional<std::string>(body[name].get<std::string>());
}

Result<People::MemberWish> wish_of(const Json& body) {
    People::MemberWish wish;
    PARLEY_TRY(wish.email, wished_text(body, "email"));
    PARLEY_TRY(wish.name, wished_text(body, "name"));
    PARLEY_TRY(wish.role, wished_role(body));
    return wish;
}

}  // namespace

People people_of(const Deps& deps, Call& call) {
    return People(*call.org, call.caller, deps.doorkeeper, deps.clock, call.what);
}

Result<std::optional<policy::Role>> wished_role(const Json& body) {
    PARLEY_TRY(const auto name, wished_text(body, "role"));
    if (!name) return std::optional<policy::Role>();
    const auto role = policy::role_from(*name);
    if (!role) return Error{Fault::invalid, "\"role\" must be owner, admin, analyst or viewer.", ""};
    return role;
}

Result<Reply> list_members(const Deps&, Call& call) {
    PARLEY_TRY(const auto members, call.org->members());
    OrderedJson items = OrderedJson::array();
    for (const auto& member : members) items.push_back(to_json(member));
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

Result<Reply> create_member(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto wish, wish_of(call.body));
    PARLEY_TRY(const auto member, people_of(deps, call).add_member(wish));
    return Reply{201, to_json(member), "", {}};
}

Result<Reply> put_member(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto wish, wish_of(call.body));
    PARLEY_TRY(const auto member, people_of(deps, call).change_member({call.at("id")}, wish));
    return Reply{200, to_json(member), "", {}};
}

Result<Reply> delete_member(const Deps& deps, Call& call) {
    PARLEY_TRY([[maybe_unused]] Done gone, people_of(deps, call).remove_member({call.at("id")}));
    return Reply{204, {}, "", {}};
}

}  // namespace parley::api
