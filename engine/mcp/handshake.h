#pragma once
// initialize, as all revisions before 2026-07-28 have it. Pure.

#include "mcp/session.h"

#include <string>
#include <string_view>

namespace parley::mcp {

std::string_view newest_version();  // Of the revisions with a handshake: it is the one that is offered.
std::string initialize_params(std::string_view version, const Json& capabilities);

// From the result of initialize. Hands back the version; Fault::unavailable for one that we do not know.
Result<std::string> take_over(const Json& result, ServerInfo& info);

// A server that refuses our version with an error says which ones it has; empty where none of them is ours.
std::string version_offered(const Json& error);
bool is_handshake_version(std::string_view version);

// The server speaks no version that we know.
Error unknown_version(std::string offered);

}  // namespace parley::mcp
