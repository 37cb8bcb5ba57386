#include "api/doorkeeper.h"

#include "base/text.h"

namespace parley::api {
namespace {

std::string_view name_of(Caller::How how) {
    switch (how) {
    case Caller::How::key: return "key";
    case Caller::How::session: return "session";
    case Caller::How::terminal: return "terminal";
    }
    return "";
}

}  // namespace

policy::Standing standing_of(policy::Role role, const store::Organization& organization, Instant now) {
    const auto age = std::chrono::floor<std::chrono::days>(now - organization.created_at);
    return {role, organization.tier, std::max<std::int64_t>(age.count(), 0)};
}

Result<Done> Doorkeeper::check(store::OrgStore& org, const Caller& caller, policy::Act act, const std::string& what) {
    policy::Standing standing{caller.role, "", 0};
    if (policy::Permits::needs_tier(act)) {
        PARLEY_TRY(const auto organization, org.settings());
        standing = standing_of(caller.role, organization, clock_.now());
    }
    auto verdict = permits_.check(standing, act);
    if (verdict) return verdict;
    return refuse(org, caller, what, verdict.error().message);
}

// Where the row cannot be written that is what is said; the act does not happen either way.
Error Doorkeeper::refuse(store::OrgStore& org, const Caller& caller, const std::string& what,
                         const std::string& sentence) {
    const Instant now = clock_.now();
    Error refusal{Fault::denied, sentence, what};
    const auto row = rows_.take(cat(org.org().text, "\n", caller.user.text), now);
    if (!row.ok) return refusal;
    Json details{{"role", policy::name_of(caller.role)}, {"by", name_of(caller.how)}, {"reason", sentence}};
    if (caller.how == Caller::How::key) details["key"] = caller.id;
    if (row.missed > 0) details["unwritten"] = row.missed;
    const auto noted = org.audit({caller.user, "denied", what, std::move(details), now});
    if (!noted) return noted.error();
    return refusal;
}

}  // namespace parley::api
