#include "base/text.h"
#include "oauth/requests.h"

namespace parley::oauth {

Result<Tokens> exchange(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                        const std::string& redirect_uri, const Secret& code, const Secret& verifier, Instant now) {
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    PARLEY_TRY(const net::Response response, post_as(client, http, guard, endpoints.token_endpoint,
                                                     {{"grant_type", "authorization_code"},
                                                      {"code", std::string(code.reveal())},
                                                      {"redirect_uri", redirect_uri},
                                                      {"code_verifier", std::string(verifier.reveal())},
                                                      {"resource", endpoints.resource}},
                                                     now));
    return read_tokens(response, now);
}

Result<Tokens> refresh(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                       const Secret& refresh_token, Instant now) {
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    PARLEY_TRY(const net::Response response, post_as(client, http, guard, endpoints.token_endpoint,
                                                     {{"grant_type", "refresh_token"},
                                                      {"refresh_token", std::string(refresh_token.reveal())},
                                                      {"resource", endpoints.resource}},
                                                     now));
    PARLEY_TRY(Tokens tokens, read_tokens(response, now));
    // A server that does not rotate says nothing, and the old one stays good.
    if (!tokens.refresh) tokens.refresh.emplace(std::string(refresh_token.reveal()));
    return tokens;
}

Result<Done> revoke(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                    const Secret& token, Instant now) {
    if (endpoints.revocation_endpoint.empty()) return Done{};
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    PARLEY_TRY(const net::Response response, post_as(client, http, guard, endpoints.revocation_endpoint,
                                                     {{"token", std::string(token.reveal())}}, now));
    if (response.status == 200) return Done{};
    if (response.status == 429 || response.status >= 500) return in_trouble(response.status);
    return Error{Fault::invalid, "The vendor did not confirm that the sign-in was revoked.",
                 cat("status ", response.status)};
}

}  // namespace parley::oauth
