#pragma once
// The use cases of a connection, one way through the house: begin, callback, reconnect, disconnect, tools.
// Safe from several threads.

#include "base/clock.h"
#include "connect/sessions.h"
#include "net/http.h"
#include "net/url_guard.h"
#include "store/store.h"
#include "vault/vault.h"
#include "vendors/catalogue.h"

#include <map>
#include <string>
#include <vector>

namespace parley::connect {

struct Begin {
    VendorId vendor;   // Or empty, with url.
    std::string url;   // A custom server.
    std::string name;  // For people; empty: the vendor's.
    // Of the manifest's URL template. Also "client_id": an OAuth client made by hand, where the vendor registers none;
    // and, for a custom server with an API key, "header": where the key goes ("X-Api-Key"; else "Authorization:
    // Bearer").
    Json parameters = Json::object();
    std::optional<Secret> api_key;                       // auth api_key only
    std::optional<Secret> client_secret = std::nullopt;  // Of "client_id"; empty: a public client.
};

struct Started {
    store::Connection connection;
    std::string authorize_url;  // Where the user must go; empty: connected already.
};

class Connector {
public:
    // redirect_uri: this server's /oauth/callback. url_for_vendor: replaces a manifest's URL (the demo's simulated
    // vendors); empty in production.
    struct Wiring {
        store::Store& store;
        const vault::Vault& vault;
        const vendors::Catalogue& catalogue;
        const net::UrlGuard& guard;
        const Clock& clock;
        Sessions& sessions;
        std::string redirect_uri;
        std::map<std::string, std::string> url_for_vendor;
        std::string client_metadata_url = {};  // Where api serves our client id metadata document; empty: nowhere.
    };
    explicit Connector(Wiring wiring) : wiring_(std::move(wiring)) {}

    Result<Started> begin(store::OrgStore& org, const UserId& user, Begin wish);
    Result<Started> reconnect(store::OrgStore& org, const UserId& user,
                              const ConnectionId& id);  // Revives the same row.

    // What the browser brings back. The state finds organization, user and connection, once.
    struct Callback {
        std::string state;
        std::string code;
        std::optional<std::string> iss;
        std::string error;
        std::optional<UserId> user = std::nullopt;  // Whose browser it is, where that is known: must be who began.
    };
    Result<store::Connection> finish(Callback callback);

    // Revokes at the vendor, then removes the row with all that hangs on it, whether or not the revocation worked.
    Result<Done> disconnect(store::OrgStore& org, const UserId& user, const ConnectionId& id);

    // Lists the tools anew, pins what changed for review, says how long it took.
    struct Health {
        int ms = 0;
        std::string server;
        std::vector<store::ToolPin> tools;
        std::vector<std::string> warnings;  // "list_invoices is in the manifest but not published"
    };
    Result<Health> test(store::OrgStore& org, const UserId& user, const ConnectionId& id);

    Result<std::vector<store::ToolPin>> review(store::OrgStore& org, const UserId& user, const ConnectionId& id,
                                               const std::string& tool, bool admit);

private:
    Wiring wiring_;
};

}  // namespace parley::connect
