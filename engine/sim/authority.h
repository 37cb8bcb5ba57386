#pragma once
// The rules of an OAuth 2.1 authorization server as values: clients, codes, grants and tokens of one resource. Knows
// nothing of HTTP. Safe from several threads.

#include "base/clock.h"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace parley::sim {

// What RFC 6749 section 5.2 lets a server say.
struct Refused {
    std::string error;  // "invalid_grant"
    std::string description;
};
template <typename T>
using Decision = std::variant<T, Refused>;

struct Client {
    std::string id;
    std::string secret;                // Empty for a public client.
    std::string auth_method = "none";  // none, client_secret_basic, client_secret_post
    std::vector<std::string> redirect_uris;
    bool may_refresh = true;  // It registered for the grant type refresh_token.
};

// What the user consented to; a code stands for exactly this.
struct Consent {
    std::string client;
    std::string redirect_uri;
    std::string challenge;  // S256
    std::string resource;
    std::string scope;
};

struct CodeUse {
    std::string code, redirect_uri, verifier, resource;
};

struct IssuedTokens {
    std::string access;
    std::string refresh;  // Empty for a client that may not refresh.
    std::string scope;
    int lifetime_s = 0;
};

class Authority {
public:
    // clock outlives this. resource: the only audience there is.
    Authority(const Clock& clock, std::string resource, int token_lifetime_s)
        : clock_(clock), resource_(std::move(resource)), token_lifetime_s_(token_lifetime_s) {}

    const std::string& resource() const { return resource_; }

    // With id and secret filled in.
    Client add_client(Client wish);
    std::optional<Client> client(const std::string& id) const;

    std::string issue_code(const Consent& consent);

    // A code works once: its second use ends the grant that came of the first.
    Decision<IssuedTokens> exchange(const std::string& client, const CodeUse& use);

    // The refresh token is replaced; whoever shows the old one again ends the grant.
    Decision<IssuedTokens> refresh(const std::string& client, const std::string& token);

    // RFC 7009: a refresh token takes its grant along. An unknown token is no error.
    std::optional<Refused> revoke(const std::string& client, const std::string& token);

    // The grant behind an access token that is valid now.
    std::optional<int> grant_of(const std::string& access) const;

    // As if its time had come.
    void expire(const std::string& access);

    struct Counts {
        int authorizations = 0, refreshes = 0, revocations = 0;
    };
    Counts counts() const;

    // From now on every code, token, client secret and verifier is kept, for tests that look for them where they must
    // not be. A demo that runs for weeks keeps none.
    void remember_secrets();
    void remember(const std::string& secret);  // One that only the endpoint has seen: a state, say.
    std::vector<std::string> secrets() const;

private:
    struct Code {
        Consent consent;
        Instant expires;
        bool used = false;
        int grant = 0;  // 0: none came of it.
    };
    struct Grant {
        std::string client, scope;
        bool ended = false;
    };
    struct Access {
        int grant = 0;
        Instant expires;
    };
    struct Refresh {
        int grant = 0;
        bool used = false;
    };

    IssuedTokens issue(int grant);
    void keep(const std::string& secret);
    void forget_expired();

    const Clock& clock_;
    const std::string resource_;
    const int token_lifetime_s_;

    mutable std::mutex mutex_;
    std::map<std::string, Client> clients_;
    std::map<std::string, Code> codes_;
    std::map<int, Grant> grants_;
    std::map<std::string, Access> accesses_;
    std::map<std::string, Refresh> refreshes_;
    Counts counts_;
    std::optional<std::vector<std::string>> secrets_;  // None: not kept.
};

}  // namespace parley::sim
