// Signing in with a browser: to the provider, back from it, and out. Whoever comes back becomes a member's session or
// nobody; no organization, member or session is made for a stranger.
#include "api/endpoints/endpoints.h"
#include "api/endpoints/pages.h"
#include "api/people.h"
#include "base/limits.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <algorithm>
#include <iostream>

namespace parley::api {
namespace {

constexpr const char* route_of_callback = "GET /sign-in/callback";

// A person's way into one organization.
struct Door {
    OrgId org;
    store::Member member;
    enum class Kind { member, invited };
    Kind kind = Kind::member;
};

vault::Binding waiting_binding() {
    return {OrgId{""}, ConnectionId{""}, "sign-in"};
}

int status_for(Fault fault) {
    switch (fault) {
    case Fault::not_found: return 400;  // The page is there; the sign-in is not.
    case Fault::denied: return 403;
    case Fault::unavailable:
    case Fault::over_limit: return 503;
    case Fault::invalid:
    case Fault::reconnect: return 502;
    case Fault::internal: return 500;
    }
    return 500;
}

// Some of a detail may be the provider's.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return text;
}

// What the person sees stays a sentence of ours; what it came from is for the log.
Reply not_signed_in(const Deps& deps, const Error& error) {
    if (!error.detail.empty()) std::clog << "sign-in: " << one_line(error.detail) << '\n';
    Reply reply{status_for(error.fault), {}, plain_page("Not signed in", error.message), {}};
    reply.cookies.push_back(clear_cookie(deps, BrowserCookie::sign_in));
    return reply;
}

Reply not_set_up() {
    return Reply{404, {}, plain_page("Not signed in", "Signing in with a browser is not set up on this server."), {}};
}

Caller stranger_in(const OrgId& org) {
    return {org, UserId{"unknown"}, policy::Role::viewer, Caller::How::session};
}

// One sentence whatever the reason, so that nobody learns who is invited where.
Error not_a_member(std::string detail) {
    return Error{Fault::denied,
                 "You are not a member here: ask an owner of your organization to invite your email address.",
                 std::move(detail)};
}

std::string email_of(const oauth::Identity& identity) {
    const auto email = normal_email(identity.email);
    return email ? email.value() : std::string();
}

// Members first: who is one already needs no invitation to the same organization.
Result<std::vector<Door>> doors_for(store::Store& store, const oauth::Identity& identity) {
    std::vector<Door> doors;
    PARLEY_TRY(const auto known, store.memberships(identity.issuer, identity.subject));
    for (const auto& membership : known) doors.push_back({membership.org, membership.member, Door::Kind::member});
    const std::string email = identity.email_verified ? email_of(identity) : "";
    if (email.empty()) return doors;
    PARLEY_TRY(const auto invitations, store.invitations(email));
    for (const auto& invitation : invitations) {
        const bool there =
            std::any_of(doors.begin(), doors.end(), [&](const Door& door) { return door.org == invitation.org; });
        if (!there) doors.push_back({invitation.org, invitation.member, Door::Kind::invited});
    }
    return doors;
}

// Nobody is let in. The organizations that it is known to be about each get a row, as many as one may leave.
Result<Reply> turn_away(const Deps& deps, const oauth::Identity& identity, const std::string& wish) {
    const std::string email = email_of(identity);
    std::vector<OrgId> orgs;
    if (!wish.empty()) orgs.push_back({wish});
    if (wish.empty() && !identity.email_verified && !email.empty()) {
        PARLEY_TRY(const auto invitations, deps.store.invitations(email));
        for (const auto& invitation : invitations) orgs.push_back(invitation.org);
    }
    const Error error = not_a_member(identity.email_verified || email.empty() ? "" : "the email is not verified");
    for (const auto& id : orgs) {
        const auto org = deps.store.for_org(id);
        if (!org->settings()) continue;
        const Error noted = deps.doorkeeper.refuse(*org, stranger_in(id), route_of_callback, error.message);
        if (noted.fault != Fault::denied) return noted;
    }
    return not_signed_in(deps, error);
}

// The invitation becomes this identity's, for good. Read again, for an owner may have changed it meanwhile.
Result<Done> accept(const Deps& deps, store::OrgStore& org, const UserId& id, const oauth::Identity& identity) {
    PARLEY_TRY(auto member, org.member(id));
    if (!member.issuer.empty() || member.email != email_of(identity)) return not_a_member("the invitation is gone");
    member.issuer = identity.issuer;
    member.subject = identity.subject;
    if (member.name.empty()) member.name = identity.name.substr(0, limits::name_bytes);
    if (!is_valid_utf8(member.name)) member.name.clear();
    return org.save_member(member,
                           {id, "member", id.text, {{"what", "signed in for the first time"}}, deps.clock.now()});
}

// What this browser had before ends here: a session that nobody sees any more must not live on.
Result<Done> end_session(const Deps& deps, const BrowserRequest& browser, std::string_view why) {
    const std::string token = cookie_of(browser.cookie, cookie_name(deps, BrowserCookie::session));
    if (token.empty()) return Done{};
    const auto session = deps.store.session(vault::sha256_hex(token), deps.clock.now());
    if (!session && session.error().fault == Fault::not_found) return Done{};
    if (!session) return session.error();
    const auto& row = session.value();
    auto removed = deps.store.for_org(row.org)->remove_session(
        row.token_hash, {row.user, "sign-out", row.user.text, {{"why", why}}, deps.clock.now()});
    if (!removed && removed.error().fault == Fault::not_found) return Done{};  // Another request was faster.
    return removed;
}

// A new token for each sign-in, whatever the browser held: a planted one is never taken over.
Result<Reply> let_in(const Deps& deps, const Call& call, const Door& door, const oauth::Identity& identity) {
    const auto org = deps.store.for_org(door.org);
    if (door.kind == Door::Kind::invited) {
        PARLEY_TRY([[maybe_unused]] const Done accepted, accept(deps, *org, door.member.id, identity));
    }
    const NewSession session = make_session(deps, door.org, door.member.id);
    const store::AuditEntry entry{
        door.member.id, "sign-in", door.member.id.text, {{"issuer", identity.issuer}}, deps.clock.now()};
    PARLEY_TRY([[maybe_unused]] const Done saved, org->save_session(session.row, entry));
    PARLEY_TRY([[maybe_unused]] const Done ended, end_session(deps, call.browser, "signed in again"));
    // Relative to /sign-in/callback, so that it holds below any prefix. Nobody can ask for another place.
    Reply reply{303, {}, "", {}, {{"Location", "../"}}};
    reply.cookies = {clear_cookie(deps, BrowserCookie::sign_in), session.set_cookie};
    return reply;
}

// By links that begin anew: the provider knows the person by now, and no half session has to be kept.
Result<Reply> ask_which(const Deps& deps, const std::vector<Door>& doors) {
    std::vector<Link> links;
    for (const auto& door : doors) {
        PARLEY_TRY(const auto organization, deps.store.for_org(door.org)->settings());
        links.push_back({cat("../sign-in?organization=", net::percent_encode(door.org.text)),
                         organization.name.empty() ? door.org.text : organization.name});
    }
    Reply reply{200, {}, plain_page("Which organization?", "You are a member of several. Sign in to:", links), {}};
    reply.cookies.push_back(clear_cookie(deps, BrowserCookie::sign_in));
    return reply;
}

Result<oauth::RelyingParty::Finished> finish(const Deps& deps, const Call& call) {
    const std::string sealed = cookie_of(call.browser.cookie, cookie_name(deps, BrowserCookie::sign_in));
    const auto waiting = deps.vault->open(Sealed{sealed}, waiting_binding());
    if (sealed.empty() || !waiting) {
        return Error{Fault::not_found, "This sign-in was not begun in this browser, or it has run out: start it again.",
                     ""};
    }
    // RFC 6749 3.1: nothing of an answer may stand there twice. Names that nobody knows are ignored (4.1.2).
    for (const char* name : {"state", "code", "iss", "error"}) {
        if (call.repeated.contains(name)) return Error{Fault::denied, "The answer names something twice.", name};
    }
    oauth::RelyingParty::Answer answer{call.asked("state"), call.asked("code"), std::nullopt, call.asked("error")};
    if (call.query.contains("iss")) answer.iss = call.asked("iss");
    return deps.relying_party->finish(waiting.value(), answer);
}

Result<Reply> enter(const Deps& deps, const Call& call) {
    PARLEY_TRY(const auto finished, finish(deps, call));
    const std::string& wish = finished.note;
    PARLEY_TRY(auto doors, doors_for(deps.store, finished.identity));
    if (!wish.empty()) std::erase_if(doors, [&](const Door& door) { return door.org.text != wish; });
    if (doors.empty()) return turn_away(deps, finished.identity, wish);
    if (doors.size() > 1) return ask_which(deps, doors);
    return let_in(deps, call, doors.front(), finished.identity);
}

bool came_in_clear(const Deps& deps, const Call& call) {
    return call.came_in_clear && deps.public_origin.starts_with("https://");
}

}  // namespace

