#pragma once
// Sign-in of people with OpenID Connect Core 1.0: Parley as the relying party of one provider, by the authorization
// code flow with PKCE, state and nonce. Who comes back is known by issuer and subject; an email is only worth something
// where the provider says that it has verified it.

#include "oauth/oauth.h"

#include <memory>
#include <optional>
#include <string>

namespace parley::oauth {

struct Identity {
    std::string issuer;
    std::string subject;
    std::string email;  // As the provider writes it; empty: not told.
    bool email_verified = false;
    std::string name;
};

// Safe from several threads. Keeps the provider's metadata and keys for a while; nothing about people.
class RelyingParty {
public:
    struct Setup {
        std::string issuer;
        std::string client_id;
        // Or a private key, PEM; null: a public client. Shared with the configuration that it came in.
        std::shared_ptr<const Secret> client_secret;
        std::string redirect_uri;  // This server's /sign-in/callback.
    };
    // guard and clock outlive it.
    RelyingParty(Setup setup, const net::UrlGuard& guard, const Clock& clock);
    ~RelyingParty();
    RelyingParty(const RelyingParty&) = delete;
    RelyingParty& operator=(const RelyingParty&) = delete;

    // note comes back with the person. waiting must be sealed and kept by the browser, and nowhere else.
    struct Begun {
        std::string url;
        Secret waiting;
    };
    Result<Begun> begin(const std::string& note);

    struct Answer {
        std::string state;
        std::string code;
        std::optional<std::string> iss;
        std::string error;
    };
    struct Finished {
        Identity identity;
        std::string note;
    };
    // Fault::not_found for a sign-in that is over, Fault::denied for an answer that is not to be trusted or where the
    // person said no, Fault::unavailable for a provider in trouble, Fault::invalid for one that is set up wrong. Each
    // with one sentence; the reason is the detail.
    Result<Finished> finish(const Secret& waiting, const Answer& answer);

private:
    class Inside;
    const std::unique_ptr<Inside> inside_;
};

}  // namespace parley::oauth
