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

// The result of tools/call, from whatever form it came in: structuredContent, JSON in a text, a table in a text, a
// text. An error where the tool says that it failed, or hands over an error as if it were data: Fault::over_limit,
// Fault::reconnect, Fault::unavailable or Fault::invalid as the words of it are. output_schema: what the tool promises
// of its structuredContent, or null.
Result<Reply> reply_of(Json result, const Json& output_schema = nullptr);

}  // namespace parley::mcp
