#include "oauth/requests.h"

#include "base/text.h"
#include "oauth/assertion.h"
#include "oauth/documents.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::oauth {
namespace {

constexpr double lifetime_s_max = 365.0 * 24 * 3600;  // A year: 1e18 seconds would overflow an Instant.

// RFC 7523 as its revision wants it: the audience is the issuer's name and nothing else, so that a hostile server
// cannot get an assertion that is good at another one.
Result<Done> sign_in_by_key(const Client& client, const std::string& url, Fields& fields, Instant now) {
    PARLEY_TRY(std::string assertion, client_assertion(client, client.issuer.empty() ? url : client.issuer, now));
    fields.emplace_back("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    fields.emplace_back("client_assertion", std::move(assertion));
    return Done{};
}

// Absent, not positive or no number: unknown. The 401 of a dead token then leads to the refresh.
std::optional<Instant> expiry(const Json& json, Instant now) {
    const auto seconds = number_at(json, "expires_in");
    if (!seconds || *seconds < 1) return std::nullopt;
    return now + std::chrono::seconds(static_cast<std::int64_t>(std::min(*seconds, lifetime_s_max)));
}

constexpr const char* unknown_client =
    "The authorization server does not know Parley's registration: connect again to register anew.";

struct Refusal {
    std::string_view code;
    Fault fault;
    const char* message;
};
constexpr Refusal refusals[] = {
    {"invalid_grant", Fault::reconnect, "The vendor no longer accepts this sign-in: connect it again."},
    {"invalid_client", Fault::invalid, unknown_client},
    {"unauthorized_client", Fault::invalid, unknown_client},
    {"invalid_target", Fault::invalid, "The authorization server gives no tokens for this server."},
    {"invalid_scope", Fault::invalid, "The authorization server does not know or grant what Parley asks for."},
    {"unsupported_grant_type", Fault::invalid, "The authorization server does not offer this way of signing in."},
};

Error refused(int status, const Json& json) {
    std::string code = text_at(json, "error");
    if (code == "temporarily_unavailable" || code == "server_error" || code == "slow_down") return in_trouble(status);
    if (code.empty() && status == 401) code = "invalid_client";  // RFC 6749 5.2 keeps 401 for that.
    std::string detail = cat("status ", status, error_code(json));
    for (const auto& refusal : refusals) {
        if (refusal.code == code) return Error{refusal.fault, refusal.message, std::move(detail)};
    }
    return Error{Fault::invalid, "The authorization server gave no token.", std::move(detail)};
}

// RFC 6749: an access token is visible ASCII. Anything else could end the header that carries it.
bool is_bearable(std::string_view token) {
    return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

Result<net::Response> post_as(const Client& client, net::Http& http, const net::UrlGuard& guard, const std::string& url,
                              Fields fields, Instant now) {
    PARLEY_TRY(net::SafeUrl safe, guard.check(url));
    net::Request request{
        .method = "POST",
        .url = std::move(safe),
        .headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
        .body = ""};
    request.reply_bytes_max = reply_bytes_max;
    if (client.auth_method == "private_key_jwt") {
        PARLEY_TRY([[maybe_unused]] const Done done, sign_in_by_key(client, url, fields, now));
    } else if (client.secret && client.auth_method == "client_secret_basic") {
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

Result<Done> check_client(const Endpoints& endpoints, const Client& client) {
    if (client.issuer == endpoints.issuer) return Done{};
    return Error{Fault::denied, "Parley's registration belongs to another authorization server.", ""};
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

bool client_is_unknown(const Error& error) {
    return error.fault == Fault::invalid && error.message == unknown_client;
}

Result<Json> read_token_answer(const net::Response& response) {
    if (response.status == 429 || response.status >= 500) return in_trouble(response.status);
    auto parsed = parse_json(response.body);
    Json json = parsed ? std::move(parsed).value() : Json();
    // Some vendors report an error with status 200.
    if (response.status != 200 || at_or_null(json, "error").is_string()) return refused(response.status, json);

    const std::string access = text_at(json, "access_token");
    if (access.empty()) return refused(response.status, json);
    if (!is_bearable(access)) {
        return Error{Fault::invalid, "The authorization server gave a token that no request can carry.", ""};
    }
    return json;
}

Result<Tokens> read_tokens(const net::Response& response, Instant now) {
    PARLEY_TRY(const Json json, read_token_answer(response));
    if (lower(text_at(json, "token_type")) != "bearer") {
        return Error{Fault::invalid, "The authorization server gave a kind of token that Parley does not use.", ""};
    }
    Tokens tokens{Secret(text_at(json, "access_token")), std::nullopt, expiry(json, now), text_at(json, "scope")};
    const std::string refresh = text_at(json, "refresh_token");
    if (!refresh.empty()) tokens.refresh.emplace(refresh);
    return tokens;
}

}  // namespace parley::oauth
