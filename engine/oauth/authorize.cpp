#include "base/text.h"
#include "oauth/documents.h"
#include "oauth/requests.h"
#include "vault/crypto.h"

#include <algorithm>
#include <array>

namespace parley::oauth {
namespace {

// An endpoint may come with a query of its own, but not with one that speaks for us: of two scopes or two addresses to
// come back to, the sign-in page might take the first.
bool speaks_for_us(std::string_view endpoint) {
    constexpr std::array ours = {"response_type", "client_id",     "redirect_uri", "state",   "code_challenge",
                                 "scope",         "resource",      "prompt",       "request", "code_challenge_method",
                                 "request_uri",   "response_mode", "nonce"};
    const auto question = endpoint.find('?');
    if (question == std::string_view::npos) return false;
    for (const auto& field : split(endpoint.substr(question + 1), '&')) {
        const std::string name = field.substr(0, field.find('='));
        // A name in disguise ("%73cope") is a name too.
        if (name.find('%') != std::string::npos || std::find(ours.begin(), ours.end(), name) != ours.end()) return true;
    }
    return false;
}

}  // namespace

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
    PARLEY_TRY([[maybe_unused]] const Done done, check_client(endpoints, client));
    const auto endpoint = guard.check(endpoints.authorization_endpoint);
    if (!endpoint || speaks_for_us(endpoint.value().target())) {
        return Error{Fault::denied,
                     "The sign-in page that the authorization server names is not one we may send you to.",
                     endpoint ? "its query names parameters of ours" : endpoint.error().message};
    }
    std::vector<std::pair<std::string, std::string>> fields = {
        {"response_type", "code"}, {"client_id", client.id},           {"redirect_uri", redirect_uri},
        {"state", state},          {"code_challenge", pkce.challenge}, {"code_challenge_method", "S256"}};
    if (!endpoints.resource.empty()) fields.emplace_back("resource", endpoints.resource);
    if (!scopes.empty()) fields.emplace_back("scope", join(scopes, " "));
    // OpenID Connect grants offline access only where consent is asked for again.
    if (holds(scopes, "offline_access")) fields.emplace_back("prompt", "consent");

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
