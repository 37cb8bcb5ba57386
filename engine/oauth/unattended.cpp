// Grants without a person.
#include "base/text.h"
#include "oauth/requests.h"

namespace parley::oauth {
namespace {

void add_scopes(Fields& fields, const std::vector<std::string>& scopes) {
    if (!scopes.empty()) fields.emplace_back("scope", join(scopes, " "));
}

}  // namespace

Result<Tokens> client_credentials(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints,
                                  const Client& client, const std::vector<std::string>& scopes, Instant now) {
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    if (!client.secret) {
        return Error{Fault::invalid, "Signing in without a person needs the OAuth client's secret or private key.", ""};
    }
    Fields fields = {{"grant_type", "client_credentials"}, {"resource", endpoints.resource}};
    add_scopes(fields, scopes);
    PARLEY_TRY(const net::Response response,
               post_as(client, http, guard, endpoints.token_endpoint, std::move(fields), now));
    return read_tokens(response, now);
}

Result<Secret> token_exchange(net::Http& http, const net::UrlGuard& guard, const Client& client,
                              const TokenExchange& wish, Instant now) {
    Fields fields = {{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                     {"requested_token_type", wish.requested_token_type},
                     {"audience", wish.audience},
                     {"subject_token", std::string(wish.subject_token.reveal())},
                     {"subject_token_type", wish.subject_token_type}};
    if (!wish.resource.empty()) fields.emplace_back("resource", wish.resource);
    add_scopes(fields, wish.scopes);
    PARLEY_TRY(const net::Response response, post_as(client, http, guard, wish.token_endpoint, std::move(fields), now));
    PARLEY_TRY(const Json json, read_token_answer(response));
    // RFC 8693 2.2.1: the server says what it gave; its token_type is "N_A" for what is no access token.
    if (text_at(json, "issued_token_type") != wish.requested_token_type) {
        return Error{Fault::invalid, "The identity provider gave another kind of token than the one asked for.", ""};
    }
    return Secret(text_at(json, "access_token"));
}

Result<Tokens> jwt_bearer(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                          const Secret& assertion, const std::vector<std::string>& scopes, Instant now) {
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    Fields fields = {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                     {"assertion", std::string(assertion.reveal())},
                     {"resource", endpoints.resource}};
    add_scopes(fields, scopes);
    PARLEY_TRY(const net::Response response,
               post_as(client, http, guard, endpoints.token_endpoint, std::move(fields), now));
    return read_tokens(response, now);
}

}  // namespace parley::oauth
