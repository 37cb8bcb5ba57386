#pragma once
// How the conformance driver gets in: the product's discovery, registration, grants and exchange, with a plain HTTP
// client where a person would have a browser.

#include "oauth/oauth.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parley::conformance {

// There is no name here to look up: the suites listen on loopback.
class NoNames final : public net::Resolver {
public:
    Result<std::vector<std::string>> resolve(const std::string& host, const Deadline&) override {
        return Error{Fault::unavailable, host + " is not looked up.", ""};
    }
};

class Access {
public:
    // credentials: what the suite hands over (client_id, client_secret, private_key_pem, idp_id_token, ...), or null.
    Access(net::Http& http, const net::UrlGuard& guard, net::SafeUrl server, const Json& credentials)
        : http_(http), guard_(guard), server_(std::move(server)), credentials_(credentials) {}

    // After a refusal with that status. An error where nothing more can be done about it.
    Result<Done> obtain(int status, const std::vector<std::string>& www_authenticate);

    // A copy for one session; nothing before the first obtain().
    std::optional<Secret> token() const;

private:
    Result<Done> find_out(const std::vector<std::string>& www_authenticate);
    Result<Done> widen(const std::vector<std::string>& www_authenticate);
    Result<Done> take_grant();
    Result<oauth::Tokens> ask_a_person();
    Result<oauth::Tokens> ask_alone();
    Result<oauth::Tokens> ask_identity_provider();
    Result<Secret> walk(const std::string& authorize_url, const std::string& state);
    bool is_for_machines() const;
    Result<Done> choose_client();
    oauth::Client handed_client() const;

    net::Http& http_;
    const net::UrlGuard& guard_;
    net::SafeUrl server_;
    const Json& credentials_;
    SystemClock clock_;
    oauth::Endpoints endpoints_;
    std::map<std::string, oauth::Client> clients_;  // By issuer: nobody else may see one's id.
    std::vector<std::string> scopes_;               // Asked for so far.
    std::optional<oauth::Tokens> tokens_;
    int attempts_ = 0;
};

}  // namespace parley::conformance
