#pragma once
// The authorization server's HTTP: metadata (RFC 8414), registration (RFC 7591), authorization with its consent page,
// tokens (RFC 6749) and revocation (RFC 7009). Safe from several threads.

#include "base/json.h"
#include "sim/authority.h"
#include "sim/server.h"

#include <map>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

namespace parley::sim {

class AuthorityEndpoint {
public:
    enum class ConsentPage { shown, skipped };
    struct Settings {
        std::string issuer;  // "http://127.0.0.1:PORT", where this is served
        std::string vendor_name;
        std::vector<std::string> scopes;  // The only ones there are; empty: any.
        std::string static_client_id;     // Not empty: a client that need not register.
        ConsentPage consent_page = ConsentPage::skipped;
    };

    // authority outlives this.
    AuthorityEndpoint(Authority& authority, Settings settings)
        : authority_(authority), settings_(std::move(settings)) {}

    Reply handle(const Request& request);

private:
    struct Asked {
        Consent consent;
        std::string state;
    };

    Reply metadata() const;
    Reply register_client(const Request& request);
    Reply authorize(const Request& request);
    Reply consent(const Request& request);
    Reply token(const Request& request);
    Reply revoke(const Request& request);

    std::optional<Refused> check(const Fields& query) const;
    Reply back_to(const Asked& asked, Fields answer) const;
    Reply page(const Asked& asked);
    std::optional<Client> find_client(const std::string& id) const;
    bool may_return_to(const Client& client, const std::string& redirect_uri) const;
    std::variant<Client, Reply> authenticated(const Request& request, const Fields& form) const;

    Authority& authority_;
    const Settings settings_;
    std::mutex mutex_;
    std::map<std::string, Asked> waiting_;  // For a click on the consent page.
};

}  // namespace parley::sim
