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
    bool iss_promised = false;         // authorization_response_iss_parameter_supported
    bool client_id_documents = false;  // client_id_metadata_document_supported
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
// wrong (no S256, issuer not identical, resource another one).
Result<Discovery> discover(net::Http& http, const net::UrlGuard& guard, const net::SafeUrl& server,
                           const std::vector<std::string>& www_authenticate);

struct Client {
    std::string id;
    std::optional<Secret> secret;
    std::string auth_method = "none";  // none, client_secret_basic, client_secret_post
    std::string issuer;                // Credentials are keyed by issuer.
};

// RFC 7591. Fault::invalid with the way out in words where the server does not register clients.
Result<Client> register_client(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints,
                               const std::string& redirect_uri);

// A client that is not registered here: a vendor's own id for us, a person's, or the address of our metadata document.
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

// RFC 7009. Done also where the server has no revocation endpoint.
Result<Done> revoke(net::Http& http, const net::UrlGuard& guard, const Endpoints& endpoints, const Client& client,
                    const Secret& token);

// RFC 9207, plain string comparison: Fault::denied where the answer does not come from the expected issuer.
Result<Done> check_issuer(const Endpoints& endpoints, const std::optional<std::string>& iss);

}  // namespace parley::oauth
