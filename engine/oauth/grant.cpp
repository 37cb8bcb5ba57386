#include "oauth/grant.h"

namespace parley::oauth {
namespace {

Json client_json(const Client& client) {
    Json json = {{"id", client.id}, {"auth_method", client.auth_method}, {"issuer", client.issuer}};
    if (client.secret) json["secret"] = std::string(client.secret->reveal());
    if (client.secret_expires_at) json["secret_expires_at"] = unix_seconds(*client.secret_expires_at);
    if (!client.algorithm.empty()) json["algorithm"] = client.algorithm;
    return json;
}

std::optional<Secret> secret_at(const Json& json, std::string_view key) {
    std::string text = text_at(json, key);
    if (text.empty()) return std::nullopt;
    return Secret(std::move(text));
}

Client client_from(const Json& json) {
    Client client;
    client.id = text_at(json, "id");
    client.secret = secret_at(json, "secret");
    client.auth_method = text_at(json, "auth_method", "none");
    client.issuer = text_at(json, "issuer");
    client.algorithm = text_at(json, "algorithm");
    const std::int64_t expires_at = integer_at(json, "secret_expires_at", 0);
    if (expires_at > 0) client.secret_expires_at = from_unix_seconds(expires_at);
    return client;
}

Error unreadable() {
    return Error{Fault::internal, "The stored sign-in of this connection cannot be read: connect it again.",
                 "sealed text is not the JSON that was sealed"};
}

}  // namespace

Secret to_secret(const Grant& grant) {
    Json json = {{"access_token", std::string(grant.tokens.access.reveal())}, {"scope", grant.tokens.scope}};
    if (grant.tokens.refresh) json["refresh_token"] = std::string(grant.tokens.refresh->reveal());
    if (!grant.client.id.empty()) json["client"] = client_json(grant.client);
    if (!grant.endpoints.token_endpoint.empty()) json["endpoints"] = to_json(grant.endpoints);
    return Secret(dump(json));
}

Result<Grant> grant_from(const Secret& secret) {
    const auto json = parse_json(secret.reveal());
    if (!json) return unreadable();
    auto access = secret_at(json.value(), "access_token");
    if (!access) return unreadable();

    Tokens tokens{std::move(*access), secret_at(json.value(), "refresh_token"), std::nullopt,
                  text_at(json.value(), "scope")};
    return Grant{std::move(tokens), client_from(at_or_null(json.value(), "client")),
                 endpoints_from_json(at_or_null(json.value(), "endpoints"))};
}

Secret to_secret(const Pending& pending) {
    return Secret(dump(Json{{"verifier", std::string(pending.verifier.reveal())},
                            {"client", client_json(pending.client)},
                            {"endpoints", to_json(pending.endpoints)}}));
}

Result<Pending> pending_from(const Secret& secret) {
    const auto json = parse_json(secret.reveal());
    if (!json) return unreadable();
    auto verifier = secret_at(json.value(), "verifier");
    if (!verifier) return unreadable();
    return Pending{std::move(*verifier), client_from(at_or_null(json.value(), "client")),
                   endpoints_from_json(at_or_null(json.value(), "endpoints"))};
}

}  // namespace parley::oauth
