#pragma once
// May this caller do that? The one place below every face, HTTP and command line alike, that asks policy::Permits and
// leaves a `denied` row. Safe from several threads.

#include "api/buckets.h"
#include "api/caller.h"
#include "store/store.h"

#include <string>

namespace parley::api {

// From an organization's settings. A clock that stands before its first day makes it no older than that.
policy::Standing standing_of(policy::Role role, const store::Organization& organization, Instant now);

class Doorkeeper {
public:
    // clock outlives it.
    Doorkeeper(policy::Permits permits, const Clock& clock)
        : permits_(std::move(permits)), clock_(clock), rows_(limits::denials_audited_per_minute) {}

    // what: for the audit, a route's pattern or a command. Fault::denied with one sentence.
    Result<Done> check(store::OrgStore& org, const Caller& caller, policy::Act act, const std::string& what);

    // What is refused for a reason that no role and no tier has: leaves the row and gives the error.
    Error refuse(store::OrgStore& org, const Caller& caller, const std::string& what, const std::string& sentence);

    const policy::Permits& permits() const { return permits_; }

private:
    const policy::Permits permits_;
    const Clock& clock_;
    Buckets rows_;  // A flood must not fill the disk: by organization and user, for a user may have many keys.
};

}  // namespace parley::api
