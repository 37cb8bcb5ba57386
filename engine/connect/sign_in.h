#pragma once
// The way to a vendor's consent page and back. For this room only.

#include "connect/registrar.h"
#include "connect/target.h"
#include "oauth/grant.h"

#include <string>
#include <vector>

namespace parley::connect {

// What discovery and registration came to.
struct Prepared {
    oauth::Endpoints endpoints;
    oauth::Client client;
    std::vector<std::string> scopes;
    std::vector<std::string> left_out;  // Named by the server, and not asked for: they would change things.
};

// What is known before.
struct Known {
    std::string client_id;  // Made by hand at the vendor; empty: none.
    std::optional<Secret> client_secret;
    std::string issuer;               // Of the last sign-in; empty: this is the first.
    std::string dead_client;          // Registered once, and not to be trusted now.
    std::vector<std::string> scopes;  // That an operation has asked for since.
};
Known known_of(const Connector::Wiring& wiring, store::OrgStore& org, const store::Connection& connection);

// The order: a person's own client, the manifest's, our metadata document, registration. What was made for another
// issuer is not sent to this one. www_authenticate: of the 401.
Result<Prepared> prepare_sign_in(const Connector::Wiring& wiring, Registrar& registrar, store::OrgStore& org,
                                 const Target& target, const std::vector<std::string>& www_authenticate, Known known,
                                 Journal& journal);

// Ready to be saved: nothing has happened yet.
struct Launch {
    std::string authorize_url;
    store::Authorization authorization;
};
Result<Launch> make_launch(const Connector::Wiring& wiring, const OrgId& org, const UserId& user,
                           const ConnectionId& connection, Prepared prepared);

// The callback of an authorization that was taken from the store: a grant, or why there is none. The issuer is compared
// before anything of the answer is believed, its error included. What was asked for stands in the grant's
// endpoints.scopes.
Result<oauth::Grant> complete_sign_in(const Connector::Wiring& wiring, store::OrgStore& org,
                                      const store::Store::Claimed& claimed, Connector::Callback callback);

// Fault::denied where a permission to change things was given to us that nobody asked for.
Result<Done> check_scopes(const oauth::Grant& grant, const std::string& name);
std::vector<std::string> scope_warnings(const oauth::Grant& grant, const std::string& name);

// Best effort, refresh token first.
void revoke_all(const Connector::Wiring& wiring, const oauth::Grant& grant);

}  // namespace parley::connect
