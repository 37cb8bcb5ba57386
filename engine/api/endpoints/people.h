#pragma once
// What the endpoints of keys and members have in common.

#include "api/call.h"
#include "api/people.h"

namespace parley::api {

People people_of(const Deps& deps, Call& call);

// "role" of a body, where it is there. Fault::invalid for one that nobody knows.
Result<std::optional<policy::Role>> wished_role(const Json& body);

}  // namespace parley::api
