#pragma once
// An OpenID provider that signs in whoever the test says, without asking. It checks codes, PKCE and the client as a
// real one does; what it publishes and signs can be spoilt.

#include "base/clock.h"
#include "fakes/signing_key.h"
#include "fakes/web.h"

#include <set>

namespace parley::fakes {

class IdentityProvider : public Web {
public:
    struct State {
        Json metadata;
        Json keys = Json::array();
        Json person = {{"sub", "alice"}, {"email", "alice@example.com"}, {"email_verified", true}, {"name", "Alice"}};
        Json more_claims = Json::object();  // Over the usual ones; null takes a claim away.
        bool email_in_token = true;
        std::string fixed_token = {};  // Sent instead of a fresh one.
        std::string kid = "key-1";
        std::string client_id = "parley";
        Instant now;
    };

    explicit IdentityProvider(Instant now) {
        state_.now = now;
        state_.metadata = {{"issuer", origin()},
                           {"authorization_endpoint", origin() + "/authorize"},
                           {"token_endpoint", origin() + "/token"},
                           {"jwks_uri", origin() + "/jwks"},
                           {"userinfo_endpoint", origin() + "/me"},
                           {"response_types_supported", {"code"}},
                           {"code_challenge_methods_supported", {"S256"}},
                           {"token_endpoint_auth_methods_supported", {"client_secret_basic", "none"}},
                           {"id_token_signing_alg_values_supported", {"ES256"}},
                           {"authorization_response_iss_parameter_supported", true}};
        state_.keys.push_back(key.jwk("key-1"));
        on("/.well-known/openid-configuration", [this](const Asked&) { return Answer{200, dump(read().metadata)}; });
        on("/jwks", [this](const Asked&) { return Answer{200, dump(Json{{"keys", read().keys}})}; });
        on("/me", [this](const Asked&) { return Answer{200, dump(read().person)}; });
        on("/authorize", [this](const Asked& asked) { return authorize(form_fields(asked.query)); });
        on("/token", [this](const Asked& asked) { return token(asked.form()); });
    }
    ~IdentityProvider() override { stop(); }

    template <typename Change>
    void change(const Change& by) {
        const std::lock_guard lock(state_mutex_);
        by(state_);
    }
    State read() const {
        const std::lock_guard lock(state_mutex_);
        return state_;
    }

    // What a browser that follows the address is sent back with: "http://.../callback?code=...".
    std::string consent(const std::string& url) {
        return value_of(authorize(form_fields(url.substr(url.find('?') + 1))).headers, "Location");
    }

    std::string last_token() const {
        const std::lock_guard lock(state_mutex_);
        return last_token_;
    }

    const SigningKey key = SigningKey::p256();

private:
    struct Code {
        std::string nonce, challenge, redirect_uri;
    };

    Answer authorize(const Pairs& asked) {
        const std::lock_guard lock(state_mutex_);
        const std::string code = cat("code-", ++issued_);
        codes_[code] = {value_of(asked, "nonce"), value_of(asked, "code_challenge"), value_of(asked, "redirect_uri")};
        const std::string back = cat(value_of(asked, "redirect_uri"), "?code=", code,
                                     "&state=", value_of(asked, "state"), "&iss=", net_encoded(origin()));
        return {302, "", "text/plain", {{"Location", back}}};
    }

    static std::string net_encoded(const std::string& text) {
        std::string out;
        Poco::URI::encode(text, ":/?#[]@!$&'()*+,;=", out);
        return out;
    }

    Answer token(const Pairs& form) {
        const std::lock_guard lock(state_mutex_);
        const auto found = codes_.find(value_of(form, "code"));
        if (found == codes_.end()) return {400, R"({"error":"invalid_grant"})"};
        const Code code = found->second;
        codes_.erase(found);
        const std::string challenge = vault::base64url(vault::sha256(value_of(form, "code_verifier")), false);
        if (challenge != code.challenge || value_of(form, "redirect_uri") != code.redirect_uri) {
            return {400, R"({"error":"invalid_grant"})"};
        }
        last_token_ = state_.fixed_token.empty() ? fresh_token(code.nonce) : state_.fixed_token;
        return {200, dump(Json{{"access_token", "access"}, {"token_type", "Bearer"}, {"id_token", last_token_}})};
    }

    std::string fresh_token(const std::string& nonce) const {
        Json claims = {{"iss", origin()},
                       {"sub", state_.person["sub"]},
                       {"aud", state_.client_id},
                       {"iat", unix_seconds(state_.now)},
                       {"exp", unix_seconds(state_.now) + 300},
                       {"nonce", nonce}};
        if (state_.email_in_token) claims.update(state_.person);
        for (const auto& [name, value] : state_.more_claims.items()) {
            if (value.is_null())
                claims.erase(name);
            else
                claims[name] = value;
        }
        return key.token({{"alg", "ES256"}, {"kid", state_.kid}}, claims);
    }

    mutable std::mutex state_mutex_;
    State state_;                        // Guarded by state_mutex_, as are those below.
    std::map<std::string, Code> codes_;  // Each good once.
    int issued_ = 0;
    std::string last_token_;
};

}  // namespace parley::fakes
