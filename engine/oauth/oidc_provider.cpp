#include "oauth/oidc_provider.h"

#include "base/text.h"
#include "oauth/documents.h"
#include "oauth/endpoints.h"

namespace parley::oauth {
namespace {

using std::chrono::seconds;

constexpr std::size_t document_bytes_max = 256u << 10;
constexpr int document_timeout_ms = 5'000;  // People wait for it, each on a thread of the server's.
constexpr seconds lifetime{3600};           // Of metadata and keys.
constexpr seconds keys_again{30};           // Tokens that name unknown keys must not make us a hammer.
constexpr seconds pause{10};                // After trouble.

// A clock that was set back makes nothing fresh for ever.
bool is_within(Instant then, Instant now, seconds span) {
    return then <= now && now - then < span;
}

Error in_trouble_at(std::string_view step, std::string_view why) {
    return Error{Fault::unavailable, "The sign-in provider cannot be reached just now: try again in a minute.",
                 cat(step, ": ", why)};
}

Error set_up_wrong(std::string_view why) {
    return Error{Fault::invalid, "Signing in is not set up right on this server: its log has the reason.",
                 cat("openid provider: ", why)};
}

// OpenID Connect Discovery 1.0, 4.1: one slash at the end of the issuer is left out, and only here.
std::string place_of(const std::string& issuer) {
    const bool slash = !issuer.empty() && issuer.back() == '/';
    return cat(slash ? issuer.substr(0, issuer.size() - 1) : issuer, "/.well-known/openid-configuration");
}

Result<Done> check_url(const net::UrlGuard& guard, const std::string& url, std::string_view name) {
    const auto checked = guard.check(url);
    if (checked) return Done{};
    if (checked.error().fault == Fault::unavailable) return in_trouble_at(name, "the name does not resolve");
    return set_up_wrong(cat(name, " is missing or not to be used"));
}

}  // namespace

Result<Json> fetch_document(net::Http& http, const net::UrlGuard& guard, const std::string& url, const Secret* bearer) {
    auto checked = guard.check(url);
    if (!checked) {
        if (checked.error().fault == Fault::unavailable) return in_trouble_at(without_query(url), "does not resolve");
        return set_up_wrong(cat(without_query(url), " is an address that must not be used"));
    }
    net::Request request{
        .method = "GET", .url = std::move(checked).value(), .headers = {{"Accept", "application/json"}}, .body = ""};
    if (bearer) request.headers.emplace_back("Authorization", cat("Bearer ", bearer->reveal()));
    request.reply_bytes_max = document_bytes_max;
    request.timeout_ms = document_timeout_ms;
    const auto response = http.send(request);
    if (!response) return in_trouble_at(without_query(url), response.error().message);
    if (response.value().status != 200) return in_trouble_at(without_query(url), cat(response.value().status));
    auto document = parse_json(response.value().body);
    if (!document || !document.value().is_object()) return in_trouble_at(without_query(url), "no JSON object");
    return document;
}

Result<std::shared_ptr<const OidcProvider>> ProviderFile::provider() {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        if (provider_ && is_within(provider_->fetched_at, now, lifetime)) return provider_;
        if (trouble_ && is_within(trouble_at_, now, pause)) return *trouble_;
    }
    // Outside of the lock: a provider that is slow must hold up nobody who needs none of this.
    auto fresh = read();
    const std::lock_guard lock(mutex_);
    if (!fresh) {
        trouble_ = fresh.error();
        trouble_at_ = now;
        return std::move(fresh).error();
    }
    trouble_.reset();
    provider_ = std::make_shared<const OidcProvider>(std::move(fresh).value());
    return provider_;
}

Result<OidcProvider> ProviderFile::read() const {
    if (issuer_.find_first_of("?#") != std::string::npos) return set_up_wrong("the issuer has a query");
    PARLEY_TRY(Json metadata, fetch_document(http_, guard_, place_of(issuer_)));
    if (text_at(metadata, "issuer") != issuer_) return set_up_wrong("the metadata carries another issuer");
    // Some list no PKCE methods and take S256 all the same; against a stolen code there is the nonce as well.
    if (!metadata.contains("code_challenge_methods_supported")) {
        metadata["code_challenge_methods_supported"] = Json::array({"S256"});
    }
    auto endpoints = read_endpoints(guard_, metadata);
    if (!endpoints && endpoints.error().fault == Fault::unavailable) {
        return in_trouble_at("metadata", endpoints.error().detail);
    }
    if (!endpoints) return set_up_wrong(endpoints.error().detail);

    OidcProvider provider;
    provider.endpoints = std::move(endpoints).value();
    provider.jwks_uri = text_at(metadata, "jwks_uri");
    provider.userinfo_endpoint = text_at(metadata, "userinfo_endpoint");
    provider.algorithms = texts_at(metadata, "id_token_signing_alg_values_supported");
    provider.fetched_at = clock_.now();
    PARLEY_TRY([[maybe_unused]] const Done keys, check_url(guard_, provider.jwks_uri, "jwks_uri"));
    return provider;
}

Result<std::shared_ptr<const OidcKeys>> ProviderFile::keys(const OidcProvider& provider, const SignedToken& token) {
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        const bool fresh = keys_ && is_within(keys_->fetched_at, now, lifetime);
        if (fresh && (has_key_for(keys_->keys, token) || is_within(keys_->fetched_at, now, keys_again))) return keys_;
    }
    PARLEY_TRY(const Json document, fetch_document(http_, guard_, provider.jwks_uri));
    PARLEY_TRY(VerifyingKeys read, read_keys(document));
    const std::lock_guard lock(mutex_);
    keys_ = std::make_shared<const OidcKeys>(OidcKeys{std::move(read), now});
    return keys_;
}

}  // namespace parley::oauth