Result<Reply> sign_in(const Deps& deps, Call& call) {
    if (deps.relying_party == nullptr) return not_set_up();
    const std::string wish = call.asked("organization");
    if (wish.size() > limits::name_bytes || !is_valid_utf8(wish) || call.repeated.contains("organization")) {
        return Error{Fault::invalid, "\"organization\" must be the id of one organization.", ""};
    }
    const auto begun = deps.relying_party->begin(wish);
    if (!begun) return not_signed_in(deps, begun.error());
    const Sealed sealed = deps.vault->seal(begun.value().waiting, waiting_binding());
    Reply reply{302, {}, "", {}, {{"Location", begun.value().url}}};
    constexpr int lifetime_s = 60 * limits::authorization_minutes;
    reply.cookies.push_back(set_cookie(deps, BrowserCookie::sign_in, sealed.fernet, lifetime_s));
    return reply;
}

Result<Reply> sign_in_callback(const Deps& deps, Call& call) {
    if (deps.relying_party == nullptr) return not_set_up();
    if (came_in_clear(deps, call)) return Error{Fault::not_found, "There is nothing at this path.", "over http"};
    auto reply = enter(deps, call);
    if (!reply) return not_signed_in(deps, reply.error());
    return reply;
}

// Where nobody is signed in there is nothing to do, and the cookie goes all the same.
Result<Reply> sign_out(const Deps& deps, Call& call) {
    const auto browser = session_of(deps, call.browser);
    if (!browser && browser.error().fault != Fault::not_found) return browser.error();
    if (browser) {
        PARLEY_TRY([[maybe_unused]] const Done ended, end_session(deps, call.browser, "asked for"));
    }
    Reply reply{204, {}, "", {}};
    reply.cookies.push_back(clear_cookie(deps, BrowserCookie::session));
    return reply;
}

