#pragma once
// The way to a vendor's consent page and back. For this room only.

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
};

// A client that somebody made by hand at the vendor. id empty: none.
struct OwnClient {
    std::string id;
    std::optional<Secret> secret;
};

// The order: a person's own client, the manifest's, our metadata document, registration. www_authenticate: of the 401.
Result<Prepared> prepare_sign_in(const Connector::Wiring& wiring, const Target& target,
                                 const std::vector<std::string>& www_authenticate, OwnClient own);

// Ready to be saved: nothing has happened yet.
struct Launch {
    std::string authorize_url;
    store::Authorization authorization;
};
Result<Launch> make_launch(const Connector::Wiring& wiring, const OrgId& org, const UserId& user,
                           const ConnectionId& connection, Prepared prepared);

// The callback of an authorization that was taken from the store: a grant, or why there is none. The issuer is compared
// before anything of the answer is believed, its error included.
Result<oauth::Grant> complete_sign_in(const Connector::Wiring& wiring, const store::Store::Claimed& claimed,
                                      Connector::Callback callback);

}  // namespace parley::connect
