#include "base/limits.h"
#include "base/text.h"
#include "oauth/documents.h"
#include "oauth/requests.h"

namespace parley::oauth {
namespace {

constexpr double last_second = 253'402'300'799.0;  // Of the year 9999: what ends later never ends.

bool is_loopback(std::string_view url) {
    for (const std::string_view prefix : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
        if (url.substr(0, prefix.size()) != prefix) continue;
        const std::string_view rest = url.substr(prefix.size());
        if (rest.empty() || rest.front() == ':' || rest.front() == '/') return true;
    }
    return false;
}

// RFC 8414: a server that lists nothing means client_secret_basic.
Result<std::string> auth_method_for(const Endpoints& endpoints) {
    const auto& offered = endpoints.token_auth_methods;
    if (offered.empty()) return std::string("client_secret_basic");
    for (const char* method : {"client_secret_basic", "client_secret_post", "none"}) {
        if (holds(offered, method)) return std::string(method);
    }
    return Error{Fault::invalid,
                 "The authorization server takes only kinds of client authentication that Parley cannot register for: "
                 "create an OAuth client there and connect with its client id.",
                 join(offered, " ")};
}

Json metadata_of(const std::string& redirect_uri, const std::string& auth_method) {
    return {{"client_name", "Parley"},
            {"redirect_uris", {redirect_uri}},
            {"grant_types", {"authorization_code", "refresh_token"}},
            {"response_types", {"code"}},
            {"token_endpoint_auth_method", auth_method},
            {"application_type", is_loopback(redirect_uri) ? "native" : "web"}};
}

// What is left of it for a server that refuses it: nothing of OpenID Connect's, and nothing that the server's own
// metadata does not offer.
Json least_of(Json metadata, const Endpoints& endpoints) {
    metadata.erase("application_type");
    if (endpoints.token_auth_methods.empty()) metadata["token_endpoint_auth_method"] = "none";
    if (!endpoints.grant_types.empty() && !holds(endpoints.grant_types, "refresh_token")) {
        metadata["grant_types"] = Json::array({"authorization_code"});
    }
    return metadata;
}

Result<net::Response> send_metadata(net::Http& http, const net::UrlGuard& guard, const std::string& endpoint,
                                    const Json& metadata) {
    PARLEY_TRY(net::SafeUrl url, guard.check(endpoint));
    net::Request request{.method = "POST",
                         .url = std::move(url),
                         .headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}},
                         .body = dump(metadata)};
    request.reply_bytes_max = reply_bytes_max;
    return http.send(request);
}

std::string code_of(const net::Response& response) {
    const auto json = parse_json(response.body);
    return json ? text_at(json.value(), "error") : "";
}

Error no_registration(const Endpoints& endpoints, std::string detail) {
    if (endpoints.assumed) {
        return Error{Fault::invalid,
                     "The server publishes no way to sign in and registers no clients: connect with an API key or a "
                     "client id that the vendor gave you.",
                     std::move(detail)};
    }
    return Error{
        Fault::invalid,
        "This vendor does not register clients by itself: create an OAuth client there and connect with its client id.",
        std::move(detail)};
}

Error refusal_of(const Endpoints& endpoints, const net::Response& response) {
    const int status = response.status;
    if (status == 401 || status == 403 || status == 404 || status == 405) {
        return no_registration(endpoints, cat("status ", status));
    }
    if (status == 429 || status >= 500) return in_trouble(status);
    if (code_of(response) == "invalid_redirect_uri") {
        return Error{Fault::invalid,
                     "The vendor does not register clients that come back to Parley's address: create an OAuth client "
                     "there and connect with its client id.",
                     cat("status ", status, " invalid_redirect_uri")};
    }
    const auto json = parse_json(response.body);
    return Error{Fault::invalid,
                 "The authorization server did not register Parley: create an OAuth client there and connect with its "
                 "client id.",
                 cat("status ", status, json ? error_code(json.value()) : " without JSON")};
}

// Zero, absent and nonsense mean that it never expires; one that did all the same is met as an unknown client.
std::optional<Instant> secret_expiry(const Json& json) {
    const auto seconds = number_at(json, "client_secret_expires_at");
    if (!seconds || *seconds < 1 || *seconds > last_second) return std::nullopt;
    return from_unix_seconds(static_cast<std::int64_t>(*seconds));
}

// Just ours and nothing else: a code sent to a second address would be somebody else's.
bool is_just(const Json& uris, const std::string& redirect_uri) {
    return uris.is_null() || uris == Json::array({redirect_uri});
}

Result<Client> read_registration(const Json& json, const std::string& redirect_uri, const std::string& asked_method) {
    Client client;
    client.id = text_at(json, "client_id");
    if (client.id.empty() || client.id.size() > limits::url_bytes) {
        return Error{Fault::invalid, "The authorization server registered Parley without a usable client id.", ""};
    }
    if (!is_just(at_or_null(json, "redirect_uris"), redirect_uri)) {
        return Error{Fault::invalid, "The authorization server registered Parley with an address that is not Parley's.",
                     ""};
    }
    const std::string secret = text_at(json, "client_secret");
    client.auth_method = text_at(json, "token_endpoint_auth_method", asked_method);
    if (secret.empty()) client.auth_method = "none";
    if (client.auth_method == "none") return client;
    if (client.auth_method != "client_secret_basic" && client.auth_method != "client_secret_post") {
        return Error{Fault::invalid,
                     "The authorization server asks for a kind of client authentication that Parley does not have.",
                     ""};
    }
    client.secret.emplace(secret);
    client.secret_expires_at = secret_expiry(json);
    return client;
}

}  // namespace

Result<Client> register_client(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints,
                               const std::string& redirect_uri) {
    if (endpoints.registration_endpoint.empty()) return no_registration(endpoints, "no registration_endpoint");
    PARLEY_TRY(const std::string method, auth_method_for(endpoints));
    Json metadata = metadata_of(redirect_uri, method);
    PARLEY_TRY(net::Response response, send_metadata(http, guard, endpoints.registration_endpoint, metadata));
    if (response.status == 400 && code_of(response) == "invalid_client_metadata") {
        metadata = least_of(std::move(metadata), endpoints);
        PARLEY_TRY(response, send_metadata(http, guard, endpoints.registration_endpoint, metadata));
    }
    if (response.status != 200 && response.status != 201) return refusal_of(endpoints, response);
    const auto json = parse_json(response.body);
    if (!json || !json.value().is_object()) return refusal_of(endpoints, response);
    PARLEY_TRY(Client client,
               read_registration(json.value(), redirect_uri, text_at(metadata, "token_endpoint_auth_method")));
    client.issuer = endpoints.issuer;
    return client;
}

Json client_metadata(const std::string& client_id, const std::string& redirect_uri) {
    Json json = metadata_of(redirect_uri, "none");
    json["client_id"] = client_id;
    return json;
}

Client known_client(const Endpoints& endpoints, std::string id, std::optional<Secret> secret) {
    Client client;
    client.id = std::move(id);
    client.issuer = endpoints.issuer;
    if (!secret) return client;
    const auto& offered = endpoints.token_auth_methods;
    if (trim(secret->reveal()).starts_with("-----BEGIN ")) {
        client.auth_method = "private_key_jwt";
    } else if (offered.empty() || holds(offered, "client_secret_basic")) {
        client.auth_method = "client_secret_basic";
    } else {
        client.auth_method = "client_secret_post";
    }
    client.secret = std::move(secret);
    return client;
}

}  // namespace parley::oauth
