#include "mcp/handshake.h"

#include "base/text.h"
#include "mcp/talk.h"

#include <algorithm>

namespace parley::mcp {
namespace {

// The newest first. The oldest belongs to HTTP+SSE, but servers that were written early name it on newer transports.
constexpr std::string_view versions[] = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

}  // namespace

std::string_view newest_version() {
    return versions[0];
}

bool is_handshake_version(std::string_view version) {
    return std::find(std::begin(versions), std::end(versions), version) != std::end(versions);
}

std::string initialize_params(std::string_view version, const Json& capabilities) {
    return cat(R"("protocolVersion":")", version, R"(","capabilities":)", dump(capabilities), R"(,"clientInfo":)",
               dump(client_info()));
}

Result<std::string> take_over(const Json& result, ServerInfo& info) {
    auto version = text_at(result, "protocolVersion");
    if (!is_handshake_version(version)) return unknown_version(version);
    const Json& server = at_or_null(result, "serverInfo");
    info = ServerInfo{text_at(server, "name"), text_at(server, "version"), version, at_or_null(result, "capabilities")};
    if (!info.capabilities.is_object()) info.capabilities = Json::object();
    return version;
}

std::string version_offered(const Json& error) {
    const Json& supported = at_or_null(at_or_null(error, "data"), "supported");
    if (!supported.is_array()) return "";
    for (const auto version : versions) {
        if (std::find(supported.begin(), supported.end(), version) != supported.end()) return std::string(version);
    }
    return "";
}

Error unknown_version(std::string offered) {
    return Error{Fault::unavailable, "The vendor's server speaks no version of MCP that Parley knows.",
                 std::move(offered)};
}

}  // namespace parley::mcp
