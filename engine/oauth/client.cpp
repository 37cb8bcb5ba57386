#include "base/text.h"
#include "oauth/requests.h"

#include <algorithm>

namespace parley::oauth {
namespace {

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
        if (std::find(offered.begin(), offered.end(), method) != offered.end()) return std::string(method);
    }
    return Error{Fault::invalid,
                 "The authorization server takes only kinds of client authentication that Parley does not have.",
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

Error no_registration(std::string detail) {
    return Error{
        Fault::invalid,
        "This vendor does not register clients by itself: create an OAuth client there and connect with its client id.",
        std::move(detail)};
}

Result<Client> read_registration(const Json& json, const std::string& redirect_uri, const std::string& asked_method) {
    Client client;
    client.id = text_at(json, "client_id");
    if (client.id.empty())
        return Error{Fault::invalid, "The authorization server registered Parley without a client id.", ""};

    const Json& uris = at_or_null(json, "redirect_uris");
    if (uris.is_array() && std::find(uris.begin(), uris.end(), Json(redirect_uri)) == uris.end()) {
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
    return client;
}

}  // namespace

Result<Client> register_client(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints,
                               const std::string& redirect_uri) {
    if (endpoints.registration_endpoint.empty()) return no_registration("no registration_endpoint");
    PARLEY_TRY(const std::string method, auth_method_for(endpoints));
    PARLEY_TRY(net::SafeUrl url, guard.check(endpoints.registration_endpoint));

    net::Request request{.method = "POST",
                         .url = std::move(url),
                         .headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}},
                         .body = dump(metadata_of(redirect_uri, method))};
    request.reply_bytes_max = reply_bytes_max;
    PARLEY_TRY(const net::Response response, http.send(request));

    const int status = response.status;
    if (status == 401 || status == 403 || status == 404 || status == 405)
        return no_registration(cat("status ", status));
    if (status == 429 || status >= 500) return in_trouble(status);
    const auto json = parse_json(response.body);
    if ((status != 200 && status != 201) || !json || !json.value().is_object()) {
        return Error{Fault::invalid, "The authorization server did not register Parley.",
                     cat("status ", status, json ? error_code(json.value()) : " without JSON")};
    }
    PARLEY_TRY(Client client, read_registration(json.value(), redirect_uri, method));
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
    const bool basic =
        offered.empty() || std::find(offered.begin(), offered.end(), "client_secret_basic") != offered.end();
    client.auth_method = basic ? "client_secret_basic" : "client_secret_post";
    client.secret = std::move(secret);
    return client;
}

}  // namespace parley::oauth
