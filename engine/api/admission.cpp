#include "api/admission.h"

#include "api/problem.h"
#include "base/text.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::api {
namespace {

constexpr std::string_view key_prefix = "parley_";
constexpr std::size_t key_letters = 43;  // 256 bits in base64url.

const char* const no_entry = "This needs an API key as a bearer token, or a browser that has signed in.";

bool is_key(std::string_view text) {
    if (text.size() != key_prefix.size() + key_letters || text.substr(0, key_prefix.size()) != key_prefix) return false;
    return std::all_of(text.begin() + key_prefix.size(), text.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; });
}

Error nobody() {
    return Error{Fault::not_found, no_entry, ""};
}

// What a member may do now. Fault::not_found for who is no member any more.
Result<policy::Role> role_of(store::OrgStore& org, const UserId& user) {
    if (user == terminal_user) return policy::Role::owner;
    PARLEY_TRY(const auto member, org.member(user));
    const auto role = policy::role_from(member.role);
    if (!role) return nobody();
    return *role;
}

Refusal too_often(const std::string& sentence, int wait_s) {
    return {429, sentence, wait_s};
}

}  // namespace

Admission::Admission(const Deps& deps)
    : deps_(deps),
      anonymous_(deps.rates.anonymous),
      wrong_(deps.rates.wrong_keys),
      requests_(deps.rates.requests),
      vendor_requests_(deps.rates.vendor_requests) {}

Verdict Admission::admit(const Route& route, const Knock& knock) {
    if (!route.act) {
        if (route.cost == Cost::free) return Admitted{};
        const auto taken = anonymous_.take(neighbourhood(knock.address), deps_.clock.now());
        if (!taken.ok) return too_often("Too many requests came from this address.", taken.wait_s);
        return Admitted{};
    }
    auto caller = identify(knock);
    if (!caller) return turn_away(knock, caller.error());
    if (auto refusal = limit(route, caller.value())) return *refusal;
    auto org = deps_.store.for_org(caller.value().org);
    const auto allowed =
        deps_.doorkeeper.check(*org, caller.value(), *route.act, cat(route.method, " ", route.pattern));
    if (!allowed) return Refusal{status_of(allowed.error().fault), allowed.error().message};
    std::optional<Seats::Seat> seat;
    if (route.cost == Cost::vendors) {
        if (auto free = seats_.take(caller.value().org)) seat.emplace(std::move(*free));
        if (!seat) return too_often("Too many of your organization's requests wait for vendors: try again soon.", 1);
    }
    return Admitted{std::move(caller).value(), std::move(org), std::move(seat)};
}

std::optional<Refusal> Admission::limit(const Route& route, const Caller& caller) {
    const Instant now = deps_.clock.now();
    const std::string name = cat(caller.org.text, "\n", caller.id);
    const auto taken = requests_.take(name, now);
    if (!taken.ok) return too_often("Too many requests within a minute.", taken.wait_s);
    if (route.cost != Cost::vendors) return std::nullopt;
    const auto asked = vendor_requests_.take(name, now);
    if (!asked.ok) return too_often("Too many requests that vendors are asked for within a minute.", asked.wait_s);
    return std::nullopt;
}

// The limit is on wrong keys alone, and counted after the look-up: a good key from the same address comes in always,
// and nobody can guess one, however often.
Refusal Admission::turn_away(const Knock& knock, const Error& error) {
    if (error.fault != Fault::not_found && error.fault != Fault::denied) {
        return {status_of(error.fault), error.message};
    }
    const bool says_something = !knock.authorization.empty() || !knock.browser.cookie.empty();
    auto& bucket = says_something ? wrong_ : anonymous_;
    const auto taken = bucket.take(neighbourhood(knock.address), deps_.clock.now());
    if (!taken.ok) return too_often("Too many requests without a good key came from this address.", taken.wait_s);
    if (error.fault == Fault::denied) return {403, error.message};
    return {401, no_entry};
}

// Never both: who sends a key has no session, whatever cookies come along.
Result<Caller> Admission::identify(const Knock& knock) const {
    if (knock.authorization.empty()) return caller_of_session(knock.browser);
    if (knock.authorization.size() != 1) return nobody();
    return caller_of_key(bearer_key(knock.authorization.front()));
}

Result<Caller> Admission::caller_of_session(const BrowserRequest& browser) const {
    if (browser.cookie.empty()) return nobody();
    PARLEY_TRY(const auto found, session_of(deps_, browser));
    const auto role = policy::role_from(found.member.role);
    if (!role) return nobody();
    const auto& session = found.session;
    return Caller{session.org, session.user, *role, Caller::How::session, session.token_hash, session.expires_at};
}

Result<Caller> Admission::caller_of_key(std::string_view text) const {
    if (text.empty()) return nobody();
    PARLEY_TRY(auto key, deps_.store.key(vault::sha256_hex(text), deps_.clock.now()));
    const auto own = policy::role_from(key.role);
    if (!own) return nobody();
    PARLEY_TRY(const auto role, role_of(*deps_.store.for_org(key.org), key.user));
    return Caller{key.org, key.user, std::min(*own, role), Caller::How::key, key.id.text, key.expires_at};
}

std::string_view bearer_key(std::string_view header) {
    constexpr std::string_view scheme = "bearer ";
    if (lower(header.substr(0, scheme.size())) != scheme) return {};
    const auto key = trim(header.substr(scheme.size()));
    return is_key(key) ? key : std::string_view();
}

std::string new_key_text() {
    return cat(key_prefix, vault::random_token(32));
}

std::string address_of(const std::string& peer, const std::string& forwarded_for, const std::string& proxy) {
    constexpr std::size_t address_bytes = 45;  // ::ffff: and an IPv4 address, written in full.
    if (proxy.empty() || peer != proxy) return peer;
    const std::string last(trim(forwarded_for.substr(forwarded_for.rfind(',') + 1)));
    const bool plain = !last.empty() && last.size() <= address_bytes &&
                       last.find_first_not_of("0123456789abcdefABCDEF:.") == std::string::npos;
    return plain ? lower(last) : peer;
}

std::string neighbourhood(const std::string& address) {
    constexpr std::size_t groups_all = 8;
    constexpr std::size_t groups_of_network = 4;
    constexpr std::string_view mapped = "::ffff:";
    if (address.find(':') == std::string::npos) return address;
    if (address.rfind(mapped, 0) == 0 && address.find('.') != std::string::npos) return address.substr(mapped.size());
    const std::string plain = address.substr(0, address.find('%'));
    const auto gap = plain.find("::");
    auto groups = split(plain.substr(0, gap), ':');
    if (gap != std::string::npos) {
        if (gap == 0) groups.clear();
        const auto behind = split(plain.substr(gap + 2), ':');
        while (groups.size() + behind.size() < groups_all) groups.emplace_back("0");
        groups.insert(groups.end(), behind.begin(), behind.end());
    }
    groups.resize(groups_of_network, "0");
    return cat(join(groups, ":"), "::/64");
}

Result<Done> require(const Deps& deps, Call& call, policy::Act act) {
    return deps.doorkeeper.check(*call.org, call.caller, act, call.what);
}

}  // namespace parley::api
