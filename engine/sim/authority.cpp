#include "sim/authority.h"

#include "vault/crypto.h"

#include <chrono>

namespace parley::sim {
namespace {

constexpr std::chrono::seconds code_lifetime(60);

bool fits(const std::string& challenge, const std::string& verifier) {
    return vault::equal_constant_time(challenge, vault::base64url(vault::sha256(verifier), /*padded=*/false));
}

Refused bad_grant(std::string description) {
    return Refused{"invalid_grant", std::move(description)};
}

}  // namespace

Client Authority::add_client(Client wish) {
    wish.id = "client_" + vault::random_token(12);
    if (wish.auth_method != "none") wish.secret = "secret_" + vault::random_token();
    const std::lock_guard lock(mutex_);
    keep(wish.secret);
    clients_.emplace(wish.id, wish);
    return wish;
}

std::optional<Client> Authority::client(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = clients_.find(id);
    if (found == clients_.end()) return std::nullopt;
    return found->second;
}

std::string Authority::issue_code(const Consent& consent) {
    const std::lock_guard lock(mutex_);
    forget_expired();
    std::string code = "code_" + vault::random_token();
    keep(code);
    codes_.emplace(code, Code{consent, clock_.now() + code_lifetime, false, 0});
    ++counts_.authorizations;
    return code;
}

Decision<IssuedTokens> Authority::exchange(const std::string& client, const CodeUse& use) {
    const std::lock_guard lock(mutex_);
    keep(use.verifier);
    const auto found = codes_.find(use.code);
    if (found == codes_.end()) return bad_grant("The code is unknown.");
    Code& code = found->second;
    if (code.consent.client != client) return bad_grant("The code is another client's.");
    if (code.used) {
        if (code.grant != 0) grants_.at(code.grant).ended = true;
        return bad_grant("The code has been used.");
    }
    code.used = true;  // By any attempt, so that nobody tries verifiers.
    if (code.expires <= clock_.now()) return bad_grant("The code has expired.");
    if (code.consent.redirect_uri != use.redirect_uri) return bad_grant("The redirect URI is another one.");
    if (!fits(code.consent.challenge, use.verifier)) return bad_grant("The verifier does not fit.");
    if (code.consent.resource != use.resource) {
        return Refused{"invalid_target", "The resource is not the one consented to."};
    }
    code.grant = static_cast<int>(grants_.size()) + 1;
    grants_.emplace(code.grant, Grant{client, code.consent.scope, false});
    return issue(code.grant);
}

Decision<IssuedTokens> Authority::refresh(const std::string& client, const std::string& token) {
    const std::lock_guard lock(mutex_);
    const auto found = refreshes_.find(token);
    if (found == refreshes_.end()) return bad_grant("The refresh token is unknown.");
    Grant& grant = grants_.at(found->second.grant);
    if (grant.client != client) return bad_grant("The refresh token is another client's.");
    if (found->second.used) grant.ended = true;
    if (grant.ended) return bad_grant("The grant has ended.");
    found->second.used = true;
    ++counts_.refreshes;
    return issue(found->second.grant);
}

std::optional<Refused> Authority::revoke(const std::string& client, const std::string& token) {
    const std::lock_guard lock(mutex_);
    const auto refresh = refreshes_.find(token);
    const auto access = accesses_.find(token);
    const bool is_refresh = refresh != refreshes_.end();
    if (!is_refresh && access == accesses_.end()) return std::nullopt;
    Grant& grant = grants_.at(is_refresh ? refresh->second.grant : access->second.grant);
    if (grant.client != client) return Refused{"unauthorized_client", "The token is another client's."};
    if (is_refresh) {
        grant.ended = true;
    } else {
        accesses_.erase(access);
    }
    ++counts_.revocations;
    return std::nullopt;
}

std::optional<int> Authority::grant_of(const std::string& access) const {
    const std::lock_guard lock(mutex_);
    const auto found = accesses_.find(access);
    if (found == accesses_.end() || found->second.expires <= clock_.now()) return std::nullopt;
    if (grants_.at(found->second.grant).ended) return std::nullopt;
    return found->second.grant;
}

void Authority::expire(const std::string& access) {
    const std::lock_guard lock(mutex_);
    accesses_.erase(access);
}

Authority::Counts Authority::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

void Authority::remember_secrets() {
    const std::lock_guard lock(mutex_);
    if (!secrets_) secrets_.emplace();
}

void Authority::remember(const std::string& secret) {
    const std::lock_guard lock(mutex_);
    keep(secret);
}

std::vector<std::string> Authority::secrets() const {
    const std::lock_guard lock(mutex_);
    return secrets_.value_or(std::vector<std::string>{});
}

void Authority::keep(const std::string& secret) {
    if (secrets_ && !secret.empty()) secrets_->push_back(secret);
}

IssuedTokens Authority::issue(int grant) {
    forget_expired();
    const auto client = clients_.find(grants_.at(grant).client);
    const bool may_refresh = client == clients_.end() || client->second.may_refresh;
    IssuedTokens tokens{"access_" + vault::random_token(), may_refresh ? "refresh_" + vault::random_token() : "",
                        grants_.at(grant).scope, token_lifetime_s_};
    keep(tokens.access);
    keep(tokens.refresh);
    accesses_.emplace(tokens.access, Access{grant, clock_.now() + std::chrono::seconds(token_lifetime_s_)});
    if (may_refresh) refreshes_.emplace(tokens.refresh, Refresh{grant, false});
    return tokens;
}

// A demo may run for weeks.
void Authority::forget_expired() {
    const Instant now = clock_.now();
    std::erase_if(codes_, [&](const auto& entry) { return entry.second.expires <= now; });
    std::erase_if(accesses_, [&](const auto& entry) { return entry.second.expires <= now; });
}

}  // namespace parley::sim
