#include "oauth/oidc.h"

#include "base/limits.h"
#include "base/text.h"
#include "oauth/oidc_provider.h"
#include "oauth/requests.h"
#include "vault/crypto.h"

#include <atomic>

namespace parley::oauth {
namespace {

Error over() {
    return Error{Fault::not_found, "This sign-in is unknown, was finished already or has run out: start it again.", ""};
}

// What waits in the browser, sealed. Nobody else looks into it.
struct Waiting {
    std::string issuer;
    std::string state;
    std::string nonce;
    Secret verifier;
    std::string note;
};

Secret to_secret(const Waiting& waiting, Instant until) {
    return Secret(dump(Json{{"issuer", waiting.issuer},
                            {"state", waiting.state},
                            {"nonce", waiting.nonce},
                            {"verifier", std::string(waiting.verifier.reveal())},
                            {"note", waiting.note},
                            {"until", unix_seconds(until)}}));
}

Result<Waiting> waiting_from(const Secret& secret, Instant now) {
    const auto json = parse_json(secret.reveal());
    if (!json || integer_at(json.value(), "until", 0) <= unix_seconds(now)) return over();
    return Waiting{text_at(json.value(), "issuer"), text_at(json.value(), "state"), text_at(json.value(), "nonce"),
                   Secret(text_at(json.value(), "verifier")), text_at(json.value(), "note")};
}

// Of what the provider writes only the standard's codes mean anything.
Error refused_by(const std::string& code) {
    if (code == "access_denied") {
        return {Fault::denied, "Nobody was signed in: the sign-in provider did not grant it.", code};
    }
    if (code == "temporarily_unavailable" || code == "server_error") {
        return {Fault::unavailable, "The sign-in provider is in trouble: try again in a minute.", code};
    }
    return {Fault::invalid, "The sign-in provider refused the request of this server.", ""};
}

// The token endpoint's error, in the words of somebody who signs in.
Error not_exchanged(const Error& error) {
    switch (error.fault) {
    case Fault::reconnect: return Error{over().fault, over().message, error.detail};
    case Fault::unavailable:
    case Fault::over_limit:
        return {Fault::unavailable, "The sign-in provider is in trouble: try again in a minute.", error.detail};
    case Fault::invalid:
    case Fault::denied:
    case Fault::not_found:
    case Fault::internal: break;
    }
    return {Fault::invalid, "The sign-in provider gave this server no token: its log has the reason.",
            cat(error.message, " ", error.detail)};
}

Error too_many() {
    return {Fault::over_limit, "Too many people are signing in just now: try again in a moment.", ""};
}

// A provider that is slow must not take all of the server's threads.
class Turn {
public:
    explicit Turn(std::atomic<int>& busy) : busy_(busy), ours_(++busy <= limits::sign_ins_at_once) {}
    ~Turn() { --busy_; }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool ours() const { return ours_; }

private:
    std::atomic<int>& busy_;
    const bool ours_;
};

struct Granted {
    Secret access_token;
    std::string id_token;
};

Identity identity_of(const Json& claims) {
    return {text_at(claims, "iss"), text_at(claims, "sub"), text_at(claims, "email"),
            flag_at(claims, "email_verified", false), text_at(claims, "name")};
}

}  // namespace

class RelyingParty::Inside {
public:
    Inside(Setup setup, const net::UrlGuard& guard, const Clock& clock)
        : setup_(std::move(setup)), guard_(guard), clock_(clock), file_(setup_.issuer, *http_, guard, clock) {}

    Result<Begun> begin(const std::string& note) {
        const Turn turn(busy_);
        if (!turn.ours()) return too_many();
        PARLEY_TRY(const auto provider, file_.provider());
        Pkce pkce = make_pkce();
        Waiting waiting{setup_.issuer, vault::random_token(32), vault::random_token(32), std::move(pkce.verifier),
                        note};
        PARLEY_TRY(const std::string page,
                   authorize_url(guard_, provider->endpoints, client_of(*provider), setup_.redirect_uri, waiting.state,
                                 pkce, {"openid", "email", "profile"}));
        const Instant until = clock_.now() + std::chrono::minutes(limits::authorization_minutes);
        return Begun{cat(page, "&", net::form_encode({{"nonce", waiting.nonce}})), to_secret(waiting, until)};
    }

