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
#include <memory>
#include <optional>
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
    // Permissions that the server named and that are not asked for, because they would change things.
    std::vector<std::string> left_out = {};
};

// What waits for a person: a tool that is new or has changed, or a tool's replies that have another form.
struct Review {
    enum class Kind { tool, shape };
    Kind kind = Kind::tool;
    ConnectionId connection;
    std::string connection_name;
    VendorId vendor;
    std::string subject;   // The tool's name, or the shape's.
    std::string change;    // new, wording, narrowing, widening, renamed, shape
    std::string sentence;  // For people.
    Json before, after;    // Definitions or forms; before is null where nobody has reviewed one. Vendor's text.
    std::string hash;      // Of after: a decision names it, so that nobody admits what he has not seen.
    std::optional<Instant> since = std::nullopt;
};
std::string_view name_of(Review::Kind kind);

// A person's word on what he has looked at.
struct Decision {
    enum class Word { admit, refuse };
    Word word = Word::refuse;
    std::string hash;
};

class Registrar;

// What a look at a connection came to, one line each, for people. Never a secret.
struct Finding {
    std::string step;     // "state", "reviewed", "audit", "address", "server", "token", "session", "tools"
    std::string outcome;  // One line.
    enum class Level { good, notice, bad };
    Level level = Level::good;
};

struct Diagnosis {
    store::Connection connection;
    std::vector<Finding> findings;              // In the order in which they were looked at.
    std::vector<store::ConnectionLogLine> log;  // Oldest first.
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
    explicit Connector(Wiring wiring);
    ~Connector();
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;

    // Fault::over_limit where an organization begins more than limits::connects_per_hour. A begin that fails leaves
    // nothing behind; where discovery has been stands in the error's detail.
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
        std::optional<OrgId> org = std::nullopt;    // For which organization, where that is known: as begun.
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

    // All that waits in the organization, connection by connection.
    Result<std::vector<Review>> reviews(store::OrgStore& org);
    // Fault::invalid where the tool is not what the decision's hash names. A refusal by the rules leaves its audit row.
    Result<std::vector<store::ToolPin>> review(store::OrgStore& org, const UserId& user, const ConnectionId& id,
                                               const std::string& tool, const Decision& decision);
    // The form that a tool's replies have now is the one they should have. There is nothing to refuse: until somebody
    // accepts it, its numbers are not used.
    Result<Done> accept_shape(store::OrgStore& org, const UserId& user, const ConnectionId& id,
                              const std::string& shape, const std::string& hash);

    // A live look that changes nothing but the audit: no refresh is spent, no state is set, no tool is pinned.
    // Fault::not_found without the connection; everything else that is wrong is a finding.
    Result<Diagnosis> diagnose(store::OrgStore& org, const UserId& user, const ConnectionId& id);

private:
    Result<Started> reconnect_without_browser(store::OrgStore& org, const UserId& user, store::Connection connection);

    const Wiring wiring_;
    std::unique_ptr<Registrar> registrar_;
};

}  // namespace parley::connect
