#pragma once
// Arguments that a tool's schema wants to see in headers as well (x-mcp-header, since 2026-07-28), so that a gateway
// can route a call without reading its body. Pure.

#include "base/json.h"
#include "net/http.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::mcp {

struct Mirror {
    std::string header;             // "Mcp-Param-Region"
    std::vector<std::string> path;  // Of the argument: {"where", "region"}
};

// Fault::invalid, with the reason in detail, for an annotation that is against the rules: such a tool must not be used.
Result<std::vector<Mirror>> mirrors_of(const Json& input_schema);

// An argument that is absent, null or no plain value has no header.
void add_mirrored(net::Headers& headers, const std::vector<Mirror>& mirrors, const Json& arguments);

// As it may stand in a header: what would not survive there goes as =?base64?...?=.
std::string header_text(std::string_view text);

}  // namespace parley::mcp
