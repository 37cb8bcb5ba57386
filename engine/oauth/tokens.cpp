#include "base/text.h"
#include "oauth/requests.h"
#include "vault/crypto.h"

#include <algorithm>
#include <cmath>

namespace parley::oauth {
namespace {

constexpr double lifetime_s_max = 365.0 * 24 * 3600;  // A year: 1e18 seconds would overflow an Instant.

// Absent, not positive or no number: unknown. The 401 of a dead token then leads to the refresh.
std::optional<Instant> expiry(const Json& json, Instant now) {
    const Json& value = at_or_null(json, "expires_in");
    double seconds = 0;
    if (value.is_number()) {
        seconds = value.get<double>();
    } else if (value.is_string()) {  // Some vendors quote it.
        const auto number = parse_json(value.get_ref<const std::string&>());
        if (number && number.value().is_number()) seconds = number.value().get<double>();
    }
    if (!std::isfinite(seconds) || seconds < 1) return std::nullopt;
    return now + std::chrono::seconds(static_cast<std::int64_t>(std::min(seconds, lifetime_s_max)));
}

Error refused(int status, const Json& json) {
    const std::string code = text_at(json, "error");
    std::string detail = cat("status ", status, error_code(json));
    if (code == "invalid_grant") {
        return Error{Fault::reconnect, "The vendor no longer accepts this sign-in: connect it again.",
                     std::move(detail)};
    }
    if (code == "temporarily_unavailable" || code == "server_error" || code == "slow_down") return in_trouble(status);
    if (code == "invalid_client" || code == "unauthorized_client") {
        return Error{Fault::invalid,
                     "The authorization server does not know Parley's registration: connect again to register anew.",
                     std::move(detail)};
    }
    return Error{Fault::invalid, "The authorization server gave no token.", std::move(detail)};
}

Result<Tokens> read_tokens(const net::Response& response, Instant now) {
    if (response.status == 429 || response.status >= 500) return in_trouble(response.status);
    const auto parsed = parse_json(response.body);
    const Json json = parsed ? parsed.value() : Json();
    // Some vendors report an error with status 200.
    if (response.status != 200 || at_or_null(json, "error").is_string()) return refused(response.status, json);

    const std::string access = text_at(json, "access_token");
    if (access.empty()) return refused(response.status, json);
    if (lower(text_at(json, "token_type")) != "bearer") {
        return Error{Fault::invalid, "The authorization server gave a kind of token that Parley does not use.", ""};
    }
    Tokens tokens{Secret(access), std::nullopt, expiry(json, now), text_at(json, "scope")};
    const std::string refresh = text_at(json, "refresh_token");
    if (!refresh.empty()) tokens.refresh.emplace(refresh);
    return tokens;
}

Result<Done> check_client(const Endpoints& endpoints, const Client& client) {
    if (client.issuer == endpoints.issuer) return Done{};
    return Error{Fault::denied, "Parley's registration belongs to another authorization server.", ""};
}

}  // namespace

Result<net::Response> post_as(const Client& client, net::Http& http, const net::UrlGuard& guard, const std::string& url,
                              Fields fields) {
    PARLEY_TRY(net::SafeUrl safe, guard.check(url));
    net::Request request{
        .method = "POST",
        .url = std::move(safe),
        .headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
        .body = ""};
    request.reply_bytes_max = reply_bytes_max;
    if (client.secret && client.auth_method == "client_secret_basic") {
        const std::string pair = cat(net::percent_encode(client.id), ":", net::percent_encode(client.secret->reveal()));
        request.headers.emplace_back("Authorization", "Basic " + vault::base64(pair));
    } else {
        fields.emplace_back("client_id", client.id);
        if (client.secret && client.auth_method == "client_secret_post") {
            fields.emplace_back("client_secret", std::string(client.secret->reveal()));
        }
    }
    request.body = net::form_encode(fields);
    return http.send(request);
}

Error in_trouble(int status) {
    return Error{Fault::unavailable, "The authorization server is in trouble: try again later.",
                 cat("status ", status)};
}

std::string error_code(const Json& json) {
    const std::string code = text_at(json, "error");
    const bool clean = !code.empty() && code.size() <= 64 &&
                       std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    return clean ? " " + code : "";
}

Result<Tokens> exchange(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                        const std::string& redirect_uri, const Secret& code, const Secret& verifier, Instant now) {
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    PARLEY_TRY(const net::Response response, post_as(client, http, guard, endpoints.token_endpoint,
                                                     {{"grant_type", "authorization_code"},
                                                      {"code", std::string(code.reveal())},
                                                      {"redirect_uri", redirect_uri},
                                                      {"code_verifier", std::string(verifier.reveal())},
                                                      {"resource", endpoints.resource}}));
    return read_tokens(response, now);
}

Result<Tokens> refresh(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                       const Secret& refresh_token, Instant now) {
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    PARLEY_TRY(const net::Response response, post_as(client, http, guard, endpoints.token_endpoint,
                                                     {{"grant_type", "refresh_token"},
                                                      {"refresh_token", std::string(refresh_token.reveal())},
                                                      {"resource", endpoints.resource}}));
    PARLEY_TRY(Tokens tokens, read_tokens(response, now));
    // A server that does not rotate says nothing, and the old one stays good.
    if (!tokens.refresh) tokens.refresh.emplace(std::string(refresh_token.reveal()));
    return tokens;
}

Result<Done> revoke(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                    const Secret& token) {
    if (endpoints.revocation_endpoint.empty()) return Done{};
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    PARLEY_TRY(const net::Response response,
               post_as(client, http, guard, endpoints.revocation_endpoint, {{"token", std::string(token.reveal())}}));
    if (response.status == 200) return Done{};
    if (response.status == 429 || response.status >= 500) return in_trouble(response.status);
    return Error{Fault::invalid, "The vendor did not confirm that the sign-in was revoked.",
                 cat("status ", response.status)};
}

}  // namespace parley::oauth
