#pragma once
// OAuth 2.1 as a client: find the authorization server, register, send the user there, exchange, refresh, revoke.
// Functions over values; every URL learnt on the way goes through the guard. Safe from several threads.

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/http.h"
#include "net/url_guard.h"

#include <optional>
#include <string>
#include <vector>

namespace parley::oauth {

// What discovery found. Endpoint texts are kept; each use checks them again.
struct Endpoints {
    std::string resource;  // What tokens are for (RFC 8707)
    std::string issuer;
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string registration_endpoint;  // Empty where there is none.
    std::string revocation_endpoint;    // Empty where there is none.
    std::vector<std::string> scopes;    // To ask for: the challenge's, else the resource's; empty: leave out.
    std::vector<std::string> token_auth_methods;
    std::vector<std::string> grant_types;  // grant_types_supported; empty: not said
    bool offline_access = false;           // The server's scopes_supported names it: refresh tokens can be asked for.
    bool iss_promised = false;             // authorization_response_iss_parameter_supported
    bool client_id_documents = false;      // client_id_metadata_document_supported
    bool assumed = false;                  // Nothing is published: the default paths of revision 2025-03-26.
};
Json to_json(const Endpoints& endpoints);
Endpoints endpoints_from_json(const Json& json);

struct Tried {
    std::string url;
    std::string result;  // "200", "404", "no S256"
};

struct Discovery {
    Endpoints endpoints;
    std::vector<Tried> tried;  // Each step, for the connection's log.
};

// www_authenticate: the headers of the 401. Protected-resource metadata from the header, the path form, then the root;
// authorization-server metadata in the spec's order. Fault::invalid with one sentence where a document is missing or
// wrong (no S256, issuer not identical, resource another one). steps: where each step goes, also of one that fails.
Result<Discovery> discover(net::Http& http, const net::UrlGuard& guard, const net::SafeUrl& server,
                           const std::vector<std::string>& www_authenticate, std::vector<Tried>* steps = nullptr);

struct Client {
    std::string id;
    std::optional<Secret> secret;              // Of private_key_jwt: the private key, PEM.
    std::string auth_method = "none";          // none, client_secret_basic, client_secret_post, private_key_jwt
    std::string issuer;                        // Credentials are keyed by issuer.
    std::optional<Instant> secret_expires_at;  // client_secret_expires_at; empty: never
    std::string algorithm;                     // Of private_key_jwt: ES256, RS256
};

// RFC 7591. Fault::invalid with the way out in words where the server does not register clients.
Result<Client> register_client(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints,
                               const std::string& redirect_uri);

// A client that is not registered here: a vendor's own id for us, a person's, or the address of our metadata document.
// A secret that is a private key in PEM makes it a private_key_jwt client.
Client known_client(const Endpoints& endpoints, std::string id, std::optional<Secret> secret);

// The client id metadata document, to be served at the address `client_id`.
Json client_metadata(const std::string& client_id, const std::string& redirect_uri);

struct Pkce {
    Secret verifier;
    std::string challenge;  // S256
};
Pkce make_pkce();
std::string challenge_of(std::string_view verifier);

// scopes: what to ask for. Fault::denied for an endpoint that is not http(s) or that the guard refuses.
Result<std::string> authorize_url(const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                                  const std::string& redirect_uri, const std::string& state, const Pkce& pkce,
                                  const std::vector<std::string>& scopes);

struct Tokens {
    Secret access;
    std::optional<Secret> refresh;
    std::optional<Instant> expires_at;
    std::string scope;
};

// Fault::reconnect for invalid_grant, Fault::unavailable for a server in trouble, Fault::invalid else.
Result<Tokens> exchange(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                        const std::string& redirect_uri, const Secret& code, const Secret& verifier, Instant now);
Result<Tokens> refresh(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                       const Secret& refresh_token, Instant now);

// Grants without a person: client credentials (RFC 6749 4.4), a token exchanged at an identity provider (RFC 8693;
// gives the exchanged token), and an assertion handed in for an access token (RFC 7523). Faults as exchange().
Result<Tokens> client_credentials(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints,
                                  const Client& client, const std::vector<std::string>& scopes, Instant now);
struct TokenExchange {
    std::string token_endpoint;
    Secret subject_token;
    std::string subject_token_type = "urn:ietf:params:oauth:token-type:id_token";
    std::string requested_token_type = "urn:ietf:params:oauth:token-type:id-jag";
    std::string audience = {};
    std::string resource = {};
    std::vector<std::string> scopes = {};
};
Result<Secret> token_exchange(net::Http& http, const net::UrlGuard& guard, const Client& client,
                              const TokenExchange& wish, Instant now);
Result<Tokens> jwt_bearer(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                          const Secret& assertion, const std::vector<std::string>& scopes, Instant now);

// What a 403 asks for over what was granted: earlier scopes first, each once. Empty where it asks for nothing new.
std::vector<std::string> step_up_scopes(const std::vector<std::string>& earlier,
                                        const std::vector<std::string>& www_authenticate);

// Scopes that a token has and nobody asked for.
std::vector<std::string> beyond_asked(const std::vector<std::string>& asked, std::string_view granted);

// True where a token request failed because the authorization server does not know the client (any more).
bool client_is_unknown(const Error& error);

// RFC 7009. Done also where the server has no revocation endpoint.
Result<Done> revoke(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                    const Secret& token, Instant now);

// RFC 9207, plain string comparison: Fault::denied where the answer does not come from the expected issuer.
Result<Done> check_issuer(const Endpoints& endpoints, const std::optional<std::string>& iss);

}  // namespace parley::oauth
