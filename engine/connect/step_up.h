#pragma once
// What becomes of a 403 that asks for a wider permission (RFC 6750 3.1). Parley reads: a permission to change things is
// refused, one to read more is remembered for the next sign-in, and no operation asks for ever. For this room only.

#include "base/clock.h"
#include "mcp/session.h"
#include "store/store.h"
#include "vault/vault.h"

#include <string>
#include <vector>

namespace parley::connect {

bool asks_for_scope(const mcp::Refusal& refusal);

// Fault::reconnect where a person can connect again and grant more; Fault::denied where that would not help or must not
// be. The row stays connected: what it may read, it still reads.
Error step_up(store::OrgStore& org, const vault::Vault& vault, const Clock& clock, const UserId& user,
              const ConnectionId& id, const std::string& tool, const mcp::Refusal& refusal);

// Of the 403s since the last sign-in; for the next one.
std::vector<std::string> remembered_scopes(const store::Connection& connection);

}  // namespace parley::connect
