#include "api/browser_session.h"

#include "api/server.h"
#include "base/limits.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::api {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_letters = 43;  // 256 bits in base64url.

Error sign_in_first() {
    return Error{Fault::not_found, "Sign in first.", ""};
}

Error not_ours(std::string detail) {
    return Error{Fault::denied, "This request was not proved to come from a page of this server: nothing was changed.",
                 std::move(detail)};
}

// Nobody looks up what cannot be a token of ours.
bool is_token(std::string_view text) {
    return text.size() == token_letters && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '-' || c == '_';
           });
}

bool writes(std::string_view method) {
    return method != "GET" && method != "HEAD";
}

bool is_https(const Deps& deps) {
    return deps.public_origin.starts_with("https://");
}

std::string csrf_of(std::string_view session_token) {
    return vault::base64url(vault::hmac_sha256(session_token, "parley csrf"), /*padded=*/false);
}

// The token alone would do; where a browser says more, that must fit as well.
Result<Done> check_writing(const Deps& deps, const BrowserRequest& request, const store::WebSession& session) {
    if (!request.fetch_site.empty() && request.fetch_site != "same-origin") return not_ours("Sec-Fetch-Site");
    if (!request.origin.empty() && request.origin != deps.public_origin) return not_ours("Origin");
    if (!vault::equal_constant_time(vault::sha256_hex(request.csrf), session.csrf_hash)) {
        return not_ours("X-CSRF-Token");
    }
    return Done{};
}

}  // namespace

Result<BrowserSession> session_of(const Deps& deps, const BrowserRequest& request) {
    const std::string token = cookie_of(request.cookie, cookie_name(deps, BrowserCookie::session));
    if (!is_token(token)) return sign_in_first();
    auto session = deps.store.session(vault::sha256_hex(token), deps.clock.now());
    if (!session && session.error().fault == Fault::not_found) return sign_in_first();
    if (!session) return std::move(session).error();
    const auto org = deps.store.for_org(session.value().org);
    auto member = org->member(session.value().user);
    if (!member && member.error().fault == Fault::not_found) return sign_in_first();
    if (!member) return std::move(member).error();
    const auto proved = writes(request.method) ? check_writing(deps, request, session.value()) : Done{};
    if (!proved) {
        const auto role = policy::role_from(member.value().role).value_or(policy::Role::viewer);
        const Caller caller{org->org(), member.value().id, role, Caller::How::session};
        return deps.doorkeeper.refuse(*org, caller, cat(request.method, " by a browser: ", proved.error().detail),
                                      proved.error().message);
    }
    return BrowserSession{std::move(session).value(), std::move(member).value()};
}

std::string cookie_of(std::string_view header, std::string_view name) {
    std::string found;
    int times = 0;
    for (const auto& pair : split(header, ';')) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos || trim(std::string_view(pair).substr(0, equals)) != name) continue;
        found = std::string(trim(std::string_view(pair).substr(equals + 1)));
        ++times;
    }
    return times == 1 ? found : std::string();
}

NewSession make_session(const Deps& deps, const OrgId& org, const UserId& user) {
    const std::string token = vault::random_token(token_bytes);
    const Instant now = deps.clock.now();
    const std::chrono::hours lifetime(limits::web_session_hours);
    store::WebSession row{vault::sha256_hex(token), org, user, vault::sha256_hex(csrf_of(token)), now, now + lifetime};
    const auto lifetime_s = static_cast<int>(std::chrono::seconds(lifetime).count());
    return {std::move(row), set_cookie(deps, BrowserCookie::session, token, lifetime_s)};
}

std::string csrf_token(const Deps& deps, const BrowserRequest& request) {
    const std::string token = cookie_of(request.cookie, cookie_name(deps, BrowserCookie::session));
    return is_token(token) ? csrf_of(token) : std::string();
}

std::string cookie_name(const Deps& deps, BrowserCookie cookie) {
    const std::string_view prefix = is_https(deps) ? "__Host-" : "";
    switch (cookie) {
    case BrowserCookie::session: return cat(prefix, "parley_session");
    case BrowserCookie::sign_in: return cat(prefix, "parley_sign_in");
    }
    return "";
}

std::string set_cookie(const Deps& deps, BrowserCookie cookie, std::string_view value, int lifetime_s) {
    return cat(cookie_name(deps, cookie), "=", value, "; Path=/; Max-Age=", lifetime_s, "; HttpOnly; SameSite=Lax",
               is_https(deps) ? "; Secure" : "");
}

std::string clear_cookie(const Deps& deps, BrowserCookie cookie) {
    return set_cookie(deps, cookie, "", 0);
}

}  // namespace parley::api
