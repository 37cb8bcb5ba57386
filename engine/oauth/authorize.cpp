#include "base/text.h"
#include "oauth/oauth.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::oauth {

Pkce make_pkce() {
    std::string verifier = vault::random_token(32);  // 43 characters, the least that RFC 7636 allows.
    std::string challenge = challenge_of(verifier);
    return Pkce{Secret(std::move(verifier)), std::move(challenge)};
}

std::string challenge_of(std::string_view verifier) {
    return vault::base64url(vault::sha256(verifier), /*padded=*/false);
}

Result<std::string> authorize_url(const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                                  const std::string& redirect_uri, const std::string& state, const Pkce& pkce,
                                  const std::vector<std::string>& scopes) {
    if (client.issuer != endpoints.issuer) {
        return Error{Fault::denied, "Parley's registration belongs to another authorization server.", ""};
    }
    const auto endpoint = guard.check(endpoints.authorization_endpoint);
    if (!endpoint) {
        return Error{Fault::denied,
                     "The sign-in page that the authorization server names is not one we may send you to.",
                     endpoint.error().message};
    }
    std::vector<std::pair<std::string, std::string>> fields = {
        {"response_type", "code"},          {"client_id", client.id},
        {"redirect_uri", redirect_uri},     {"state", state},
        {"code_challenge", pkce.challenge}, {"code_challenge_method", "S256"},
        {"resource", endpoints.resource}};
    if (!scopes.empty()) fields.emplace_back("scope", join(scopes, " "));
    // OpenID Connect grants offline access only where consent is asked for again.
    if (std::find(scopes.begin(), scopes.end(), "offline_access") != scopes.end())
        fields.emplace_back("prompt", "consent");

    const std::string base = endpoint.value().text();
    return cat(base, base.find('?') == std::string::npos ? "?" : "&", net::form_encode(fields));
}

Result<Done> check_issuer(const Endpoints& endpoints, const std::optional<std::string>& iss) {
    if (iss && *iss != endpoints.issuer) {
        return Error{Fault::denied,
                     "The sign-in was answered by another authorization server than the one that was asked.", ""};
    }
    if (!iss && endpoints.iss_promised) {
        return Error{Fault::denied,
                     "The sign-in came back without the authorization server's name, which it had promised.", ""};
    }
    return Done{};
}

}  // namespace parley::oauth
