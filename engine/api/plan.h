#pragma once
// What an organization has of its plan, as JSON: for the endpoint and the command.

#include "api/doorkeeper.h"
#include "base/json.h"

namespace parley::api {

Result<OrderedJson> plan_of(store::OrgStore& org, const policy::Permits& permits, Instant now);

}  // namespace parley::api