// Who is signed in, and the token that a writing request of this browser must carry.
Result<Reply> get_session(const Deps& deps, Call& call) {
    if (call.caller.how != Caller::How::session) {
        return Error{Fault::invalid, "A key has no session: only a browser that has signed in does.", ""};
    }
    PARLEY_TRY(const auto member, call.org->member(call.user));
    PARLEY_TRY(const auto organization, call.org->settings());
    OrderedJson out;
    out["user"] = {{"id", member.id.text}, {"email", member.email}, {"name", member.name}, {"role", member.role}};
    out["organization"] = {{"id", organization.id.text}, {"name", organization.name}};
    out["expires_at"] = call.caller.expires_at ? OrderedJson(to_text(*call.caller.expires_at)) : OrderedJson(nullptr);
    out["csrf_token"] = csrf_token(deps, call.browser);
    return Reply{200, std::move(out), "", {}};
}

// Until the page of charts stands here: where one comes to after signing in.
Result<Reply> home(const Deps& deps, Call& call) {
    const auto browser = session_of(deps, call.browser);
    if (!browser && browser.error().fault != Fault::not_found) return browser.error();
    if (browser) {
        PARLEY_TRY(const auto organization, deps.store.for_org(browser.value().session.org)->settings());
        const auto& member = browser.value().member;
        return Reply{
            200, {}, plain_page("Parley", cat("Signed in as ", member.email, " to ", organization.name, ".")), {}};
    }
    if (deps.relying_party == nullptr) {
        return Reply{200, {}, plain_page("Parley", "Signing in with a browser is not set up on this server."), {}};
    }
    return Reply{200, {}, plain_page("Parley", "You are not signed in.", {{"sign-in", "Sign in"}}), {}};
}

}  // namespace parley::api
