#pragma once
// From what came back to a result, or to one sentence about what the server did instead.

#include "base/json.h"
#include "base/result.h"
#include "mcp/session.h"
#include "mcp/transport.h"

namespace parley::mcp {

// The "result" of the JSON-RPC response.
Result<Json> result_of(Outcome outcome);

// For a notification: only the HTTP status counts.
Result<Done> accepted(const Outcome& outcome);

// The tools of one page of tools/list, in the order given.
Result<std::vector<policy::ToolDefinition>> tools_of(const Json& result);

// The result of tools/call. Fault::invalid where the tool says that it failed.
Result<Reply> reply_of(Json result);

}  // namespace parley::mcp
