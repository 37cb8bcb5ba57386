#pragma once
// The HTTP face. One file an endpoint in endpoints/, one line each in routes.cpp; alone knows status codes.

#include "api/doorkeeper.h"
#include "ask/asker.h"
#include "connect/connector.h"
#include "oauth/oidc.h"
#include "store/store.h"
#include "vault/vault.h"

#include <memory>
#include <string>

namespace parley::api {

// How many a minute; see limits.h.
struct Rates {
    int requests = limits::requests_per_minute;
    int vendor_requests = limits::vendor_requests_per_minute;
    int anonymous = limits::anonymous_requests_per_minute;
    int wrong_keys = limits::wrong_keys_per_minute;
};

struct Deps {
    store::Store& store;
    const vendors::Catalogue& catalogue;
    connect::Connector& connector;
    ask::Asker& asker;
    const Clock& clock;
    Doorkeeper& doorkeeper;
    std::string redirect_uri = {};         // This server's /oauth/callback, as vendors know it.
    std::string client_metadata_url = {};  // Where vendors can fetch our client id metadata document; empty: nowhere.
    Rates rates = {};
    std::string public_origin = {};  // "https://parley.example.com": what browsers call the home of our pages.
    oauth::RelyingParty* relying_party = nullptr;  // Null: signing in with a browser is not set up.
    const vault::Vault* vault = nullptr;           // Seals what waits in a browser; there with relying_party.
    std::string proxy =
        {};  // The address of the proxy in front of us, which says who its peer is; empty: there is none.
};

struct Listen {
    std::string address = "127.0.0.1";
    int port = 8080;  // 0: any free one
};

// Serves until destroyed.
class Server {
public:
    static Result<std::unique_ptr<Server>> start(Deps deps,
                                                 Listen listen);  // Fault::unavailable where the port is taken.
    virtual ~Server() = default;
    virtual int port() const = 0;
};

}  // namespace parley::api
