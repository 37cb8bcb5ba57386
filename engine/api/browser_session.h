#pragma once
// A browser that has signed in: its cookies, and what a request of it must bring along before it may change anything.
// Only for requests without an Authorization header: a key needs none of this. Safe from several threads.

#include "base/result.h"
#include "store/store.h"

#include <string>
#include <string_view>

namespace parley::api {

struct Deps;

// What a browser says about a request, as it was sent.
struct BrowserRequest {
    std::string method = "GET";
    std::string cookie = {};      // The Cookie headers, joined by "; ".
    std::string origin = {};      // Origin; empty where there is none, as in what follows.
    std::string fetch_site = {};  // Sec-Fetch-Site
    std::string csrf = {};        // X-CSRF-Token
};

struct BrowserSession {
    store::WebSession session;  // token_hash is the session's id: never what the cookie holds.
    store::Member member;       // As it is now; the role is its.
};

// Fault::not_found without a live session of a member: sign in first (401). Fault::denied with one sentence for a
// writing request that does not prove that our own page sent it (403); it leaves a `denied` row. GET and HEAD need no
// proof, for they write nothing.
Result<BrowserSession> session_of(const Deps& deps, const BrowserRequest& request);

// The cookie of a name; empty where it is missing or stands there twice.
std::string cookie_of(std::string_view header, std::string_view name);

// A new session, as it is saved, and what its browser is told. The tokens are nowhere else.
struct NewSession {
    store::WebSession row;
    std::string set_cookie;
};
NewSession make_session(const Deps& deps, const OrgId& org, const UserId& user);

// What a page sends back as X-CSRF-Token. Made from the session's own cookie, so that reading it writes nothing.
std::string csrf_token(const Deps& deps, const BrowserRequest& request);

// Set-Cookie lines. Over https the names begin with __Host-, which browsers take only as Secure, for this host alone
// and for every path; over plain http, which is for this machine only, there is no such thing.
enum class BrowserCookie { session, sign_in };
std::string cookie_name(const Deps& deps, BrowserCookie cookie);
std::string set_cookie(const Deps& deps, BrowserCookie cookie, std::string_view value, int lifetime_s);
std::string clear_cookie(const Deps& deps, BrowserCookie cookie);

}  // namespace parley::api