    Result<Finished> finish(const Secret& secret, const Answer& answer) {
        PARLEY_TRY(const Waiting waiting, waiting_from(secret, clock_.now()));
        if (waiting.issuer != setup_.issuer) return over();
        if (waiting.state.empty() || !vault::equal_constant_time(waiting.state, answer.state)) {
            return Error{Fault::denied, "This answer belongs to another sign-in: start it again.", "state"};
        }
        const Turn turn(busy_);
        if (!turn.ours()) return too_many();
        PARLEY_TRY(const auto provider, file_.provider());
        PARLEY_TRY([[maybe_unused]] const Done theirs, check_issuer(provider->endpoints, answer.iss));
        if (!answer.error.empty()) return refused_by(answer.error);
        if (answer.code.empty()) return Error{Fault::invalid, "The sign-in provider sent no code: start again.", ""};

        PARLEY_TRY(const Granted granted, exchange_code(*provider, answer.code, waiting.verifier));
        PARLEY_TRY(const Json claims, verified(*provider, granted, waiting.nonce));
        Identity identity = identity_of(claims);
        if (identity.email.empty()) add_user_info(*provider, granted, identity);
        return Finished{std::move(identity), waiting.note};
    }

private:
    Client client_of(const OidcProvider& provider) const {
        std::optional<Secret> secret;
        if (setup_.client_secret)
            secret.emplace(std::string(trim(setup_.client_secret->reveal())));  // Of a file's line.
        return known_client(provider.endpoints, setup_.client_id, std::move(secret));
    }

    Result<Granted> exchange_code(const OidcProvider& provider, const std::string& code, const Secret& verifier) {
        const auto response = post_as(client_of(provider), *http_, guard_, provider.endpoints.token_endpoint,
                                      {{"grant_type", "authorization_code"},
                                       {"code", code},
                                       {"redirect_uri", setup_.redirect_uri},
                                       {"code_verifier", std::string(verifier.reveal())}},
                                      clock_.now());
        if (!response) return not_exchanged(response.error());
        const auto json = read_token_answer(response.value());
        if (!json) return not_exchanged(json.error());
        if (lower(text_at(json.value(), "token_type")) != "bearer") return untrusted("token_type is not Bearer");
        std::string token = text_at(json.value(), "id_token");
        if (token.empty()) return untrusted("there is none");
        return Granted{Secret(text_at(json.value(), "access_token")), std::move(token)};
    }

    Result<Json> verified(const OidcProvider& provider, const Granted& granted, const std::string& nonce) {
        PARLEY_TRY(const SignedToken token, read_signed(granted.id_token, provider.algorithms));
        PARLEY_TRY(const auto keys, file_.keys(provider, token));
        const TokenRules rules{setup_.issuer, setup_.client_id, nonce, granted.access_token.reveal(), clock_.now()};
        return checked_claims(token, keys->keys, rules);
    }

    // Many providers tell the email only here (OpenID Connect Core 1.0, 5.4). Who somebody is stands in the token: what
    // cannot be read here is only missing.
    void add_user_info(const OidcProvider& provider, const Granted& granted, Identity& identity) {
        if (provider.userinfo_endpoint.empty()) return;
        const auto info = fetch_document(*http_, guard_, provider.userinfo_endpoint, &granted.access_token);
        if (!info || text_at(info.value(), "sub") != identity.subject) return;  // 5.3.2: of somebody else.
        identity.email = text_at(info.value(), "email");
        identity.email_verified = flag_at(info.value(), "email_verified", false);
        if (identity.name.empty()) identity.name = text_at(info.value(), "name");
    }

    const Setup setup_;
    const net::UrlGuard& guard_;
    const Clock& clock_;
    const std::unique_ptr<net::Http> http_ = net::make_http();
    ProviderFile file_;
    std::atomic<int> busy_ = 0;
};

RelyingParty::RelyingParty(Setup setup, const net::UrlGuard& guard, const Clock& clock)
    : inside_(std::make_unique<Inside>(std::move(setup), guard, clock)) {}
RelyingParty::~RelyingParty() = default;

Result<RelyingParty::Begun> RelyingParty::begin(const std::string& note) {
    return inside_->begin(note);
}

Result<RelyingParty::Finished> RelyingParty::finish(const Secret& waiting, const Answer& answer) {
    return inside_->finish(waiting, answer);
}

}  // namespace parley::oauth
