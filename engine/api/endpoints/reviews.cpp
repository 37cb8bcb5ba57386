// What waits for a person, over all connections, and the form of replies that a person accepts.
#include "api/endpoints/endpoints.h"

namespace parley::api {
namespace {

// Definitions and forms are the vendor's words: they go out as text, so that nobody takes them for ours.
OrderedJson as_text(const Json& value) {
    return value.is_null() ? OrderedJson(nullptr) : OrderedJson(dump(value));
}

OrderedJson to_json(const connect::Review& review) {
    OrderedJson out;
    out["kind"] = connect::name_of(review.kind);
    out["connection"] = review.connection.text;
    out["connection_name"] = review.connection_name;
    out["vendor"] = review.vendor.text;
    out["subject"] = review.subject;
    out["change"] = review.change;
    out["sentence"] = review.sentence;
    out["before"] = as_text(review.before);
    out["after"] = as_text(review.after);
    out["hash"] = review.hash;
    out["since"] = review.since ? OrderedJson(to_text(*review.since)) : OrderedJson(nullptr);
    return out;
}

}  // namespace

Result<Reply> list_reviews(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto reviews, deps.connector.reviews(*call.org));
    OrderedJson items = OrderedJson::array();
    for (const auto& review : reviews) items.push_back(to_json(review));
    return Reply{200, {{"items", std::move(items)}}, "", {}};
}

Result<Reply> accept_shape(const Deps& deps, Call& call) {
    PARLEY_TRY(const auto connection, call.org->connection({call.at("id")}));
    if (!flag_at(call.body, "accept", false)) {
        return Error{Fault::invalid, "\"accept\" must be true: until a form is accepted its numbers are not used.", ""};
    }
    PARLEY_TRY(const auto hash, required_text(call.body, "hash"));
    PARLEY_TRY([[maybe_unused]] Done accepted,
               deps.connector.accept_shape(*call.org, call.user, connection.id, call.at("shape"), hash));
    return Reply{204, {}, "", {}};
}

}  // namespace parley::api
