#pragma once
// The error codes of JSON-RPC 2.0 that both sides use. MCP's own are in modern.h.

namespace parley::mcp {

inline constexpr int parse_error = -32700;
inline constexpr int invalid_request = -32600;
inline constexpr int method_not_found = -32601;
inline constexpr int invalid_params = -32602;

}  // namespace parley::mcp
