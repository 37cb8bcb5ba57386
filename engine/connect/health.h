#pragma once
// For this room only.

#include "connect/connector.h"

namespace parley::connect {

// Lists the tools, judges them and saves what changed.
Result<Connector::Health> look_at_tools(const Connector::Wiring& wiring, store::OrgStore& org, const UserId& user,
                                        const store::Connection& connection);

}  // namespace parley::connect
